package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.wire.GroupsCursor;
import org.ringcast.daemon.wire.GroupsMessage;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;

/** Checks what a representative has sent as a whole, and takes it over into the directory. */
final class StateReader {
    private final GroupDirectory directory;
    private final GroupsMessage message = new GroupsMessage();
    private final GroupsCursor cursor = new GroupsCursor();

    StateReader(GroupDirectory directory) {
        this.directory = directory;
    }

    /**
     * Finds the synced set of a representative and checks everything that single messages cannot show. Ends names that
     * have no NUL in the kept copies.
     *
     * @return words for the log when the state is not to be used; null when it is good and the representative complete
     */
    String check(Representative representative, RingMembers ring) {
        SyncedSet set = null;
        for (ByteBuf kept : representative.messages()) {
            wrap(kept);
            if (message.carriesSyncedSet()) {
                if (set != null) {
                    return "two synced sets";
                }
                set = readSyncedSet();
                if (set == null || !isSubset(set, ring)) {
                    return "synced set with a daemon twice or outside the ring";
                }
            }
        }
        if (set == null || !set.contains(representative.daemonId())) {
            return "synced set missing, or without its own representative";
        }
        for (ByteBuf kept : representative.messages()) {
            wrap(kept);
            if (message.syncedSetSize() != set.size()) {
                return "synced sets of different sizes";
            }
            String fault = checkEntries(kept, set);
            if (fault != null) {
                return fault;
            }
        }
        representative.complete(set);
        return null;
    }

    /** The ids in the message that was wrapped last; null when one is there twice. */
    private SyncedSet readSyncedSet() {
        int[] ids = new int[message.syncedSetSize()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = message.syncedId(i);
            for (int k = 0; k < i; k++) {
                if (ids[k] == ids[i]) {
                    return null;
                }
            }
        }
        return new SyncedSet(directory.order(), ids);
    }

    /** The synced set in a message that carries one; null when it is not one. */
    SyncedSet syncedSetOf(ByteBuf bytes, int index, int lengthBytes) {
        message.wrap(bytes, index, lengthBytes);
        return readSyncedSet();
    }

    private static boolean isSubset(SyncedSet set, RingMembers ring) {
        for (int i = 0; i < set.size(); i++) {
            if (!DaemonOrder.contains(ring, set.id(i))) {
                return false;
            }
        }
        return true;
    }

    private String checkEntries(ByteBuf kept, SyncedSet set) {
        cursor.reset(message);
        while (cursor.nextGroup()) {
            kept.setByte(cursor.groupNameIndex() + Limits.GROUP_NAME - 1, 0);
            while (cursor.nextDaemon()) {
                int daemonId = cursor.daemonId();
                if (!set.contains(daemonId)) {
                    return "members at a daemon outside the synced set";
                }
                if (cursor.daemonMembershipProcId() == MembershipId.UNKNOWN.procId()) {
                    return "members from an unknown ring";
                }
                String daemonName = directory.order().nameOf(daemonId);
                for (int i = 0; i < cursor.numMembers(); i++) {
                    int field = cursor.memberIndex(i);
                    kept.setByte(field + Limits.GROUP_NAME - 1, 0);
                    if (!isMemberAt(kept.array(), kept.arrayOffset() + field, daemonName)) {
                        return "member that does not belong to its daemon";
                    }
                }
            }
        }
        return null;
    }

    private static boolean isMemberAt(byte[] bytes, int field, String daemonName) {
        if (!PrivateGroup.isLegalField(bytes, field)) {
            return false;
        }
        int start = field + GroupName.fieldLength(bytes, field) - daemonName.length();
        for (int i = 0; i < daemonName.length(); i++) {
            if (bytes[start + i] != (byte) daemonName.charAt(i)) {
                return false;
            }
        }
        return bytes[start - 1] == '#';
    }

    /**
     * Takes over the groups of a complete representative. A group becomes changed when a copy of it was, or when members
     * come from another ring than the one in its id here.
     *
     * @return entries that were left out because they were there already
     */
    int merge(Representative representative) {
        int leftOut = 0;
        List<Group> created = new ArrayList<>();
        for (ByteBuf kept : representative.messages()) {
            wrap(kept);
            cursor.reset(message);
            while (cursor.nextGroup()) {
                Group group = directory.group(kept, cursor.groupNameIndex());
                if (group == null) {
                    MembershipId ring = new MembershipId(cursor.groupProcId(), cursor.groupTime());
                    group = directory.create(NameKey.read(kept, cursor.groupNameIndex()), ring, cursor.groupIndex());
                    created.add(group);
                }
                if (cursor.isChanged()) {
                    group.setChanged(true);
                }
                while (cursor.nextDaemon()) {
                    if (group.entry(cursor.daemonId()) == null) {
                        mergeEntry(kept, group);
                    } else {
                        leftOut++;
                    }
                }
            }
        }
        for (Group group : created) {
            if (group.isEmpty()) {
                directory.drop(group);
            }
        }
        return leftOut;
    }

    private void mergeEntry(ByteBuf kept, Group group) {
        boolean sameRing = cursor.daemonMembershipProcId() == group.ring().procId()
                && cursor.daemonMembershipTime() == group.ring().time();
        MembershipId cameFrom = sameRing
                ? group.ring()
                : new MembershipId(cursor.daemonMembershipProcId(), cursor.daemonMembershipTime());
        if (cursor.numMembers() == 0) {
            return;
        }
        if (!sameRing) {
            group.setChanged(true);
        }
        DaemonEntry entry = new DaemonEntry(cursor.daemonId(), cameFrom);
        group.addEntry(entry, directory.order());
        for (int i = 0; i < cursor.numMembers(); i++) {
            int field = cursor.memberIndex(i);
            Member member = directory.member(kept, field);
            if (member == null) {
                member = new Member(NameKey.read(kept, field), cursor.daemonId(), null);
            }
            directory.add(group, entry, member);
        }
        entry.trim();
    }

    private void wrap(ByteBuf kept) {
        message.wrap(kept, kept.readerIndex(), kept.readableBytes());
    }
}
