package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.ring.RingFixture.Sent;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/** Asking for packets that are missing, and answering who asks. */
final class RetransmissionTest {
    private static final int SELF = 1;

    /** Where answers went: daemon, or -1 for the own segment. */
    private static List<Integer> targets(RingFixture ring) {
        List<Integer> targets = new ArrayList<>();
        for (Sent datagram : ring.sent) {
            if (datagram.isData()) {
                targets.add(datagram.to());
            }
        }
        return targets;
    }

    @Test
    void check20_13_whoMissesAlone() {
        try (RingFixture ring = new RingFixture(SELF, 2, 1)) {
            ring.feed(0, 2, PacketType.AGREED);
            ring.feed(0, 4, PacketType.AGREED);
            RequestBlock block = new RequestBlock();
            assertThat(ring.visit(1, 5, 0).firstRequest(block)).isTrue();
            assertThat(block.procId()).isEqualTo(RingFixture.id(SELF));
            assertThat(block.segmentIndex()).isZero();
            assertThat(block.membershipTime()).isEqualTo(RingFixture.RING.time());
            assertThat(RingFixture.seqs(block)).containsExactly(1, 3, 5);
        }
    }

    @Test
    void check20_13_requestsOfOthersThatMissTheSameAreTakenOver() {
        int[][] table = {{0, 0, -1, 0}, {2, 1, -1, -1}};
        for (int[] row : table) {
            try (RingFixture ring = new RingFixture(SELF, 2, 1)) {
                Token token = ring.token(1, 1, 0);
                ring.request(token, RingFixture.id(row[0]), row[1], 1);
                RequestBlock block = new RequestBlock();
                Token passed = ring.visit(token);
                assertThat(passed.firstRequest(block)).isTrue();
                assertThat(block.procId()).isEqualTo(row[2]);
                assertThat(block.segmentIndex()).isEqualTo(row[3]);
                assertThat(RingFixture.seqs(block)).containsExactly(1);
                assertThat(passed.nextRequest(block)).isFalse();
            }
        }
    }

    /** Together they would be answered to the segment, and perhaps that is what they do not hear. */
    @Test
    void defect20_1_whenAskingIsInVainRequestsOfOthersStayApart() {
        try (RingFixture ring = new RingFixture(SELF, 2, 1)) {
            RequestBlock block = new RequestBlock();
            ring.feed(0, 2, PacketType.AGREED);
            int apart = 0;
            int merged = 0;
            for (int round = 1; round <= 100; round++) {
                Token token = ring.token(round & 15, 2, 0);
                ring.request(token, RingFixture.id(2), 1, 1);
                Token passed = ring.visit(token);
                assertThat(passed.firstRequest(block)).isTrue();
                assertThat(RingFixture.seqs(block)).containsExactly(1);
                if (block.procId() == RingFixture.id(2)) {
                    apart++;
                    assertThat(block.segmentIndex()).isEqualTo(1);
                    assertThat(!passed.nextRequest(block) || block.procId() != RingFixture.id(2))
                            .isTrue();
                } else {
                    merged++;
                }
            }
            assertThat(merged).isEqualTo(50);
            assertThat(apart).isEqualTo(50);
        }
    }

