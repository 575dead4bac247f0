package org.ringcast.harness.monitor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what takes its time. */
final class Await {
    private static final long PATIENCE_MS = 30_000;

    private Await() {}

    /** Something that becomes true. */
    interface Condition {
        boolean isTrue() throws Exception;
    }

    static void until(Condition condition) throws Exception {
        until(PATIENCE_MS, condition);
    }

    static void until(long patienceMs, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (!condition.isTrue()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + patienceMs + " ms in vain");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
