package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/** The first look at datagrams, at both protocol levels. */
final class DatagramGateTest {
    private static final int SELF = 1;

    @Test
    void packetsMayBeAsLargeAsTheConfigurationSays() {
        for (int limit : new int[] {WireLimits.MAX_PACKET_BYTES, 9_000}) {
            try (RingFixture ring = RingFixture.withPackets(limit, 1)) {
                for (int body : new int[] {limit - 40, limit - 39}) {
                    ByteBuf bytes = Unpooled.buffer(limit + 1);
                    DataPacket packet = new DataPacket();
                    packet.wrapNew(bytes, 0, Endian.BIG, PacketType.FIFO);
                    packet.setTransmitterId(RingFixture.id(0));
                    packet.setProcId(RingFixture.id(0));
                    packet.setMembership(RingFixture.RING.procId(), RingFixture.RING.time());
                    packet.setSeq(1);
                    packet.setConfHash(RingFixture.HASH);
                    packet.appendFragment(
                            DataPacket.WHOLE_MESSAGE, Unpooled.buffer(body).writeZero(body), 0, body);
                    bytes.setIndex(0, packet.lengthBytes());
                    assertThat(ring.engine.gate().admitData(0, bytes))
                            .as(packet.lengthBytes() + " of " + limit)
                            .isEqualTo(body == limit - 40 ? PacketKind.DATA : null);
                }
            }
        }
    }

    @Test
    void check20_7_level5_oneByOne() {
        try (RingFixture ring = new RingFixture(SELF, 2, 2)) {
            DataPacket good = ring.packet(0, 1, PacketType.AGREED);
            ByteBuf bytes = good.buffer().setIndex(0, good.lengthBytes());
            expect(ring, CounterId.DROP_SHORT, ring.feed(0, bytes.copy(0, 39)));
            expect(ring, CounterId.DROP_LENGTH, ring.feed(0, bytes.copy(0, bytes.readableBytes() - 1)));

            DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setConfHash(RingFixture.HASH + 1);
            ring.feed(packet);
            expect(ring, CounterId.DROP_CONFIGURATION, null);

            packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setTransmitterId(999);
            ring.feed(0, packet);
            expect(ring, CounterId.DROP_UNKNOWN_TRANSMITTER, null);

            ring.feed(2, ring.packet(0, 1, PacketType.AGREED));
            expect(ring, CounterId.DROP_SOURCE_ADDRESS, null);
            ring.feed(-1, ring.packet(0, 1, PacketType.AGREED));
            assertThat(ring.count(CounterId.DROP_SOURCE_ADDRESS)).isEqualTo(2);

            packet = ring.packet(SELF, 1, PacketType.AGREED);
            ring.feed(packet);
            expect(ring, CounterId.DROP_OWN, null);

            packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setProcId(999);
            ring.feed(packet);
            expect(ring, CounterId.DROP_ORIGINATOR, null);

            packet = ring.packet(0, 1, 0);
            ring.feed(packet);
            expect(ring, CounterId.DROP_UNKNOWN_KIND, null);

            assertThat(ring.delivered).isEmpty();
            assertThat(ring.sent).isEmpty();
            ring.feed(good);
            assertThat(ring.delivered).containsExactly(1);
            ring.feed(good);
            expect(ring, CounterId.DROP_DUPLICATE, null);
        }
    }

    /** A daemon alone sends the token to itself, and got the last one of the old configuration behind the reload. */
    @Test
    void defect_ownPacketsOfBeforeAReloadCountedAsAnotherConfiguration() {
        try (RingFixture ring = new RingFixture(SELF, 2)) {
            DataPacket own = ring.packet(SELF, 1, PacketType.AGREED);
            own.setConfHash(RingFixture.HASH + 1);
            ring.feed(own);
            expect(ring, CounterId.DROP_OWN, null);
            assertThat(ring.engine.gate().foreignPeers().datagrams()).isZero();
            DataPacket other = ring.packet(0, 1, PacketType.AGREED);
            other.setConfHash(RingFixture.HASH + 1);
            ring.feed(other);
            expect(ring, CounterId.DROP_CONFIGURATION, null);
            ring.timers.advanceTo(ring.timers.nowNs() + 2_000_000_000L);
            ring.feed(own);
            assertThat(ring.count(CounterId.DROP_CONFIGURATION))
                    .as("later it is somebody else")
                    .isEqualTo(2);
        }
    }

    private static void expect(RingFixture ring, CounterId reason, PacketKind kind) {
        assertThat(kind).isNull();
        assertThat(ring.count(reason)).as(reason.key()).isEqualTo(1);
    }

