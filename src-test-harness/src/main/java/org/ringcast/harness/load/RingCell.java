package org.ringcast.harness.load;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.protocol.ServiceType;

/**
 * One kind of load for a ring.
 *
 * @param service one of the service bits of {@link ServiceType}
 * @param bytes of a message's body
 * @param window messages of each sender under way; 0: open loop
 * @param rate messages a second of each sender, for the open loop; 0: closed loop
 */
record RingCell(int service, int bytes, int window, int rate) {
    /** With longer messages than this, the window for large ones is used. */
    private static final int LARGE_BYTES = 50_000;

    /** Messages of a sender under way when they are that long. */
    static final int LARGE_WINDOW = 8;

    static final List<Integer> ALL_SIZES = List.of(100, 1350, 16_000, 100_000);

    boolean isClosedLoop() {
        return rate == 0;
    }

    /** In words, as it stands in a table. */
    String label(int senders) {
        return isClosedLoop()
                ? "%s, %,d B, window %d".formatted(LoadPlan.nameOf(service), bytes, window)
                : "%s, %,d B, %d x %,d/s".formatted(LoadPlan.nameOf(service), bytes, senders, rate);
    }

    /** What is of interest in the load generator's line of JSON. */
    List<String> figures() {
        return isClosedLoop()
                ? List.of("messagesPerSecond", "daemonCpuUsPerMessage", "p50us")
                : List.of("p50us", "p99us", "daemonCpuUsPerMessage");
    }

    /** Closed loops: every service with every length, and with every window but for large messages. */
    static List<RingCell> closed(List<String> services, List<Integer> sizes, List<Integer> windows, int largeWindow) {
        List<RingCell> cells = new ArrayList<>();
        for (String service : services) {
            for (int bytes : sizes) {
                for (int window : bytes > LARGE_BYTES ? List.of(largeWindow) : windows) {
                    cells.add(new RingCell(LoadPlan.serviceOf(service), bytes, window, 0));
                }
            }
        }
        return cells;
    }

    /**
     * Open loops: every service with every rate.
     *
     * @param rates messages a second of each sender x bytes, such as {@code 1000x1350}
     */
    static List<RingCell> open(List<String> services, List<String> rates) {
        List<RingCell> cells = new ArrayList<>();
        for (String rate : rates) {
            String[] parts = rate.split("x", 2);
            for (String service : services) {
                cells.add(new RingCell(
                        LoadPlan.serviceOf(service), Integer.parseInt(parts[1]), 0, Integer.parseInt(parts[0])));
            }
        }
        return cells;
    }
}
