package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.AlivePacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.JoinPacket;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.RingInfo;
import org.ringcast.daemon.wire.TokenHeader;

/** A daemon that a test plays by hand: its packets arrive at the next moment. */
final class FakePeer {
    /** Of a daemon that is not in the configuration. */
    static final int UNKNOWN_ID = 987_654_321;

    private final RingTestContext context;
    private final Topology topology;
    private final int index;

    FakePeer(RingTestContext context, int index) {
        this.context = context;
        this.topology = context.topology(index);
        this.index = index;
    }

    int id() {
        return topology.id(index);
    }

    private void send(int to, PacketHeader packet) {
        packet.setTransmitterId(id());
        packet.setProcId(id());
        packet.setConfHash(RingTestContext.HASH);
        deliver(to, false, packet.buffer(), packet.lengthBytes());
    }

    void send(int to, TokenHeader token) {
        token.setTransmitterId(id());
        token.setProcId(id());
        token.setConfHash(RingTestContext.HASH);
        deliver(to, true, token.buffer(), token.lengthBytes());
    }

    private void deliver(int to, boolean token, ByteBuf buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        context.deliverAfter(new Datagram(index, to, token, false, bytes, context.nowNs()), 1000);
        context.runUntil(context.nowNs() + 1000);
    }

    void alive(int to) {
        AlivePacket packet = new AlivePacket();
        packet.wrapNew(Unpooled.buffer(100), 0, Endian.LITTLE, new int[] {id()}, 1);
        send(to, packet);
    }

    void join(int to, RepType type) {
        JoinPacket packet = new JoinPacket();
        int[] members = type == RepType.SEG_REP ? new int[] {id()} : new int[0];
        List<Representative> reps = List.of(new Representative(id(), type, topology.segmentOf(index)));
        packet.wrapNew(Unpooled.buffer(200), 0, Endian.LITTLE, members, members.length, reps);
        send(to, packet);
    }

    void refer(int to, int referred, RepType type) {
        ReferPacket packet = new ReferPacket();
        packet.wrapNew(Unpooled.buffer(100), 0, Endian.LITTLE, topology.id(referred), type);
        send(to, packet);
    }

    /** A form1 token of this peer: members by index or negative for an unknown one, the first {@code numMembers} of them done. */
    void form1(
            int to,
            int time,
            int[] members,
            int numMembers,
            List<Representative> reps,
            int repIndex,
            RingInfo... rings) {
        Form1Token token = new Form1Token();
        token.wrapNew(
                Unpooled.buffer(10_000),
                0,
                Endian.LITTLE,
                ids(members),
                numMembers,
                members.length - numMembers,
                reps,
                repIndex,
                List.of(rings));
        token.setMembership(id(), time);
        token.setSeq(3333);
        send(to, token);
    }

    void form2(int to, MembershipId form, int[] members, int numMembers, MembershipId ring, RingInfo... rings) {
        Form2Token token = new Form2Token();
        token.wrapNew(
                Unpooled.buffer(10_000),
                0,
                Endian.LITTLE,
                ids(members),
                numMembers,
                members.length - numMembers,
                ring.procId(),
                ring.time(),
                List.of(rings));
        token.setMembership(form.procId(), form.time());
        token.setSeq(3333);
        send(to, token);
    }

    private int[] ids(int[] members) {
        int[] ids = new int[members.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = members[i] < 0 ? UNKNOWN_ID : topology.id(members[i]);
        }
        return ids;
    }

    Representative rep(RepType type) {
        return new Representative(id(), type, topology.segmentOf(index));
    }

    /** Entry for the ring that this peer was in when it started. */
    RingInfo firstRing() {
        return new RingInfo(id(), -1, 0, 0, 0, new int[0], new int[] {id()}, 1);
    }
}
