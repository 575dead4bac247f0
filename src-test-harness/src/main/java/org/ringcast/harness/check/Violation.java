package org.ringcast.harness.check;

import java.util.List;

/**
 * A promise that was not kept.
 *
 * @param predicate the promise
 * @param who processes or connections that show it
 * @param where ring or group
 * @param what the messages or views, and what is wrong with them
 * @param firstEvent number of the event that sets the promise
 * @param secondEvent number of the event that breaks it; that of the first again when it is an absence
 */
public record Violation(
        Predicate predicate, List<String> who, String where, String what, long firstEvent, long secondEvent) {
    public Violation {
        who = List.copyOf(who);
    }

    @Override
    public String toString() {
        return "%s at %s in %s, events %d and %d: %s [%s]"
                .formatted(
                        predicate.label(),
                        String.join(", ", who),
                        where,
                        firstEvent,
                        secondEvent,
                        what,
                        predicate.promise());
    }
}
