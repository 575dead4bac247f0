package org.ringcast.daemon.core.membership;

import java.util.function.LongSupplier;

/**
 * The times in membership ids: the wall clock in seconds, but always later than any time used before, whatever the clock does.
 */
final class MembershipTimes {
    private final LongSupplier wallClockSeconds;
    private int lastUsed = -1;

    MembershipTimes(LongSupplier wallClockSeconds) {
        this.wallClockSeconds = wallClockSeconds;
    }

    /** As another one that was used until now. */
    MembershipTimes(MembershipTimes before) {
        wallClockSeconds = before.wallClockSeconds;
        lastUsed = before.lastUsed;
    }

    /** No time up to now is used: an id of an earlier process may have it. */
    void start() {
        lastUsed = Math.max(lastUsed, (int) wallClockSeconds.getAsLong());
    }

    int next() {
        lastUsed = Math.max((int) wallClockSeconds.getAsLong(), lastUsed + 1);
        return lastUsed;
    }
}
