package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.protocol.ServiceType;

/**
 * Gives messages of applications to the local sessions that they are meant for: the union of all destinations, each session
 * once, one encoded frame for all.
 */
final class DataDelivery {
    private final int selfId;
    private final GroupDirectory directory;
    private final SessionTable sessions;
    private final ByteBufAllocator allocator;
    private long messageNumber;
    private OutputFrame frame;

    DataDelivery(int selfId, GroupDirectory directory, SessionTable sessions, ByteBufAllocator allocator) {
        this.selfId = selfId;
        this.directory = directory;
        this.sessions = sessions;
        this.allocator = allocator;
    }

    /**
     * Delivers a message.
     *
     * @param message checked message; lent
     * @param privateOnly leave out destinations that are process groups
     * @return how many existing process groups among the destinations were left out
     */
    int deliver(RingMessage message, boolean privateOnly) {
        messageNumber++;
        ByteBuf bytes = message.bytes();
        if ((message.type() & ServiceType.SELF_DISCARD) != 0) {
            Session sender = sessions.find(bytes, message.senderIndex());
            if (sender != null) {
                sender.markReceiver(messageNumber);
            }
        }
        int leftOut = 0;
        for (int i = 0; i < message.groupCount(); i++) {
            int field = message.groupIndex(i);
            if (bytes.getByte(field) == '#') {
                offer(sessions.find(bytes, field), message);
                continue;
            }
            Group group = directory.group(bytes, field);
            if (group != null && privateOnly) {
                leftOut++;
            } else if (group != null) {
                offerMembers(group, message);
            }
        }
        if (frame != null) {
            frame.release();
            frame = null;
        }
        return leftOut;
    }

    private void offerMembers(Group group, RingMessage message) {
        DaemonEntry here = group.entry(selfId);
        if (here == null) {
            return;
        }
        List<Member> members = here.members();
        for (int i = 0; i < members.size(); i++) {
            offer(members.get(i).session(), message);
        }
    }

    private void offer(Session session, RingMessage message) {
        if (session == null || !session.isOperational() || !session.markReceiver(messageNumber)) {
            return;
        }
        if (frame == null) {
            frame = sessions.messageFrame(message.toClientFrame(allocator));
        }
        sessions.deliver(session, frame);
    }
}
