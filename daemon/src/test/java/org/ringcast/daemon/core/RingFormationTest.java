package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.wire.PacketType;

/** Several daemons form rings, order messages, and survive what networks and processes do. */
final class RingFormationTest {
    private static final int[] SERVICES = {PacketType.RELIABLE, PacketType.FIFO, PacketType.AGREED, PacketType.SAFE};

    static Stream<int[]> topologies() {
        return Stream.of(new int[] {3}, new int[] {1, 1, 1}, new int[] {2, 2}, new int[] {1, 3}, new int[] {2, 1, 3});
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void startedTogetherTheyFormOneRing(int[] segments) {
        try (RingTestContext context = new RingTestContext(segments).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(all(context)), 4000))
                    .isTrue();
            EvsChecker.check(context);
        }
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void messagesOfAllServicesReachAllInOneOrder(int[] segments) {
        try (RingTestContext context = new RingTestContext(segments).startAll()) {
            context.runUntil(() -> context.isRing(all(context)), 4000);
            int number = 0;
            for (int round = 0; round < 30; round++) {
                for (int daemon = 0; daemon < context.size(); daemon++) {
                    context.node(daemon).submit(SERVICES[(round + daemon) % 4], number++, round * 211);
                }
                context.runMillis(round % 3);
            }
            context.runMillis(3000);
            for (int daemon = 0; daemon < context.size(); daemon++) {
                assertThat(context.node(daemon).numbers()).hasSize(number);
            }
            EvsChecker.check(context);
        }
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void killedAndRestartedDaemonsLeaveAndComeBack(int[] segments) {
        try (RingTestContext context = new RingTestContext(segments).startAll()) {
            context.runUntil(() -> context.isRing(all(context)), 4000);
            int number = 0;
            for (int victim = 0; victim < context.size(); victim++) {
                for (int i = 0; i < 20; i++) {
                    context.node(i % context.size()).submit(SERVICES[i % 4], number++, 100 * i);
                }
                context.kill(victim);
                int[] others = allBut(context, victim);
                assertThat(context.runUntil(() -> context.isRing(others), 20_000))
                        .isTrue();
                context.start(victim);
                assertThat(context.runUntil(() -> context.isRing(all(context)), 60_000))
                        .isTrue();
                EvsChecker.check(context);
            }
        }
    }

    @Test
    void partitionAndMergeOfASegment() {
        try (RingTestContext context = new RingTestContext(4).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2, 3), 4000);
            context.conditions(d -> d.from() / 2 == d.to() / 2 ? RingTestContext.normalDelayNs() : -1);
            submitEverywhere(context, 0, 40);
            assertThat(context.runUntil(() -> context.isRing(0, 1) && context.isRing(2, 3), 8000))
                    .isTrue();
            submitEverywhere(context, 1000, 40);
            context.runMillis(100);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2, 3), 40_000))
                    .isTrue();
            submitEverywhere(context, 2000, 40);
            context.runMillis(2000);
            EvsChecker.check(context);
            assertThat(context.node(0)
                            .numbers()
                            .subList(
                                    context.node(0).numbers().size() - 40,
                                    context.node(0).numbers().size()))
                    .allMatch(number -> number >= 2000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void lossOfPacketsAndTokensIsRepaired(int percent) {
        Random random = new Random(percent);
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            context.conditions(d -> random.nextInt(100) < percent ? -1 : RingTestContext.normalDelayNs());
            submitEverywhere(context, 0, 600);
            context.runMillis(5000);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 40_000)).isTrue();
            context.runMillis(3000);
            EvsChecker.check(context);
            if (percent == 1) {
                assertThat(context.node(0).story()).as("one ring all the time").doesNotContain("R1,2,3 T");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomFaultsThenConvergence(long seed) {
        RandomFaults.run(seed);
    }

    private static void submitEverywhere(RingTestContext context, int firstNumber, int count) {
        for (int i = 0; i < count; i++) {
            context.node(i % context.size()).submit(SERVICES[i % 4], firstNumber + i, (i * 97) % 3000);
        }
    }

    private static int[] all(RingTestContext context) {
        return allBut(context, -1);
    }

    private static int[] allBut(RingTestContext context, int victim) {
        return java.util.stream.IntStream.range(0, context.size())
                .filter(daemon -> daemon != victim)
                .toArray();
    }
}
