package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A daemon that doubts its own state goes into a ring of its own and comes back. */
final class LeaveRingTest {
    @Test
    void leavesAloneAndComesBack() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
            TestNode doubting = context.node(1);
            int before = doubting.events.size();
            int beforeElsewhere = context.node(0).events.size();
            doubting.services().leaveRing("doubt");

            assertThat(context.runUntil(() -> doubting.ring().size() == 1, 10_000))
                    .isTrue();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 60_000)).isTrue();
            assertThat(rings(doubting, before)).startsWith(List.of(1)).endsWith(List.of(0, 1, 2));
            assertThat(transitionals(context.node(0), beforeElsewhere))
                    .as("to the others it did not come along")
                    .noneMatch(together -> together.contains(1));
            EvsChecker.check(context);
        }
    }

    @Test
    void isBackAsSoonAsItHasBeenAlone() {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
            context.node(1).services().leaveRing("doubt");
            context.runMillis(1);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 6000)).isTrue();
            EvsChecker.check(context);
        }
    }

    @Test
    void loneDaemonIsBackAtOnce() {
        try (RingTestContext context = new RingTestContext(2)) {
            context.start(0);
            assertThat(context.runUntil(() -> context.isRing(0), 6000)).isTrue();
            context.node(0).services().leaveRing("doubt");
            context.runMillis(5000);
            context.start(1);
            assertThat(context.runUntil(() -> context.isRing(0, 1), 60_000)).isTrue();
        }
    }

    private static List<List<Integer>> rings(TestNode node, int from) {
        return node.events.subList(from, node.events.size()).stream()
                .filter(TestNode.Reg.class::isInstance)
                .map(event -> members(((TestNode.Reg) event).members()))
                .toList();
    }

    private static List<List<Integer>> transitionals(TestNode node, int from) {
        return node.events.subList(from, node.events.size()).stream()
                .filter(TestNode.Trans.class::isInstance)
                .map(event -> members(((TestNode.Trans) event).members()))
                .toList();
    }

    private static List<Integer> members(RingMembers ring) {
        return java.util.stream.IntStream.range(0, ring.size())
                .mapToObj(ring::member)
                .toList();
    }
}
