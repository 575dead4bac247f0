package org.ringcast.harness.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/** Short names for ids of rings, in the order in which they turn up: their times depend on the clock, the order does not. */
final class RingNames {
    private record Id(int procId, int time) {}

    private final Map<Id, String> names = new LinkedHashMap<>();
    private int regular;
    private int transitional;

    /** A ring that was installed. */
    String regular(int procId, int time) {
        return names.computeIfAbsent(new Id(procId, time), id -> "R" + ++regular);
    }

    /** A transitional configuration, or the ring part of an id that none of the rings has. */
    String transitional(int procId, int time) {
        return names.computeIfAbsent(new Id(procId, time), id -> "T" + ++transitional);
    }
}
