package org.ringcast.monitor;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Arrivals that wait for the one thread that shows them. It can wait for something else at the same time. */
final class MonitorInbox {
    /** More than a thread that shows them can fall behind; the oldest go first. */
    private static final int LIMIT = 4096;

    private final ArrayDeque<MonitorArrival> arrivals = new ArrayDeque<>();

    synchronized void add(MonitorArrival arrival) {
        if (arrivals.size() >= LIMIT) {
            arrivals.removeFirst();
        }
        arrivals.add(arrival);
        notifyAll();
    }

    /** To be called when what {@link #await} waits for may have become true. */
    synchronized void wake() {
        notifyAll();
    }

    /** The next arrival, null when none waits. */
    synchronized MonitorArrival poll() {
        return arrivals.poll();
    }

    synchronized boolean isEmpty() {
        return arrivals.isEmpty();
    }

    /** Waits until something is true, at most until a time of {@link System#nanoTime}. */
    synchronized void await(BooleanSupplier condition, long deadlineNs) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return;
            }
            // At least a millisecond: 0 would wait for ever.
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
        }
    }

    /** Waits for an arrival; null when none came in time. */
    synchronized MonitorArrival take(long deadlineNs) throws InterruptedException {
        await(() -> !arrivals.isEmpty(), deadlineNs);
        return arrivals.poll();
    }
}
