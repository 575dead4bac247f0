package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.MembershipId;

/** The form1 tokens processed last: a copy that comes late must not break the ring that has been formed since. */
final class RecentForms {
    private static final int REMEMBERED = 64;

    private final MembershipId[] ids = new MembershipId[REMEMBERED];
    private int next;

    void add(MembershipId id) {
        ids[next] = id;
        next = (next + 1) % REMEMBERED;
    }

    boolean contains(MembershipId id) {
        for (MembershipId known : ids) {
            if (id.equals(known)) {
                return true;
            }
        }
        return false;
    }
}
