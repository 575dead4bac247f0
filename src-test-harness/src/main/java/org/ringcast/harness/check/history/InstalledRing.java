package org.ringcast.harness.check.history;

import java.util.List;

/**
 * A ring that a daemon installed.
 *
 * @param members names of its daemons
 */
public record InstalledRing(RingId id, List<String> members) {
    public InstalledRing {
        members = List.copyOf(members);
    }
}