    @Test
    void check20_7_level4_sourceAddressIsNotCheckedAndMonitorsHaveAHashOfTheirOwn() {
        try (RingFixture ring = new RingFixture(SELF, false, 4, 3)) {
            ring.feed(-1, ring.packet(0, 1, PacketType.AGREED));
            assertThat(ring.delivered).containsExactly(1);

            PacketHeader status = monitorRequest(PacketType.STATUS, MonitorProtocol.LEVEL_4_HASH);
            assertThat(ring.feed(-1, status.buffer().setIndex(0, 40))).isEqualTo(PacketKind.STATUS);
            assertThat(ring.engine.gate().transmitter()).isEqualTo(2);

            DataPacket data = ring.packet(0, 2, PacketType.AGREED);
            data.setConfHash(MonitorProtocol.LEVEL_4_HASH);
            ring.feed(data);
            assertThat(ring.count(CounterId.DROP_CONFIGURATION))
                    .as("for requests only")
                    .isEqualTo(1);
            assertThat(ring.delivered).containsExactly(1);
        }
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            PacketHeader status = monitorRequest(PacketType.STATUS, MonitorProtocol.LEVEL_4_HASH);
            assertThat(ring.feed(2, status.buffer().setIndex(0, 40)))
                    .as("not at level 5")
                    .isNull();
        }
    }

    private static PacketHeader monitorRequest(int type, int hash) {
        PacketHeader request = new PacketHeader();
        request.wrapNew(Unpooled.buffer(64), 0, Endian.LITTLE, type);
        request.setProcId(RingFixture.id(2));
        request.setMembership(MonitorProtocol.LEVEL_4_MAGIC, 0);
        request.setConfHash(hash);
        return request;
    }

    @Test
    void check20_7_level5_monitorRequestsNeedHashTransmitterAndAddress() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            PacketHeader status = monitorRequest(PacketType.STATUS, RingFixture.HASH);
            status.setTransmitterId(RingFixture.id(2));
            assertThat(ring.feed(1, status.buffer().setIndex(0, 40))).isNull();
            assertThat(ring.feed(2, status.buffer().setIndex(0, 40))).isEqualTo(PacketKind.STATUS);
            status.setTransmitterId(RingFixture.id(SELF));
            assertThat(ring.feed(1, status.buffer().setIndex(0, 40)))
                    .as("a monitor on my own host")
                    .isEqualTo(PacketKind.STATUS);
        }
    }

    @Test
    void partitionsSilenceDaemonsOfOtherComponents() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            PartitionRequest request = new PartitionRequest();
            request.wrapNew(Unpooled.buffer(400), 0, Endian.LITTLE);
            request.setComponent(0, 7);
            ring.engine.partition().set(request);
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(ring.token(1, 0, 0));
            assertThat(ring.count(CounterId.DROP_PARTITION)).isEqualTo(2);
            ring.feed(2, 1, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(1);
            ring.engine.partition().clear();
            ring.feed(0, 2, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(1, 2);
        }
    }

    @Test
    void routedPacketsAreSentOnToTheOwnSegment() {
        for (Endian endian : Endian.values()) {
            try (RingFixture ring = new RingFixture(2, 2, 2)) {
                DataPacket packet = ring.packet(endian, 0, 1, PacketType.AGREED, -1, 100);
                packet.setRouted(true);
                ring.feed(packet);
                assertThat(ring.delivered).containsExactly(1);
                assertThat(ring.sent).hasSize(1);
                assertThat(ring.sent.get(0).to()).isEqualTo(-1);
                DataPacket copy = ring.data().get(0);
                assertThat(copy.endian()).as("in the originator's byte order").isEqualTo(endian);
                assertThat(copy.isRouted()).isFalse();
                assertThat(copy.transmitterId()).isEqualTo(RingFixture.id(2));
                assertThat(copy.procId()).isEqualTo(RingFixture.id(0));
                assertThat(packet.isRouted())
                        .as("the lent buffer is not touched")
                        .isTrue();
            }
        }
        try (RingFixture ring = new RingFixture(1, 1, 1)) {
            DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setRouted(true);
            ring.feed(packet);
            assertThat(ring.delivered).containsExactly(1);
            assertThat(ring.sent).as("nobody else in my segment").isEmpty();
        }
    }

    @Test
    void broadcastsGoToOtherSegmentsFirst() {
        try (RingFixture ring = new RingFixture(2, 2, 2, 1)) {
            ring.submit(PacketType.AGREED, 1, 100);
            ring.visit(1, 0, 0);
            assertThat(ring.sent).hasSize(4);
            assertThat(ring.sent.get(0).to()).isEqualTo(0);
            assertThat(ring.sent.get(0).asData().isRouted()).isTrue();
            assertThat(ring.sent.get(1).to()).isEqualTo(4);
            assertThat(ring.sent.get(1).asData().isRouted()).isTrue();
            assertThat(ring.sent.get(2).to()).isEqualTo(-1);
            assertThat(ring.sent.get(2).asData().isRouted()).isFalse();
            assertThat(ring.sent.get(3).token()).isTrue();
            assertThat(ring.sent.get(3).to()).as("next in the segment").isEqualTo(3);
        }
    }

    @Test
    void tokenPortChecks() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            Token token = ring.token(1, 0, 0);
            token.setConfHash(1);
            ring.feed(token);
            assertThat(ring.count(CounterId.DROP_CONFIGURATION)).isEqualTo(1);
            token = ring.token(1, 0, 0);
            assertThat(ring.engine.gate().admitToken(2, token.buffer().setIndex(0, 40)))
                    .isNull();
            assertThat(ring.count(CounterId.DROP_SOURCE_ADDRESS)).isEqualTo(1);
            assertThat(ring.engine.gate().admitToken(0, token.buffer().setIndex(0, 20)))
                    .isNull();
            assertThat(ring.count(CounterId.DROP_SHORT)).isEqualTo(1);
            token.buffer().setIntLE(0, 0x80004080);
            assertThat(ring.engine.gate().admitToken(0, token.buffer().setIndex(0, 40)))
                    .isNull();
            assertThat(ring.count(CounterId.DROP_UNKNOWN_KIND)).isEqualTo(1);
        }
    }

    @Test
    void dataOfAnotherRingIsReportedAndNotStored() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setMembership(100, 6999);
            ring.feed(packet);
            assertThat(ring.told).containsExactly("foreign");
            assertThat(ring.engine.history().highestSeq()).isZero();
        }
    }
}
