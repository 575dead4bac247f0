package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.core.RingServices.Submitter;

/** The two send queues. New messages go to the active one, and only the active one is sent from. */
final class SendQueues {
    private final SendQueue normal;
    private final SendQueue groups;
    private SendQueue active;

    /** @param bodyBytes largest body of a packet */
    SendQueues(int bodyBytes) {
        normal = new SendQueue(bodyBytes);
        groups = new SendQueue(bodyBytes);
        active = normal;
    }

    void append(int packetType, ByteBuf message, Submitter submitter, ByteBufAllocator allocator) {
        active.append(packetType, message, submitter, allocator);
    }

    void activate(QueueKind kind) {
        active = kind == QueueKind.GROUPS ? groups : normal;
    }

    /** Messages in the active queue not yet wholly sent. */
    int size() {
        return active.size();
    }

    /**
     * The queue to send from: the active one, but never before the other has finished a message that it began, because the
     * fragments of one message must not be mixed with another packet of the same daemon.
     */
    SendQueue sending() {
        SendQueue other = active == normal ? groups : normal;
        return other.isPartlySent() ? other : active;
    }

    /** A new ring: what was begun in the old one starts again. */
    void rewind() {
        normal.rewind();
        groups.rewind();
    }

    void purgeGroups() {
        groups.clear();
    }

    void clear() {
        normal.clear();
        groups.clear();
    }
}
