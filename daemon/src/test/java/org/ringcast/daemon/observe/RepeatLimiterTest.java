package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatLimiterTest {
    private final RepeatLimiter limiter = new RepeatLimiter(1);

    private static String line(int size, int host, int port) {
        return "Net_recv: ignoring msg of size " + size + " from [10.0.0." + host + "]:" + port + " on channel 3";
    }

    @Test
    void theFirstIsShownTheRestOfTheMinuteIsCounted() {
        assertThat(limiter.admits(line(7, 1, 4000), 0)).isTrue();
        for (int i = 1; i <= 5; i++) {
            assertThat(limiter.admits(line(i, 1, 5000 + i), i)).isFalse();
        }
        assertThat(limiter.summaries(RepeatLimiter.PERIOD_NS - 1)).isEmpty();
        assertThat(limiter.summaries(RepeatLimiter.PERIOD_NS))
                .containsExactly("5 more like this in the last 60 s: " + line(7, 1, 4000));
        assertThat(limiter.summaries(RepeatLimiter.PERIOD_NS)).isEmpty();
        assertThat(limiter.admits(line(7, 1, 4000), RepeatLimiter.PERIOD_NS + 1))
                .isTrue();
    }

    @Test
    void anotherPeerOrAnotherReasonIsAnotherKind() {
        assertThat(limiter.admits(line(7, 1, 4000), 0)).isTrue();
        assertThat(limiter.admits(line(7, 2, 4000), 0)).isTrue();
        assertThat(limiter.admits("Net_recv: another reason from [10.0.0.1]:4000", 0))
                .isTrue();
        assertThat(limiter.admits(line(8, 2, 4001), 0)).isFalse();
    }

    @Test
    void defect_chosenWordsFillTheLog() {
        int shown = 0;
        for (int host = 0; host < 10_000; host++) {
            shown += limiter.admits("from [10.0." + host + "]", host) ? 1 : 0;
        }
        assertThat(shown).isEqualTo(257);
        assertThat(limiter.admits("from [10.0.9]", 10_000)).isFalse();
        assertThat(limiter.summaries(RepeatLimiter.PERIOD_NS + 10_000))
                .containsExactly(
                        "1 more like this in the last 60 s: from [10.0.9]",
                        "9743 more of any kind in the last 60 s: from [10.0.256]");
        assertThat(limiter.admits("from [10.1.1]", RepeatLimiter.PERIOD_NS + 10_000))
                .isTrue();
    }

    @Test
    void kindsWhoseMinuteIsOverMakeRoomWithoutBeingAskedFor() {
        for (int host = 0; host < 256; host++) {
            assertThat(limiter.admits("from [10.0." + host + "]", 0)).isTrue();
        }
        assertThat(limiter.admits("from [10.1.1]", RepeatLimiter.PERIOD_NS)).isTrue();
        assertThat(limiter.admits("from [10.1.2]", RepeatLimiter.PERIOD_NS)).isTrue();
    }

    @Test
    void aFewMayBeShownBeforeTheRestIsCounted() {
        RepeatLimiter three = new RepeatLimiter(3);
        for (int i = 0; i < 5; i++) {
            assertThat(three.admits("again", i)).isEqualTo(i < 3);
        }
        assertThat(three.summaries(RepeatLimiter.PERIOD_NS))
                .containsExactly("2 more like this in the last 60 s: again");
    }

    @Test
    void theTotalOfAllKindsIsBoundedAndBeginsAnewEachMinute() {
        RepeatLimiter ten = new RepeatLimiter(4, 10);
        int shown = 0;
        for (int i = 0; i < 40; i++) {
            shown += ten.admits("from [" + i % 5 + "]", i) ? 1 : 0;
        }
        assertThat(shown).isEqualTo(10);
        assertThat(ten.admits("something new", 50)).isFalse();
        assertThat(ten.summaries(RepeatLimiter.PERIOD_NS + 50))
                .hasSize(6)
                .contains("1 more like this in the last 60 s: something new");
        assertThat(ten.admits("something new", RepeatLimiter.PERIOD_NS + 50)).isTrue();
    }

    @Test
    void aSingleMessageHasNoSummary() {
        limiter.admits("once", 0);
        assertThat(limiter.summaries(2 * RepeatLimiter.PERIOD_NS)).isEmpty();
    }

    @Test
    void namesThatClientsChooseMakeNoNewKind() {
        assertThat(limiter.admits("Session f1 trying to make session alice do something", 0))
                .isTrue();
        assertThat(limiter.admits("Session mallory trying to make session #bob$ do something", 0))
                .isFalse();
    }
}
