package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.ring.PacketWindow;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.RepType;

/** What is known to go wrong when rings are formed, kept and ended, and does not here; or does and is kept. */
final class MembershipDefectsTest {
    private static final int OP = 1;
    private static final int SEG = 2;
    private static final int GATHER = 4;
    private static final int EVS = 6;
    private static final long DELAY = RingTestContext.normalDelayNs();

    private static boolean isToken(Datagram datagram) {
        return datagram.token() && !datagram.has(PacketType.FORM_MASK);
    }

    /** Somebody of another segment is nobody this daemon could be represented by. */
    @Test
    void defect30_D20_aJoinFromAnotherSegmentDuringRecoveryDoesNotMakeMeWaitForIt() {
        try (RingTestContext context = new RingTestContext(1, 1)) {
            context.conditions(d -> isToken(d) ? -1 : DELAY);
            context.startAll();
            TestNode node = context.node(1);
            assertThat(context.runUntil(
                            () -> node.core.membershipState() == EVS
                                    && node.core.ring().rings().future().size() == 2,
                            10_000))
                    .isTrue();
            FakePeer d1 = new FakePeer(context, 0);
            d1.join(1, RepType.SEG_REP);
            context.runMillis(250);
            d1.join(1, RepType.SEG_REP);
            assertThat(node.core.membershipState()).isEqualTo(SEG);
            context.runMillis(501);
            assertThat(node.core.membershipState()).isEqualTo(GATHER);
        }
    }

    /** The first daemon of the other segment is down, and attempts fail: the others of the segment are asked, too. */
    @Test
    void defect30_D27_afterFailedAttemptsOtherDaemonsOfASegmentAreAsked() {
        try (RingTestContext context = new RingTestContext(1, 3)) {
            context.conditions(d -> isToken(d) ? -1 : DELAY).record();
            context.start(0);
            context.runMillis(40_000);
            List<Integer> asked = context.sent().stream()
                    .filter(d -> d.has(PacketType.JOIN))
                    .map(Datagram::to)
                    .toList();
            assertThat(asked.get(0)).as("first the first").isEqualTo(1);
            assertThat(new TreeSet<>(asked)).containsExactly(1, 2, 3);
        }
    }

    /** The form token goes lost, too: whoever is not on it is asked again. */
    @Test
    void defect30_D27_afterAFailedFormTokenTheOtherSegmentsAreStillAsked() {
        try (RingTestContext context = new RingTestContext(1, 3)) {
            context.conditions(d -> d.token() ? -1 : DELAY);
            context.start(0);
            context.runMillis(10_000);
            context.record().runMillis(10_000);
            assertThat(context.sent()).anyMatch(d -> d.has(PacketType.JOIN) && d.to() > 0);
        }
    }

    @Test
    void defect30_D27_aSegmentIsFoundThoughItsFirstDaemonIsDown() {
        try (RingTestContext context = new RingTestContext(1, 3)) {
            context.start(0);
            context.start(2);
            context.start(3);
            assertThat(context.runUntil(() -> context.isRing(0, 2, 3), 60_000)).isTrue();
            EvsChecker.check(context);
        }
    }

