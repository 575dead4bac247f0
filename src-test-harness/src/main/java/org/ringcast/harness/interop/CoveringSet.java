package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;

/**
 * The rings of the matrix. The full product of layouts, levels, ring protocols, IP versions and places of Ringcast in the ring has
 * some 400 rings; these are enough to have each value of each of them together with each scenario, at each level, and each
 * of two and three places of Ringcast both in one multicast segment or in two, and with a segment for each daemon.
 */
final class CoveringSet {
    /** Of level 5: layout, ring protocol, IP version, ring. */
    private static final String[] LEVEL_5 = {
        "ONE_SEGMENT original 4 RSS",
        "ONE_SEGMENT accelerated 4 SRS",
        "ONE_SEGMENT accelerated 6 SSR",
        "ONE_SEGMENT original 4 RRS",
        "ONE_SEGMENT original 6 RSR",
        "ONE_SEGMENT accelerated 4 SRR",
        "ONE_SEGMENT accelerated 4 RS",
        "ONE_SEGMENT original 4 SSS",
        "ONE_SEGMENT original 4 RRR",
        "SEGMENT_EACH accelerated 4 RSS",
        "SEGMENT_EACH original 4 SRS",
        "SEGMENT_EACH original 4 SSR",
        "SEGMENT_EACH original 6 RRS",
        "SEGMENT_EACH accelerated 4 SRR",
        "SEGMENT_EACH original 4 SR",
        "SEGMENT_EACH original 4 SSS",
        "TWO_SEGMENTS original 4 RSSR",
        "TWO_SEGMENTS accelerated 4 SRRS",
        "TWO_SEGMENTS original 6 SRSS",
        "TWO_SEGMENTS original 4 RSR",
        "LOOPBACK original 4 RSR",
        "LOOPBACK accelerated 4 SRSS",
    };

    /** Of level 4, which has no IPv6, and on the loopback interface one Ringcast daemon at most. */
    private static final String[] LEVEL_4 = {
        "ONE_SEGMENT original 4 SRS",
        "ONE_SEGMENT accelerated 4 RSS",
        "ONE_SEGMENT accelerated 4 SSR",
        "ONE_SEGMENT original 4 RRS",
        "ONE_SEGMENT original 4 RSR",
        "ONE_SEGMENT accelerated 4 SRR",
        "ONE_SEGMENT original 4 SR",
        "ONE_SEGMENT original 4 SSS",
        "SEGMENT_EACH accelerated 4 SRS",
        "SEGMENT_EACH original 4 RSS",
        "SEGMENT_EACH original 4 SSR",
        "SEGMENT_EACH original 4 RRR",
        "SEGMENT_EACH accelerated 4 RS",
        "SEGMENT_EACH original 4 SSS",
        "TWO_SEGMENTS original 4 RSSR",
        "TWO_SEGMENTS accelerated 4 SRRS",
        "LOOPBACK original 4 SRS",
        "LOOPBACK accelerated 4 SSR",
    };

    private CoveringSet() {}

    /** The rings, in the order in which they are run. */
    static List<RingPlan> rings() {
        List<RingPlan> plans = new ArrayList<>();
        add(plans, 5, LEVEL_5);
        add(plans, 4, LEVEL_4);
        return plans;
    }

    private static void add(List<RingPlan> plans, int level, String[] rings) {
        for (String ring : rings) {
            String[] words = ring.split(" ", -1);
            plans.add(new RingPlan(
                    Layout.valueOf(words[0]),
                    level,
                    words[1].equals("accelerated"),
                    words[2].equals("6"),
                    RingPlan.kinds(words[3])));
        }
    }
}
