package org.ringcast.harness.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drives any daemon, or several, and prints what it measured: a table for people and a line of JSON. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Sends messages through daemons that run already, and measures rate, latency and order.")
public final class LoadGenerator implements Callable<Integer> {
    /** What {@code --serve} prints after each run, before its exit status. */
    static final String END = "end of the run: ";

    @Option(
            names = {"-s", "--daemons"},
            split = ",",
            defaultValue = "127.0.0.1:4803",
            description = "HOST:PORT of each daemon; sessions are spread over them (${DEFAULT-VALUE})")
    private List<String> daemons;

    @Option(names = "--senders", defaultValue = "1", description = "sessions that send (${DEFAULT-VALUE})")
    private int senders;

    @Option(names = "--receivers", defaultValue = "1", description = "sessions in the group (${DEFAULT-VALUE})")
    private int receivers;

    @Option(names = "--bytes", defaultValue = "100", description = "length of a message (${DEFAULT-VALUE})")
    private int bytes;

    @Option(
            names = "--service",
            defaultValue = "agreed",
            description = "unreliable, reliable, fifo, causal, agreed or safe (${DEFAULT-VALUE})")
    private String service;

    @Option(
            names = "--window",
            defaultValue = "200",
            description = "closed loop: messages of a sender under way at any time (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--rate", defaultValue = "0", description = "open loop: messages a second, of all senders together")
    private int rate;

    @Option(
            names = "--batched",
            description =
                    "write many messages with one system call; else each has its own, as with the client libraries")
    private boolean batched;

    @Option(names = "--warm-up", defaultValue = "2", description = "seconds before the measurement (${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "5", description = "seconds of measurement (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--pid", split = ",", description = "processes of the daemons, to measure their CPU time")
    private List<Long> pids;

    @Option(
            names = "--serve",
            description =
                    "take lines of such options from the standard input, one run each, and end with it: so the code"
                            + " is compiled when it counts")
    private boolean serving;

    private LoadGenerator() {}

    /** Ends with 0, or with 1 when messages were out of order. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadGenerator()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        return serving ? serve() : runOnce();
    }

    private static int serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int worst = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int status =
                    new CommandLine(new LoadGenerator()).execute(line.trim().split(" +", -1));
            worst = Math.max(worst, status);
            System.out.println(END + status);
        }
        return worst;
    }

    private int runOnce() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String daemon : daemons) {
            int colon = daemon.lastIndexOf(':');
            addresses.add(
                    new InetSocketAddress(daemon.substring(0, colon), Integer.parseInt(daemon.substring(colon + 1))));
        }
        LoadPlan plan = new LoadPlan(
                addresses,
                senders,
                receivers,
                bytes,
                LoadPlan.serviceOf(service),
                rate > 0 ? 0 : window,
                rate,
                !batched,
                (int) (warmUpSeconds * 1000),
                (int) (seconds * 1000));
        long[] processes = pids == null
                ? new long[0]
                : pids.stream().mapToLong(Long::longValue).toArray();
        LoadResult result = LoadRun.run(plan, processes);
        System.out.println(LoadResult.HEADING);
        System.out.println(result.row());
        System.out.println(result.json());
        if (result.orderViolations() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "ORDER VIOLATED %d times; first: %s%n",
                    result.orderViolations(),
                    result.firstViolation());
            return 1;
        }
        return 0;
    }
}
