package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.protocol.ServiceType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A ring of Ringcast daemons and rings of Spread daemons, measured in turn (A B C A B C ...) so that what else the machine does
 * hits all alike; prints the medians of the rounds and their ratios as a table in Markdown. Each daemon has a network namespace
 * of its own, and one sender and some receivers. Needs root on Linux.
 */
@Command(
        name = "compare-rings",
        mixinStandardHelpOptions = true,
        description = "Measures a ring of Ringcast daemons, beside rings of Spread daemons when they are installed.")
public final class RingCompareMain implements Callable<Integer> {
    /** With longer messages than this, the window for large ones is used. */
    private static final int LARGE_BYTES = 50_000;

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

    @Option(
            names = "--ringcast-home",
            defaultValue = "target/dist",
            description = "unpacked distribution (${DEFAULT-VALUE})")
    private Path ringcastHome;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 daemon")
    private Path spreadHome;

    @Option(names = "--spread4-home", description = "prefix of an installed Spread 4.4 daemon")
    private Path spread4Home;

    @Option(
            names = "--other-home",
            description = "another Ringcast distribution to compare with, as a subject of its own")
    private Path otherHome;

    @Option(
            names = "--mixed",
            description = "also a ring whose first daemon is Ringcast's, the others those of --spread-home")
    private boolean mixed;

    @Option(names = "--daemons", defaultValue = "3", description = "in the ring (${DEFAULT-VALUE})")
    private int daemons;

    @Option(names = "--receivers", defaultValue = "1", description = "at each daemon (${DEFAULT-VALUE})")
    private int receivers;

    @Option(names = "--port", defaultValue = "4980", description = "of all daemons (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--rounds", defaultValue = "3", description = "rounds of each ring (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--first",
            defaultValue = "20",
            description = "seconds of load before the first measurement of each ring (${DEFAULT-VALUE})")
    private double firstSeconds;

    @Option(names = "--warm-up", defaultValue = "1", description = "seconds before each measurement (${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "2", description = "of each measurement (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--services",
            split = ",",
            defaultValue = "agreed,safe,fifo",
            description = "of the closed loop (${DEFAULT-VALUE})")
    private List<String> services;

    @Option(
            names = "--bytes",
            split = ",",
            defaultValue = "100,1350,16000,100000",
            description = "of a message in the closed loop (${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(
            names = "--windows",
            split = ",",
            defaultValue = "40",
            description = "messages of each sender under way in the closed loop (${DEFAULT-VALUE})")
    private List<Integer> windows;

    @Option(
            names = "--large-window",
            defaultValue = "8",
            description = "the same for messages above 50,000 bytes (${DEFAULT-VALUE})")
    private int largeWindow;

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "1000x1000,5000x1350",
            description = "open loop: messages a second of each sender x bytes (${DEFAULT-VALUE}); 'none' for none")
    private List<String> rates;

    @Option(names = "--option", description = "line for every spread.conf, such as 'AcceleratedRing = true'")
    private List<String> options = new ArrayList<>();

    private FigureTable table;
    private boolean outOfOrder;

    private record Ring(String name, List<RingSubject.Starter> starters) {}

    private RingCompareMain() {}

    /** Ends with 1 when messages were out of order, or nothing can be measured here. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RingCompareMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        String whyNot = Namespaces.whyNot();
        if (whyNot != null) {
            System.out.println("compare-rings " + whyNot);
            return 1;
        }
        List<Ring> rings = rings();
        table = new FigureTable(rings.stream().map(Ring::name).toList());
        String lines = String.join("\n", options) + "\n";
        try (Namespaces net = Namespaces.create(daemons);
                LoadAgent agent = LoadAgent.start(Files.createTempDirectory("ringcast-load"), net.inHub())) {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < rings.size(); i++) {
                    Path directory = Files.createTempDirectory("ringcast-compare");
                    Ring ring = rings.get(i);
                    try (RingSubject subject = RingSubject.start(net, directory, port, ring.starters(), lines)) {
                        measure(agent, subject, i, ring.name());
                    }
                }
            }
        }
        System.out.print(table.markdown());
        return outOfOrder ? 1 : 0;
    }

    private List<Ring> rings() {
        List<Ring> rings = new ArrayList<>();
        RingSubject.Starter ours = RingSubject.ringcast(ringcastHome);
        rings.add(new Ring("Ringcast", Collections.nCopies(daemons, ours)));
        if (otherHome != null) {
            rings.add(new Ring("other", Collections.nCopies(daemons, RingSubject.ringcast(otherHome))));
        }
        if (spreadHome != null) {
            List<RingSubject.Starter> reference =
                    new ArrayList<>(Collections.nCopies(daemons, RingSubject.reference(spreadHome)));
            rings.add(new Ring("Spread 5", List.copyOf(reference)));
            if (mixed) {
                reference.set(0, ours);
                rings.add(new Ring("mixed", reference));
            }
        }
        if (spread4Home != null) {
            rings.add(new Ring("Spread 4", Collections.nCopies(daemons, RingSubject.reference(spread4Home))));
        }
        return rings;
    }

    private void measure(LoadAgent agent, RingSubject subject, int column, String name) throws IOException {
        // Lets a JVM compile what it will run; all subjects alike.
        subject.load(agent, ServiceType.AGREED, 1000, receivers, windows.get(0), 0, 0, firstSeconds / 2);
        subject.load(agent, ServiceType.SAFE, 16_000, receivers, windows.get(0), 0, 0, firstSeconds / 2);
        for (String serviceName : services) {
            int service = LoadPlan.serviceOf(serviceName);
            for (int bytes : sizes) {
                for (int window : bytes > LARGE_BYTES ? List.of(largeWindow) : windows) {
                    String json = subject.load(agent, service, bytes, receivers, window, 0, warmUpSeconds, seconds);
                    note(
                            name,
                            column,
                            "%s, %,d B, window %d".formatted(LoadPlan.nameOf(service), bytes, window),
                            json,
                            "messagesPerSecond",
                            "daemonCpuUsPerMessage");
                }
            }
        }
        for (String rate : rates) {
            if (rate.equals("none")) {
                continue;
            }
            String[] parts = rate.split("x", 2);
            for (String serviceName : services) {
                int service = LoadPlan.serviceOf(serviceName);
                int bytes = Integer.parseInt(parts[1]);
                String json = subject.load(
                        agent, service, bytes, receivers, 0, Integer.parseInt(parts[0]), warmUpSeconds, seconds);
                note(
                        name,
                        column,
                        "%s, %,d B, %d x %s/s".formatted(LoadPlan.nameOf(service), bytes, daemons, parts[0]),
                        json,
                        "p50us",
                        "p99us",
                        "daemonCpuUsPerMessage");
            }
        }
    }

    private void note(String ring, int column, String cell, String json, String... figures) {
        System.out.println(ring + " " + json);
        Matcher matcher = FIGURE.matcher(json);
        while (matcher.find()) {
            String figure = matcher.group(1);
            double value = Double.parseDouble(matcher.group(2));
            if (List.of(figures).contains(figure)) {
                table.add(cell + ": " + words(figure), column, value);
            } else if (figure.equals("orderViolations") && value > 0) {
                System.out.println("ORDER VIOLATED");
                outOfOrder = true;
            }
        }
    }

    private static String words(String figure) {
        return switch (figure) {
            case "messagesPerSecond" -> "messages/s";
            case "daemonCpuUsPerMessage" -> "CPU of all daemons, us per message";
            case "p50us" -> "p50, us";
            default -> "p99, us";
        };
    }
}
