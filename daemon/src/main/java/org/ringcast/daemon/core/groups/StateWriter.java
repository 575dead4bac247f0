package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.GroupsWriter;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;

/** Writes the whole directory as the messages of a representative. */
final class StateWriter {
    private StateWriter() {}

    /**
     * The messages in the order in which they are to be sent; the last is to go as AGREED, the others as RELIABLE. Each
     * daemon's members are told with the ring that they came with, so that all who hear it divide a view the same way.
     */
    static List<ByteBuf> write(ByteBufAllocator allocator, GroupDirectory directory, SyncedSet set, MembershipId ring) {
        int[] ids = new int[set.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = set.id(i);
        }
        GroupName self = GroupName.of(directory.order().nameOf(set.representative()));
        GroupsWriter writer = new GroupsWriter(allocator, Endian.LITTLE, self, ring.procId(), ring.time(), ids);
        ByteBuf name = allocator.heapBuffer(Limits.GROUP_NAME).writeZero(Limits.GROUP_NAME);
        for (Group group : directory.inNameOrder()) {
            group.name().set(name, 0);
            writer.group(name, 0, group.ring().procId(), group.ring().time(), group.index(), isToBeTold(group));
            for (DaemonEntry entry : group.entries()) {
                if (set.contains(entry.daemonId())) {
                    writeEntry(writer, entry, name);
                }
            }
        }
        name.release();
        return writer.finish();
    }

    private static void writeEntry(GroupsWriter writer, DaemonEntry entry, ByteBuf name) {
        MembershipId cameFrom = entry.cameFrom();
        List<Member> members = entry.members();
        writer.daemon(entry.daemonId(), cameFrom.procId(), cameFrom.time(), members.size());
        for (int i = 0; i < members.size(); i++) {
            members.get(i).name().set(name, 0);
            writer.member(name, 0);
        }
    }

    /** Changed, or about to become so because its members come from different rings. */
    private static boolean isToBeTold(Group group) {
        if (group.isChanged()) {
            return true;
        }
        for (DaemonEntry entry : group.entries()) {
            if (!entry.cameFrom().equals(group.ring())) {
                return true;
            }
        }
        return false;
    }
}
