package org.ringcast.daemon.core;

import java.util.Arrays;

/**
 * The deadlines of the core, one for each {@link TimerKind}, and the time of the call that is being handled. Arming a timer
 * replaces its deadline.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal is what makes it cheap; the numbers never leave the process
public final class Timers {
    private static final TimerKind[] KINDS = TimerKind.values();
    private static final long NEVER = Long.MAX_VALUE;

    private final long[] deadlinesNs = new long[KINDS.length];
    private long nowNs;

    public Timers() {
        Arrays.fill(deadlinesNs, NEVER);
    }

    /** The time that was handed in with the call being handled. */
    public long nowNs() {
        return nowNs;
    }

    /** Never goes back: an older time is ignored. */
    public void advanceTo(long newNowNs) {
        nowNs = Math.max(nowNs, newNowNs);
    }

    /**
     * Sets a timer.
     *
     * @param delayNs from the time of the call being handled; 0: in the next turn of the duty cycle
     */
    public void arm(TimerKind kind, long delayNs) {
        deadlinesNs[kind.ordinal()] = nowNs + delayNs;
    }

    public void cancel(TimerKind kind) {
        deadlinesNs[kind.ordinal()] = NEVER;
    }

    public void cancelAll() {
        Arrays.fill(deadlinesNs, NEVER);
    }

    public boolean isArmed(TimerKind kind) {
        return deadlinesNs[kind.ordinal()] != NEVER;
    }

    /** {@link Long#MAX_VALUE} when not armed. */
    public long deadlineNs(TimerKind kind) {
        return deadlinesNs[kind.ordinal()];
    }

    /** {@link Long#MAX_VALUE} when no timer is armed. */
    public long nextDeadlineNs() {
        long next = NEVER;
        for (long deadline : deadlinesNs) {
            next = Math.min(next, deadline);
        }
        return next;
    }

    /** Takes the timer that is due and has the earliest deadline off the list; null when none is due. */
    TimerKind pollDue() {
        int due = -1;
        long earliest = nowNs;
        for (int i = 0; i < deadlinesNs.length; i++) {
            if (deadlinesNs[i] < earliest || (due < 0 && deadlinesNs[i] == earliest)) {
                due = i;
                earliest = deadlinesNs[i];
            }
        }
        if (due < 0) {
            return null;
        }
        deadlinesNs[due] = NEVER;
        return KINDS[due];
    }
}
