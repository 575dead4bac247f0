package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.TestNode.Event;
import org.ringcast.daemon.core.TestNode.Message;
import org.ringcast.daemon.wire.PacketType;

/** A daemon alone is a ring of one: it goes through all states and sends the tokens to itself. */
final class LoneDaemonTest {
    @Test
    void check30_4_coldStartAlone() {
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.record().start(0);
            context.runMillis(2000);
            assertThat(times(context.sent(), PacketType.ALIVE)).containsExactly(0L, 250L);
            assertThat(times(context.sent(), PacketType.JOIN)).containsExactly(500L, 750L, 1000L, 1250L, 1500L);
            assertThat(node.states)
                    .containsExactly(
                            "0 1->2 START",
                            "500000 2->4 SMALLEST_IN_SEGMENT",
                            "1750000 4->5 FORM1_CREATED",
                            "1750050 5->6 FORM2_READ",
                            "1750150 6->1 RING_INSTALLED");
            assertThat(node.story()).isEqualTo("T1 R1");
            assertThat(context.isRing(0)).isTrue();
        }
    }

    @Test
    void deliversEveryServiceAndSizeInOrder() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            int[] services = {PacketType.RELIABLE, PacketType.FIFO, PacketType.AGREED, PacketType.SAFE};
            int[] sizes = {0, 1, 1384, 1385, 1432, 2 * 1432 - 48, 2 * 1432 - 47, 70_000, 143_152};
            List<Integer> expected = new ArrayList<>();
            for (int service : services) {
                for (int size : sizes) {
                    expected.add(expected.size());
                    node.submit(service, expected.size() - 1, size);
                    context.runMillis(1);
                }
            }
            context.runMillis(1000);
            assertThat(node.numbers()).isEqualTo(expected);
            int at = 0;
            for (Event event : node.events) {
                if (event instanceof Message message) {
                    int size = sizes[at++ % sizes.length];
                    assertThat(message.bytes()).hasSize(48 + size);
                    for (int i = 48; i < 48 + size; i++) {
                        assertThat(message.bytes()[i]).isEqualTo((byte) (message.number() * 31 + i));
                    }
                }
            }
            assertThat(node.packetised).isEqualTo(expected.size());
            assertThat(node.services().queuedMessages()).isZero();
        }
    }

    @Test
    void safeWaitsUntilStableAndAgreedDoesNot() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            node.submit(PacketType.AGREED, 1);
            node.submit(PacketType.SAFE, 2);
            node.submit(PacketType.AGREED, 3);
            // The token is held; it is released, comes back after 50 us, and at that visit the packets are made.
            context.runUntil(context.nowNs() + 60_000);
            assertThat(node.numbers()).containsExactly(1);
            context.runUntil(context.nowNs() + 50_000);
            assertThat(node.numbers()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void check20_16_idleRingHoldsItsTokenAndReleasesItEveryHurryTimeout() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            context.runMillis(1000);
            context.record().runMillis(2100);
            // One released token each 500 ms, with retransmission count 1, and the one visit after it, which holds
            // again.
            assertThat(context.sent()).hasSize(4).allMatch(datagram -> datagram.token() && retrans(datagram) == 1);
            node.submit(PacketType.AGREED, 7);
            context.runMillis(1);
            assertThat(node.numbers()).containsExactly(7);
            assertThat(context.sent()).hasSizeBetween(7, 9);
            int tokens = context.sent().size();
            context.runMillis(490);
            assertThat(context.sent()).hasSize(tokens);
        }
    }

    @Test
    void thresholdsHoldDeliveriesBack() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            node.services().setThreshold(Threshold.BLOCK);
            node.submit(PacketType.AGREED, 1);
            context.runUntil(context.nowNs() + 60_000);
            assertThat(node.numbers()).isEmpty();
            // Stable at the second visit: then nothing holds it back.
            context.runUntil(context.nowNs() + 50_000);
            assertThat(node.numbers()).containsExactly(1);

            context.runMillis(10);
            node.services().setThreshold(Threshold.AGREED);
            node.submit(PacketType.SAFE, 2);
            node.submit(PacketType.RELIABLE, 3);
            context.runUntil(context.nowNs() + 60_000);
            assertThat(node.numbers()).containsExactly(1);
            node.services().setThreshold(Threshold.UNRELIABLE);
            assertThat(node.numbers()).as("not recursively").containsExactly(1);
            context.runUntil(context.nowNs() + 1);
            assertThat(node.numbers()).as("RELIABLE overtakes").containsExactly(1, 3);
            context.runMillis(1);
            assertThat(node.numbers()).containsExactly(1, 3, 2);
        }
    }

    @Test
    void groupsQueueGoesFirstWhileItIsActive() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            node.submit(PacketType.AGREED, 1);
            node.services().activate(QueueKind.GROUPS);
            node.submit(PacketType.RELIABLE, 2);
            node.submit(PacketType.AGREED, 3);
            context.runMillis(10);
            assertThat(node.numbers()).containsExactly(2, 3);
            assertThat(node.services().queuedMessages()).isZero();
            node.services().activate(QueueKind.NORMAL);
            assertThat(node.services().queuedMessages()).isEqualTo(1);
            context.runMillis(1);
            assertThat(node.numbers()).containsExactly(2, 3, 1);
        }
    }

    @Test
    void aRingGivenUpIsFormedAnewAndNothingIsLost() {
        try (RingTestContext context = new RingTestContext(1)) {
            TestNode node = installed(context);
            MembershipId first = node.ring().id();
            node.services().forceMembershipChange("test");
            node.submit(PacketType.SAFE, 1);
            context.runMillis(2000);
            assertThat(node.story()).isEqualTo("T1 R1 T1 R1 m1");
            assertThat(node.ring().id()).isNotEqualTo(first);
            assertThat(node.ring().id().time()).isGreaterThan(first.time());
        }
    }

    private static TestNode installed(RingTestContext context) {
        TestNode node = context.start(0);
        context.runMillis(2000);
        assertThat(context.isRing(0)).isTrue();
        return node;
    }

    private static int retrans(Datagram datagram) {
        return (datagram.type() & PacketType.RETRANS_MASK) >>> PacketType.RETRANS_SHIFT;
    }

    private static List<Long> times(List<Datagram> sent, int type) {
        List<Long> times = new ArrayList<>();
        for (Datagram datagram : sent) {
            if (datagram.has(type) && datagram.to() == 0) {
                times.add(datagram.sentNs() / RingTestContext.MS);
            }
        }
        return times;
    }
}
