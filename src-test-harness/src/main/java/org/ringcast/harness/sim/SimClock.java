package org.ringcast.harness.sim;

/** The clocks of one machine: a monotonic one that runs a little wrong, and a wall clock that is a little off. */
final class SimClock {
    private static final long MILLION = 1_000_000L;
    private static final long WALL_START_SECONDS = 1_795_176_895L;
    private static final long SECOND_NS = 1_000_000_000L;

    private long driftPerMillion;
    private long wallOffsetSeconds;
    /** The point at which the drift changed last, in both times. */
    private long changedSimNs;

    private long changedLocalNs = SECOND_NS;

    /** The machine's monotonic time. It never begins at 0. */
    long localNs(long simNs) {
        long elapsed = simNs - changedSimNs;
        return changedLocalNs
                + elapsed
                + elapsed / MILLION * driftPerMillion
                + elapsed % MILLION * driftPerMillion / MILLION;
    }

    /** The earliest simulated time at which the machine's monotonic time is at least this. */
    long simNs(long localNs) {
        long elapsedLocal = localNs - changedLocalNs;
        if (elapsedLocal <= 0 || driftPerMillion == 0) {
            return changedSimNs + elapsedLocal;
        }
        long guess = changedSimNs + (long) (elapsedLocal / (1.0 + driftPerMillion / (double) MILLION));
        while (localNs(guess) >= localNs && guess > changedSimNs) {
            guess--;
        }
        while (localNs(guess) < localNs) {
            guess++;
        }
        return guess;
    }

    long wallSeconds(long simNs) {
        return WALL_START_SECONDS + wallOffsetSeconds + simNs / SECOND_NS;
    }

    /** From now on the monotonic clock gains this many microseconds a second. */
    void setDrift(long simNs, long perMillion) {
        changedLocalNs = localNs(simNs);
        changedSimNs = simNs;
        driftPerMillion = perMillion;
    }

    /** How far the wall clock is ahead of the right time. */
    long wallOffset() {
        return wallOffsetSeconds;
    }

    /** How far the wall clock is ahead of the right time. */
    void setWallOffset(long seconds) {
        wallOffsetSeconds = seconds;
    }
}
