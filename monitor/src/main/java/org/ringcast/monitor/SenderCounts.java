package org.ringcast.monitor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.ringcast.protocol.GroupName;

/** How many messages came from each sender that has sent at least one and has not left since. */
final class SenderCounts {
    private final Map<GroupName, Integer> counts = new HashMap<>();

    void add(GroupName sender) {
        counts.merge(sender, 1, Integer::sum);
    }

    /** Forgets who is not a member any more, so that nobody waits for them. */
    void retain(Collection<GroupName> members) {
        counts.keySet().retainAll(members);
    }

    /** The smallest of the counts; 0 when nobody has sent. */
    int slowest() {
        return counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }
}
