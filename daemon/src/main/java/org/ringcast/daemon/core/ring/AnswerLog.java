package org.ringcast.daemon.core.ring;

import java.util.Arrays;

/**
 * Which packet was sent again to whom, how often and when. A table of fixed size in which a packet has a few places, found by
 * its sequence number: packets that can be missing at the same time have places of their own, so that they cannot make this
 * daemon forget each other again and again. Of too many requesters of one packet the one answered longest ago is forgotten.
 */
final class AnswerLog {
    /** More than the numbers that can be in use at a time. */
    private static final int PACKETS = 4096;

    private static final int REQUESTERS = 4;
    private static final int ENTRIES = PACKETS * REQUESTERS;

    private final int[] seqs = new int[ENTRIES];
    private final int[] requesters = new int[ENTRIES];
    private final int[] counts = new int[ENTRIES];
    private final int[] rounds = new int[ENTRIES];
    private final long[] timesNs = new long[ENTRIES];

    /** Place of the entry for a packet and whoever asks for it; a new one has the count 0. */
    int find(int seq, int procId, int segment) {
        int requester = procId == -1 ? ~segment : procId;
        int first = (seq & (PACKETS - 1)) * REQUESTERS;
        int oldest = first;
        for (int entry = first; entry < first + REQUESTERS; entry++) {
            boolean inUse = counts[entry] > 0 && seqs[entry] == seq;
            if (inUse && requesters[entry] == requester) {
                return entry;
            }
            if (!inUse) {
                counts[entry] = 0;
            }
            if (counts[oldest] > 0 && (!inUse || timesNs[entry] < timesNs[oldest])) {
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
