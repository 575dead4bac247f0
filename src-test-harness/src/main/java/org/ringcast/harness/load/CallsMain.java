package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.harness.process.CapturedProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * System calls a message of the daemons of a ring, all of them together, as {@code strace -c -f} counts them; for Ringcast and, if it
 * is installed, Spread. The tracing slows the daemons down several times, so only the counts are of use.
 */
@Command(
        name = "count-calls",
        mixinStandardHelpOptions = true,
        description = "Counts the system calls of a ring's daemons for a message. Needs root on Linux, and strace.")
public final class CallsMain implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Less often than once in a hundred messages: not in the table. */
    private static final double RARE = 0.01;

    /** Column of strace's table. */
    private static final int CALLS_COLUMN = 3;

    @Mixin
    private RingOptions ring;

    @Mixin
    private LoadOptions load;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 daemon")
    private Path spreadHome;

    @Option(names = "--rate", defaultValue = "0", description = "messages a second of each sender instead of a window")
    private int rate;

    @Option(names = "--first", defaultValue = "5", description = "seconds of load before (${DEFAULT-VALUE})")
    private double firstSeconds;

    @Option(names = "--seconds", defaultValue = "4", description = "of counting (${DEFAULT-VALUE})")
    private double seconds;

    private CallsMain() {}

    /** Ends with 1 when nothing can be counted here. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CallsMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        String whyNot = Namespaces.whyNot();
        if (whyNot != null) {
            System.out.println("count-calls " + whyNot);
            return 1;
        }
        List<Ring> rings = new ArrayList<>(List.of(ring.ours()));
        if (spreadHome != null) {
            rings.add(Ring.reference("Spread 5", RingSubject.reference(spreadHome), ring.daemons));
        }
        RingCell cell = load.cell(rate);
        FigureTable table =
                new FigureTable(rings.stream().map(Ring::name).toList(), RingPart.firstToOthers(rings.size()));
        double[] all = new double[rings.size()];
        try (Namespaces net = Namespaces.create(ring.daemons);
                LoadAgent agent = LoadAgent.start(Files.createTempDirectory("ringcast-load"), net.inHub())) {
            for (int i = 0; i < rings.size(); i++) {
                Path directory = Files.createTempDirectory("ringcast-calls");
                Ring one = rings.get(i);
                try (RingSubject subject =
                        RingSubject.start(net, directory, ring.port, one.starters(), one.options())) {
                    all[i] = count(subject, agent, cell, directory, table, i);
                }
            }
        }
        for (int i = 0; i < all.length; i++) {
            table.add("all", i, all[i]);
        }
        System.out.printf("%s: calls of %d daemons a message%n%n", cell.label(ring.daemons), ring.daemons);
        System.out.print(table.markdown());
        return 0;
    }

    /** Returns the calls of all kinds for a message. */
    private double count(
            RingSubject subject, LoadAgent agent, RingCell cell, Path directory, FigureTable table, int column)
            throws IOException {
        subject.load(agent, load.before(1000), ring.receivers, 0, firstSeconds);
        Path counts = directory.resolve("calls");
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-f", "-o", counts.toString()));
        for (long pid : subject.pids()) {
            command.addAll(List.of("-p", Long.toString(pid)));
        }
        String json;
        try (CapturedProcess tracer = new CapturedProcess("strace", directory, command)) {
            tracer.await(
                    "being attached",
                    PATIENCE,
                    lines -> attached(lines) >= subject.pids().size());
            json = subject.load(agent, cell, ring.receivers, 0, seconds);
            tracer.signal("INT");
            tracer.awaitExit(PATIENCE);
        }
        double messages = RingResults.figure(json, "messagesSent");
        double sum = 0;
        Map<String, Double> calls = calls(Files.readAllLines(counts));
        for (Map.Entry<String, Double> entry : calls.entrySet()) {
            double perMessage = entry.getValue() / messages;
            sum += perMessage;
            if (perMessage >= RARE) {
                table.add(entry.getKey(), column, perMessage);
            }
        }
        return sum;
    }

    private static long attached(List<String> lines) {
        return lines.stream()
                .filter(line -> line.endsWith("attached") || line.contains("attached with"))
                .count();
    }

    /** Calls by their names, in the order of strace's table. */
    static Map<String, Double> calls(List<String> lines) {
        Map<String, Double> calls = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.trim().split(" +", -1);
            boolean isRow = words.length > CALLS_COLUMN + 1 && Character.isDigit(words[0].charAt(0));
            if (isRow && !words[words.length - 1].equals("total")) {
                calls.put(words[words.length - 1], Double.parseDouble(words[CALLS_COLUMN]));
            }
        }
        return calls;
    }
}
