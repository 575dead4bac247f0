package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.PacketType;

/** Holding, releasing, asking for and losing the token. */
final class IdleRingTest {
    private static RingTestContext idleRing() {
        RingTestContext context = new RingTestContext(3).startAll();
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        context.runMillis(100);
        return context;
    }

    private static boolean isToken(Datagram datagram) {
        return datagram.token() && !datagram.has(PacketType.FORM_MASK);
    }

    private static int retrans(Datagram datagram) {
        return (datagram.type() & PacketType.RETRANS_MASK) >>> PacketType.RETRANS_SHIFT;
    }

    private static List<Datagram> tokens(RingTestContext context, int from) {
        return context.sent().stream()
                .filter(datagram -> isToken(datagram) && datagram.from() == from)
                .toList();
    }

    @Test
    void check20_16_oneRotationEvery500Milliseconds() {
        try (RingTestContext context = idleRing()) {
            context.record().runMillis(5000);
            List<Datagram> released = tokens(context, 0);
            assertThat(released).hasSizeBetween(9, 11).allMatch(datagram -> retrans(datagram) == 1);
            for (int i = 1; i < released.size(); i++) {
                long periodMillis =
                        (released.get(i).sentNs() - released.get(i - 1).sentNs()) / RingTestContext.MS;
                assertThat(periodMillis).isBetween(450L, 550L);
            }
            assertThat(context.sent()).hasSize(3 * released.size());
        }
    }

    @Test
    void check20_16_aHurryOfAnotherDaemonReleasesTheToken() {
        try (RingTestContext context = idleRing()) {
            context.record();
            context.node(1).submit(PacketType.SAFE, 1);
            context.runMillis(1);
            assertThat(context.sent().get(0).has(PacketType.HURRY)).isTrue();
            assertThat(context.sent().get(0).to()).isZero();
            assertThat(retrans(tokens(context, 0).get(0))).isEqualTo(1);
            for (int daemon = 0; daemon < 3; daemon++) {
                assertThat(context.node(daemon).numbers()).containsExactly(1);
            }
            context.runMillis(400);
            assertThat(context.sent().stream().filter(datagram -> datagram.has(PacketType.HURRY)))
                    .as("asked once")
                    .hasSize(1);
        }
    }

    @Test
    void check20_16_theLeadersOwnMessageReleasesTheToken() {
        try (RingTestContext context = idleRing()) {
            context.node(0).submit(PacketType.AGREED, 1);
            context.runMillis(1);
            assertThat(context.node(2).numbers()).containsExactly(1);
        }
    }

