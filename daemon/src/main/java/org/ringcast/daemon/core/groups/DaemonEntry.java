package org.ringcast.daemon.core.groups;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;

/** The members that a group has at one daemon, and the ring with which they came along. */
final class DaemonEntry {
    private final int daemonId;
    private final ArrayList<Member> members = new ArrayList<>(1);
    private MembershipId cameFrom;

    DaemonEntry(int daemonId, MembershipId cameFrom) {
        this.daemonId = daemonId;
        this.cameFrom = cameFrom;
    }

    int daemonId() {
        return daemonId;
    }

    /** Entries with equal ids came together; {@link MembershipId#UNKNOWN} marks a daemon that stays behind. */
    MembershipId cameFrom() {
        return cameFrom;
    }

    void setCameFrom(MembershipId ring) {
        cameFrom = ring;
    }

    /** The daemon does not come along into the next ring. */
    boolean isPartitioned() {
        return cameFrom.procId() == MembershipId.UNKNOWN.procId();
    }

    /** By name. */
    List<Member> members() {
        return members;
    }

    int indexOf(Member member) {
        return Collections.binarySearch(members, member, Member.BY_NAME);
    }

    /** Adds a member; false when it was there. */
    boolean add(Member member) {
        int last = members.size() - 1;
        boolean inOrder = last < 0 || Member.BY_NAME.compare(members.get(last), member) < 0;
        int at = inOrder ? -members.size() - 1 : indexOf(member);
        if (at >= 0) {
            return false;
        }
        members.add(-at - 1, member);
        return true;
    }

    /** Removes a member; false when it was not there. */
    boolean remove(Member member) {
        int at = indexOf(member);
        if (at < 0) {
            return false;
        }
        members.remove(at);
        return true;
    }

    /** Gives spare room back after many members were added. */
    void trim() {
        members.trimToSize();
    }
}
