package org.ringcast.daemon.core.ring;

import java.util.Arrays;

/** Lets one line through for each key in a while. A fixed table: two keys in one place only silence each other. */
final class LogLimiter {
    private static final int ENTRIES = 256;
    private static final long NEVER = Long.MIN_VALUE;

    private final long intervalNs;
    private final int[] keys = new int[ENTRIES];
    private final long[] lastNs = new long[ENTRIES];

    LogLimiter(long intervalNs) {
        this.intervalNs = intervalNs;
        Arrays.fill(lastNs, NEVER);
    }

    /** Whether a line about {@code key} is due. */
    boolean isDue(int key, long nowNs) {
        int entry = ((key * 0x9E3779B1) >>> 16) & (ENTRIES - 1);
        if (lastNs[entry] != NEVER && keys[entry] == key && nowNs - lastNs[entry] < intervalNs) {
            return false;
        }
        keys[entry] = key;
        lastNs[entry] = nowNs;
        return true;
    }
}
