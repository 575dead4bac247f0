package org.ringcast.daemon.core;

/**
 * Identity of a ring (daemon membership): the daemon id of its leader and a time in seconds chosen by that leader.
 * Ids are compared for equality only and never ordered; see docs/protocol/membership.md.
 *
 * @param procId daemon id, a 32-bit pattern
 * @param time seconds, or -1 for the initial ring of a daemon that was just started
 */
public record MembershipId(int procId, int time) {
    /** Marks "no ring": only {@code procId == -1} is ever tested. */
    public static final MembershipId UNKNOWN = new MembershipId(-1, -1);
}
