package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.RingTestContext.Network;
import org.ringcast.daemon.wire.PacketType;

/** How the messages of an old ring end: holes, SAFE messages, failed attempts, packets that come late. */
final class RecoveryTest {
    private static final long DELAY = RingTestContext.normalDelayNs();

    private static boolean isData(Datagram datagram) {
        return !datagram.token() && datagram.has(PacketType.DATA_MASK);
    }

    private static boolean isToken(Datagram datagram) {
        return datagram.token() && !datagram.has(PacketType.FORM_MASK);
    }

    private static RingTestContext ringOf(int daemons) {
        RingTestContext context = new RingTestContext(daemons).startAll();
        int[] all = new int[daemons];
        for (int i = 0; i < daemons; i++) {
            all[i] = i;
        }
        assertThat(context.runUntil(() -> context.isRing(all), 4000)).isTrue();
        context.runMillis(50);
        return context;
    }

    /** Seq of a data packet. */
    private static int seq(Datagram datagram) {
        return Unpooled.wrappedBuffer(datagram.bytes()).getIntLE(20);
    }

    @Test
    void check30_14_whatIsBehindAnUnstableSafeMessageComesAfterTheTransitionalMembership() {
        try (RingTestContext context = ringOf(3)) {
            // Tokens stop as soon as the packets are out: nothing becomes stable.
            boolean[] sent = {false};
            context.conditions(d -> {
                sent[0] |= isData(d);
                return isToken(d) && sent[0] && context.node(1).core.membershipState() == 1 ? -1 : DELAY;
            });
            TestNode node = context.node(1);
            node.submit(PacketType.AGREED, 1);
            node.submit(PacketType.SAFE, 2);
            node.submit(PacketType.AGREED, 3);
            context.runUntil(() -> context.node(0).core.membershipState() == 2, 3000);
            context.kill(2);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            assertThat(node.story()).endsWith("R1,2,3 m1 T1,2 m2 m3 R1,2");
            assertThat(context.node(0).story()).endsWith("R1,2,3 m1 T1,2 m2 m3 R1,2");
            EvsChecker.check(context);
        }
    }

    @Test
    void check30_13_behindAHoleOnlyMessagesOfThoseWhoComeAlongAreDelivered() {
        try (RingTestContext context = ringOf(3)) {
            // d3's large packets reach nobody, its small ones do.
            context.conditions(d -> isData(d) && d.from() == 2 && d.bytes().length > 1000 ? -1 : DELAY);
            context.node(2).submit(PacketType.AGREED, 1, 1300);
            context.runMillis(2);
            context.node(0).submit(PacketType.AGREED, 2);
            context.runMillis(2);
            context.node(2).submit(PacketType.AGREED, 3);
            context.runMillis(2);
            context.node(1).submit(PacketType.SAFE, 4);
            context.runMillis(2);
            context.kill(2);
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            assertThat(context.node(0).story()).endsWith("R1,2,3 T1,2 m2 m4 R1,2");
            assertThat(context.node(1).story()).endsWith("R1,2,3 T1,2 m2 m4 R1,2");
            assertThat(context.node(0).count(CounterId.PACKETS_LOST_IN_HOLES)).isEqualTo(1);
        }
    }