    @Test
    void check20_13_answersGoToTheRequesterItsSegmentOrAll() {
        try (RingFixture ring = new RingFixture(SELF, 2, 2)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 2, PacketType.AGREED);
            ring.feed(0, 3, PacketType.AGREED);
            ring.feed(0, 4, PacketType.AGREED);
            Token token = ring.token(1, 4, 0);
            ring.request(token, RingFixture.id(3), 1, 1);
            assertThat(ring.visit(token).rtrLen()).as("the request is consumed").isZero();
            assertThat(targets(ring)).containsExactly(3);
            assertThat(ring.data().get(0).isRouted()).isFalse();

            token = ring.token(2, 4, 0);
            ring.request(token, -1, 1, 2);
            ring.visit(token);
            assertThat(targets(ring)).as("first daemon of the other segment").containsExactly(2);
            assertThat(ring.data().get(0).isRouted()).isTrue();

            token = ring.token(3, 4, 0);
            ring.request(token, -1, 0, 3);
            ring.visit(token);
            assertThat(targets(ring)).as("own segment").containsExactly(-1);

            token = ring.token(4, 4, 0);
            ring.request(token, -1, -1, 4);
            ring.visit(token);
            assertThat(targets(ring)).as("other segments, then the own one").containsExactly(2, -1);
            assertThat(ring.passed().flowControl())
                    .as("one packet, however many datagrams")
                    .isEqualTo(0);
            assertThat(ring.count(CounterId.RETRANS_UNICAST)).isEqualTo(1);
            assertThat(ring.count(CounterId.RETRANS_SEGMENT)).isEqualTo(2);
            assertThat(ring.count(CounterId.RETRANS_BROADCAST)).isEqualTo(1);
        }
    }

    @Test
    void check20_3_aPacketOfTheOtherByteOrderIsSentAgainInMine() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            DataPacket big = ring.packet(Endian.BIG, 0, 1, PacketType.AGREED, DataPacket.WHOLE_MESSAGE, 100);
            big.appendFragment(DataPacket.WHOLE_MESSAGE, RingFixture.message(77, 60), 0, 60);
            big.setTokenRound(9);
            ring.feed(big);
            assertThat(ring.delivered).containsExactly(1, 77);
            Token token = ring.token(1, 1, 0);
            ring.request(token, RingFixture.id(2), 0, 1);
            ring.visit(token);
            DataPacket again = ring.data().get(0);
            assertThat(again.endian()).isEqualTo(Endian.LITTLE);
            assertThat(again.transmitterId()).isEqualTo(RingFixture.id(SELF));
            assertThat(again.procId()).isEqualTo(RingFixture.id(0));
            assertThat(again.seq()).isEqualTo(1);
            assertThat(again.tokenRound()).isEqualTo(9);
            assertThat(RingFixture.fragments(again)).containsExactly("-1:100", "-1:60");
        }
    }

    @Test
    void requestsOfOtherRingsTravelOn() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            Token token = ring.token(1, 0, 0);
            RequestBlock block = new RequestBlock();
            token.appendRequest(block, 55, 66, 77, 2);
            token.appendSeq(block, 5);
            token.appendSeq(block, 9);
            assertThat(ring.visit(token).firstRequest(block)).isTrue();
            assertThat(block.membershipProcId()).isEqualTo(55);
            assertThat(block.procId()).isEqualTo(77);
            assertThat(RingFixture.seqs(block)).containsExactly(5, 9);
        }
    }

    @Test
    void defect20_10_requestsThatNobodyCanHaveAreIgnored() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            for (int seq = 1; seq <= 4; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
            }
            ring.visit(1, 4, 4);
            ring.visit(2, 4, 4);
            Token token = ring.token(3, 4, 4);
            ring.request(token, RingFixture.id(0), 0, 2, -7, 0, 99, Integer.MAX_VALUE);
            assertThat(ring.visit(token).rtrLen()).isZero();
            assertThat(ring.data()).isEmpty();
            assertThat(ring.count(CounterId.REQUESTS_IGNORED)).isEqualTo(5);
        }
    }

    /** In recovery a packet that nobody has is settled, but it is not there. */
    @Test
    void defect30_D26_anAgreedHoleIsNeitherSentNorAskedFor() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 3, PacketType.AGREED);
            ring.engine.history().window().setHole(2);
            Token token = ring.token(1, 3, 0);
            ring.request(token, RingFixture.id(2), 0, 2, 3);
            Token passed = ring.visit(token);
            assertThat(ring.data())
                    .singleElement()
                    .satisfies(p -> assertThat(p.seq()).isEqualTo(3));
            assertThat(passed.rtrLen()).isZero();
        }
    }

    /** The slot is still taken by another packet: the one behind it in the buffer is dropped, not mixed up with it. */
    @Test
    void defect20_8_aPacket8192AheadIsNotADuplicate() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 1 + PacketWindow.SLOTS, PacketType.AGREED);
            assertThat(ring.count(CounterId.DROP_DUPLICATE)).isZero();
            assertThat(ring.count(CounterId.DROP_FAR_AHEAD)).isEqualTo(1);
            Token token = ring.token(1, 1, 0);
            ring.request(token, RingFixture.id(2), 0, 1 + PacketWindow.SLOTS);
            ring.visit(token);
            assertThat(ring.data()).isEmpty();
        }
    }

    @Test
    void check20_22_requestsStayWithinOneFrame() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            Token passed = ring.visit(1, 1600, 0);
            RequestBlock block = new RequestBlock();
            assertThat(passed.firstRequest(block)).isTrue();
            assertThat(block.numSeq()).isEqualTo(RetransmissionRequests.MAX_REQUESTS);
            assertThat(block.seq(0)).as("the oldest first").isEqualTo(1);
            assertThat(passed.lengthBytes()).isLessThanOrEqualTo(WireLimits.MAX_PACKET_BYTES);

            Token token = ring.token(2, 1600, 0);
            token.appendRequest(block, 55, 66, 77, 0);
            for (int seq = 1; seq <= 350; seq++) {
                token.appendSeq(block, seq);
            }
            passed = ring.visit(token);
            assertThat(passed.firstRequest(block) && passed.nextRequest(block)).isTrue();
            assertThat(block.numSeq())
                    .as("a few, although the token then is longer")
                    .isEqualTo(8);
        }
    }

    @Test
    void check20_22_answersAreCappedAndTheRestStaysOnTheToken() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            int[] seqs = new int[100];
            for (int seq = 1; seq <= 101; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
                if (seq > 1) {
                    seqs[seq - 2] = seq;
                }
            }
            Token token = ring.token(1, 101, 1);
            ring.request(token, RingFixture.id(2), 0, seqs);
            Token passed = ring.visit(token);
            assertThat(ring.data()).hasSize(RetransmissionAnswers.MAX_ANSWERS_PER_VISIT);
            assertThat(passed.flowControl()).isEqualTo(RetransmissionAnswers.MAX_ANSWERS_PER_VISIT);
            RequestBlock block = new RequestBlock();
            assertThat(passed.firstRequest(block)).isTrue();
            assertThat(block.procId()).isEqualTo(RingFixture.id(2));
            assertThat(block.numSeq()).isEqualTo(36);
            assertThat(block.seq(0)).isEqualTo(66);
        }
    }

    @Test
    void defect20_1_theSameAnswerIsPacedThenChangesItsWayThenIsPassedOn() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 2, PacketType.AGREED);
            int arq = 0;
            List<Integer> targets = new ArrayList<>();
            List<Integer> answeredAt = new ArrayList<>();
            int firstPassedOn = 0;
            for (int round = 1; round <= 24; round++) {
                arq = (arq + 1) & 15;
                Token token = ring.token(arq, 2, 1);
                ring.request(token, RingFixture.id(2), 0, 2);
                Token passed = ring.visit(token);
                if (!targets(ring).isEmpty()) {
                    targets.addAll(targets(ring));
                    answeredAt.add(round);
                }
                if (passed.rtrLen() > 0 && firstPassedOn == 0) {
                    firstPassedOn = answeredAt.size();
                }
            }
            // Rounds of 1 ms: at least two of them, and two milliseconds, between answers; twice as long from the
            // fourth on.
            assertThat(answeredAt).containsExactly(1, 3, 5, 7, 11, 19);
            assertThat(targets)
                    .as("three times to the requester, then segment, all, requester")
                    .containsExactly(2, 2, 2, -1, -1, 2);
            assertThat(firstPassedOn).isEqualTo(4);
        }
    }

    /** A hundred packets that do not arrive, and rounds without end: the pauses are kept for each of them. */
    @Test
    void defect20_1_defect30_D6_answersInVainAreFewHoweverFastTheRingTurns() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            int[] seqs = new int[99];
            for (int seq = 1; seq <= 100; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
                if (seq > 1) {
                    seqs[seq - 2] = seq;
                }
            }
            int[] sentInSecond = new int[4];
            for (int round = 1; round <= 20_000; round++) {
                Token token = ring.token(round & 15, 100, 1);
                ring.request(token, RingFixture.id(2), 0, seqs);
                ring.sent.clear();
                ring.timers.advanceTo(ring.timers.nowNs() + 200_000);
                ring.feed(token);
                sentInSecond[(round - 1) / 5000] += ring.data().size();
            }
            assertThat(sentInSecond[0]).isBetween(700, 1500);
            assertThat(sentInSecond[3]).isLessThan(500);
        }
    }

    /** Many requesters of many packets: there is a limit for all together. */
    @Test
    void defect20_12_repeatedAnswersAreLimitedForEachSecond() {
        try (RingFixture ring = new RingFixture(SELF, 60)) {
            int[] seqs = new int[200];
            for (int seq = 1; seq <= 201; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
                if (seq > 1) {
                    seqs[seq - 2] = seq;
                }
            }
            int sent = 0;
            for (int round = 1; round <= 1800; round++) {
                Token token = ring.token(round & 15, 201, 1);
                for (int requester = 2; requester < 42; requester += 10) {
                    ring.request(token, RingFixture.id(requester), 0, seqs);
                }
                ring.sent.clear();
                ring.timers.advanceTo(ring.timers.nowNs() + 500_000);
                ring.feed(token);
                sent += ring.data().size();
            }
            int firstAnswers = 4 * seqs.length;
            assertThat(sent - ring.count(CounterId.RETRANS_REPAIRS))
                    .isEqualTo(firstAnswers + RetransmissionAnswers.MAX_REPEATED_PER_SECOND);
        }
    }

    /** Forty daemons that ask for the same two hundred packets, each for the first time. */
    @Test
    void defect20_12_firstAnswersAreLimitedForEachSecondToo() {
        try (RingFixture ring = new RingFixture(SELF, 60)) {
            int[] seqs = new int[200];
            for (int seq = 1; seq <= 201; seq++) {
                ring.feed(0, seq, PacketType.AGREED);
                if (seq > 1) {
                    seqs[seq - 2] = seq;
                }
            }
            int sent = 0;
            for (int round = 1; round <= 180; round++) {
                Token token = ring.token(round & 15, 201, 1);
                ring.request(token, RingFixture.id(2 + round % 40), 0, seqs);
                Token passed = ring.visit(token);
                sent += ring.data().size();
                if (ring.data().isEmpty()) {
                    assertThat(passed.rtrLen())
                            .as("the request stays on the token")
                            .isPositive();
                }
            }
            assertThat(sent).isEqualTo(RepairCap.MAX_PER_SECOND);
            ring.timers.advanceTo(ring.timers.nowNs() + 1_100_000_000L);
            Token token = ring.token(181 & 15, 201, 1);
            ring.request(token, RingFixture.id(50), 0, seqs);
            ring.visit(token);
            assertThat(ring.data()).hasSizeGreaterThanOrEqualTo(RetransmissionAnswers.MAX_ANSWERS_PER_VISIT);
        }
    }

    /** Rounds are counted anew when a ring is formed: what was answered long ago must not look as if it were to come. */
    @Test
    void requestsAreAnsweredAtOnceWhenTheRecoveryBegins() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ring.feed(0, 2, PacketType.AGREED);
            for (int round = 1; round <= 1000; round++) {
                Token token = ring.token(round & 15, 2, 1);
                ring.request(token, RingFixture.id(2), 0, 2);
                ring.visit(token);
            }
            RingMembers coming = new RingMembers(new MembershipId(100, 8000), ring.topology, 0, 1, 2);
            ring.engine.loseRing();
            ring.engine.beginForm();
            ring.engine.beginRecovery(coming, 3335);
            Token token = ring.token(1, 0, 0);
            token.setMembership(100, 8000);
            ring.request(token, RingFixture.id(2), 0, 2);
            ring.visit(token);
            assertThat(targets(ring)).containsExactly(2);
        }
    }

    @Test
    void defect20_7_aPacketFarAheadIsDropped() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 2601, PacketType.AGREED);
            ring.feed(0, 8193, PacketType.AGREED);
            ring.feed(0, Integer.MAX_VALUE, PacketType.AGREED);
            assertThat(ring.count(CounterId.DROP_FAR_AHEAD)).isEqualTo(3);
            ring.feed(0, 2600, PacketType.AGREED);
            assertThat(ring.engine.history().highestSeq()).isEqualTo(2600);
        }
    }

    @Test
    void defect20_8_aSlotBelongsToOneSequenceNumber() {
        PacketWindow window = new PacketWindow(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, 1472);
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            window.store(ring.packet(0, 5, PacketType.AGREED), 0, PacketWindow.SlotState.PRESENT);
            assertThat(window.hasPacket(5)).isTrue();
            assertThat(window.hasPacket(5 + PacketWindow.SLOTS)).isFalse();
            assertThat(window.state(5 + PacketWindow.SLOTS)).isEqualTo(PacketWindow.SlotState.EMPTY);
        }
        window.close();
    }

    @Test
    void aRequestInTheOtherByteOrderIsAnswered() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.feed(0, 1, PacketType.AGREED);
            ByteBuf bytes = Unpooled.buffer(200);
            Token token = new Token();
            token.wrapNew(bytes, 0, Endian.BIG);
            token.setArq(1);
            token.setTransmitterId(RingFixture.id(0));
            token.setProcId(RingFixture.id(0));
            token.setMembership(RingFixture.RING.procId(), RingFixture.RING.time());
            token.setSeq(1);
            token.setConfHash(RingFixture.HASH);
            ring.request(token, RingFixture.id(2), 0, 1);
            Token passed = ring.visit(token);
            assertThat(passed.endian()).isEqualTo(Endian.LITTLE);
            assertThat(passed.seq()).isEqualTo(1);
            assertThat(targets(ring)).containsExactly(2);
        }
    }
}
