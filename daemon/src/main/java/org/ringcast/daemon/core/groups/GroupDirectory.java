package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.core.session.NameTable;

/** All groups and their members. Groups without members do not exist. */
final class GroupDirectory {
    private final NameTable<Group> groups = new NameTable<>();
    private final NameTable<Member> members = new NameTable<>();

    /** The groups, by name as long as {@link #ordered}; some that were dropped may still stand in it. */
    private final ArrayList<Group> list = new ArrayList<>();

    private boolean ordered = true;
    private int droppedInList;
    private long localMemberships;
    private DaemonOrder order;

    GroupDirectory(DaemonOrder order) {
        this.order = order;
    }

    DaemonOrder order() {
        return order;
    }

    /** The same daemons have other indexes; their order stays. */
    void setOrder(DaemonOrder sameOrder) {
        order = sameOrder;
    }

    /** Puts everything into the order of a new configuration. */
    void reorder(DaemonOrder newOrder) {
        order = newOrder;
        for (Group group : inNameOrder()) {
            group.sortEntries(newOrder);
        }
    }

    int groupCount() {
        return groups.size();
    }

    /** The group in the 32-byte field, or null. */
    Group group(ByteBuf buffer, int index) {
        return groups.get(buffer, index);
    }

    Group group(NameKey name) {
        return groups.get(name);
    }

    /** Adds an empty group. */
    Group create(NameKey name, MembershipId ring, int index) {
        Group group = new Group(name, ring, index);
        groups.put(name, group);
        ordered &= list.isEmpty() || list.get(list.size() - 1).name().compareTo(name) < 0;
        list.add(group);
        return group;
    }

    /** Takes a group without members out. */
    void drop(Group group) {
        groups.remove(group.name());
        group.markDropped();
        droppedInList++;
        if (droppedInList * 2 > list.size()) {
            compact();
        }
    }

    /** All groups by name, in an array of their own: groups may be dropped while it is read. */
    Group[] inNameOrder() {
        compact();
        if (!ordered) {
            list.sort(Group.BY_NAME);
            ordered = true;
        }
        return list.toArray(new Group[0]);
    }

    private void compact() {
        if (droppedInList > 0) {
            list.removeIf(Group::isDropped);
            droppedInList = 0;
        }
    }

    /** The member in the 32-byte field, or null when it is in no group. */
    Member member(ByteBuf buffer, int index) {
        return members.get(buffer, index);
    }

    Member member(NameKey name) {
        return members.get(name);
    }

    /** Adds a member, new or known, to an entry of a group; false when it was there. */
    boolean add(Group group, DaemonEntry entry, Member member) {
        if (!entry.add(member)) {
            return false;
        }
        if (member.groups().isEmpty()) {
            members.put(member.name(), member);
        }
        member.addGroup(group);
        localMemberships += isLocal(member) ? 1 : 0;
        group.addToMemberCount(1);
        return true;
    }

    /** Removes a member from a group, and the entry and the group when nobody is left in them. */
    void remove(Group group, DaemonEntry entry, Member member) {
        if (entry.remove(member)) {
            group.addToMemberCount(-1);
            forget(group, member);
        }
        if (entry.members().isEmpty()) {
            group.removeEntry(entry);
        }
        if (group.isEmpty()) {
            drop(group);
        }
    }

    /** Removes an entry with all its members; a group left empty stays until {@link #drop}. */
    void removeEntry(Group group, DaemonEntry entry) {
        for (Member member : entry.members()) {
            forget(group, member);
        }
        group.addToMemberCount(-entry.members().size());
        group.removeEntry(entry);
    }

    /**
     * Takes a member out of the directory.
     *
     * @return the groups it is in, by name; from each it must be removed by {@link #remove}
     */
    List<Group> detach(Member member) {
        members.remove(member.name());
        List<Group> groupsOfMember = member.takeGroups();
        localMemberships -= isLocal(member) ? groupsOfMember.size() : 0;
        return groupsOfMember;
    }

    /** Groups that clients of this daemon are in, each client counted. */
    long localMemberships() {
        return localMemberships;
    }

    private boolean isLocal(Member member) {
        return member.daemonId() == order.topology().selfId();
    }

    private void forget(Group group, Member member) {
        if (member.groups().isEmpty()) {
            return; // detached
        }
        member.removeGroup(group);
        localMemberships -= isLocal(member) ? 1 : 0;
        if (member.groups().isEmpty()) {
            members.remove(member.name());
        }
    }

    /** Names of all groups with their members, for the log. */
    List<String> listing() {
        List<String> lines = new ArrayList<>();
        lines.add("++++++++++++++++++++++");
        lines.add("Num of groups: " + groupCount());
        int number = 0;
        for (Group group : inNameOrder()) {
            number++;
            lines.add("[%d] group %s with %d members:".formatted(number, group, group.memberCount()));
            for (DaemonEntry entry : group.entries()) {
                for (int i = 0; i < entry.members().size(); i++) {
                    lines.add("\t[%d] %s".formatted(i + 1, entry.members().get(i)));
                }
            }
        }
        lines.add("----------------------");
        return lines;
    }
}
