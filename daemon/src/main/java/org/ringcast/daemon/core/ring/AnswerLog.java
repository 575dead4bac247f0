package org.ringcast.daemon.core.ring;

import java.util.Arrays;

/**
 * Which packet was sent again to whom, how often and when. A direct-mapped table of fixed size: a newer answer overwrites an
 * older one in the same place, which only makes this daemon forget.
 */
final class AnswerLog {
    private static final int ENTRIES = 4096;

    private final int[] seqs = new int[ENTRIES];
    private final int[] requesters = new int[ENTRIES];
    private final int[] counts = new int[ENTRIES];
    private final int[] rounds = new int[ENTRIES];
    private final long[] timesNs = new long[ENTRIES];

    /** Place of the entry for a packet and whoever asks for it; a new one has the count 0. */
    int find(int seq, int procId, int segment) {
        int requester = procId == -1 ? ~segment : procId;
        int hash = (seq * 0x9E3779B1) ^ (requester * 0x85EBCA6B);
        int entry = (hash ^ (hash >>> 15)) & (ENTRIES - 1);
        if (counts[entry] > 0 && (seqs[entry] != seq || requesters[entry] != requester)) {
            counts[entry] = 0;
        }
        seqs[entry] = seq;
        requesters[entry] = requester;
        return entry;
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
