package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ringcast.harness.netns.Namespaces;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A ring of Ringcast daemons and rings of Spread daemons, measured in turn (A B C A B C ...) so that what else the machine does
 * hits all alike; prints the medians of the rounds and their ratios as tables in Markdown. Each daemon has a network namespace
 * of its own, and one sender and some receivers. Needs root on Linux.
 */
@Command(
        name = "compare-rings",
        mixinStandardHelpOptions = true,
        description = "Measures a ring of Ringcast daemons, beside rings of Spread daemons when they are installed.")
public final class RingCompareMain implements Callable<Integer> {
    @Mixin
    private RingOptions ring;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 daemon")
    private Path spreadHome;

    @Option(names = "--spread4-home", description = "prefix of an installed Spread 4.4 daemon")
    private Path spread4Home;

    @Option(
            names = "--matrix",
            description =
                    "everything: 1, 3 and 5 daemons, ten receivers, windows of 40 and 200, fixed rates, both versions,"
                            + " accelerated and mixed rings; --parts and --rounds cut it down")
    private boolean matrix;

    @Option(
            names = "--parts",
            split = ",",
            description = "of the matrix: targets, windows, receivers, local, one, five, variants, mixed")
    private List<String> parts;

    @Option(
            names = "--results",
            description = "file for a line of JSON a measurement; what it holds already is not measured again")
    private Path results;

    @Option(
            names = "--budget",
            defaultValue = "25",
            description =
                    "minutes; what does not fit is left for another run with the same --results (${DEFAULT-VALUE})")
    private double budgetMinutes;

    @Option(
            names = "--other-home",
            description = "another Ringcast distribution to compare with, as a subject of its own")
    private Path otherHome;

    @Option(
            names = "--mixed",
            description = "also a ring whose first daemon is Ringcast's, the others those of --spread-home")
    private boolean mixed;

    @Option(names = "--rounds", description = "rounds of each ring, at most (3; the matrix: 1 to 3)")
    private Integer rounds;

    @Option(
            names = "--first",
            defaultValue = "14",
            description =
                    "seconds of load before the first measurement of a ring with Ringcast in it (${DEFAULT-VALUE})")
    private double firstSeconds;

    @Option(
            names = "--warm-up",
            defaultValue = "0.5",
            description = "seconds before each measurement (${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "1.5", description = "of each measurement (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--services", split = ",", defaultValue = "agreed,safe,fifo", description = "(${DEFAULT-VALUE})")
    private List<String> services;

    @Option(
            names = "--bytes",
            split = ",",
            defaultValue = "100,1350,16000,100000",
            description = "of a message in the closed loop (${DEFAULT-VALUE}); 0 for no closed loop")
    private List<Integer> sizes;

    @Option(
            names = "--windows",
            split = ",",
            defaultValue = "40",
            description = "messages of each sender under way in the closed loop (${DEFAULT-VALUE})")
    private List<Integer> windows;

    @Option(
            names = "--large-window",
            defaultValue = "" + RingCell.LARGE_WINDOW,
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

    @Option(names = "--mtu", defaultValue = "1500", description = "of the network (${DEFAULT-VALUE})")
    private int mtu;

    @Option(names = "--other-option", description = "the same as --option, for --other-home alone")
    private List<String> otherOptions = new ArrayList<>();

    private RingCompareMain() {}

    /** Ends with 1 when messages were out of order, a ring did not work, or nothing can be measured here. */
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
        List<RingPart> wanted = new ArrayList<>();
        for (RingPart part : matrix ? matrix() : List.of(single())) {
            if (parts == null || parts.contains(part.name())) {
                wanted.add(part.atMost(rounds == null ? Integer.MAX_VALUE : rounds));
            }
        }
        RingResults file = new RingResults(results);
        RingMeasuring measuring =
                new RingMeasuring(file, ring.port, mtu, firstSeconds, warmUpSeconds, seconds, budgetMinutes);
        boolean good = measuring.run(wanted);
        for (RingPart part : wanted) {
            System.out.printf("%n## %s%n%n%s", part.title(), file.table(part));
        }
        return good ? 0 : 1;
    }

    private static RingSubject.Starter starter(Path home) {
        return home == null ? null : RingSubject.reference(home);
    }

    private static String lines(List<String> ofFile) {
        return String.join("\n", ofFile) + "\n";
    }

    private List<RingPart> matrix() {
        return RingPart.matrix(RingSubject.ringcast(ring.ringcastHome), starter(spreadHome), starter(spread4Home));
    }

    private RingPart single() {
        List<Ring> rings = new ArrayList<>();
        RingSubject.Starter ours = RingSubject.ringcast(ring.ringcastHome);
        rings.add(Ring.ours("Ringcast", ours, ring.daemons));
        if (otherHome != null) {
            Ring other = Ring.ours("other", RingSubject.ringcast(otherHome), ring.daemons);
            rings.add(other.with(lines(otherOptions)));
        }
        if (spreadHome != null) {
            rings.add(Ring.reference("Spread 5", starter(spreadHome), ring.daemons));
            if (mixed) {
                rings.add(Ring.mixed("mixed", ours, 1, starter(spreadHome), ring.daemons - 1));
            }
        }
        if (spread4Home != null) {
            rings.add(Ring.reference("Spread 4", starter(spread4Home), ring.daemons));
        }
        rings.replaceAll(ring -> ring.with(lines(options)));
        List<RingCell> cells = new ArrayList<>();
        if (!sizes.equals(List.of(0))) {
            cells.addAll(RingCell.closed(services, sizes, windows, largeWindow));
        }
        if (!rates.equals(List.of("none"))) {
            cells.addAll(RingCell.open(services, rates));
        }
        String title = "%d daemons, %d receivers at each".formatted(ring.daemons, ring.receivers);
        return new RingPart("single", title, ring.receivers, rings, RingPart.firstToOthers(rings.size()), cells, 3);
    }
}
