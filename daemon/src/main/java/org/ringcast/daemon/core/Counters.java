package org.ringcast.daemon.core;

import java.util.Arrays;

/** The values of all {@link CounterId}s. Written by the core only. */
@SuppressWarnings("EnumOrdinal") // an array by ordinal is what makes it cheap; the numbers never leave the process
public final class Counters {
    private static final CounterId[] IDS = CounterId.values();

    private final long[] values = new long[IDS.length];

    public long get(CounterId id) {
        return values[id.ordinal()];
    }

    public void increment(CounterId id) {
        values[id.ordinal()]++;
    }

    public void add(CounterId id, long amount) {
        values[id.ordinal()] += amount;
    }

    /** For gauges. */
    public void set(CounterId id, long value) {
        values[id.ordinal()] = value;
    }

    /** All values, indexed by {@link CounterId#ordinal}. */
    public long[] snapshot() {
        return Arrays.copyOf(values, values.length);
    }

    /** One line for each counter that is not zero, in the order of {@link CounterId}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (CounterId id : IDS) {
            if (get(id) != 0) {
                text.append(id.key()).append(' ').append(get(id)).append('\n');
            }
        }
        return text.toString();
    }
}
