package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.ring.RingFixture.Sent;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;

/** A ring that turns without getting further: who helps unasked, who asks in other ways, who gives up. */
final class StallWatchTest {
    private static final int SELF = 1;
    private static final int STUCK = 2;

    private int round;

    /** The next token: {@code stuck} lacks the packet behind {@code aru}. */
    private Token visit(RingFixture ring, int stuck, int seq, int aru) {
        round++;
        Token token = ring.token(round & 15, seq, aru);
        token.setAruLastId(RingFixture.id(stuck));
        return ring.visit(token);
    }

    /** Milliseconds, counted from the first visit, at which packets were sent unasked, with their destination and numbers. */
    private List<String> repairs(RingFixture ring, int seq, int aru, int millis) {
        List<String> repairs = new ArrayList<>();
        for (int at = 0; at < millis; at++) {
            visit(ring, STUCK, seq, aru);
            List<Integer> seqs = new ArrayList<>();
            for (Sent datagram : ring.sent) {
                if (datagram.isData()) {
                    assertThat(datagram.to()).isEqualTo(STUCK);
                    seqs.add(datagram.asData().seq());
                }
            }
            if (!seqs.isEmpty()) {
                repairs.add(at + " " + seqs);
                assertThat(ring.passed().flowControl())
                        .as("counted like answers")
                        .isEqualTo(seqs.size());
            }
        }
        return repairs;
    }

    @Test
    void defect20_1_defect30_D6_packetsAreSentUnaskedToWhoeverIsStuck() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int seq = 1; seq <= 9; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
            }
            // 200 ms, and two turns more: d1, who made the packet, is first, the daemon behind the stuck one the next.
            assertThat(repairs(ring, 9, 5, 1000))
                    .containsExactly("240 [6, 7, 8, 9]", "360 [6, 7, 8, 9]", "600 [6, 7, 8, 9]");
            assertThat(ring.count(CounterId.RETRANS_REPAIRS)).isEqualTo(12);
        }
    }

    @Test
    void defect20_1_whoMadeThePacketIsTheFirstToSendItAgain() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int number = 1; number <= 20; number++) {
                ring.submit(PacketType.AGREED, number, 1400);
            }
            visit(ring, 0, 0, 0);
            assertThat(repairs(ring, 20, 0, 300)).containsExactly("200 [1, 2, 3, 4, 5, 6, 7, 8]");
        }
    }

    @Test
    void progressEndsTheStall() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int seq = 1; seq <= 9; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
            }
            assertThat(repairs(ring, 9, 5, 199)).isEmpty();
            assertThat(repairs(ring, 9, 6, 240)).isEmpty();
            assertThat(repairs(ring, 9, 9, 600)).as("nothing is missing").isEmpty();
            assertThat(ring.count(CounterId.STALLS)).isZero();
            assertThat(ring.told).isEmpty();
        }
    }

    @Test
    void defect20_1_whoMissesAPacketForLongGivesTheRingUpAndIsLessPatientWhenThatDoesNotHelp() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 2, PacketType.AGREED);
            List<Integer> gaveUp = new ArrayList<>();
            for (int millis = 0; millis < 12_000; millis++) {
                visit(ring, SELF, 2, 0);
                if (ring.told.size() > gaveUp.size()) {
                    assertThat(ring.told).last().isEqualTo("stalled");
                    gaveUp.add((millis + 500) / 1000);
                }
            }
            assertThat(gaveUp).containsExactly(5, 7, 9, 11);
            assertThat(ring.unreachable).isEqualTo(4);
            assertThat(ring.data()).isEmpty();
        }
    }

    /** A ring that somebody else gives up, before this daemon would, stalled all the same. */
    @Test
    void defect20_1_aRingThatOthersGiveUpStalledToo() {
        for (int millis : new int[] {1_900, 2_100}) {
            try (RingFixture ring = new RingFixture(SELF, 3)) {
                round = 0;
                ring.feed(0, 2, PacketType.AGREED);
                for (int i = 0; i < millis; i++) {
                    visit(ring, SELF, 2, 0);
                }
                ring.engine.loseRing();
                assertThat(ring.unreachable).isEqualTo(millis > 2_000 ? 1 : 0);
            }
        }
    }

    /** The token names another one: perhaps that one alone is the cause. */
    @Test
    void defect20_1_whoMissesThePacketTooIsMorePatientEachTime() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 2, PacketType.AGREED);
            List<Integer> gaveUp = new ArrayList<>();
            for (int millis = 0; millis < 36_000; millis++) {
                visit(ring, STUCK, 2, 0);
                if (ring.told.size() > gaveUp.size()) {
                    gaveUp.add((millis + 500) / 1000);
                }
            }
            assertThat(gaveUp).containsExactly(5, 15, 35);
        }
    }

    @Test
    void whoHasThePacketDoesNotGiveTheRingUp() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            for (int millis = 0; millis < 20_000; millis++) {
                visit(ring, STUCK, 1, 0);
            }
            assertThat(ring.told).isEmpty();
            assertThat(ring.count(CounterId.STALLS)).isEqualTo(1);
            assertThat(ring.count(CounterId.RETRANS_REPAIRS))
                    .as("ever more rarely, then every two seconds")
                    .isBetween(10L, 20L);
        }
    }

    @Test
    void aTokenThatNamesADaemonThatIsNotThereEndsTheRing() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            for (int millis = 0; millis < 6_000; millis++) {
                visit(ring, 99, 1, 0);
            }
            assertThat(ring.told).containsExactly("stalled");
        }
    }

    @Test
    void defect20_1_defect30_D6_aRequestInVainAsksForAnotherWayOfAnswering() {
        try (RingFixture ring = new RingFixture(2, 2, 2)) {
            ring.feed(0, 2, PacketType.AGREED);
            RequestBlock block = new RequestBlock();
            List<String> asked = new ArrayList<>();
            for (int millis = 0; millis < 61; millis++) {
                Token passed = visit(ring, 2, 2, 0);
                boolean asks = passed.firstRequest(block);
                if (millis >= 49) {
                    asked.add(asks ? block.procId() + " " + block.segmentIndex() : "silent");
                }
            }
            String me = RingFixture.id(2) + " 1";
            assertThat(asked)
                    .containsExactly(me, me, me, "-1 1", "-1 -1", "silent", me, me, me, "-1 1", "-1 -1", "silent");
        }
    }
}
