package org.ringcast.monitor;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.Limits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spping}: measures round trips. Ends with status 0, or 1 when something failed. */
@Command(
        name = "spping",
        customSynopsis = "spping [OPTIONS]",
        description = {
            "Sends pings to a group and shows how long the answers of its other members take; answers their pings.",
            "When done, or interrupted, prints how many were answered and the percentiles of the round-trip times."
        },
        versionProvider = ToolVersion.class)
public final class SpPing {
    private static final int MAX_BYTES = 100_000;
    private static final long SUMMARY_MILLIS = 2000;

    private static final String USAGE = """
        Usage: spping
        \t[-s <address>]   : of the daemon, port or port@host (4803)
        \t[-u <user name>] : private name, one of a kind on the daemon (the daemon chooses)
        \t[-g <group>]     : group of those who ping and answer (spping)
        \t[-p <period>]    : milliseconds between pings (1000)
        \t[-b <bytes>]     : size of a ping, 48-100000 (48)
        \t[-m <pings>]     : how many pings (without end)
        \t[-ro]            : only answer the pings of others
        """;

    @Option(
            names = "-s",
            paramLabel = "ADDRESS",
            description = "Address of the daemon: PORT@HOST for TCP, PORT alone for the Unix-domain socket /tmp/PORT."
                    + " Default: ${DEFAULT-VALUE}.")
    private String address = Integer.toString(Limits.DEFAULT_PORT);

    @Option(
            names = "-u",
            paramLabel = "NAME",
            description =
                    "Private name, one of a kind on the daemon; cut to 10 characters. Default: the daemon chooses.")
    private String user = "";

    @Option(
            names = "-g",
            paramLabel = "GROUP",
            description = "Group of those who ping and answer. Default: ${DEFAULT-VALUE}.")
    private String group = "spping";

    @Option(names = "-p", paramLabel = "MILLIS", description = "Milliseconds between pings. Default: ${DEFAULT-VALUE}.")
    private int periodMillis = 1000;

    @Option(names = "-b", paramLabel = "BYTES", description = "Size of a ping, 48..100000. Default: ${DEFAULT-VALUE}.")
    private int bytes = PingPacket.MIN_BYTES;

    @Option(names = "-m", paramLabel = "PINGS", description = "How many pings; negative, and by default: without end.")
    private int count = -1;

    @Option(names = "-ro", description = "Only answer the pings of others.")
    private boolean reflectOnly;

    @Option(
            names = "--json",
            description = "Print one JSON object when done (counts, percentiles_ms, mean_ms, stddev_ms) and nothing"
                    + " else.")
    private boolean json;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private SpPing() {}

    public static void main(String[] args) {
        System.exit(run(args, SpOutput.standard(), SpOutput.error()));
    }

    /** Runs the command and returns its exit status. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        SpPing ping = new SpPing();
        CommandLine command = new CommandLine(ping);
        try {
            ToolArguments.parse(command, args);
            ping.check();
        } catch (ToolArguments.UsageException e) {
            String reason = e.option() == null ? "Unrecognized parameter" : "Invalid " + e.option() + " parameter";
            err.print("Error: " + reason + "\n\n" + USAGE);
            err.print("spping: " + e.getMessage() + "\n");
            err.flush();
            return 1;
        }
        return ping.questions.answer(command, out) ? 0 : ping.run(out);
    }

    private void check() throws ToolArguments.UsageException {
        String bad = null;
        if (group.length() > Limits.MAX_GROUP_NAME_LENGTH) {
            bad = "-g";
        } else if (periodMillis < 0) {
            bad = "-p";
        } else if (bytes < PingPacket.MIN_BYTES || bytes > MAX_BYTES) {
            bad = "-b";
        }
        if (bad != null) {
            throw new ToolArguments.UsageException(bad, null);
        }
    }

    private int run(PrintStream out) {
        PingPlan plan = new PingPlan(address, user, group, periodMillis, bytes, count, reflectOnly);
        Pinger pinger = new Pinger(plan, json ? SpOutput.none() : out);
        CountDownLatch done = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> endInOrder(pinger, done), "shutdown");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            pinger.run();
            PingStatistics statistics = pinger.statistics();
            out.print(json ? statistics.json(group) + "\n" : statistics.text(group));
            return 0;
        } catch (MailboxException e) {
            SpOutput.printError(out, json, e.code());
            SpOutput.printDetail("spping", e.detail());
            return 1;
        } finally {
            out.flush();
            done.countDown();
            remove(onSignal);
        }
    }

    private static void remove(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // it has been called
        }
    }

    /** On a signal: lets the main thread print the summary, then ends with status 0. */
    private static void endInOrder(Pinger pinger, CountDownLatch done) {
        if (done.getCount() == 0) {
            return;
        }
        pinger.stop();
        try {
            if (done.await(SUMMARY_MILLIS, TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
