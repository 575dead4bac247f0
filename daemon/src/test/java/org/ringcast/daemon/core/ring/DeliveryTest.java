package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;

/** What is handed up when. */
final class DeliveryTest {
    private static final int SELF = 1;

    @Test
    void check20_15_reliableOvertakesAGapTheOthersWait() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 2, PacketType.RELIABLE);
            ring.feed(0, 3, PacketType.FIFO);
            ring.feed(2, 4, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(2);
            ring.feed(0, 1, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(2, 1, 3, 4);
        }
    }

    @Test
    void check20_15_reliableOfSeveralFragmentsWaitsLikeTheOthers() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(ring.packet(0, 2, PacketType.RELIABLE, 1, 1432));
            ring.feed(ring.packet(0, 3, PacketType.RELIABLE, -2, 10));
            assertThat(ring.delivered).isEmpty();
            ring.feed(0, 1, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(1, 2);
        }
    }

    @Test
    void check20_15_safeBlocksWhatIsBehindItUntilTheSecondVisit() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 2, PacketType.SAFE);
            ring.feed(0, 3, PacketType.AGREED);
            ring.feed(0, 4, PacketType.RELIABLE);
            ring.feed(0, 5, PacketType.SAFE);
            assertThat(ring.delivered).containsExactly(1);
            ring.visit(1, 5, 3);
            assertThat(ring.delivered).containsExactly(1);
            ring.visit(2, 5, 3);
            assertThat(ring.delivered).containsExactly(1, 2, 3, 4);
            ring.visit(3, 5, 5);
            ring.visit(4, 5, 5);
            assertThat(ring.delivered).containsExactly(1, 2, 3, 4, 5);
            assertThat(ring.engine.history().window().size())
                    .as("nothing is kept")
                    .isZero();
        }
    }

    @Test
    void defect20_28_thresholds() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.engine.setThreshold(Threshold.AGREED);
            ring.feed(0, 2, PacketType.RELIABLE);
            assertThat(ring.delivered).isEmpty();
            ring.feed(0, 1, PacketType.AGREED);
            assertThat(ring.delivered).containsExactly(1, 2);
            ring.engine.setThreshold(Threshold.BLOCK);
            ring.feed(0, 3, PacketType.AGREED);
            ring.feed(0, 5, PacketType.RELIABLE);
            assertThat(ring.delivered).containsExactly(1, 2);
            ring.visit(1, 5, 3);
            ring.visit(2, 5, 3);
            assertThat(ring.delivered).as("stable is stable").containsExactly(1, 2, 3);
            ring.engine.setThreshold(Threshold.UNRELIABLE);
            assertThat(ring.timers.isArmed(TimerKind.DELIVER)).isTrue();
            assertThat(ring.delivered).containsExactly(1, 2, 3);
            ring.engine.onDeliverTimer();
            assertThat(ring.delivered).containsExactly(1, 2, 3, 5);
        }
    }

    @Test
    void packedMessagesOfAReliablePacketGoUpTogether() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            DataPacket packet = ring.packet(0, 2, PacketType.RELIABLE);
            packet.appendFragment(DataPacket.WHOLE_MESSAGE, RingFixture.message(22, 60), 0, 60);
            packet.appendFragment(DataPacket.WHOLE_MESSAGE, RingFixture.message(23, 61), 0, 61);
            ring.feed(packet);
            assertThat(ring.delivered).containsExactly(2, 22, 23);
        }
    }

    @Test
    void defect30_D23_fragmentsOfSeveralOriginatorsInterleave() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(ring.packet(0, 1, PacketType.AGREED, 1, 1432));
            ring.feed(ring.packet(2, 2, PacketType.AGREED, 1, 1000));
            ring.feed(ring.packet(0, 3, PacketType.AGREED, 2, 1432));
            ring.feed(ring.packet(2, 4, PacketType.AGREED, -2, 90));
            ring.feed(ring.packet(0, 5, PacketType.AGREED, -3, 1));
            assertThat(ring.delivered).containsExactly(2, 1);
        }
    }

    @Test
    void defect20_6_wrongFragmentNumbersCostOneMessageOnly() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(ring.packet(0, 1, PacketType.AGREED, 1, 1432));
            ring.feed(ring.packet(0, 2, PacketType.AGREED, 3, 1432));
            ring.feed(ring.packet(0, 3, PacketType.AGREED, -4, 50));
            assertThat(ring.delivered).isEmpty();
            ring.feed(ring.packet(0, 4, PacketType.AGREED, 1, 1432));
            ring.feed(ring.packet(0, 5, PacketType.AGREED, -1, 100));
            assertThat(ring.delivered).as("a whole message ends what was begun").containsExactly(5);
            ring.feed(ring.packet(0, 6, PacketType.AGREED, 1, 1432));
            ring.feed(ring.packet(0, 7, PacketType.AGREED, 1, 1432));
            ring.feed(ring.packet(0, 8, PacketType.AGREED, -2, 10));
            assertThat(ring.delivered).as("a new beginning, too").containsExactly(5, 7);
            assertThat(ring.count(CounterId.MESSAGES_INCOMPLETE)).isEqualTo(3);
            assertThat(ring.told).isEmpty();
        }
    }

    /** Daemons of level 4 may be built for messages of 10,000 fragments. */
    @Test
    void check20_5_longMessagesOfLevel4AreDelivered() {
        for (int fragments : new int[] {100, 101, 200}) {
            try (RingFixture ring = new RingFixture(1, false, 4, 3)) {
                for (int i = 1; i <= fragments; i++) {
                    ring.feed(ring.packet(0, i, PacketType.AGREED, i < fragments ? i : -i, 1432));
                }
                assertThat(ring.delivered).as("%d fragments", fragments).containsExactly(1);
            }
        }
    }

    /** Large packets could make a message of the allowed number of fragments far longer than any that may be sent. */
    @Test
    void aMessageOfLargePacketsIsNoLongerThanAnyOther() {
        try (RingFixture ring = RingFixture.withPackets(60_000, 1)) {
            for (int i = 1; i <= 3; i++) {
                ring.feed(ring.packet(0, i, PacketType.AGREED, i < 3 ? i : -i, 50_000));
            }
            assertThat(ring.delivered).isEmpty();
            assertThat(ring.count(CounterId.DROP_MALFORMED)).isEqualTo(1);
            ring.feed(ring.packet(0, 4, PacketType.AGREED));
            assertThat(ring.delivered).as("the next one is none the worse").containsExactly(4);
        }
    }

    @Test
    void check20_5_fragmentNumbersOutOfRangeAreRejected() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int index : new int[] {0, 101, -101, -32768, 32767}) {
                ring.feed(ring.packet(0, 1, PacketType.AGREED, index, 100));
            }
            assertThat(ring.count(CounterId.DROP_MALFORMED)).isEqualTo(5);
            assertThat(ring.engine.history().highestSeq()).isZero();
        }
    }

    @Test
    void defect20_5_fragmentLengthsAreChecked() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int length : new int[] {30000, 0, -1, -32768, 101}) {
                DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
                packet.buffer().setShortLE(38, length);
                ring.feed(packet);
            }
            DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
            packet.appendFragment(DataPacket.WHOLE_MESSAGE, RingFixture.message(2, 60), 0, 60);
            for (int length : new int[] {61, 30000, -5}) {
                packet.buffer().setShortLE(40 + 100 + 2, length);
                ring.feed(packet);
            }
            assertThat(ring.delivered).isEmpty();
            assertThat(ring.count(CounterId.DROP_MALFORMED)).isEqualTo(8);
        }
    }

    @Test
    void defect20_17_packetsOfTheComingRingAreKeptUntilItIsInstalled() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            RingMembers coming = new RingMembers(new MembershipId(100, 8000), ring.topology, 0, 1, 2);
            ring.engine.beginRecovery(coming, 3333);
            DataPacket early = ring.packet(0, 2, PacketType.AGREED);
            early.setMembership(100, 8000);
            ring.feed(early);
            early = ring.packet(2, 1, PacketType.AGREED);
            early.setMembership(100, 8000);
            ring.feed(early);
            for (int seq = 3; seq < 3 + FuturePackets.MAX_PACKETS; seq++) {
                early = ring.packet(0, seq, PacketType.AGREED);
                early.setMembership(100, 8000);
                ring.feed(early);
            }
            assertThat(ring.delivered).isEmpty();
            assertThat(ring.count(CounterId.DROP_FUTURE)).as("no room for all").isEqualTo(2);
            ring.engine.endOldRing();
            ring.engine.install();
            ring.engine.receiveEarlyPackets();
            assertThat(ring.delivered).hasSize(FuturePackets.MAX_PACKETS).startsWith(1, 2, 3);
        }
    }

    @Test
    void aMessageShorterThanItsHeaderIsNotHandedUp() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(ring.packet(0, 1, PacketType.AGREED, -1, 47));
            ring.feed(ring.packet(0, 2, PacketType.AGREED, -1, 48));
            assertThat(ring.delivered).containsExactly(2);
        }
    }

    @Test
    void defect20_9_randomBytesNeverThrow() {
        Random random = new Random(7);
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int i = 0; i < 20_000; i++) {
                DataPacket packet = ring.packet(
                        random.nextBoolean() ? Endian.LITTLE : Endian.BIG,
                        random.nextInt(2) * 2,
                        1 + random.nextInt(200),
                        1 << (1 + random.nextInt(4)),
                        -1,
                        48 + random.nextInt(1300));
                ByteBuf bytes = packet.buffer().setIndex(0, packet.lengthBytes());
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    int at = random.nextInt(bytes.readableBytes());
                    bytes.setByte(at, bytes.getByte(at) ^ 1 << random.nextInt(8));
                }
                bytes.writerIndex(random.nextInt(10) == 0 ? random.nextInt(bytes.writerIndex()) : bytes.writerIndex());
                ring.feed(random.nextInt(3), bytes);
                if (random.nextInt(20) == 0) {
                    ByteBuf token = ring.token(random.nextInt(16), random.nextInt(200), random.nextInt(200))
                            .buffer();
                    token.setIndex(0, 40 + 4 * random.nextInt(30));
                    token.setShortLE(34, token.readableBytes() - 40);
                    for (int at = 40; at < token.readableBytes(); at++) {
                        token.setByte(at, random.nextInt(256));
                    }
                    if (ring.engine.gate().admitToken(0, token) != null) {
                        ring.engine.onToken(token);
                    }
                }
            }
            assertThat(ring.delivered).isNotEmpty();
            assertThat(ring.told).doesNotContain("fault");
            assertThat(Unpooled.EMPTY_BUFFER.refCnt()).isEqualTo(1);
        }
    }
}
