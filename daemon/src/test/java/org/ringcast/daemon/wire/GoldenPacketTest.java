package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One sample of each kind on the data port: its bytes stand where docs/protocol/packets.md says, the flyweight reads them, and
 * the encoder makes the same bytes from the values.
 */
final class GoldenPacketTest {
    private static final int D1 = 0x5c8d7aef;
    private static final int D2 = 0x14c565a0;
    private static final int D3 = 0xef46226e;

    private final ByteBuf out = Unpooled.buffer(WireLimits.MAX_PACKET_BYTES);

    @Test
    void dataPacketWithFragments() {
        Sample sample = Sample.load("data")
                .hasAt(PacketHeader.TYPE_OFFSET, "88 00 00 80")
                .hasAt(PacketHeader.TRANSMITTER_ID_OFFSET, "a0 65 c5 14")
                .hasAt(PacketHeader.PROC_ID_OFFSET, "a0 65 c5 14")
                .hasAt(PacketHeader.MEMBERSHIP_PROC_ID_OFFSET, "ef 7a 8d 5c")
                .hasAt(PacketHeader.MEMBERSHIP_TIME_OFFSET, "40 3a 00 6b")
                .hasAt(PacketHeader.SEQ_OFFSET, "10 00 00 00")
                .hasAt(PacketHeader.TOKEN_ROUND_OFFSET, "16 00 00 00")
                .hasAt(PacketHeader.CONF_HASH_OFFSET, "26 ab b2 d4")
                .hasAt(PacketHeader.DATA_LEN_OFFSET, "e0 02")
                .hasAt(PacketHeader.PADDING_OFFSET, "00 00")
                .hasAt(PacketHeader.FRAGMENT_INDEX_OFFSET, "fd ff")
                .hasAt(PacketHeader.FRAGMENT_LEN_OFFSET, "d8 00")
                .hasAt(PacketHeader.BODY_OFFSET, "43 44 45")
                .hasAt(256, "ff ff 64 00 84 00 00 80")
                .hasAt(360, "ff ff 64 00");
        assertThat(DataPacket.validate(ProtocolLevel.LEVEL_5, sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);

        DataPacket data = new DataPacket();
        data.wrap(sample.buffer(), 0, sample.length());
        assertThat(data.kind()).isEqualTo(PacketKind.DATA);
        assertThat(data.service()).isEqualTo(PacketType.AGREED);
        assertThat(data.seq()).isEqualTo(16);
        assertThat(data.dataLen()).isEqualTo(736);

        DataPacket written = new DataPacket();
        written.wrapNew(out, 0, Endian.LITTLE, PacketType.AGREED);
        written.setTransmitterId(D2);
        written.setProcId(D2);
        written.setMembership(D1, 1795177024);
        written.setSeq(16);
        written.setTokenRound(22);
        written.setConfHash(0xd4b2ab26);
        List<String> read = new ArrayList<>();
        FragmentCursor cursor = new FragmentCursor().reset(data);
        while (cursor.next()) {
            read.add(cursor.index() + ":" + cursor.lengthBytes() + "@" + cursor.bodyOffset());
            written.appendFragment(cursor.index(), cursor.buffer(), cursor.offset(), cursor.lengthBytes());
        }
        assertThat(read)
                .containsExactly("-3:216@0", "-1:100@220", "-1:100@324", "-1:100@428", "-1:100@532", "-1:100@636");
        sample.equalsEncoded(written);
    }

    /** The fragment headers behind the first one are in the order of the packet, the messages in their own. */
    @Test
    void bigEndianDataPacketBecomesLittleEndianForRetransmission() {
        Sample sample = Sample.load("data-big-endian")
                .hasAt(PacketHeader.TYPE_OFFSET, "00 00 00 04")
                .hasAt(PacketHeader.SEQ_OFFSET, "00 00 00 06")
                .hasAt(PacketHeader.DATA_LEN_OFFSET, "01 da")
                .hasAt(PacketHeader.FRAGMENT_INDEX_OFFSET, "ff ff 00 5a")
                .hasAt(132, "ff ff 00 5a 84 00 00 80");
        DataPacket data = new DataPacket();
        data.wrap(sample.buffer(), 0, sample.length());
        assertThat(data.endian()).isEqualTo(Endian.BIG);

        int length = data.copyTo(out, 5, Endian.LITTLE);

        assertThat(length).isEqualTo(sample.length());
        DataPacket copy = new DataPacket();
        copy.wrap(out, 5, length);
        assertThat(copy.endian()).isEqualTo(Endian.LITTLE);
        assertThat(copy.type()).isEqualTo(0x80000084);
        assertThat(copy.transmitterId()).isEqualTo(D2);
        assertThat(copy.membershipTime()).isEqualTo(0x6b0040c1);
        assertThat(copy.confHash()).isEqualTo(0xd4b2ab26);
        assertThat(out.getIntLE(5 + 132)).isEqualTo(0x005affff);
        assertThat(out.getInt(5 + 136)).isEqualTo(0x84000080);
        ByteBuf back = Unpooled.buffer(1472);
        copy.copyTo(back, 0, Endian.BIG);
        assertThat(back.slice(0, length)).isEqualTo(sample.buffer());
    }

    @Test
    void hurry() {
        Sample sample = Sample.load("hurry").hasAt(PacketHeader.TYPE_OFFSET, "c0 00 00 80");
        assertThat(PacketHeader.validateHurry(sample.buffer(), 0, sample.length()))
                .isEqualTo(Verdict.OK);
        PacketHeader hurry = new PacketHeader();
        hurry.wrapNew(out, 0, Endian.LITTLE, PacketType.HURRY);
        hurry.setTransmitterId(D3);
        hurry.setProcId(D3);
        hurry.setConfHash(0xd4b2ab26);
        assertThat(hurry.kind()).isEqualTo(PacketKind.HURRY);
        sample.equalsEncoded(hurry);
    }

    @Test
    void alive() {
        Sample sample = Sample.load("alive")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 01 00 80")
                .hasAt(AlivePacket.NUM_MEMBERS_OFFSET, "01 00")
                .hasAt(AlivePacket.NUM_PENDING_OFFSET, "00 00")
                .hasAt(AlivePacket.MEMBERS_OFFSET, "ef 7a 8d 5c");
        assertThat(AlivePacket.validate(sample.buffer(), 0, sample.length())).isEqualTo(Verdict.OK);
        AlivePacket alive = new AlivePacket();
        alive.wrap(sample.buffer(), 0, sample.length());
        assertThat(alive.procId()).isEqualTo(D1);
        assertThat(alive.numMembers()).isEqualTo(1);
        assertThat(alive.numPending()).isZero();
        assertThat(alive.memberId(0)).isEqualTo(D1);

        alive.wrapNew(out, 0, Endian.LITTLE, new int[] {D1, 99}, 1);
        alive.setTransmitterId(D1);
        alive.setProcId(D1);
        alive.setConfHash(0xc002bee6);
        sample.equalsEncoded(alive);
    }

    @Test
    void joinOfSegmentRepresentative() {
        Sample sample = Sample.load("join")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 02 00 80")
                .hasAt(JoinPacket.NUM_MEMBERS_OFFSET, "01 00 00 00")
                .hasAt(JoinPacket.MEMBERS_OFFSET, "ef 7a 8d 5c")
                .hasAt(0x30, "01 00 00 00")
                .hasAt(0x34, "ef 7a 8d 5c 01 00 00 00");
        assertThat(JoinPacket.validate(sample.buffer(), 0, sample.length())).isEqualTo(Verdict.OK);
        JoinPacket join = new JoinPacket();
        join.wrap(sample.buffer(), 0, sample.length());
        assertThat(join.repsOffset()).isEqualTo(0x30);
        Representative rep = new Representative(D1, RepType.SEG_REP, 0);
        assertThat(join.reps()).containsExactly(rep);

        join.wrapNew(out, 0, Endian.LITTLE, new int[] {D1}, 1, List.of(rep));
        join.setTransmitterId(D1);
        join.setProcId(D1);
        join.setConfHash(0xb94cf9da);
        sample.equalsEncoded(join);
    }

    @Test
    void joinOfRingLeaderListsNoMembers() {
        Sample sample = Sample.load("join-ring-rep").hasAt(0x28, "00 00 00 00").hasAt(0x2c, "01 00 01 00");
        assertThat(JoinPacket.validate(sample.buffer(), 0, sample.length())).isEqualTo(Verdict.OK);
        JoinPacket join = new JoinPacket();
        join.wrap(sample.buffer(), 0, sample.length());
        assertThat(join.numMembers()).isZero();
        assertThat(join.repIndex()).isEqualTo(1);
        Representative rep = new Representative(D1, RepType.RING_REP, 0);
        assertThat(join.rep(0)).isEqualTo(rep);

        join.wrapNew(out, 0, Endian.LITTLE, new int[0], 0, List.of(rep));
        join.setTransmitterId(D1);
        join.setProcId(D1);
        join.setConfHash(0xc002bee6);
        sample.blank(0x2e, 2).equalsEncoded(join);
    }

    @Test
    void refer() {
        Sample sample = Sample.load("refer")
                .hasAt(PacketHeader.TYPE_OFFSET, "80 04 00 80")
                .hasAt(ReferPacket.REFERRED_ID_OFFSET, "ef 7a 8d 5c")
                .hasAt(ReferPacket.REFERRED_TYPE_OFFSET, "02 00 00 00");
        assertThat(ReferPacket.validate(sample.buffer(), 0, sample.length())).isEqualTo(Verdict.OK);
        ReferPacket refer = new ReferPacket();
        refer.wrap(sample.buffer(), 0, sample.length());
        assertThat(refer.referredId()).isEqualTo(D1);
        assertThat(refer.referredType()).isEqualTo(RepType.RING_REP);

        refer.wrapNew(out, 0, Endian.LITTLE, D1, RepType.RING_REP);
        refer.setTransmitterId(D2);
        refer.setProcId(D2);
        refer.setConfHash(0xb94cf9da);
        sample.equalsEncoded(refer);
    }

    /** Two of the sizes that the membership protocol is checked by; the form tokens' are with their samples. */
    @Test
    void check30_3_sizesOfAliveAndJoin() {
        AlivePacket alive = new AlivePacket();
        JoinPacket join = new JoinPacket();
        Representative rep = new Representative(D1, RepType.SEG_REP, 0);
        for (int members = 0; members <= 128; members += 32) {
            alive.wrapNew(out, 0, Endian.BIG, new int[members], members);
            assertThat(alive.lengthBytes()).isEqualTo(44 + 4 * members);
            for (int reps = 1; reps <= 25; reps += 12) {
                join.wrapNew(out, 0, Endian.BIG, new int[members], members, Collections.nCopies(reps, rep));
                assertThat(join.lengthBytes()).isEqualTo(48 + 4 * members + 8 * reps);
                assertThat(JoinPacket.validate(out, 0, join.lengthBytes())).isEqualTo(Verdict.OK);
            }
        }
    }

    /** A representative that forwards a packet to its segment touches the flag and one id, in the originator's byte order. */
    @Test
    void forwardingChangesFlagAndTransmitterOnly() {
        for (Endian endian : Endian.values()) {
            DataPacket data = new DataPacket();
            data.wrapNew(out, 0, endian, PacketType.SAFE | PacketType.ROUTED);
            data.setProcId(D1);
            assertThat(data.isRouted()).isTrue();
            assertThat(data.kind()).isEqualTo(PacketKind.DATA);
            data.setRouted(false);
            data.setTransmitterId(D3);
            assertThat(data.type()).isEqualTo(PacketType.SAFE | endian.mark());
            assertThat(data.procId()).isEqualTo(D1);
            assertThat(endian == Endian.LITTLE ? out.getIntLE(4) : out.getInt(4))
                    .isEqualTo(D3);
        }
    }
}
