package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;

/** A daemon that has had no ring for long keeps to itself; it does not when there is nothing wrong but that forming one takes long. */
final class IsolationByTimeTest {
    private static final long STOPPED_MILLIS = 60_000;

    /** A gathering of 20 s would be 40 Form timeouts long. */
    @Test
    void aLongGatherTimeoutIsNoReason() {
        TimerSettings timers = TimerSettings.ofMillis(5000, 1500, 250, 250, 1250, 500, 20_000, 500, 45_000);
        assertFormsOneRing(timers, true, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 100, 200})
    void aShortFormTimeoutIsNoReason(long formMillis) {
        TimerSettings timers = TimerSettings.ofMillis(1250, 500, 250, 250, 625, 500, 1250, formMillis, 30_000);
        assertFormsOneRing(timers, false, 3);
    }

    private static void assertFormsOneRing(TimerSettings timers, boolean wide, int... segments) {
        try (RingTestContext context = new RingTestContext(segments)) {
            context.settings(RingTestContext.settings(false, timers, wide));
            context.startAll();
            int[] all = IntStream.range(0, context.size()).toArray();
            assertThat(context.runUntil(() -> context.isRing(all), 25_000)).isTrue();
            assertNobodyKeptToItself(context);
        }
    }

    /** As with SIGSTOP, or when the machine was suspended, while they were looking for each other. */
    @ParameterizedTest
    @ValueSource(longs = {100, 400, 1700})
    void timeInWhichTheDaemonsStoodStillIsNoReason(long afterMillis) {
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            context.runMillis(afterMillis);
            IntStream.range(0, 3).forEach(d -> context.node(d).alive = false);
            context.runMillis(STOPPED_MILLIS);
            IntStream.range(0, 3).forEach(d -> context.node(d).alive = true);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 5_000)).isTrue();
            assertNobodyKeptToItself(context);
        }
    }

    private static void assertNobodyKeptToItself(RingTestContext context) {
        for (TestNode node : context.allNodes()) {
            assertThat(node.count(CounterId.ISOLATIONS)).isZero();
        }
    }
}
