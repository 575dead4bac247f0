package org.ringcast.daemon.core.membership;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.ring.PartitionFilter;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.Routing;
import org.ringcast.daemon.wire.AlivePacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.JoinPacket;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RepType;

/** Sends ALIVE, JOIN and REFER, and packets of other rings to the leader. */
final class MembershipSender {
    private static final int[] NOBODY = {};

    private final RingContext context;
    private final Routing routing;
    private final PartitionFilter partition;
    private final ByteBuf buffer;
    private final AlivePacket alive = new AlivePacket();
    private final JoinPacket join = new JoinPacket();
    private final ReferPacket refer = new ReferPacket();
    private final PacketHeader copy = new PacketHeader();

    MembershipSender(RingContext context, Routing routing, PartitionFilter partition) {
        this.context = context;
        this.routing = routing;
        this.partition = partition;
        int largest = context.settings().maxPacketBytes();
        buffer = context.allocator().buffer(largest, largest);
    }

    /**
     * To the own segment.
     *
     * @param heard this daemon first
     */
    void sendAlive(MemberSet heard) {
        alive.wrapNew(buffer, 0, Endian.LITTLE, heard.ids(context.topology()), heard.size());
        sendToSegment(finish(alive));
    }

    /** Builds the JOIN that the next calls of {@link #joinToSegment} and {@link #joinTo} send. */
    void prepareJoin(MemberSet heard, RepSet reps) {
        int[] ids = heard == null ? NOBODY : heard.ids(context.topology());
        join.wrapNew(buffer, 0, Endian.LITTLE, ids, ids.length, reps.toWire());
        finish(join);
    }

    void joinToSegment() {
        sendToSegment(buffer);
    }

    void joinTo(int daemonIndex) {
        send(daemonIndex, buffer);
    }

    /** Tells {@code to} to talk to {@code referred}. */
    void sendRefer(int to, int referred, RepType type) {
        refer.wrapNew(buffer, 0, Endian.LITTLE, context.topology().id(referred), type);
        send(to, finish(refer));
    }

    /** Sends a packet of another ring on to {@code leader}, in its originator's byte order; twice, because it is done once. */
    void forwardForeign(PacketHeader packet, int leader) {
        buffer.setBytes(0, packet.buffer(), packet.offset(), packet.lengthBytes());
        copy.wrap(buffer, 0, packet.lengthBytes());
        copy.setRouted(false);
        copy.setTransmitterId(context.selfId());
        buffer.setIndex(0, packet.lengthBytes());
        send(leader, buffer);
        send(leader, buffer);
    }

    /** A daemon that hears nobody does not make others wait for it. */
    private void sendToSegment(ByteBuf packet) {
        if (!partition.isDeaf()) {
            routing.sendOwnSegment(packet);
        }
    }

    private void send(int daemonIndex, ByteBuf packet) {
        if (!partition.isDeaf()) {
            routing.unicast(daemonIndex, packet);
        }
    }

    private ByteBuf finish(PacketHeader packet) {
        packet.setTransmitterId(context.selfId());
        packet.setProcId(context.selfId());
        packet.setConfHash(context.settings().configurationHash());
        return buffer.setIndex(0, packet.lengthBytes());
    }

    void close() {
        buffer.release();
    }
}
