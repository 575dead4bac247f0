package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.ring.PacketWindow.SlotState;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.WireLimits;

/** Hands packets up as messages: at once, in order, or when stable, as service and threshold allow. */
public final class Delivery {
    private final RingContext context;
    private final RingHistory history;
    private final PacketWindow window;
    private final Rings rings;
    private final Reassembly reassembly;
    private final RingHost host;
    private final RingUpcalls upcalls;
    private final DataPacket packet = new DataPacket();
    private final FragmentCursor cursor = new FragmentCursor();
    private Threshold threshold = Threshold.BLOCK;

    Delivery(RingContext context, RingHistory history, Rings rings, RingHost host, RingUpcalls upcalls) {
        this(
                context,
                history,
                rings,
                host,
                upcalls,
                new Reassembly(context.topology().indexCount(), context.allocator()));
    }

    private Delivery(
            RingContext context,
            RingHistory history,
            Rings rings,
            RingHost host,
            RingUpcalls upcalls,
            Reassembly reassembly) {
        this.context = context;
        this.history = history;
        this.window = history.window();
        this.rings = rings;
        this.host = host;
        this.upcalls = upcalls;
        this.reassembly = reassembly;
    }

    /**
     * Goes on after a reload, under the daemons' new indexes.
     *
     * @param newIndexes by the old index; -1 for a daemon of which nothing is left
     */
    Delivery succeededBy(RingContext newContext, Rings newRings, RingHost newHost, int[] newIndexes) {
        Reassembly moved = new Reassembly(newContext.topology().indexCount(), reassembly, newIndexes);
        return new Delivery(newContext, history, newRings, newHost, upcalls, moved);
    }

    public Threshold threshold() {
        return threshold;
    }

    public void setThreshold(Threshold newThreshold) {
        threshold = newThreshold;
    }

    /** Everything that the threshold allows; after the threshold was lowered. */
    void deliverHeldBack() {
        deliverInOrder();
        deliverEarly(history.lastDelivered() + 1, history.highestSeq());
    }

    /** RELIABLE packets without message fragments, in whatever order they come. */
    void deliverEarly(int fromSeq, int toSeq) {
        if (rings.isRecovering() || threshold != Threshold.UNRELIABLE) {
            return;
        }
        for (int seq = Math.max(fromSeq, history.lastDelivered() + 1); seq <= toSeq; seq++) {
            if (window.state(seq) == SlotState.PRESENT
                    && window.service(seq) == PacketType.RELIABLE
                    && firstFragmentIndex(seq) == DataPacket.WHOLE_MESSAGE) {
                deliver(seq);
            }
        }
    }

    private int firstFragmentIndex(int seq) {
        packet.wrap(window.packet(seq), 0, window.lengthBytes(seq));
        return packet.fragmentIndex();
    }

    /** Everything that follows without a gap, up to the first SAFE packet. */
    void deliverInOrder() {
        if (rings.isRecovering()) {
            return;
        }
        while (threshold != Threshold.BLOCK && history.lastDelivered() < history.myAru()) {
            int seq = history.lastDelivered() + 1;
            if (window.state(seq) == SlotState.PRESENT) {
                if (window.service(seq) == PacketType.SAFE) {
                    return;
                }
                deliver(seq);
            }
            history.setLastDelivered(seq);
        }
    }

    /** Everything that everybody has, whatever the threshold; it is then forgotten. */
    public void discardStable() {
        int aru = history.aru();
        for (int seq = history.lastDiscarded() + 1; seq <= aru; seq++) {
            if (!window.hasPacket(seq)) {
                if (context.logs(Kind.PRINT, Level.ERROR)) {
                    context.line(Kind.PRINT, Level.ERROR, "Discard_packets: (NOT EVS) packet " + seq + " not exist");
                }
                // Not stable after all, as far as this daemon is concerned: the end of the ring settles what is behind
                // it.
                history.setAru(history.lastDiscarded());
                history.recomputeMyAru();
                host.onInternalFault("packet " + seq + " should be here");
                return;
            }
            if (window.state(seq) == SlotState.PRESENT) {
                deliver(seq);
            }
            window.free(seq);
            history.setLastDiscarded(seq);
            history.setLastDelivered(Math.max(history.lastDelivered(), seq));
        }
    }

    /** Hands up the messages of a packet that is present. */
    public void deliver(int seq) {
        window.setDelivered(seq);
        ByteBuf cell = window.packet(seq);
        int originator = window.originator(seq);
        int service = window.service(seq);
        context.count(CounterId.PACKETS_DELIVERED);
        context.observer().onDeliverPacket(rings.current().id(), seq, originator, service);
        packet.wrap(cell, 0, cell.writerIndex());
        cursor.reset(packet);
        cursor.next();
        deliverFirst(originator, service, cell);
        while (cursor.next()) {
            handUp(originator, cell, cursor.offset(), cursor.lengthBytes());
        }
    }

    private void deliverFirst(int originator, int service, ByteBuf cell) {
        int index = cursor.index();
        if (index == DataPacket.WHOLE_MESSAGE && service == PacketType.RELIABLE) {
            handUp(originator, cell, cursor.offset(), cursor.lengthBytes());
            return;
        }
        int number = Math.abs(index);
        if (number != reassembly.expectedIndex(originator)) {
            sequenceError(originator, number);
            if (number != 1) {
                return;
            }
        }
        if (index == DataPacket.WHOLE_MESSAGE) {
            handUp(originator, cell, cursor.offset(), cursor.lengthBytes());
            return;
        }
        if (reassembly.bytes(originator) + cursor.lengthBytes()
                > context.level().maxMessageBytes()) {
            // Only packets larger than usual get there. The fragments behind it are out of sequence then.
            reassembly.drop(originator);
            context.drop(CounterId.DROP_MALFORMED);
            return;
        }
        reassembly.append(originator, cell, cursor.offset(), cursor.lengthBytes());
        if (cursor.isLast()) {
            ByteBuf message = reassembly.take(originator);
            try {
                handUp(originator, message, 0, message.writerIndex());
            } finally {
                message.release();
            }
        }
    }

    private void sequenceError(int originator, int number) {
        if (context.logs(Kind.PRINT, Level.ERROR)) {
            context.line(
                    Kind.PRINT,
                    Level.ERROR,
                    "Deliver_packet: sequence error: sec is " + number + ", should be "
                            + reassembly.expectedIndex(originator));
        }
        if (reassembly.drop(originator)) {
            context.drop(CounterId.MESSAGES_INCOMPLETE);
        }
    }

    private void handUp(int originator, ByteBuf buffer, int offset, int lengthBytes) {
        if (lengthBytes < WireLimits.MESSAGE_HEADER_BYTES) {
            context.drop(CounterId.DROP_MALFORMED);
            return;
        }
        context.count(CounterId.MESSAGES_DELIVERED);
        buffer.setIndex(offset, offset + lengthBytes);
        upcalls.onMessage(originator, buffer);
    }

    /** Partly received messages will never be complete. */
    public void dropPartialMessages() {
        context.counters().add(CounterId.MESSAGES_INCOMPLETE, reassembly.dropAll());
    }
}
