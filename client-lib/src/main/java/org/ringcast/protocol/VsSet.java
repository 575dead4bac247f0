package org.ringcast.protocol;

import java.util.List;

/**
 * Members of a view that came from the same previous view. May be empty.
 *
 * @param members private groups in the order of the daemon
 */
public record VsSet(List<GroupName> members) {
    /** Copies the list. */
    public VsSet {
        members = List.copyOf(members);
    }

    /** Bytes on the wire. */
    public int encodedLength() {
        return Integer.BYTES + members.size() * Limits.GROUP_NAME;
    }
}
