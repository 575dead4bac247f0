package org.ringcast.daemon.core.ring;

/**
 * Limits what this daemon sends again in any second, whoever asks and for whatever reason: repairs must never become the load
 * that makes repairs necessary. What is not sent stays on the token for another holder, or is asked for again.
 */
final class RepairCap {
    /** Packets sent again in any second. */
    static final int MAX_PER_SECOND = 4000;
    /** The same during recovery, which has only so many rounds and follows times that were bad already. */
    static final int MAX_PER_SECOND_IN_RECOVERY = 4800;

    private static final int SLOTS = 21;
    private static final long SLOT_NS = 50_000_000L;

    private final int[] sent = new int[SLOTS];
    private long slot;
    private int total;

    /** How many packets may be sent now. */
    int left(boolean recovering, long nowNs) {
        advance(nowNs);
        return Math.max(0, (recovering ? MAX_PER_SECOND_IN_RECOVERY : MAX_PER_SECOND) - total);
    }

    /** Packets were sent. */
    void add(int count, long nowNs) {
        advance(nowNs);
        sent[(int) (slot % SLOTS)] += count;
        total += count;
    }

    private void advance(long nowNs) {
        long now = nowNs / SLOT_NS;
        for (long passed = Math.min(SLOTS, now - slot); passed > 0; passed--) {
            int oldest = (int) ((now - passed + 1) % SLOTS);
            total -= sent[oldest];
            sent[oldest] = 0;
        }
        slot = Math.max(slot, now);
    }
}