    /** Each line of the log is a line; form tokens are shown from INFO on. */
    @Test
    void defect30_D28_linesEndAndFormTokensAreShown() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
            boolean[] sent = {false};
            context.conditions(d -> {
                sent[0] |= d.has(PacketType.SAFE) && !d.token();
                return isToken(d) && sent[0] && context.node(1).core.membershipState() == OP ? -1 : DELAY;
            });
            context.node(1).submit(PacketType.SAFE, 1);
            context.runUntil(() -> context.node(1).core.membershipState() == SEG, 3000);
            context.kill(2);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1), 6000)).isTrue();
            List<String> log = context.node(1).log;
            assertThat(log)
                    .anyMatch(line -> line.endsWith(" PROTOCOL INFO Discard_packets: Found first SAFE message in 1"));
            assertThat(log)
                    .anyMatch(line -> line.contains("INFO Read_form2: RECEIVED following token:\n"
                            + "=========== Form Token ==========\nFORM 2 Token, sent by "));
        }
    }

    /**
     * A packet that must be in the store is not. The message is lost here, so this daemon cannot claim that it comes along with
     * the others: it goes into a ring of its own and comes back.
     */
    @Test
    void defect30_D29_aDaemonThatContradictsItselfLeavesTheRingAndComesBack() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
            TestNode broken = context.node(1);
            context.node(0).submit(PacketType.SAFE, 1);
            PacketWindow window = broken.core.ring().history().window();
            assertThat(context.runUntil(() -> window.size() == 1, 100)).isTrue();
            window.free(1);
            assertThat(context.runUntil(() -> broken.count(CounterId.INTERNAL_FAULTS) > 0, 1000))
                    .isTrue();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 60_000)).isTrue();
            assertThat(broken.count(CounterId.INTERNAL_FAULTS)).isEqualTo(1);
            assertThat(broken.log).anyMatch(line -> line.contains("Discard_packets: (NOT EVS) packet 1 not exist"));
            assertThat(context.node(0).story()).endsWith("R1,2,3 m1 T1,3 R1,2,3");
            assertThat(broken.story()).endsWith("R1,2,3 T2 R2 T2 R1,2,3");
            assertThat(broken.states).anyMatch(line -> line.endsWith("1->2 INTERNAL_FAULT"));
            context.node(1).submit(PacketType.SAFE, 2);
            context.runMillis(1000);
            for (int daemon = 0; daemon < 3; daemon++) {
                assertThat(context.node(daemon).numbers()).endsWith(2);
            }
        }
    }

    /** Restarted at once, again and again: no id of a ring comes twice. */
    @Test
    void defect30_D16_idsDoNotComeAgainAfterRestarts() {
        try (RingTestContext context = new RingTestContext(2)) {
            List<MembershipId> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                TestNode node = context.start(0);
                assertThat(context.runUntil(() -> context.isRing(0), 4000)).isTrue();
                ids.add(node.ring().id());
            }
            assertThat(ids).doesNotHaveDuplicates();
        }
    }

    // ---- Partitions that a monitor asks for ------------------------------------------------------------------------

    /** Sends the request in the name of d1's machine; components by daemon. */
    private static void partition(RingTestContext context, int... components) {
        PartitionRequest request = new PartitionRequest();
        request.wrapNew(Unpooled.buffer(400), 0, Endian.LITTLE);
        request.setTransmitterId(context.topology(0).id(0));
        request.setProcId(context.topology(0).id(0));
        request.setConfHash(RingTestContext.HASH);
        for (int i = 0; i < components.length; i++) {
            request.setComponent(i, components[i]);
        }
        byte[] bytes = new byte[request.lengthBytes()];
        request.buffer().getBytes(0, bytes);
        for (int to = 0; to < components.length; to++) {
            context.deliverAfter(new Datagram(0, to, false, false, bytes, context.nowNs()), 1000);
        }
        context.runMillis(1);
    }

    @Test
    void defect20_30_aPartitionEndsAfter60SecondsWhateverTheMonitorSays() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
            partition(context, 0, 0, 1);
            assertThat(context.runUntil(() -> context.isRing(0, 1) && context.isRing(2), 8000))
                    .isTrue();
            context.runMillis(40_000);
            partition(context, 0, 0, 1);
            context.runMillis(59_000);
            assertThat(context.isRing(0, 1) && context.isRing(2))
                    .as("counted from the last request")
                    .isTrue();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 40_000)).isTrue();
            assertThat(context.node(2).log)
                    .anyMatch(line -> line.endsWith("Got monitor partition message; I'm in component 1"));
            EvsChecker.check(context);
        }
    }

    @Test
    void aPartitionIsRefusedWhenTheConfigurationDoesNotAllowIt() {
        CoreSettings allowed = RingTestContext.settings(false, CoreSettings.TimerSettings.LAN, false);
        CoreSettings safe = new CoreSettings(
                5, RingTestContext.HASH, 160, 20, false, 0, false, false, allowed.timers(), allowed.sessions());
        try (RingTestContext context = new RingTestContext(2).settings(safe).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1), 4000)).isTrue();
            partition(context, 0, 1);
            context.runMillis(5000);
            assertThat(context.isRing(0, 1)).isTrue();
            assertThat(context.node(1).log).anyMatch(line -> line.endsWith("denied. Daemon in safe mode!"));
        }
    }

    // ---- Configurations that differ ---------------------------------------------------------------------------------

    @Test
    void defect20_31_aDaemonWithAnotherConfigurationIsNamedOnceAMinute() {
        try (RingTestContext context = new RingTestContext(2).record()) {
            TestNode node = context.start(0);
            context.start(1);
            context.runMillis(10);
            byte[] alive = context.sent().stream()
                    .filter(d -> d.from() == 1 && d.to() == 0)
                    .findFirst()
                    .orElseThrow()
                    .bytes()
                    .clone();
            ByteBuf bytes = Unpooled.wrappedBuffer(alive);
            bytes.setIntLE(28, 54836057);
            for (int i = 0; i < 100; i++) {
                context.deliverAfter(new Datagram(1, 0, false, false, alive, 0), i * RingTestContext.MS);
            }
            context.runMillis(200);
            assertThat(mismatches(node)).hasSize(1);
            assertThat(mismatches(node).get(0))
                    .contains("PRINT Net_recv: ignoring msg from different spread configuration; "
                            + "hash (54836057) != local hash (3221405414)");
            assertThat(node.count(CounterId.DROP_CONFIGURATION)).isEqualTo(100);
            context.runMillis(61_000);
            context.deliverAfter(new Datagram(1, 0, false, false, alive, 0), 1);
            context.runMillis(1);
            assertThat(mismatches(node)).hasSize(2);
        }
    }

    private static List<String> mismatches(TestNode node) {
        return node.log.stream()
                .filter(line -> line.contains("different spread configuration"))
                .toList();
    }

    /** Signed, as operators' scripts know the line. */
    @Test
    void defect20_19_idsOfMembershipsArePrintedSigned() {
        try (RingTestContext context = new RingTestContext(120)) {
            // The 120th id of the test is negative.
            TestNode node = context.start(119);
            assertThat(context.runUntil(() -> context.isRing(119), 4000)).isTrue();
            int id = context.topology(119).id(119);
            assertThat(id).isNegative();
            assertThat(node.log)
                    .anyMatch(line -> line.endsWith(" PRINT INFO Membership id is ( " + id + ", "
                            + node.ring().id().time() + ")"));
        }
    }
}
