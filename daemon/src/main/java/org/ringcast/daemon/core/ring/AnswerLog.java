package org.ringcast.daemon.core.ring;

import java.util.Arrays;

/**
 * Which packet was sent again to whom, how often and when. A table of fixed size: a few requesters have room for each packet, and
 * the packets in use at one time do not get in each other's way. Beyond that the oldest answer is forgotten.
 */
final class AnswerLog {
    private static final int SETS = 1024;
    private static final int WAYS = 8;

    private final int[] seqs = new int[SETS * WAYS];
    private final int[] requesters = new int[SETS * WAYS];
    private final int[] counts = new int[SETS * WAYS];
    private final int[] rounds = new int[SETS * WAYS];
    private final long[] timesNs = new long[SETS * WAYS];

    /** Place of the entry for a packet and whoever asks for it; a new one has the count 0. */
    int find(int seq, int procId, int segment) {
        int requester = procId == -1 ? ~segment : procId;
        int first = (seq & (SETS - 1)) * WAYS;
        int oldest = first;
        for (int entry = first; entry < first + WAYS; entry++) {
            if (counts[entry] > 0 && seqs[entry] == seq && requesters[entry] == requester) {
                return entry;
            }
            if (counts[oldest] > 0 && (counts[entry] == 0 || timesNs[entry] < timesNs[oldest])) {
                oldest = entry;
            }
        }
        counts[oldest] = 0;
        seqs[oldest] = seq;
        requesters[oldest] = requester;
        return oldest;
    }

    int count(int entry) {
        return counts[entry];
    }

    int round(int entry) {
        return rounds[entry];
    }

    long timeNs(int entry) {
        return timesNs[entry];
    }

    void answered(int entry, int round, long timeNs) {
        counts[entry]++;
        rounds[entry] = round;
        timesNs[entry] = timeNs;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }
}
