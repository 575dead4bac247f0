package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects violations; of each predicate only the first ones, since one fault tends to break a promise for all that follows. */
final class Violations {
    private static final int MAX_OF_A_PREDICATE = 20;

    private final List<Violation> found = new ArrayList<>();
    private final Map<Predicate, Integer> counts = new EnumMap<>(Predicate.class);

    /** Notes a violation that shows at one place. */
    void add(Predicate predicate, Object who, Object where, String what, long first, long second) {
        add(predicate, List.of(who.toString()), where, what, first, second);
    }

    /** Notes a violation between two. */
    void add(Predicate predicate, Object one, Object other, Object where, String what, long first, long second) {
        add(predicate, List.of(one.toString(), other.toString()), where, what, first, second);
    }

    /** Notes a violation. */
    void add(Predicate predicate, List<String> who, Object where, String what, long first, long second) {
        if (counts.merge(predicate, 1, Integer::sum) <= MAX_OF_A_PREDICATE) {
            found.add(new Violation(predicate, who, where.toString(), what, first, second));
        }
    }

    /** Whether so many of this predicate are known that looking for more is a waste. */
    boolean isFull(Predicate predicate) {
        return counts.getOrDefault(predicate, 0) >= MAX_OF_A_PREDICATE;
    }

    List<Violation> found() {
        return List.copyOf(found);
    }
}
