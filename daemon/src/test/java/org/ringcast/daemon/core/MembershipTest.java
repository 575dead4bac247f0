package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.TestNode.Reg;
import org.ringcast.daemon.core.TestNode.Trans;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.RingInfo;

/** States and transitions of the membership, with peers played by hand or real ones. */
final class MembershipTest {
    private static final int OP = 1;
    private static final int SEG = 2;
    private static final int REPRESENTED = 3;
    private static final int GATHER = 4;
    private static final int FORM = 5;
    private static final int EVS = 6;

    private static long count(RingTestContext context, int from, int type) {
        return context.sent().stream()
                .filter(d -> d.from() == from && !d.token() && d.has(type))
                .map(Datagram::sentNs)
                .distinct()
                .count();
    }

    @Test
    void check30_5_representedAnswersEachJoinWithOneAliveAndWaitsForTheNext() {
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            context.runMillis(10);
            d1.join(1, RepType.SEG_REP);
            assertThat(node.core.membershipState()).isEqualTo(REPRESENTED);
            context.record();
            for (int i = 0; i < 4; i++) {
                context.runMillis(250);
                long before = count(context, 1, PacketType.ALIVE);
                d1.join(1, RepType.SEG_REP);
                assertThat(count(context, 1, PacketType.ALIVE)).isEqualTo(before + 1);
            }
            long sentAlives = count(context, 1, PacketType.ALIVE);
            context.runMillis(600);
            new FakePeer(context, 2).alive(1);
            context.runMillis(624);
            assertThat(node.core.membershipState())
                    .as("any ALIVE extends the wait")
                    .isEqualTo(REPRESENTED);
            assertThat(count(context, 1, PacketType.ALIVE)).isEqualTo(sentAlives);
            context.runMillis(2);
            assertThat(node.core.membershipState()).isEqualTo(SEG);
        }
    }

    @Test
    void representedRefersStrangersToItsRepresentative() {
        try (RingTestContext context = new RingTestContext(2, 1)) {
            context.start(1);
            new FakePeer(context, 0).join(1, RepType.SEG_REP);
            context.record();
            new FakePeer(context, 2).join(1, RepType.SEG_REP);
            ReferPacket refer = onlyRefer(context);
            assertThat(refer.referredId()).isEqualTo(context.topology(0).id(0));
            assertThat(refer.referredType()).isEqualTo(RepType.SEG_REP);
        }
    }

    private static ReferPacket onlyRefer(RingTestContext context) {
        List<Datagram> refers =
                context.sent().stream().filter(d -> d.has(PacketType.REFER)).toList();
        assertThat(refers).hasSize(1);
        ReferPacket refer = new ReferPacket();
        ByteBuf bytes = Unpooled.wrappedBuffer(refers.get(0).bytes());
        refer.wrap(bytes, 0, bytes.readableBytes());
        return refer;
    }

    @Test
    void check30_6_strangersAreReferredToTheLeader() {
        try (RingTestContext context = new RingTestContext(2, 3)) {
            for (int daemon : new int[] {0, 1, 2, 3}) {
                context.start(daemon);
            }
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2, 3), 8000)).isTrue();
            FakePeer stranger = new FakePeer(context, 4);
            for (int asked : new int[] {1, 2}) {
                context.record();
                stranger.join(asked, RepType.SEG_REP);
                ReferPacket refer = onlyRefer(context);
                assertThat(refer.referredId()).isEqualTo(context.topology(0).id(0));
                assertThat(refer.referredType()).isEqualTo(RepType.RING_REP);
            }
            context.record();
            stranger.join(3, RepType.SEG_REP);
            assertThat(context.sent())
                    .as("same segment, and its leader is another")
                    .noneMatch(d -> d.has(PacketType.REFER));
            assertThat(context.node(0).core.membershipState()).isEqualTo(OP);
            stranger.join(0, RepType.SEG_REP);
            assertThat(context.node(0).core.membershipState()).isEqualTo(GATHER);
        }
    }

    @Test
    void check30_7_joinOfAMemberMeansNothingInOneSegmentAndLossInSeveral() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            for (int i = 0; i < 4; i++) {
                new FakePeer(context, 2).join(1, RepType.SEG_REP);
                context.runMillis(250);
            }
            assertThat(context.isRing(0, 1, 2)).isTrue();
        }
        try (RingTestContext context = new RingTestContext(1, 1, 1).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 8000);
            new FakePeer(context, 2).join(1, RepType.SEG_REP);
            context.runMillis(250);
            assertThat(context.node(1).core.membershipState())
                    .as("one may be old")
                    .isEqualTo(OP);
            new FakePeer(context, 2).join(1, RepType.SEG_REP);
            assertThat(context.node(1).core.membershipState()).isEqualTo(SEG);
        }
    }

    @Test
    void check30_7_defect30_D17_aliveOfAMemberMeansLossWhenItIsRepeated() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            FakePeer d3 = new FakePeer(context, 2);
            d3.alive(1);
            assertThat(context.node(1).core.membershipState()).isEqualTo(OP);
            d3.alive(1);
            assertThat(context.node(1).core.membershipState())
                    .as("a copy at once proves nothing")
                    .isEqualTo(OP);
            context.runMillis(700);
            d3.alive(1);
            assertThat(context.node(1).core.membershipState())
                    .as("too late to belong together")
                    .isEqualTo(OP);
            context.runMillis(250);
            d3.alive(1);
            assertThat(context.node(1).core.membershipState()).isEqualTo(SEG);
            assertThat(context.node(1).count(CounterId.MEMBERSHIP_UNCONFIRMED)).isEqualTo(2);
        }
    }

    @Test
    void check30_7_defect30_D17_aliveOfAMemberMeansLossInSeveralSegmentsToo() {
        try (RingTestContext context = new RingTestContext(2, 1).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 8000);
            FakePeer d2 = new FakePeer(context, 1);
            d2.alive(0);
            context.runMillis(250);
            assertThat(context.isRing(0, 1, 2)).isTrue();
            d2.alive(0);
            assertThat(context.node(0).core.membershipState()).isEqualTo(SEG);
            assertThat(context.node(0).states).last().asString().endsWith("1->2 ALIVE_OF_MEMBER");
        }
    }

    /** Form2 has just been read, but no token of the coming ring has come. */
    @Test
    void defect30_D17_oneAliveOfAMemberDoesNotEndTheRecoveryEither() {
        try (RingTestContext context = new RingTestContext(3)) {
            context.conditions(
                    datagram -> MembershipScene.isRegularToken(datagram) ? -1 : RingTestContext.normalDelayNs());
            context.startAll();
            assertThat(context.runUntil(() -> context.node(2).core.membershipState() == EVS, 4000))
                    .isTrue();
            FakePeer d1 = new FakePeer(context, 0);
            d1.alive(2);
            assertThat(context.node(2).core.membershipState()).isEqualTo(EVS);
            assertThat(context.node(2).count(CounterId.MEMBERSHIP_UNCONFIRMED)).isEqualTo(1);
            context.runMillis(250);
            d1.alive(2);
            assertThat(context.node(2).core.membershipState()).isEqualTo(SEG);
        }
    }

    /** Neither a stray one nor many from a daemon outside the ring; and when the ring has broken it forms again. */
    @Test
    void defect30_D17_aStrangersAlivesBreakNothing() {
        try (RingTestContext context = new RingTestContext(3)) {
            context.start(0);
            context.start(1);
            context.runUntil(() -> context.isRing(0, 1), 4000);
            FakePeer stranger = new FakePeer(context, 2);
            for (int i = 0; i < 12; i++) {
                stranger.alive(0);
                stranger.alive(1);
                context.runMillis(250);
            }
            assertThat(context.isRing(0, 1)).isTrue();
            assertThat(context.node(1).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
        }
    }

    @Test
    void aliveOfAMemberMeansLossAtOnceWhenNoTokensCome() {
        CoreSettings slow = RingTestContext.settings(
                false, CoreSettings.TimerSettings.ofMillis(5000, 500, 250, 250, 625, 500, 1250, 1250, 30_000), false);
        try (RingTestContext context = new RingTestContext(3).settings(slow).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            context.runMillis(100);
            context.kill(0);
            context.runMillis(1000);
            new FakePeer(context, 2).alive(1);
            assertThat(context.node(1).core.membershipState()).isEqualTo(SEG);
        }
    }

    @Test
    void check30_8_aLeaderThatFindsNobodyGoesOnWithoutInterruption() {
        try (RingTestContext context = new RingTestContext(3)) {
            context.start(0);
            context.start(1);
            context.runUntil(() -> context.isRing(0, 1), 4000);
            new FakePeer(context, 2).join(0, RepType.SEG_REP);
            assertThat(context.node(0).core.membershipState()).isEqualTo(GATHER);
            for (int number = 0; number < 12; number++) {
                context.node(number % 2).submit(PacketType.SAFE, number);
                context.runMillis(50);
                assertThat(context.node(1).numbers()).hasSize(number + 1);
            }
            assertThat(context.node(0).core.membershipState()).isEqualTo(GATHER);
            context.runMillis(700);
            assertThat(context.node(0).core.membershipState()).isEqualTo(OP);
            assertThat(context.node(0).story()).as("one ring").containsOnlyOnce("R1,2");
        }
    }

    @Test
    void check30_9_aNewcomerFormsTheRingAndVisitsTheLeaderFirst() {
        try (RingTestContext context = new RingTestContext(4)) {
            for (int daemon : new int[] {0, 1, 2}) {
                context.start(daemon);
            }
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            context.start(3);
            context.record();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2, 3), 4000)).isTrue();
            List<String> hops = context.sent().stream()
                    .filter(d -> d.token() && d.has(PacketType.FORM_MASK))
                    .map(d -> (d.has(PacketType.FORM1) ? "form1 " : "form2 ") + (d.from() + 1) + "-" + (d.to() + 1))
                    .distinct()
                    .toList();
            assertThat(hops)
                    .containsExactly(
                            "form1 4-1", "form1 1-2", "form1 2-3", "form2 3-1", "form2 1-2", "form2 2-3", "form2 3-4");
            assertThat(context.node(0).story()).endsWith("T1,2,3 R1,2,3,4");
            assertThat(context.node(3).story()).isEqualTo("T4 R1,2,3,4");
        }
    }

    @Test
    void check30_10_form1ThatIsNotForMeLeavesNoTrace() {
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            d1.join(1, RepType.SEG_REP);
            context.record();
            // Not my turn, nobody's turn, an unknown daemon.
            d1.form1(1, 500, new int[] {0, 2}, 1, List.of(d1.rep(RepType.SEG_REP)), 1, d1.firstRing());
            d1.form1(1, 501, new int[] {0}, 1, List.of(d1.rep(RepType.SEG_REP)), 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(REPRESENTED);
            assertThat(context.sent()).isEmpty();
            assertThat(node.count(CounterId.FORM_SWALLOWED)).isEqualTo(2);

            d1.form1(1, 502, new int[] {0, 1}, 1, List.of(d1.rep(RepType.SEG_REP)), 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(FORM);
            assertThat(context.sent()).hasSize(2);
            d1.form1(1, 502, new int[] {0, 1}, 1, List.of(d1.rep(RepType.SEG_REP)), 1, d1.firstRing());
            assertThat(context.sent()).as("the second copy").hasSize(2);
        }
    }

    @Test
    void check30_10_form1ThatIsNotForARepresentativeLeavesNoTrace() {
        try (RingTestContext context = new RingTestContext(1, 1, 1)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            FakePeer d2 = new FakePeer(context, 1);
            context.runMillis(600);
            assertThat(node.core.membershipState()).isEqualTo(GATHER);
            context.record();
            Representative me = d2.rep(RepType.SEG_REP);
            Representative d1s = d1.rep(RepType.SEG_REP);
            d1.form1(1, 500, new int[] {0}, 1, List.of(d1s, d2.rep(RepType.RING_REP)), 1, d1.firstRing());
            d1.form1(1, 501, new int[] {0}, 1, List.of(d1s, me), 2, d1.firstRing());
            d1.form1(1, 502, new int[] {0, 2}, 1, List.of(d1s, me), 1, d1.firstRing());
            d1.form1(1, 503, new int[] {0, 1}, 2, List.of(d1s, me), 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(GATHER);
            assertThat(context.sent()).noneMatch(Datagram::token);
            assertThat(node.count(CounterId.FORM_SWALLOWED)).isEqualTo(4);
            d1.form1(1, 504, new int[] {0}, 1, List.of(d1s, me), 1, d1.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(FORM);
        }
    }

    @Test
    void check30_10_aSecondForm2IsSwallowed() {
        try (RingTestContext context = new RingTestContext(2)) {
            context.conditions(d -> {
                if (d.token() && d.has(PacketType.FORM2)) {
                    for (int copy = 1; copy < 40; copy++) {
                        context.deliverAfter(d, copy * 20_000L);
                    }
                }
                return RingTestContext.normalDelayNs();
            });
            context.startAll();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 4000)).isTrue();
            context.runMillis(3000);
            assertThat(context.isRing(0, 1)).isTrue();
            for (int daemon = 0; daemon < 2; daemon++) {
                assertThat(context.node(daemon).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
                assertThat(context.node(daemon).count(CounterId.FORM_SWALLOWED)).isGreaterThan(30);
            }
        }
    }

    @Test
    void check30_11_form2OfAnotherAttemptIsDroppedAndTheAttemptEnds() {
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            FakePeer d2 = new FakePeer(context, 1);
            d1.join(1, RepType.SEG_REP);
            d1.form1(1, 502, new int[] {0, 1}, 1, List.of(d1.rep(RepType.SEG_REP)), 1, d1.firstRing());
            long formNs = context.nowNs();
            d1.form2(
                    1,
                    new MembershipId(d1.id(), 503),
                    new int[] {0, 1},
                    1,
                    new MembershipId(d1.id(), 600),
                    d1.firstRing(),
                    d2.firstRing());
            assertThat(node.core.membershipState()).isEqualTo(FORM);
            assertThat(node.count(CounterId.FORM_SWALLOWED)).isEqualTo(1);
            context.runUntil(formNs + 1249 * RingTestContext.MS);
            assertThat(node.core.membershipState()).isEqualTo(FORM);
            context.runUntil(formNs + 1251 * RingTestContext.MS);
            assertThat(node.core.membershipState()).isEqualTo(SEG);
        }
    }

    @Test
    void check30_12_idsOfMembershipsGrow() {
        try (RingTestContext context = new RingTestContext(2).startAll()) {
            context.runUntil(() -> context.isRing(0, 1), 4000);
            Trans trans = (Trans) context.node(0).events.get(0);
            Reg reg = (Reg) context.node(0).events.get(1);
            assertThat(reg.members().id().time()).isEqualTo(trans.members().id().time() + 1);
            for (int i = 0; i < 4; i++) {
                context.node(0).services().forceMembershipChange("test");
                context.node(1).services().forceMembershipChange("test");
                context.runMillis(2100);
            }
            List<Integer> times = context.node(0).events.stream()
                    .map(event -> event instanceof Reg r
                            ? r.members().id().time()
                            : ((Trans) event).members().id().time())
                    .toList();
            assertThat(times).hasSize(10).isSorted().doesNotHaveDuplicates();
            assertThat((long) times.get(9))
                    .as("three values an attempt, faster than the clock")
                    .isGreaterThan(context.wallClockSeconds());
        }
    }

    @Test
    void twoRingsFindEachOtherByTraffic() {
        try (RingTestContext context = new RingTestContext(2, 2).startAll()) {
            context.conditions(d -> d.from() / 2 == d.to() / 2 ? RingTestContext.normalDelayNs() : -1);
            context.runUntil(() -> context.isRing(0, 1) && context.isRing(2, 3), 10_000);
            context.perfect();
            // Only the segment's leader, which does not lead the ring, hears the foreign packet.
            context.node(3).submit(PacketType.AGREED, 1);
            context.runMillis(100);
            Datagram foreign = foreignPacket(context);
            context.deliverAfter(foreign, 1000);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2, 3), 8000)).isTrue();
            EvsChecker.check(context);
        }
    }

    private static Datagram foreignPacket(RingTestContext context) {
        context.record();
        context.node(2).submit(PacketType.AGREED, 2);
        context.runMillis(5);
        Datagram data = context.sent().stream()
                .filter(d -> !d.token() && d.has(PacketType.AGREED))
                .findFirst()
                .orElseThrow();
        return new Datagram(data.from(), 0, false, false, data.bytes(), context.nowNs());
    }

    @Test
    void defect30_D12_malformedMembershipPacketsAreDropped() {
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            context.record();
            context.start(0);
            context.runMillis(600);
            Datagram join = context.sent().stream()
                    .filter(d -> d.from() == 0 && d.to() == 1 && d.has(PacketType.JOIN))
                    .findFirst()
                    .orElseThrow();
            context.kill(0);
            context.runMillis(2000);
            int state = node.core.membershipState();
            long before = node.count(CounterId.MEMBERSHIP_MALFORMED);
            int reps = 40 + 4 + 4 * Unpooled.wrappedBuffer(join.bytes()).getShortLE(40);
            inject(context, join, reps + 4, 4, 999_999);
            inject(context, join, reps + 8, 2, 7);
            inject(context, join, reps + 8, 2, 0);
            inject(context, join, reps, 2, 500);
            inject(context, join, reps, 2, -1);
            inject(context, join, 40, 2, 129);
            inject(context, join, 40, 2, -3);
            inject(context, join, 8, 4, 12345);
            assertThat(node.count(CounterId.MEMBERSHIP_MALFORMED)).isEqualTo(before + 8);
            assertThat(node.core.membershipState()).isEqualTo(state);
            d1.refer(1, 2, RepType.SEG_REP);
            assertThat(node.core.membershipState()).isEqualTo(state);
        }
    }

    private static void inject(RingTestContext context, Datagram original, int offset, int size, int value) {
        byte[] bytes = original.bytes().clone();
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        if (size == 2) {
            buffer.setShortLE(offset, value);
        } else {
            buffer.setIntLE(offset, value);
        }
        context.deliverAfter(new Datagram(0, 1, original.token(), false, bytes, context.nowNs()), 1);
        context.runUntil(context.nowNs() + 2);
    }

    @Test
    void defect30_D5_aForm1TokenOfLongAgoDoesNotBreakTheRing() {
        try (RingTestContext context = new RingTestContext(3).record().startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            List<Datagram> forms = context.sent().stream()
                    .filter(d -> d.token() && d.has(PacketType.FORM_MASK))
                    .toList();
            assertThat(forms).hasSizeGreaterThan(6);
            context.runMillis(500);
            for (Datagram form : forms) {
                context.deliverAfter(form, 1000);
            }
            context.runMillis(2000);
            assertThat(context.isRing(0, 1, 2)).isTrue();
            for (int daemon = 0; daemon < 3; daemon++) {
                assertThat(context.node(daemon).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
            }
        }
    }

    @Test
    void check30_18_defect30_D5_aForm1TokenThatMyLeaderDidNotFillIsSwallowed() {
        try (RingTestContext context = new RingTestContext(4)) {
            for (int daemon : new int[] {0, 1, 2}) {
                context.start(daemon);
            }
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            FakePeer d4 = new FakePeer(context, 3);
            // Names me as the next one, as a copy from an earlier ring would.
            d4.form1(1, 900, new int[] {3, 1}, 1, List.of(d4.rep(RepType.SEG_REP)), 1, d4.firstRing());
            assertThat(context.node(1).core.membershipState()).isEqualTo(OP);
            MembershipId ring = context.node(1).ring().id();
            RingInfo filledByLeader = new RingInfo(
                    ring.procId(),
                    ring.time(),
                    0,
                    0,
                    0,
                    new int[0],
                    new int[] {context.topology(0).id(0)},
                    1);
            d4.form1(
                    1,
                    901,
                    new int[] {3, 0, 1},
                    2,
                    List.of(d4.rep(RepType.SEG_REP)),
                    1,
                    d4.firstRing(),
                    filledByLeader);
            assertThat(context.node(1).core.membershipState()).isEqualTo(FORM);
        }
    }

    @Test
    void defect30_D19_aDaemonWhoseOldRingDoesNotFitLetsTheOthersGoOn() {
        try (RingTestContext context = new RingTestContext(30)) {
            TestNode node = context.start(1);
            FakePeer d1 = new FakePeer(context, 0);
            d1.join(1, RepType.SEG_REP);
            RingInfo[] rings = new RingInfo[20];
            for (int i = 0; i < 20; i++) {
                rings[i] = new FakePeer(context, i == 0 ? 0 : i + 1).firstRing();
            }
            int[] members = new int[21];
            for (int i = 0; i < 20; i++) {
                members[i] = i == 0 ? 0 : i + 1;
            }
            members[20] = 1;
            context.record();
            d1.form1(1, 500, members, 20, List.of(d1.rep(RepType.SEG_REP)), 1, rings);
            assertThat(node.core.membershipState()).isEqualTo(REPRESENTED);
            assertThat(context.sent()).hasSize(2);
            ByteBuf bytes = Unpooled.wrappedBuffer(context.sent().get(0).bytes());
            assertThat(PacketKind.onTokenPort(bytes, 0, bytes.readableBytes())).isEqualTo(PacketKind.FORM2);
            Form2Token form2 = new Form2Token();
            form2.wrap(bytes, 0, bytes.readableBytes());
            assertThat(form2.numPending()).isEqualTo(20);
            assertThat(form2.memberIds()).doesNotContain(context.topology(0).id(1));
        }
    }

    @Test
    void defect30_D21_ofTwoRepresentativesOfASegmentTheFirstFormsTheRing() {
        try (RingTestContext context = new RingTestContext(2).startAll()) {
            // They do not hear each other while they decide who speaks for the segment.
            context.conditions(d -> d.has(PacketType.ALIVE) ? -1 : RingTestContext.normalDelayNs());
            // Both become representatives: the JOIN of the other comes when it has already decided.
            context.record();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 3000)).isTrue();
            assertThat(context.node(0).count(CounterId.FORM1_CREATED)
                            + context.node(1).count(CounterId.FORM1_CREATED))
                    .isEqualTo(1);
        }
    }

    @Test
    void anUnansweredSeatIsLookedForEvery30Seconds() {
        try (RingTestContext context = new RingTestContext(2)) {
            context.start(0);
            context.runUntil(() -> context.isRing(0), 4000);
            context.record().runMillis(70_000);
            assertThat(count(context, 0, PacketType.JOIN)).as("segment probes").isEqualTo(2);
        }
        try (RingTestContext context = new RingTestContext(1, 1, 1).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 8000);
            context.record().runMillis(100_000);
            assertThat(count(context, 0, PacketType.JOIN))
                    .as("complete: nobody to look for")
                    .isZero();
        }
    }

    @Test
    void membershipIsPrintedWhenItIsInstalled() {
        try (RingTestContext context = new RingTestContext(2, 1).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 8000);
            MembershipId id = context.node(1).ring().id();
            String expected = """
                    --------------------
                    Configuration at d2 is:
                    Num Segments 2
                    \t2\t[10.88.0.255]:4803
                    \t\td1                  \t10.88.0.1\tID: 2027731609     \s
                    \t\td2                  \t10.88.0.2\tID: 2008642866     \s
                    \t1\t[10.88.1.255]:4803
                    \t\td3                  \t10.88.1.3\tID: 1989554123     \s
                    ====================
                    """;
            String first = "Membership id is ( " + id.procId() + ", " + id.time() + ")";
            assertThat(context.node(1).log).anyMatch(line -> line.endsWith(first));
            assertThat(context.node(1).log.stream()
                            .filter(line -> line.contains("Configuration at"))
                            .map(line -> line.substring(line.indexOf("----")))
                            .toList())
                    .containsExactly(expected);
        }
    }

    @Test
    void form1TokenGrowsByOneEntryForEachOldRing() {
        try (RingTestContext context = new RingTestContext(3).record().startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            List<Integer> sizes = context.sent().stream()
                    .filter(d -> d.token() && d.has(PacketType.FORM1))
                    .map(d -> d.bytes().length)
                    .distinct()
                    .toList();
            assertThat(sizes).containsExactly(796, 828);
            Form1Token token = new Form1Token();
            ByteBuf bytes = Unpooled.wrappedBuffer(context.sent().stream()
                    .filter(d -> d.token() && d.has(PacketType.FORM1))
                    .findFirst()
                    .orElseThrow()
                    .bytes());
            token.wrap(bytes, 0, bytes.readableBytes());
            assertThat(token.seq()).isEqualTo(3333);
        }
    }
}
