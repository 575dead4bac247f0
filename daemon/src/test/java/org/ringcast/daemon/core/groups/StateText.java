package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.wire.GroupsCursor;
import org.ringcast.daemon.wire.GroupsMessage;
import org.ringcast.protocol.GroupId;

/** A GROUPS message in one line. */
final class StateText {
    private final TestDaemon.Queued queued;

    StateText(TestDaemon.Queued queued) {
        this.queued = queued;
    }

    @Override
    public String toString() {
        PerfectRing ring = queued.daemon().ring();
        ByteBuf bytes = queued.message();
        GroupsMessage message = new GroupsMessage();
        message.wrap(bytes, 0, bytes.readableBytes());
        StringBuilder text = new StringBuilder("set ");
        List<String> set = new ArrayList<>();
        for (int i = 0; i < message.syncedSetSize(); i++) {
            set.add(queued.daemon().topology().name(queued.daemon().topology().indexOfId(message.syncedId(i))));
        }
        text.append(set);
        GroupsCursor cursor = new GroupsCursor().reset(message);
        while (cursor.nextGroup()) {
            text.append(' ').append(cursor.groupName());
            text.append(' ')
                    .append(ring.symbol(new GroupId(cursor.groupProcId(), cursor.groupTime(), cursor.groupIndex())));
            text.append(cursor.isChanged() ? " changed" : "");
            while (cursor.nextDaemon()) {
                int index = queued.daemon().topology().indexOfId(cursor.daemonId());
                text.append(' ').append(queued.daemon().topology().name(index));
                String id = ring.symbol(new GroupId(cursor.daemonMembershipProcId(), cursor.daemonMembershipTime(), 0));
                text.append(' ').append(id.replace(",0", ""));
                List<String> members = new ArrayList<>();
                for (int i = 0; i < cursor.numMembers(); i++) {
                    members.add(cursor.member(i).toString());
                }
                text.append(' ').append(ClientEvent.shortNames(members));
            }
        }
        return text.toString();
    }
}
