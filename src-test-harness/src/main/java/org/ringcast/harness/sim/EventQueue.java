package org.ringcast.harness.sim;

import java.util.PriorityQueue;

/** What is going to happen, in the order of time; at the same time, in the order in which it was planned. */
final class EventQueue {
    private record Event(long timeNs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long planned;
    private long nowNs;

    /** The time of the event that is happening. */
    long nowNs() {
        return nowNs;
    }

    /** Events that have happened or will. */
    long planned() {
        return planned;
    }

    int waiting() {
        return events.size();
    }

    /** Plans something; a time that is past means now. */
    void at(long timeNs, Runnable action) {
        events.add(new Event(Math.max(timeNs, nowNs), planned++, action));
    }

    void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** Lets the next event happen unless it is later than {@code limitNs}; false: it is, or there is none. */
    boolean step(long limitNs) {
        Event next = events.peek();
        if (next == null || next.timeNs() > limitNs) {
            return false;
        }
        events.poll();
        nowNs = next.timeNs();
        next.action().run();
        return true;
    }

    /** Time goes on although nothing happens. */
    void advanceTo(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
    }
}
