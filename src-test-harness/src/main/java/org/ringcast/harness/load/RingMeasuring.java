package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.protocol.ServiceType;

/** Measures the parts of a matrix, all of them once before any of them twice, as long as there is time. */
final class RingMeasuring {
    private static final double START_SECONDS = 8;

    /** Connecting, joining, waiting for the last messages. */
    private static final double CELL_SECONDS = 0.4;

    /** Daemons that compile nothing need less load before they are measured. */
    private static final double FIRST_OF_COMPILED = 2;

    private final RingResults results;
    private final int port;
    private final int mtu;
    private final double firstSeconds;
    private final double warmUpSeconds;
    private final double seconds;
    private final long endNs;
    private boolean good = true;
    private int leftOut;

    /**
     * Nothing is measured yet.
     *
     * @param mtu of the network between the daemons
     * @param firstSeconds load before the first measurement of a ring with a JVM in it
     * @param warmUpSeconds before each measurement
     * @param seconds of each measurement in the closed loop; in the open loop, where messages are few, twice that
     * @param budgetMinutes no ring is started that would not be done then
     */
    RingMeasuring(
            RingResults results,
            int port,
            int mtu,
            double firstSeconds,
            double warmUpSeconds,
            double seconds,
            double budgetMinutes) {
        this.results = results;
        this.port = port;
        this.mtu = mtu;
        this.firstSeconds = firstSeconds;
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
        this.endNs = System.nanoTime() + (long) (budgetMinutes * 60e9);
    }

    /** Measures what is not in the results yet; returns whether all rings worked and all messages were in order. */
    boolean run(List<RingPart> parts) throws IOException {
        int rounds = parts.stream().mapToInt(RingPart::rounds).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (RingPart part : parts) {
                if (round < part.rounds()) {
                    run(part, round);
                }
            }
        }
        if (leftOut > 0) {
            System.out.println(leftOut + " rings did not fit into the time; run it again with the same --results");
        }
        return good;
    }

    private void run(RingPart part, int round) throws IOException {
        if (part.rings().stream().allMatch(ring -> missing(part, ring, round).isEmpty())) {
            return;
        }
        try (Namespaces net = Namespaces.create(part.daemons());
                LoadAgent agent = LoadAgent.start(Files.createTempDirectory("ringcast-load"), net.inHub())) {
            net.setMtu(mtu);
            for (Ring ring : part.rings()) {
                List<RingCell> cells = missing(part, ring, round);
                if (cells.isEmpty()) {
                    continue;
                }
                if (System.nanoTime() + expectedSeconds(ring, cells) * 1e9 > endNs) {
                    leftOut++;
                    continue;
                }
                Path directory = Files.createTempDirectory("ringcast-compare");
                try (RingSubject subject = RingSubject.start(net, directory, port, ring.starters(), ring.options())) {
                    measure(part, ring, round, cells, agent, subject);
                } catch (IOException | AssertionError e) {
                    // The other rings are not worse for it.
                    System.out.println(part.name() + ", " + ring.name() + ": FAILED: " + e.getMessage());
                    good = false;
                }
            }
        }
    }

    private List<RingCell> missing(RingPart part, Ring ring, int round) {
        return part.cells().stream()
                .filter(cell -> !results.has(part, ring, cell, round))
                .toList();
    }

    private double first(Ring ring) {
        double share = Math.max(1, ring.starters().size() / 3.0);
        return ring.compiles() ? firstSeconds * share : Math.min(firstSeconds, FIRST_OF_COMPILED);
    }

    private double secondsOf(RingCell cell) {
        return cell.isClosedLoop() ? seconds : 2 * seconds;
    }

    private double expectedSeconds(Ring ring, List<RingCell> cells) {
        double sum = START_SECONDS + first(ring);
        for (RingCell cell : cells) {
            sum += CELL_SECONDS + warmUpSeconds + secondsOf(cell);
        }
        return sum;
    }

    private void measure(
            RingPart part, Ring ring, int round, List<RingCell> cells, LoadAgent agent, RingSubject subject)
            throws IOException {
        int receivers = part.receivers();
        double half = Math.max(0.1, first(ring) / 2);
        subject.load(agent, new RingCell(ServiceType.AGREED, 1000, 40, 0), receivers, 0, half);
        subject.load(agent, new RingCell(ServiceType.SAFE, 16_000, 40, 0), receivers, 0, half);
        for (RingCell cell : cells) {
            String json = subject.load(agent, cell, receivers, warmUpSeconds, secondsOf(cell));
            String line = results.add(part, ring, cell, round, json);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s, %s: %,.0f/s, p50 %,.0f us, p99 %,.0f us, %.1f us of CPU a message%n",
                    part.name(),
                    ring.name(),
                    cell.label(part.daemons()),
                    RingResults.figure(line, "messagesPerSecond"),
                    RingResults.figure(line, "p50us"),
                    RingResults.figure(line, "p99us"),
                    RingResults.figure(line, "daemonCpuUsPerMessage"));
            if (RingResults.figure(line, "orderViolations") > 0) {
                System.out.println("ORDER VIOLATED");
                good = false;
            }
        }
    }
}