    /** Numbers that nobody used must not fill the form token for ever. */
    @Test
    void aForgedNumberFarAheadDoesNotKeepRingsFromForming() {
        try (RingTestContext context = ringOf(3)) {
            context.record();
            context.node(0).submit(PacketType.AGREED, 1);
            context.runMillis(5);
            Datagram genuine = context.sent().stream()
                    .filter(RecoveryTest::isData)
                    .findFirst()
                    .orElseThrow();
            for (int to = 1; to < 3; to++) {
                byte[] forged = genuine.bytes().clone();
                Unpooled.wrappedBuffer(forged).setIntLE(20, seq(genuine) + 2_500);
                context.inject(new Datagram(0, to, false, false, forged, context.nowNs()));
            }
            context.runMillis(5);
            context.kill(0);
            context.start(0);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 20_000)).isTrue();
            assertThat(context.node(1).numbers()).containsExactly(1);
        }
    }

    /** Rounds count anew in each recovery; what was sent again in the old ring must not seem to be sent a moment ago. */
    @Test
    void packetsSentAgainOftenInTheOldRingAreSentAgainInTheRecovery() {
        try (RingTestContext context = ringOf(2)) {
            context.conditions(d -> isData(d) && d.from() == 0 && d.bytes().length > 1000 ? -1 : DELAY);
            context.node(0).submit(PacketType.AGREED, 1, 1300);
            context.runMillis(300);
            // No token for a while: the ring is lost. By then large packets arrive again.
            context.conditions(d -> isToken(d) ? -1 : DELAY);
            context.runUntil(() -> context.node(0).core.membershipState() != 1, 3000);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 4000)).isTrue();
            context.runMillis(100);
            assertThat(context.node(1).numbers()).containsExactly(1);
            assertThat(context.node(0).count(CounterId.RECOVERY_GIVEN_UP)).isZero();
        }
    }

    @Test
    void check30_15_cascadeAfterTheCommitPointKeepsThePromise() {
        for (int cut = 0; cut < 14; cut++) {
            try (RingTestContext context = ringOf(4)) {
                int[] tokensLeft = {cut};
                boolean[] evs = {false};
                context.conditions(d -> isData(d) && d.from() == 3 && d.bytes().length > 1000 ? -1 : DELAY);
                context.node(3).submit(PacketType.AGREED, 1, 1300);
                context.runMillis(2);
                context.node(0).submit(PacketType.SAFE, 2);
                context.node(1).submit(PacketType.AGREED, 3);
                context.node(3).submit(PacketType.AGREED, 4);
                context.runMillis(2);
                context.kill(3);
                // During recovery the tokens to d2 stop after a while, so that some are done and others are not.
                context.conditions(d -> {
                    evs[0] |= d.token() && d.has(PacketType.FORM2);
                    return evs[0] && isToken(d) && d.to() == 1 && tokensLeft[0]-- <= 0 ? -1 : DELAY;
                });
                context.runUntil(() -> evs[0], 5000);
                context.runMillis(300);
                context.perfect();
                assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 20_000))
                        .as("cut " + cut)
                        .isTrue();
                context.runMillis(100);
                EvsChecker.check(context);
                assertThat(context.node(0).numbers()).contains(2, 3).doesNotContain(1);
            }
        }
    }

    @Test
    void check30_16_anAttemptThatFailsBeforeAnythingWasSettledIsInvisible() {
        try (RingTestContext context = ringOf(3)) {
            context.node(0).submit(PacketType.AGREED, 1);
            context.runMillis(10);
            context.kill(2);
            boolean[] failing = {true};
            context.conditions(d -> failing[0] && isToken(d) ? -1 : DELAY);
            assertThat(context.runUntil(() -> context.node(0).core.membershipState() == 6, 6000))
                    .isTrue();
            assertThat(context.runUntil(() -> context.node(0).core.membershipState() == 2, 3000))
                    .isTrue();
            assertThat(context.node(0).story()).endsWith("R1,2,3 m1");
            failing[0] = false;
            assertThat(context.runUntil(() -> context.isRing(0, 1), 8000)).isTrue();
            assertThat(context.node(0).story()).endsWith("R1,2,3 m1 T1,2 R1,2");
            EvsChecker.check(context);
        }
    }

    /**
     * A packet of the old ring reaches one daemon only while a new ring is formed: before form2, during recovery, with and
     * without a gap before it.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void check30_17_defect30_D1_D2_D3_latePacketsNeitherSplitNorStopAnybody(int variant) {
        boolean gap = variant % 2 == 1;
        int state = variant < 4 ? 5 : 6;
        int receiver = variant / 2 % 2;
        try (RingTestContext context = ringOf(3)) {
            List<Datagram> held = new ArrayList<>();
            Network hold = d -> {
                if (isData(d) && d.from() == 2) {
                    held.add(d);
                    return -1;
                }
                return DELAY;
            };
            context.conditions(hold);
            context.node(2).submit(PacketType.AGREED, 1, 1300);
            if (gap) {
                context.node(2).submit(PacketType.AGREED, 2, 1300);
            }
            context.runMillis(3);
            context.kill(2);
            context.perfect();
            assertThat(context.runUntil(() -> context.node(receiver).core.membershipState() == state, 6000))
                    .isTrue();
            Datagram late = held.stream()
                    .filter(d -> d.to() == receiver)
                    .filter(d -> !gap || seq(d) > seq(held.get(0)))
                    .findFirst()
                    .orElseThrow();
            context.deliverAfter(late, 1);
            assertThat(context.runUntil(() -> context.isRing(0, 1), 2000)).isTrue();
            assertThat(context.node(0).numbers()).isEqualTo(context.node(1).numbers());
            assertThat(context.node(receiver).count(CounterId.RECOVERY_GIVEN_UP))
                    .isZero();
            assertThat(context.node(receiver).count(CounterId.INTERNAL_FAULTS)).isZero();
            EvsChecker.check(context);
        }
    }

    @Test
    void latePacketThatOthersHaveIsAcceptedAtForm2() {
        try (RingTestContext context = ringOf(3)) {
            List<Datagram> held = new ArrayList<>();
            context.conditions(d -> {
                if (isData(d) && d.from() == 2 && d.to() == 0) {
                    held.add(d);
                    return -1;
                }
                return DELAY;
            });
            context.node(2).submit(PacketType.AGREED, 1, 1300);
            context.runUntil(() -> !held.isEmpty(), 10);
            context.runUntil(context.nowNs() + DELAY + 1000);
            context.kill(2);
            context.perfect();
            assertThat(context.runUntil(() -> context.node(0).core.membershipState() == 5, 6000))
                    .isTrue();
            context.deliverAfter(held.get(0), 1);
            context.record();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 2000)).isTrue();
            assertThat(context.sent()).as("nobody had to send it again").noneMatch(RecoveryTest::isData);
            assertThat(context.node(0).numbers()).containsExactly(1);
            EvsChecker.check(context);
        }
    }

    @Test
    void latePacketsCountAgainWhenTheAttemptFails() {
        try (RingTestContext context = ringOf(3)) {
            List<Datagram> held = new ArrayList<>();
            context.conditions(d -> {
                if (isData(d) && d.from() == 2) {
                    held.add(d);
                    return -1;
                }
                return DELAY;
            });
            context.node(2).submit(PacketType.AGREED, 1, 1300);
            context.runMillis(3);
            context.kill(2);
            context.conditions(d -> d.token() && d.has(PacketType.FORM2) ? -1 : DELAY);
            assertThat(context.runUntil(() -> context.node(0).core.membershipState() == 5, 6000))
                    .isTrue();
            context.deliverAfter(
                    held.stream().filter(d -> d.to() == 0).findFirst().orElseThrow(), 1);
            assertThat(context.runUntil(() -> context.node(0).core.membershipState() == 2, 3000))
                    .isTrue();
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            assertThat(context.node(0).numbers()).containsExactly(1);
            assertThat(context.node(1).numbers()).as("recovered from d1").containsExactly(1);
            EvsChecker.check(context);
        }
    }

    @Test
    void aRecoveryThatCannotEndIsGivenUp() {
        try (RingTestContext context = ringOf(3)) {
            // d2 lacks a packet of d3 that d1 has, and nothing that d1 sends to d2's data port arrives.
            context.conditions(d -> isData(d) && d.to() == 1 ? -1 : DELAY);
            context.node(2).submit(PacketType.AGREED, 1, 1300);
            context.runMillis(3);
            context.kill(2);
            assertThat(context.runUntil(() -> context.node(1).count(CounterId.RECOVERY_GIVEN_UP) > 0, 10_000))
                    .isTrue();
            assertThat(context.node(1).log).anyMatch(line -> line.contains("Prot_handle_token: BUG WORKAROUND: "));
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 10_000)).isTrue();
            assertThat(context.node(1).numbers()).containsExactly(1);
            EvsChecker.check(context);
        }
    }

    @Test
    void aMessageHalfSentIsSentAgainFromItsBeginning() {
        try (RingTestContext context = ringOf(3)) {
            context.record();
            context.node(0).submit(PacketType.AGREED, 1, 140_000);
            context.runUntil(() -> context.sent().stream().anyMatch(RecoveryTest::isData), 100);
            context.runUntil(context.nowNs() + 10_000);
            context.kill(2);
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            context.runMillis(100);
            assertThat(context.node(0).numbers()).containsExactly(1);
            assertThat(context.node(1).numbers()).containsExactly(1);
            assertThat(context.node(1).count(CounterId.MESSAGES_INCOMPLETE)).isEqualTo(1);
            EvsChecker.check(context);
        }
    }
}
