package org.ringcast.daemon.core.groups;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.core.session.Session;

/** A client that is in at least one group. There is one object for all its memberships. */
final class Member {
    static final Comparator<Member> BY_NAME = Comparator.comparing(Member::name);

    private final NameKey name;
    private final int daemonId;
    private final Session session;
    private final ArrayList<Group> groups = new ArrayList<>(1);

    /** @param session the session of a client of this daemon, null for a client of another one */
    Member(NameKey name, int daemonId, Session session) {
        this.name = name;
        this.daemonId = daemonId;
        this.session = session;
    }

    /** Private group, {@code #name#daemon}. */
    NameKey name() {
        return name;
    }

    int daemonId() {
        return daemonId;
    }

    /** The session when the client is one of this daemon, else null. */
    Session session() {
        return session;
    }

    /** The groups it is in, by name. Changes while members are added or removed. */
    List<Group> groups() {
        return groups;
    }

    /** Empties the list of groups and returns what was in it, by name. */
    List<Group> takeGroups() {
        List<Group> taken = List.copyOf(groups);
        groups.clear();
        return taken;
    }

    void addGroup(Group group) {
        int last = groups.size() - 1;
        if (last < 0 || Group.BY_NAME.compare(groups.get(last), group) < 0) {
            groups.add(group);
            return;
        }
        int at = Collections.binarySearch(groups, group, Group.BY_NAME);
        if (at < 0) {
            groups.add(-at - 1, group);
        }
    }

    /** Cheapest for the last group by name: who removes many goes backwards. */
    void removeGroup(Group group) {
        int last = groups.size() - 1;
        if (last >= 0 && groups.get(last) == group) {
            groups.remove(last);
            return;
        }
        int at = Collections.binarySearch(groups, group, Group.BY_NAME);
        if (at >= 0) {
            groups.remove(at);
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
