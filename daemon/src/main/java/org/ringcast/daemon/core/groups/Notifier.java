package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/**
 * Makes the membership messages and gives them to the local members that want them. A notification is encoded once,
 * however many get it, and not at all when nobody does. There is no limit on the size of a group: these messages never
 * cross the ring.
 */
final class Notifier {
    private static final int GROUP_ID_BYTES = 12;

    private final int selfId;
    private final SessionTable sessions;
    private final ByteBufAllocator allocator;

    Notifier(int selfId, SessionTable sessions, ByteBufAllocator allocator) {
        this.selfId = selfId;
        this.sessions = sessions;
        this.allocator = allocator;
    }

    /**
     * One member joined, left or disconnected in a group that no ring change touches.
     *
     * @param causedBy CAUSED_BY_JOIN, CAUSED_BY_LEAVE or CAUSED_BY_DISCONNECT
     */
    void single(Group group, int causedBy, Member member) {
        if (!hasListener(group)) {
            return;
        }
        int dataBytes = MembershipBody.FIXED_LENGTH + 4 + Limits.GROUP_NAME;
        ByteBuf frame = regular(group, causedBy, dataBytes);
        frame.writeIntLE(1).writeIntLE(0).writeIntLE(1);
        member.name().write(frame);
        send(group, OutputFrame.ofMessage(frame));
    }

    /**
     * The view of a group in a ring change or behind it.
     *
     * @param joiner who joined and is shown as a set of its own, or null
     * @param byRingChange whether the ring change itself makes this notification, and not a message
     */
    void network(Group group, Member joiner, boolean byRingChange) {
        if (!hasListener(group)) {
            return;
        }
        VsSets sets = new VsSets(group, joiner);
        int dataBytes = Math.toIntExact(MembershipBody.FIXED_LENGTH + sets.encodedBytes());
        ByteBuf frame = regular(group, ServiceType.CAUSED_BY_NETWORK, dataBytes);
        int offsetIndex = frame.writerIndex() + 4;
        frame.writeIntLE(sets.count()).writeIntLE(sets.offsetOfDaemon(selfId));
        sets.write(frame);
        Session joinerHere = joiner == null ? null : joiner.session();
        if (joinerHere != null && joinerHere.wantsMembership() && joinerHere.isOperational()) {
            ByteBuf copy = allocator.buffer(frame.readableBytes()).writeBytes(frame, 0, frame.readableBytes());
            copy.setIntLE(offsetIndex, sets.offsetOfJoiner());
            OutputFrame joinersFrame = OutputFrame.ofMessage(copy);
            sessions.deliver(joinerHere, joinersFrame);
            joinersFrame.release();
        }
        send(group, wrap(frame, byRingChange), joiner);
    }

    /** From here on only those who come along see the same. Carries the id of the last view. */
    void transition(Group group, boolean byRingChange) {
        if (!hasListener(group)) {
            return;
        }
        ByteBuf frame = allocator.buffer(Limits.HEADER + GROUP_ID_BYTES);
        header(frame, ServiceType.TRANSITION, group.name(), 0, GROUP_ID_BYTES);
        groupId(frame, group);
        send(group, wrap(frame, byRingChange));
    }

    /** Tells a session that it has left a group. */
    void selfLeave(Group group, Session session) {
        if (!session.wantsMembership() || !session.isOperational()) {
            return;
        }
        ByteBuf frame = allocator.buffer(Limits.HEADER);
        header(frame, ServiceType.CAUSED_BY_LEAVE, group.name(), 0, 0);
        OutputFrame output = OutputFrame.ofMessage(frame);
        sessions.deliver(session, output);
        output.release();
    }

    private ByteBuf regular(Group group, int causedBy, int dataBytes) {
        int members = group.memberCount();
        ByteBuf frame =
                allocator.buffer(Math.toIntExact(Limits.HEADER + (long) Limits.GROUP_NAME * members + dataBytes));
        header(frame, ServiceType.REG_MEMB | causedBy, group.name(), members, dataBytes);
        for (DaemonEntry entry : group.entries()) {
            List<Member> atDaemon = entry.members();
            for (int i = 0; i < atDaemon.size(); i++) {
                atDaemon.get(i).name().write(frame);
            }
        }
        groupId(frame, group);
        return frame;
    }

    private static void header(ByteBuf frame, int type, NameKey sender, int members, int dataBytes) {
        frame.writeIntLE(type | EndianMark.MASK);
        sender.write(frame);
        frame.writeIntLE(members).writeIntLE(EndianMark.MASK).writeIntLE(dataBytes);
    }

    private static void groupId(ByteBuf frame, Group group) {
        frame.writeIntLE(group.ring().procId()).writeIntLE(group.ring().time()).writeIntLE(group.index());
    }

    private static OutputFrame wrap(ByteBuf frame, boolean byRingChange) {
        return byRingChange ? OutputFrame.ofRingChange(frame) : OutputFrame.ofMessage(frame);
    }

    private boolean hasListener(Group group) {
        DaemonEntry here = group.entry(selfId);
        if (here == null) {
            return false;
        }
        List<Member> members = here.members();
        for (int i = 0; i < members.size(); i++) {
            Session session = members.get(i).session();
            if (session != null && session.wantsMembership() && session.isOperational()) {
                return true;
            }
        }
        return false;
    }

    private void send(Group group, OutputFrame frame) {
        send(group, frame, null);
    }

    private void send(Group group, OutputFrame frame, Member except) {
        List<Member> members = group.entry(selfId).members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Session session = member.session();
            if (member != except && session != null && session.wantsMembership()) {
                sessions.deliver(session, frame);
            }
        }
        frame.release();
    }
}
