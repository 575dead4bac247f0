package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was sent again to whom is remembered long enough that repetition can be limited. */
final class AnswerLogTest {
    private final AnswerLog log = new AnswerLog();

    @Test
    void packetsThatCanBeMissingAtOnceDoNotMakeItForgetEachOther() {
        for (int round = 1; round <= 3; round++) {
            for (int seq = 1000; seq < 1000 + FlowControl.MAX_SEQ_GAP + 1000; seq++) {
                for (int requester = 0; requester < 3; requester++) {
                    int entry = log.find(seq, requester, 0);
                    assertThat(log.count(entry)).as("answers for " + seq).isEqualTo(round - 1);
                    log.answered(entry, round, round);
                }
            }
        }
    }

    @Test
    void ofTooManyRequestersTheOneAnsweredLongestAgoIsForgotten() {
        for (int requester = 0; requester < 5; requester++) {
            log.answered(log.find(7, requester, 0), 1, 100 + requester);
        }
        assertThat(log.count(log.find(7, 4, 0))).isEqualTo(1);
        assertThat(log.count(log.find(7, 1, 0))).isEqualTo(1);
        assertThat(log.count(log.find(7, 0, 0))).isZero();
    }

    @Test
    void requestsForASegmentAndForEverybodyAreDifferentRequesters() {
        log.answered(log.find(7, -1, 0), 1, 1);
        assertThat(log.count(log.find(7, -1, -1))).isZero();
        assertThat(log.count(log.find(7, -1, 0))).isEqualTo(1);
    }

    @Test
    void anotherPacketInTheSamePlaceBeginsAnew() {
        log.answered(log.find(5, 1, 0), 1, 1);
        assertThat(log.count(log.find(5 + 4096, 1, 0))).isZero();
    }
}
