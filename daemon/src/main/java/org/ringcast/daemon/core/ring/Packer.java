package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;

/**
 * Puts queued messages into new packets and sends those. The accelerated protocol keeps the last few packets of a visit back
 * until the token has been passed on.
 */
final class Packer {
    private final RingContext context;
    private final RingHistory history;
    private final PacketWindow window;
    private final Rings rings;
    private final TokenState tokens;
    private final SendQueues queues;
    private final FlowControl flowControl;
    private final Routing routing;
    private final DataPacket packet = new DataPacket();
    /** Sequence numbers of packets that follow the token, a row without gaps. */
    private int firstHeldBack;

    private int numHeldBack;

    Packer(
            RingContext context,
            RingHistory history,
            Rings rings,
            TokenState tokens,
            SendQueues queues,
            FlowControl flowControl,
            Routing routing) {
        this.context = context;
        this.history = history;
        this.window = history.window();
        this.rings = rings;
        this.tokens = tokens;
        this.queues = queues;
        this.flowControl = flowControl;
        this.routing = routing;
    }

    /** Creates and sends (or keeps back) up to {@code allowed} packets; returns how many. */
    int sendNew(int allowed) {
        int numSent = 0;
        while (numSent < allowed && !queues.sending().isEmpty()) {
            int seq = history.highestSeq() + 1;
            build(seq);
            history.setHighestSeq(seq);
            context.count(CounterId.PACKETS_SENT);
            numSent++;
            sendOrKeepBack(seq);
        }
        return numSent;
    }

    boolean hasMore() {
        return !queues.sending().isEmpty();
    }

    private void build(int seq) {
        SendQueue queue = queues.sending();
        int service = queue.packetType();
        ByteBuf cell = window.create(seq, context.self(), service);
        packet.wrapNew(cell, 0, Endian.LITTLE, service);
        packet.setTransmitterId(context.selfId());
        packet.setProcId(context.selfId());
        packet.setMembership(rings.current().id().procId(), rings.current().id().time());
        packet.setSeq(seq);
        packet.setConfHash(context.settings().configurationHash());
        do {
            appendNext(queue);
            queue = queues.sending();
        } while (!queue.isEmpty() && fits(queue, service));
        window.built(seq, packet.lengthBytes());
        context.observer().onSend(rings.current().id(), seq, service);
    }

    private void appendNext(SendQueue queue) {
        int index = queue.fragmentIndex();
        packet.appendFragment(index, queue.message(), queue.fragmentOffset(), queue.fragmentBytes());
        if (queue.fragmentSent()) {
            context.count(CounterId.MESSAGES_SENT);
        }
    }

    /** Whether the next fragment may ride in the packet being built. */
    private boolean fits(SendQueue queue, int service) {
        return queue.fragmentBytes() <= packet.room(context.maxPacketBodyBytes())
                && mayShare(service, queue.packetType());
    }

    /** FIFO and AGREED may share a packet; everything else only with its own kind. */
    private static boolean mayShare(int service, int other) {
        int ordered = PacketType.FIFO | PacketType.AGREED;
        return service == other || ((service & ordered) != 0 && (other & ordered) != 0);
    }

    private void sendOrKeepBack(int seq) {
        int capacity = rings.isRecovering() ? 0 : flowControl.afterToken();
        if (capacity == 0) {
            send(seq);
            return;
        }
        if (numHeldBack == 0) {
            firstHeldBack = seq;
        }
        numHeldBack++;
        if (numHeldBack > capacity) {
            send(firstHeldBack);
            firstHeldBack++;
            numHeldBack--;
        }
    }

    /** The token was passed on: what was kept back follows. */
    void sendHeldBack() {
        while (numHeldBack > 0) {
            send(firstHeldBack);
            firstHeldBack++;
            numHeldBack--;
        }
    }

    private void send(int seq) {
        ByteBuf bytes = window.packet(seq);
        packet.wrap(bytes, 0, bytes.writerIndex());
        packet.setTokenRound(tokens.rounds);
        routing.broadcast(bytes);
    }
}