    @Test
    void defect20_14_aLostHurryIsRepeated() {
        try (RingTestContext context = idleRing()) {
            int[] lost = {2};
            context.conditions(d -> d.has(PacketType.HURRY) && lost[0]-- > 0 ? -1 : RingTestContext.normalDelayNs());
            context.record();
            context.node(2).submit(PacketType.AGREED, 1);
            context.runMillis(39);
            assertThat(context.node(0).numbers()).isEmpty();
            context.runMillis(3);
            assertThat(context.node(0).numbers()).containsExactly(1);
            context.runMillis(300);
            assertThat(context.sent().stream().filter(datagram -> datagram.has(PacketType.HURRY)))
                    .as("not after a token came")
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void check20_17_lostTokensAreSentAgain(int losses) {
        try (RingTestContext context = idleRing()) {
            int[] left = {losses};
            context.conditions(
                    d -> isToken(d) && d.from() == 0 && left[0]-- > 0 ? -1 : RingTestContext.normalDelayNs());
            context.record().runMillis(1200);
            List<Datagram> fromLeader = tokens(context, 0);
            assertThat(retrans(fromLeader.get(0))).isEqualTo(1);
            assertThat(retrans(fromLeader.get(1))).as("the retry").isEqualTo(2);
            assertThat(fromLeader.get(2).sentNs())
                    .as("three copies")
                    .isEqualTo(fromLeader.get(1).sentNs());
            assertThat(fromLeader.get(3).sentNs()).isEqualTo(fromLeader.get(1).sentNs());
            context.perfect().runMillis(3000);
            assertThat(context.node(0).count(CounterId.TOKEN_LOSSES))
                    .as("the one at the start")
                    .isEqualTo(1);
        }
    }

    @Test
    void check20_17_whenAllCopiesAreLostTheRingIsGivenUp() {
        try (RingTestContext context = idleRing()) {
            int[] left = {4};
            context.conditions(
                    d -> isToken(d) && d.from() == 0 && left[0]-- > 0 ? -1 : RingTestContext.normalDelayNs());
            context.runMillis(1300);
            assertThat(context.node(0).count(CounterId.TOKEN_LOSSES)).isEqualTo(2);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        }
    }

    @Test
    void check20_17_aTokenLostInTheMiddleIsSentAgainByThoseBeforeTheLoss() {
        try (RingTestContext context = idleRing()) {
            int[] left = {1};
            context.conditions(
                    d -> isToken(d) && d.from() == 1 && left[0]-- > 0 ? -1 : RingTestContext.normalDelayNs());
            context.record().runMillis(1200);
            assertThat(tokens(context, 1).stream().filter(d -> retrans(d) == 2).count())
                    .isGreaterThanOrEqualTo(3);
            assertThat(context.isRing(0, 1, 2)).isTrue();
            assertThat(context.node(2).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
        }
    }

    @Test
    void check20_17_withoutAnyTokenTheRingIsGivenUpAfter1250Milliseconds() {
        try (RingTestContext context = idleRing()) {
            context.node(0).submit(PacketType.AGREED, 1);
            context.runMillis(1);
            long[] lastNs = {0};
            context.conditions(d -> {
                if (isToken(d)) {
                    return -1;
                }
                return RingTestContext.normalDelayNs();
            });
            lastNs[0] = context.node(1).core.ring().tokens().lastAcceptedNs();
            assertThat(context.runUntil(() -> context.node(1).core.membershipState() == 2, 2000))
                    .isTrue();
            assertThat((context.nowNs() - lastNs[0]) / RingTestContext.MS).isBetween(1249L, 1251L);
        }
    }

    @Test
    void defect20_16_repetitionsDoNotHideALostToken() {
        try (RingTestContext context = idleRing()) {
            context.node(0).submit(PacketType.AGREED, 1);
            context.record().runMillis(1);
            Datagram data = context.sent().stream()
                    .filter(d -> d.to() == 1 && d.segment() && d.has(PacketType.AGREED))
                    .findFirst()
                    .orElseThrow();
            context.conditions(d -> isToken(d) ? -1 : RingTestContext.normalDelayNs());
            for (int i = 0; i < 30; i++) {
                context.deliverAfter(data, 50L * i * RingTestContext.MS);
            }
            context.runMillis(1400);
            assertThat(context.node(1).core.membershipState()).isNotEqualTo(1);
        }
    }

    @Test
    void defect20_15_retransmissionCountStaysAt15() {
        CoreSettings lan = RingTestContext.settings(
                false, CoreSettings.TimerSettings.ofMillis(60_000, 500, 250, 250, 625, 500, 1250, 1250, 30_000), false);
        try (RingTestContext context = new RingTestContext(3).settings(lan).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            context.runMillis(100);
            context.conditions(d -> isToken(d) && d.from() == 0 ? -1 : RingTestContext.normalDelayNs());
            context.record().runMillis(12_000);
            List<Datagram> tokens = tokens(context, 0);
            assertThat(retrans(tokens.get(tokens.size() - 1))).isEqualTo(15);
            context.perfect().runMillis(1000);
            assertThat(context.node(1).count(CounterId.TOKEN_HURRIES)).isPositive();
        }
    }

    @Test
    void wideAreaRingsSendAHurriedTokenTwiceAtTheEndOfASegment() {
        try (RingTestContext context = new RingTestContext(2, 1).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 8000);
            context.runMillis(2000);
            int[] left = {1};
            // d2 is the last of its segment; the copy that reaches it makes it send its token again.
            context.conditions(
                    d -> isToken(d) && d.from() == 1 && left[0]-- > 0 ? -1 : RingTestContext.normalDelayNs());
            context.record().runMillis(4000);
            assertThat(tokens(context, 1).stream().filter(d -> retrans(d) == 2).count())
                    .isEqualTo(4);
        }
    }

    @Test
    void check30_22_sequenceNumbersRunOutWithoutLoss() {
        try (RingTestContext context =
                new RingTestContext(3).firstSeq((1 << 30) - 100).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            for (int number = 0; number < 150; number++) {
                context.node(number % 3).submit(PacketType.AGREED, number, 1400);
                if (number % 10 == 0) {
                    context.runMillis(1);
                }
            }
            context.runMillis(15_000);
            assertThat(context.isRing(0, 1, 2)).isTrue();
            assertThat(context.node(0).count(CounterId.MEMBERSHIP_CHANGES)).isGreaterThanOrEqualTo(3);
            for (int daemon = 0; daemon < 3; daemon++) {
                assertThat(context.node(daemon).numbers())
                        .doesNotHaveDuplicates()
                        .hasSize(150);
            }
            EvsChecker.check(context);
        }
    }
}
