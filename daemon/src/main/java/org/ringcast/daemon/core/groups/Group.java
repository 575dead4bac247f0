package org.ringcast.daemon.core.groups;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.session.NameKey;

/** A process group: its id, and its members ordered by the daemons' configuration order, then by name. */
final class Group {
    static final Comparator<Group> BY_NAME = Comparator.comparing(Group::name);

    private final NameKey name;
    private final ArrayList<DaemonEntry> entries = new ArrayList<>(1);
    private MembershipId ring;
    private int index;
    private boolean changed;
    private int memberCount;
    private boolean warnedBig;
    private boolean dropped;

    Group(NameKey name, MembershipId ring, int index) {
        this.name = name;
        this.ring = ring;
        this.index = index;
    }

    NameKey name() {
        return name;
    }

    /** Ring part of the group id. */
    MembershipId ring() {
        return ring;
    }

    /** Index part of the group id. */
    int index() {
        return index;
    }

    void setId(MembershipId newRing, int newIndex) {
        ring = newRing;
        index = newIndex;
    }

    void nextIndex() {
        index++;
    }

    /** A ring change touched the members, and the notification that concludes it is still due. */
    boolean isChanged() {
        return changed;
    }

    void setChanged(boolean isChanged) {
        changed = isChanged;
    }

    /** Members at all daemons. */
    int memberCount() {
        return memberCount;
    }

    void addToMemberCount(int amount) {
        memberCount += amount;
    }

    boolean isEmpty() {
        return memberCount == 0;
    }

    /** In configuration order of the daemons. */
    List<DaemonEntry> entries() {
        return entries;
    }

    /** The entry of a daemon, or null. */
    DaemonEntry entry(int daemonId) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).daemonId() == daemonId) {
                return entries.get(i);
            }
        }
        return null;
    }

    void addEntry(DaemonEntry entry, DaemonOrder order) {
        long place = order.placeOf(entry.daemonId());
        int at = entries.size();
        while (at > 0 && order.placeOf(entries.get(at - 1).daemonId()) > place) {
            at--;
        }
        entries.add(at, entry);
    }

    void removeEntry(DaemonEntry entry) {
        entries.remove(entry);
    }

    /** Puts the entries into the order of a new configuration. */
    void sortEntries(DaemonOrder order) {
        entries.sort((a, b) -> order.compare(a.daemonId(), b.daemonId()));
    }

    /** All daemons that come along do so with the same ring. */
    void setAllCameFrom(MembershipId id) {
        for (DaemonEntry entry : entries) {
            entry.setCameFrom(id);
        }
    }

    /** The last member has gone and the directory does not know the group any more. */
    boolean isDropped() {
        return dropped;
    }

    void markDropped() {
        dropped = true;
    }

    /** Remembers that the warning about its size was given. */
    boolean markWarnedBig() {
        boolean first = !warnedBig;
        warnedBig = true;
        return first;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
