package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;

/** What a visit of the token does. */
final class TokenProcessorTest {
    private static final int SELF = 1;

    @Test
    void check20_11_aruIsLoweredToWhatIsHereAndRaisedByWhoLoweredIt() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            Token passed = ring.visit(1, 3, 3);
            assertThat(passed.aru()).as("lowered").isEqualTo(1);
            assertThat(passed.aruLastId()).isEqualTo(RingFixture.id(SELF));
            ring.feed(0, 2, PacketType.AGREED);
            Token token = ring.token(2, 3, 1);
            token.setAruLastId(RingFixture.id(SELF));
            assertThat(ring.visit(token).aru()).as("raised by me").isEqualTo(2);
            ring.feed(0, 3, PacketType.AGREED);
            token = ring.token(3, 3, 2);
            token.setAruLastId(RingFixture.id(0));
            passed = ring.visit(token);
            assertThat(passed.aru()).as("another has lowered it: left alone").isEqualTo(2);
            assertThat(passed.aruLastId()).isEqualTo(RingFixture.id(0));
        }
    }

    @Test
    void check20_11_aruIsRaisedWhenItWasEqualToTheSequenceNumber() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.submit(PacketType.AGREED, 1, 100);
            ring.submit(PacketType.AGREED, 2, 1432);
            Token passed = ring.visit(1, 0, 0);
            assertThat(passed.seq()).isEqualTo(2);
            assertThat(passed.aru()).isEqualTo(2);
            assertThat(passed.aruLastId()).isEqualTo(RingFixture.id(SELF));
        }
    }

    @Test
    void check20_11_stableIsWhatTwoVisitsInARowShowed() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int seq = 1; seq <= 5; seq++) {
                ring.feed(0, seq, PacketType.SAFE);
            }
            ring.visit(1, 5, 5);
            assertThat(ring.engine.history().aru()).isZero();
            ring.visit(2, 5, 3);
            assertThat(ring.engine.history().aru()).isEqualTo(3);
            assertThat(ring.delivered).containsExactly(1, 2, 3);
            ring.visit(3, 5, 5);
            assertThat(ring.engine.history().aru()).isEqualTo(3);
            ring.visit(4, 5, 5);
            assertThat(ring.engine.history().aru()).isEqualTo(5);
            assertThat(ring.delivered).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void check20_12_flowControl() {
        int[][] table = {{0, 20}, {160, 20}, {161, 19}, {179, 1}, {180, 0}, {200, 0}, {-5, 20}};
        for (int[] row : table) {
            try (RingFixture ring = new RingFixture(SELF, 3)) {
                for (int i = 0; i < 30; i++) {
                    ring.submit(PacketType.AGREED, i, 1432);
                }
                Token token = ring.token(1, 0, 0);
                token.setFlowControl(row[0]);
                Token passed = ring.visit(token);
                assertThat(ring.data()).as("fc " + row[0]).hasSize(row[1]);
                assertThat(passed.flowControl()).isEqualTo(row[0] + row[1]);
                assertThat(passed.seq()).isEqualTo(row[1]);
                // The next visit takes this one's share off again.
                token = ring.token(2, row[1], row[1]);
                token.setFlowControl(passed.flowControl());
                int sentBefore = row[1];
                int allowed = Math.max(0, Math.min(20, 180 - passed.flowControl()));
                int sentNow = Math.min(allowed, 30 - sentBefore);
                passed = ring.visit(token);
                assertThat(ring.data()).hasSize(sentNow);
                assertThat(passed.flowControl()).isEqualTo(row[0] + sentBefore + sentNow - sentBefore);
            }
        }
    }

    /** Found by seed 303565: a damaged token kept all from sending, and the ring turned for ever. */
    @Test
    void aDamagedCountOfFlowControlIsSetRightWhenTheRingIsIdle() {
        for (int damaged : new int[] {4096, 100, -4096}) {
            try (RingFixture ring = new RingFixture(SELF, 3)) {
                int arq = 0;
                int flow = damaged;
                for (int visit = 0; visit < 5; visit++) {
                    Token token = ring.token(++arq, 0, 0);
                    token.setFlowControl(flow);
                    flow = ring.visit(token).flowControl();
                }
                assertThat(flow).isZero();
                assertThat(ring.count(CounterId.TOKEN_FLOW_CORRECTED)).isEqualTo(1);
                assertThat(ring.lines)
                        .containsExactly("Prot_handle_token: the token counts " + damaged
                                + " packets of a rotation in which nobody sent any: it was damaged on its way once;"
                                + " set right");
                for (int i = 0; i < 30; i++) {
                    ring.submit(PacketType.AGREED, i, 1432);
                }
                Token token = ring.token(++arq, 0, 0);
                token.setFlowControl(damaged);
                Token passed = ring.visit(token);
                assertThat(ring.data()).as("even if it comes again").hasSize(20);
                assertThat(passed.flowControl()).isEqualTo(20);
            }
        }
    }

    /** What is counted in a ring that works is somebody's, who will take it off again. */
    @Test
    void flowControlOfARingThatIsNotIdleIsLeftAlone() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            int seq = 0;
            for (int arq = 1; arq < 14; arq++) {
                ring.feed(0, ++seq, PacketType.AGREED);
                Token token = ring.token(arq, seq, seq);
                token.setFlowControl(7);
                assertThat(ring.visit(token).flowControl()).isEqualTo(7);
            }
            // Nothing new, but what came last is not known to be everywhere, and may be sent again.
            Token token = ring.token(14, seq, seq);
            token.setFlowControl(3);
            assertThat(ring.visit(token).flowControl()).isEqualTo(3);
            assertThat(ring.count(CounterId.TOKEN_FLOW_CORRECTED)).isZero();
        }
    }

    @Test
    void check20_12_nobodySendsTooFarAheadOfTheSlowest() {
        for (int gap : new int[] {1600, 1601}) {
            try (RingFixture ring = new RingFixture(SELF, 3)) {
                ring.submit(PacketType.AGREED, 1, 100);
                ring.visit(1, gap, 0);
                assertThat(ring.data()).hasSize(gap == 1600 ? 1 : 0);
            }
        }
    }

    @Test
    void check20_14_acceleratedRingSendsTheLastPacketsBehindTheToken() {
        try (RingFixture ring = new RingFixture(SELF, true, 5, 3)) {
            for (int i = 0; i < 20; i++) {
                ring.submit(PacketType.AGREED, i, 1432);
            }
            ring.visit(1, 0, 0);
            int tokenAt = 0;
            while (!ring.sent.get(tokenAt).token()) {
                tokenAt++;
            }
            assertThat(tokenAt).isEqualTo(5);
            assertThat(ring.sent).hasSize(21);
            assertThat(ring.passed().seq()).as("the token tells of all").isEqualTo(20);
            List<DataPacket> data = ring.data();
            for (int i = 0; i < 20; i++) {
                assertThat(data.get(i).seq()).isEqualTo(i + 1);
                assertThat(data.get(i).tokenRound()).isEqualTo(i < 5 ? 0 : 1);
            }
        }
    }

    @Test
    void check20_14_acceleratedRingAsksOneRotationLater() {
        try (RingFixture ring = new RingFixture(SELF, true, 5, 3)) {
            ring.feed(0, 2, PacketType.AGREED);
            RequestBlock block = new RequestBlock();
            assertThat(ring.visit(1, 2, 0).firstRequest(block))
                    .as("1 may be under way")
                    .isFalse();
            assertThat(ring.visit(2, 2, 0).firstRequest(block)).isTrue();
            assertThat(RingFixture.seqs(block)).containsExactly(1);
        }
    }

    @Test
    void acceleratedRingGivesTheTokenPriorityWhenThePredecessorIsOneRoundAhead() {
        try (RingFixture ring = new RingFixture(SELF, true, 5, 3)) {
            DataPacket packet = ring.packet(0, 1, PacketType.AGREED);
            packet.setTokenRound(0);
            ring.feed(packet);
            assertThat(ring.engine.tokenHasPriority()).isFalse();
            packet = ring.packet(0, 2, PacketType.AGREED);
            packet.setTokenRound(1);
            ring.feed(packet);
            assertThat(ring.engine.tokenHasPriority()).isTrue();
            ring.visit(1, 2, 2);
            assertThat(ring.engine.tokenHasPriority()).isFalse();
        }
    }

    /** A segment's leader sends packets of others on as its own: what counts is who made the packet. */
    @Test
    void defect20_25_aForwardedPacketDoesNotGiveTheTokenPriority() {
        try (RingFixture ring = new RingFixture(SELF, true, 5, 3)) {
            DataPacket forwarded = ring.packet(2, 1, PacketType.AGREED);
            forwarded.setTransmitterId(RingFixture.id(0));
            forwarded.setTokenRound(1);
            ring.feed(forwarded);
            assertThat(ring.delivered).containsExactly(1);
            assertThat(ring.engine.tokenHasPriority()).isFalse();
        }
    }

    @Test
    void aFirstTokenAfterInstallationForgetsTheAruOfTheRecovery() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.engine.tokens().lastAru = 3333;
            Token passed = ring.visit(1, 0, 3333);
            assertThat(passed.aru()).isZero();
            assertThat(ring.engine.history().aru()).isZero();
            assertThat(ring.count(CounterId.TOKEN_STALE)).isZero();
        }
    }

    @Test
    void defect20_20_paddingIsZero() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            // Fill the cell with something else first.
            ring.feed(ring.packet(0, 1, PacketType.AGREED, -1, 1432));
            ring.visit(1, 1, 1);
            ring.visit(2, 1, 1);
            ring.submit(PacketType.AGREED, 0, 49);
            ring.submit(PacketType.AGREED, 0, 50);
            ring.submit(PacketType.AGREED, 0, 51);
            ring.visit(3, 1, 1);
            DataPacket packet = ring.data().get(0);
            assertThat(packet.buffer().getShort(34)).isZero();
            assertThat(packet.buffer().getByte(40 + 49)).isZero();
            assertThat(packet.buffer().getByte(40 + 50)).isZero();
            assertThat(packet.buffer().getByte(40 + 51)).isZero();
            assertThat(packet.buffer().getShort(40 + 56 + 50)).isZero();
        }
    }

    /** The adapter reads the data socket again before such a token is taken, and only then. */
    @Test
    void aWaitingTokenTellsWhetherDataIsMissing() {
        try (RingFixture ring = new RingFixture(1, 3)) {
            Token token = ring.token(1, 5, 0);
            token.buffer().setIndex(token.offset(), token.endOffset());
            assertThat(ring.engine.gate().admitToken(0, token.buffer())).isEqualTo(PacketKind.TOKEN);
            assertThat(ring.engine.lacksAnnouncedData()).as("five packets").isTrue();
            ring.engine.gate().forgetAnnounced();
            assertThat(ring.engine.lacksAnnouncedData()).isFalse();
            token = ring.token(1, 0, 0);
            token.buffer().setIndex(token.offset(), token.endOffset());
            assertThat(ring.engine.gate().admitToken(0, token.buffer())).isEqualTo(PacketKind.TOKEN);
            assertThat(ring.engine.lacksAnnouncedData()).as("none").isFalse();
        }
    }
}
