package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.WireLimits;

/** How queued messages become packets. */
final class PackerTest {
    private static final int SELF = 1;
    /** Header and one group name. */
    private static final int HEAD = 80;

    private static List<List<String>> packetsOf(RingFixture ring) {
        ring.visit(1, 0, 0);
        List<List<String>> packets = new ArrayList<>();
        for (DataPacket packet : ring.data()) {
            packets.add(RingFixture.fragments(packet));
        }
        return packets;
    }

    @Test
    void check20_4_smallMessagesShareAPacket() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int i = 0; i < 20; i++) {
                ring.submit(PacketType.FIFO, i, HEAD + 5);
            }
            List<List<String>> packets = packetsOf(ring);
            assertThat(packets).hasSize(2);
            assertThat(packets.get(0)).hasSize(15).containsOnly("-1:85");
            assertThat(packets.get(1)).hasSize(5).containsOnly("-1:85");
        }
    }

    @Test
    void check20_4_sizesAtTheBoundaries() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.AGREED, 1, HEAD + 1336);
            ring.submit(PacketType.AGREED, 2, HEAD + 1352);
            ring.submit(PacketType.AGREED, 3, HEAD + 1353);
            ring.submit(PacketType.FIFO, 4, HEAD + 10);
            assertThat(packetsOf(ring))
                    .containsExactly(
                            List.of("-1:1416"), List.of("-1:1432"), List.of("1:1432"), List.of("-2:1", "-1:90"));
        }
    }

    @Test
    void largerPacketsTakeMoreAndWholeMessages() {
        try (RingFixture ring = RingFixture.withPackets(9_001, SELF)) {
            for (int i = 0; i < 3; i++) {
                ring.submit(PacketType.FIFO, i, 4_000);
            }
            ring.submit(PacketType.AGREED, 4, 20_000);
            // The body is 8961 bytes, of which no more than a multiple of 4 is used.
            assertThat(packetsOf(ring))
                    .containsExactly(
                            List.of("-1:4000", "-1:4000"),
                            List.of("-1:4000"),
                            List.of("1:8960"),
                            List.of("2:8960"),
                            List.of("-3:2080"));
        }
    }

    @Test
    void theLargestPacketsHoldFragmentsThatDoNotFitASignedNumber() {
        try (RingFixture ring = RingFixture.withPackets(WireLimits.MAX_LARGE_PACKET_BYTES, SELF)) {
            ring.submit(PacketType.AGREED, 1, 100_000);
            assertThat(packetsOf(ring)).containsExactly(List.of("1:65464"), List.of("-2:34536"));
            assertThat(ring.delivered).as("from its own window, in one piece").containsExactly(1);
        }
    }

    @Test
    void check20_4_tailOfALongMessageIsFollowedByWholeOnes() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.AGREED, 1, HEAD + 3000);
            for (int i = 0; i < 5; i++) {
                ring.submit(PacketType.FIFO, 2, HEAD + 20);
            }
            assertThat(packetsOf(ring))
                    .containsExactly(
                            List.of("1:1432"),
                            List.of("2:1432"),
                            List.of("-3:216", "-1:100", "-1:100", "-1:100", "-1:100", "-1:100"));
            assertThat(ring.data().get(2).service())
                    .as("that of the first fragment")
                    .isEqualTo(PacketType.AGREED);
        }
    }

    @Test
    void check20_4_whatMayShareAPacket() {
        int[] services = {PacketType.RELIABLE, PacketType.FIFO, PacketType.AGREED, PacketType.SAFE};
        for (int first : services) {
            for (int second : services) {
                try (RingFixture ring = new RingFixture(SELF, 3)) {
                    ring.submit(first, 1, 100);
                    ring.submit(second, 2, 100);
                    boolean ordered = first != PacketType.RELIABLE
                            && first != PacketType.SAFE
                            && second != PacketType.RELIABLE
                            && second != PacketType.SAFE;
                    assertThat(packetsOf(ring)).hasSize(first == second || ordered ? 1 : 2);
                }
            }
        }
    }

    @Test
    void check20_5_fragmentNumbersOfTheLongestMessage() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.SAFE, 1, 143_200);
            int number = 0;
            for (int visit = 1; visit <= 5; visit++) {
                ring.visit(visit, 20 * (visit - 1), 20 * (visit - 1));
                for (DataPacket packet : ring.data()) {
                    number++;
                    String expected = (number == 100 ? -100 : number) + ":1432";
                    assertThat(RingFixture.fragments(packet)).containsExactly(expected);
                }
            }
            assertThat(number).isEqualTo(100);
            assertThat(ring.engine.queuedMessages()).isZero();
        }
    }

    @Test
    void aMessageBegunIsFinishedBeforeAnotherQueueIsSentFrom() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.AGREED, 1, 30 * 1432);
            ring.visit(1, 0, 0);
            ring.engine.activate(QueueKind.GROUPS);
            ring.submit(PacketType.AGREED, 2, 1432);
            ring.visit(2, 20, 20);
            List<DataPacket> data = ring.data();
            assertThat(data).hasSize(11);
            assertThat(RingFixture.fragments(data.get(9))).containsExactly("-30:1432");
            assertThat(RingFixture.fragments(data.get(10))).containsExactly("-1:1432");
        }
    }

    @Test
    void purgingTheGroupsQueueLeavesTheOtherAlone() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.AGREED, 1, 100);
            ring.engine.activate(QueueKind.GROUPS);
            ring.submit(PacketType.AGREED, 2, 100);
            ring.engine.purgeGroupsQueue();
            assertThat(ring.engine.queuedMessages()).isZero();
            ring.engine.activate(QueueKind.NORMAL);
            assertThat(ring.engine.queuedMessages()).isEqualTo(1);
        }
    }
}
