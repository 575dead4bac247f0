package org.ringcast.harness.interop;

import java.util.Set;

/** Messages around the sizes at which they are packed, fill a packet, or take one fragment more. */
final class TrafficScenario implements Scenario {
    private static final int FRAGMENT = 1432;
    /** Message header and one group name stand in front of the body. */
    private static final int HEADERS = 80;

    private static final int[] SIZES = {
        0,
        1,
        FRAGMENT - HEADERS,
        FRAGMENT - HEADERS + 1,
        2 * FRAGMENT - HEADERS - 1,
        2 * FRAGMENT - HEADERS,
        2 * FRAGMENT - HEADERS + 1,
        20 * FRAGMENT - HEADERS,
        20 * FRAGMENT - HEADERS + 1,
        97 * FRAGMENT - HEADERS,
        100_000
    };

    /** Beyond what the Java interface takes: the last but one fragment full, one byte in the last, all 100 full. */
    private static final int[] LARGEST = {99 * FRAGMENT - HEADERS, 99 * FRAGMENT - HEADERS + 1, 100 * FRAGMENT - HEADERS
    };

    @Override
    public String name() {
        return "traffic";
    }

    @Override
    public String description() {
        return "all services with bodies of 0 to 143,120 bytes, at the boundaries of fragments; then 200 small ones of each"
                + " service and client back to back";
    }

    @Override
    public void run(Trial trial) throws Exception {
        trial.joinEverywhere();
        Set<Integer> all = trial.site().up();
        trial.awaitMessages(all, trial.send(trial.alive(), SIZES));
        for (int daemon : all) {
            try (LargeSender sender = trial.site().connectLargeSender(daemon)) {
                trial.awaitMessages(all, sender.send(trial.group(), LARGEST));
            }
        }
        int[] small = new int[200];
        for (int i = 0; i < small.length; i++) {
            small[i] = i * 13 % 700;
        }
        trial.awaitMessages(all, trial.send(trial.alive(), small));
    }
}
