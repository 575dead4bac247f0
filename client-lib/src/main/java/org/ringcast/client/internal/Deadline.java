package org.ringcast.client.internal;

import java.util.concurrent.TimeUnit;

/** A point of time until which to wait, or no limit. Monotonic clock. */
final class Deadline {
    static final Deadline NONE = new Deadline(false, 0);

    private final boolean limited;
    private final long atNs;

    private Deadline(boolean limited, long atNs) {
        this.limited = limited;
        this.atNs = atNs;
    }

    /** The point {@code millis} from now; 0 means no limit. */
    static Deadline in(long millis) {
        return millis == 0 ? NONE : new Deadline(true, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    boolean isLimited() {
        return limited;
    }

    boolean isPast() {
        return limited && atNs - System.nanoTime() <= 0;
    }

    /** Milliseconds left, rounded up, at least 1; 0 when there is no limit, as waiting methods take it. */
    long waitMillis() {
        if (!limited) {
            return 0;
        }
        long leftNs = atNs - System.nanoTime();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs + 999_999));
    }
}
