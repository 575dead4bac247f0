package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;

/** Which tokens are processed, which are answered with the last one again, and which are swallowed. */
final class TokenGateTest {
    private static final int LEADER = 0;
    private static final int FOLLOWER = 1;

    @Test
    void check20_6_wrongRingWrongSenderWrongLength() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            Token token = ring.token(1, 0, 0);
            token.setMembership(100, 6999);
            ring.feed(token);
            assertSwallowed(ring, CounterId.TOKEN_WRONG_RING);

            token = ring.token(1, 0, 0);
            token.setTransmitterId(RingFixture.id(2));
            ring.feed(token);
            assertSwallowed(ring, CounterId.TOKEN_WRONG_SENDER);

            ByteBuf bytes = ring.token(1, 0, 0).buffer();
            assertThat(ring.engine.gate().admitToken(0, bytes.setIndex(0, 44))).isNull();
            assertSwallowed(ring, CounterId.TOKEN_WRONG_LENGTH);

            ring.engine.rings().setTokenAlive(false);
            ring.feed(ring.token(1, 0, 0));
            assertSwallowed(ring, CounterId.TOKEN_VETO);
        }
    }

    private static void assertSwallowed(RingFixture ring, CounterId reason) {
        assertThat(ring.count(reason)).as(reason.key()).isEqualTo(1);
        assertThat(ring.sent).isEmpty();
        assertThat(ring.timers.isArmed(TimerKind.TOKEN)).isFalse();
        assertThat(ring.engine.tokens().rounds()).isZero();
    }

    @Test
    void check20_6_roundNumbersAtTheLeader() {
        for (int last = 0; last < 16; last++) {
            for (int arq = 0; arq < 16; arq++) {
                try (RingFixture ring = new RingFixture(LEADER, 3)) {
                    ring.engine.tokens().lastArq = last;
                    ring.feed(ring.token(arq, 0, 0));
                    boolean accepted = ring.engine.tokens().rounds() == 1;
                    assertThat(accepted).as(last + " then " + arq).isEqualTo(arq == last);
                    if (accepted) {
                        assertThat(ring.passed().arq()).isEqualTo((arq + 1) & 15);
                        assertThat(ring.passed().retrans()).isZero();
                    } else {
                        assertThat(ring.sent).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void check20_6_roundNumbersAtTheOthers() {
        for (int last = 0; last < 16; last++) {
            for (int arq = 0; arq < 16; arq++) {
                try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
                    ring.engine.tokens().lastArq = last;
                    ring.feed(ring.token(arq, 0, 0));
                    boolean accepted = ring.engine.tokens().rounds() == 1;
                    assertThat(accepted).as(last + " then " + arq).isEqualTo(arq == ((last + 1) & 15));
                    if (accepted) {
                        assertThat(ring.passed().arq()).isEqualTo(arq);
                    } else {
                        assertThat(ring.sent).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void check20_6_aRepeatWithMoreRetransmissionsMakesTheLastTokenGoOutAgain() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            assertThat(ring.visit(1, 0, 0).arq()).isEqualTo(1);
            Token repeat = ring.token(1, 0, 0);
            assertThat(ring.visit(repeat)).as("same count: swallowed").isNull();
            repeat.setRetrans(1);
            assertThat(ring.visit(repeat).retrans()).isEqualTo(1);
            assertThat(ring.tokensSent()).isEqualTo(1);
            assertThat(ring.visit(repeat)).as("obeyed once").isNull();
            repeat.setRetrans(2);
            assertThat(ring.visit(repeat).retrans()).isEqualTo(2);
            assertThat(ring.tokensSent())
                    .as("three copies from the second time on")
                    .isEqualTo(3);
        }
    }

    @Test
    void check20_6_sequenceNumbersRunOut() {
        int end = 1 << 30;
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            ring.engine.setFirstSeq(end - 10);
            ring.engine.tokens().lastSeq = end - 10;
            assertThat(ring.visit(1, end, end - 10)).isNotNull();
            assertThat(ring.visit(2, end + 1, end - 10)).isNull();
            assertThat(ring.count(CounterId.TOKEN_ROLLOVER)).isEqualTo(1);
        }
    }

    @Test
    void check20_8_staleTokensAreSwallowed() {
        for (int age : new int[] {15, 16, 32}) {
            try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
                int arq = 0;
                Token stale = null;
                int round = 0;
                for (int seq = 1; seq <= 60; seq++) {
                    ring.feed(0, seq, PacketType.AGREED);
                    arq = (arq + 1) & 15;
                    round++;
                    Token token = ring.token(arq, seq, seq - 1);
                    if (round == 60 - age + (age == 15 ? 0 : 1)) {
                        stale = ring.token(arq, seq, seq - 1);
                    }
                    assertThat(ring.visit(token)).isNotNull();
                }
                int aru = ring.engine.history().aru();
                ring.sent.clear();
                ring.feed(stale);
                assertThat(ring.passed()).as("copy of " + age + " rounds ago").isNull();
                assertThat(ring.count(CounterId.TOKEN_STALE)
                                + ring.count(CounterId.TOKEN_OUTDATED)
                                + ring.count(CounterId.TOKEN_REPEATED))
                        .isEqualTo(1);
                assertThat(ring.engine.history().aru()).isEqualTo(aru);
                arq = (arq + 1) & 15;
                assertThat(ring.visit(arq, 60, 60)).as("the genuine one").isNotNull();
            }
        }
    }

    /** Whatever is older than the last token, at the leader and at others, never mind its round number. */
    @Test
    void check20_8_defect30_D4_noCopyOfAnEarlierRoundIsAccepted() {
        for (int self : new int[] {LEADER, FOLLOWER}) {
            try (RingFixture ring = new RingFixture(self, 3)) {
                int first = self == LEADER ? 0 : 1;
                for (int round = 0; round < 70; round++) {
                    ring.feed(2, round + 1, PacketType.AGREED);
                    assertThat(ring.visit((round + first) & 15, round + 1, round))
                            .as("round " + round)
                            .isNotNull();
                }
                int aru = ring.engine.history().aru();
                long processed = ring.count(CounterId.TOKENS_PROCESSED);
                for (int round = 0; round < 70; round++) {
                    assertThat(ring.visit((round + first) & 15, round + 1, round))
                            .as("copy of round " + round)
                            .isNull();
                }
                assertThat(ring.count(CounterId.TOKENS_PROCESSED)).isEqualTo(processed);
                assertThat(ring.count(CounterId.TOKEN_STALE))
                        .as("those that look like the next one")
                        .isEqualTo(4);
                assertThat(ring.engine.history().aru()).isEqualTo(aru);
                assertThat(ring.visit((70 + first) & 15, 70, 70))
                        .as("the genuine one")
                        .isNotNull();
            }
        }
    }

    @Test
    void check20_6_theLeaderDoesNotAnswerRepeats() {
        try (RingFixture ring = new RingFixture(LEADER, 3)) {
            ring.feed(2, 1, PacketType.AGREED);
            assertThat(ring.visit(0, 1, 0)).isNotNull();
            for (int retrans = 0; retrans < 16; retrans++) {
                Token repeat = ring.token(0, 1, 0);
                repeat.setRetrans(retrans);
                assertThat(ring.visit(repeat)).isNull();
            }
            assertThat(ring.count(CounterId.TOKEN_REPEATED)).isEqualTo(16);
        }
    }

    /** What goes out again is the header alone: requests wait for the next rotation. */
    @Test
    void defect20_13_defect30_D22_aTokenSentAgainCarriesNoRequests() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            ring.feed(0, 3, PacketType.AGREED);
            Token token = ring.token(1, 3, 0);
            token.setFlowControl(7);
            assertThat(ring.visit(token).rtrLen()).isEqualTo(16 + 2 * 4);
            token.setRetrans(1);
            Token again = ring.visit(token);
            assertThat(again.rtrLen()).isZero();
            assertThat(again.lengthBytes()).isEqualTo(40);
            assertThat(again.flowControl()).isEqualTo(7);
            assertThat(ring.visit(2, 3, 0).rtrLen()).as("asked again").isPositive();
        }
    }

    @Test
    void defect20_2_defect30_D4_aTokenOfTheRightRoundWithAnOldAruIsSwallowed() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            for (int seq = 1; seq <= 10; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
            }
            ring.visit(1, 10, 10);
            ring.visit(2, 10, 10);
            assertThat(ring.engine.history().aru()).isEqualTo(10);
            assertThat(ring.visit(3, 10, 4)).isNull();
            assertThat(ring.visit(3, 9, 10)).isNull();
            assertThat(ring.count(CounterId.TOKEN_STALE)).isEqualTo(2);
            assertThat(ring.visit(3, 10, 10)).isNotNull();
        }
    }

    @Test
    void defect20_7_aTokenWithAnImpossibleSequenceNumberIsSwallowed() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            assertThat(ring.visit(1, 100_000, 0)).isNull();
            assertThat(ring.count(CounterId.TOKEN_FAR_AHEAD)).isEqualTo(1);
            assertThat(ring.visit(1, 1620, 0)).isNotNull();
        }
    }

    /** It would be passed on, and the ring be lost as soon as it is installed. */
    @Test
    void defect20_7_aTokenWithASequenceNumberInRecoveryIsSwallowed() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            ring.engine.beginRecovery(ring.engine.rings().current(), 3333);
            for (int seq : new int[] {1, 1600, (1 << 30) + 1, Integer.MAX_VALUE, -1}) {
                assertThat(ring.visit(1, seq, Integer.MAX_VALUE)).isNull();
            }
            assertThat(ring.count(CounterId.TOKEN_FAR_AHEAD)).isEqualTo(5);
            assertThat(ring.visit(1, 0, Integer.MAX_VALUE)).isNotNull();
        }
    }

    @Test
    void defect20_9_requestBlocksOutOfBoundsAreSwallowed() {
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            for (int numSeq : new int[] {-1, -32768, 2, 100}) {
                Token token = ring.token(1, 0, 0);
                ring.request(token, RingFixture.id(0), 0, 1);
                token.buffer().setShortLE(40 + 14, numSeq);
                assertThat(ring.visit(token)).isNull();
            }
            Token token = ring.token(1, 0, 0);
            ring.request(token, RingFixture.id(0), 99, 1);
            assertThat(ring.visit(token)).isNull();
            assertThat(ring.count(CounterId.TOKEN_MALFORMED)).isEqualTo(5);
        }
    }
}
