package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * A ring of one daemon without groups: what is submitted comes back with the next {@link #turn}, in order. A regular message
 * goes to the sessions whose private groups it names, a KILL ends its session, JOIN and LEAVE do nothing.
 */
final class FakeRing implements RingServices {
    private record Submitted(ByteBuf message, Submitter submitter) {}

    private final ArrayDeque<Submitted> queue = new ArrayDeque<>();
    private SessionTable sessions;
    private boolean stalled;
    private long messageNumber;

    void attach(SessionTable table) {
        sessions = table;
    }

    /** While stalled, what is submitted stays where it is: the token does not come. */
    void stall(boolean stall) {
        stalled = stall;
    }

    /** Orders and delivers everything that was submitted. */
    void turn() {
        while (!stalled && !queue.isEmpty()) {
            Submitted next = queue.poll();
            next.submitter().onPacketised(next.message().readableBytes());
            deliver(next.message());
        }
    }

    private void deliver(ByteBuf message) {
        byte[] bytes = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), bytes);
        FrameHeader header = new FrameHeader().wrap(bytes, 0);
        int type = EndianMark.strip(header.typeWord());
        if (ServiceType.isKill(type)) {
            Session session = sessions.find(message, message.readerIndex() + FrameHeader.SENDER_OFFSET);
            if (session != null) {
                sessions.onKillDelivered(session);
            }
            return;
        }
        if (!ServiceType.isRegular(type)) {
            return;
        }
        OutputFrame frame =
                OutputFrame.ofMessage(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
        messageNumber++;
        for (int i = 0; i < header.groupCount(); i++) {
            Session receiver = sessions.find(message, message.readerIndex() + Limits.HEADER + i * Limits.GROUP_NAME);
            if (receiver != null && receiver.markReceiver(messageNumber)) {
                sessions.deliver(receiver, frame);
            }
        }
        frame.release();
    }

    @Override
    public void submit(int packetType, ByteBuf message, Submitter submitter) {
        byte[] copy = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), copy);
        queue.add(new Submitted(Unpooled.wrappedBuffer(copy), submitter));
    }

    @Override
    public int queuedMessages() {
        return queue.size();
    }

    /** Sender and body of the n-th message that waits, for assertions. */
    String queuedText(int n) {
        Submitted submitted = queue.stream().skip(n).findFirst().orElseThrow();
        ByteBuf message = submitted.message();
        int groups = message.getIntLE(FrameHeader.GROUP_COUNT_OFFSET);
        int body = Limits.HEADER + groups * Limits.GROUP_NAME;
        return message.toString(body, message.readableBytes() - body, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void activate(QueueKind kind) {
        // one queue is enough here
    }

    @Override
    public void purgeGroupsQueue() {
        // nothing is in it
    }

    @Override
    public void setThreshold(Threshold threshold) {
        // everything is delivered
    }

    @Override
    public void forceMembershipChange(String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public int highestSeq() {
        return 0;
    }
}
