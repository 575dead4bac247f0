package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.wire.PacketType;

/** As many daemons, and as many old rings, as one ring can take. */
final class LargeRingTest {
    private static int[] firstDaemons(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** 127 old rings: a form token has room for 20, so it takes seven steps. */
    @Test
    void check30_20_aRingOf127() {
        try (RingTestContext context = new RingTestContext(127).startAll()) {
            assertThat(context.runUntil(() -> context.isRing(firstDaemons(127)), 30_000))
                    .isTrue();
            context.node(126).submit(PacketType.SAFE, 1, 5000);
            context.node(0).submit(PacketType.AGREED, 2);
            context.runMillis(200);
            for (int daemon = 0; daemon < 127; daemon++) {
                assertThat(context.node(daemon).numbers()).containsExactlyInAnyOrder(1, 2);
            }
        }
    }

    /** A 128th daemon cannot be in the ring, but does not disturb it. */
    @Test
    void defect30_D15_aDaemonTooManyDoesNotDisturbTheRing() {
        try (RingTestContext context = new RingTestContext(128)) {
            for (int daemon = 0; daemon < 127; daemon++) {
                context.start(daemon);
            }
            assertThat(context.runUntil(() -> context.isRing(firstDaemons(127)), 30_000))
                    .isTrue();
            context.start(127);
            context.runMillis(40_000);
            assertThat(context.isRing(firstDaemons(127))).isTrue();
            assertThat(context.node(0).count(CounterId.TOKEN_LOSSES))
                    .as("the one at the start")
                    .isEqualTo(1);
            assertThat(context.isRing(127)).as("it serves its clients alone").isTrue();
        }
    }

    /** Rings of two that do not hear each other, and then do. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, 30})
    void check30_20_defect30_D19_manyOldRingsMerge(int rings) {
        try (RingTestContext context = new RingTestContext(2 * rings)) {
            context.conditions(d -> d.from() / 2 == d.to() / 2 ? RingTestContext.normalDelayNs() : -1);
            context.startAll();
            assertThat(context.runUntil(
                            () -> IntStream.range(0, rings).allMatch(i -> context.isRing(2 * i, 2 * i + 1)), 8000))
                    .isTrue();
            for (int i = 0; i < 2 * rings; i++) {
                context.node(i).submit(PacketType.AGREED, i);
            }
            context.runMillis(100);
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(firstDaemons(2 * rings)), 80_000))
                    .isTrue();
            context.runMillis(10);
            EvsChecker.check(context);
        }
    }
}
