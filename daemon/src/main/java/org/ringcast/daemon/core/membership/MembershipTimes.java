package org.ringcast.daemon.core.membership;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The times in membership ids: the wall clock in seconds, but always later than any time used before, whatever the clock does.
 * Times that an earlier life of the daemon used count, as far as {@link #start} is told of them.
 */
final class MembershipTimes {
    private final LongSupplier wallClockSeconds;
    private final IntConsumer used;
    private int lastUsed = -1;

    /**
     * Times of a daemon that has not started.
     *
     * @param used told of each time before it is used
     */
    MembershipTimes(LongSupplier wallClockSeconds, IntConsumer used) {
        this.wallClockSeconds = wallClockSeconds;
        this.used = used;
    }

    /** As another one that was used until now. */
    MembershipTimes(MembershipTimes before) {
        wallClockSeconds = before.wallClockSeconds;
        used = before.used;
        lastUsed = before.lastUsed;
    }

    /**
     * No time up to now is used: an id of an earlier process may have it. Ids may run ahead of the clock, or the clock may have
     * been set back, so what is known of that process counts, too.
     *
     * @param lastUsedBefore last time that an earlier process of this daemon used; -1: none is known
     */
    void start(int lastUsedBefore) {
        lastUsed = Math.max(lastUsed, Math.max(lastUsedBefore, (int) wallClockSeconds.getAsLong()));
    }

    int next() {
        lastUsed = Math.max((int) wallClockSeconds.getAsLong(), lastUsed + 1);
        used.accept(lastUsed);
        return lastUsed;
    }
}
