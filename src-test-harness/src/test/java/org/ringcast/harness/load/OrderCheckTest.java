package org.ringcast.harness.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderCheckTest {
    @Test
    void equalSequencesAreInOrderWhoeverIsAhead() {
        OrderCheck check = new OrderCheck(2, 2, true);
        check.onMessage(0, 0, 0);
        check.onMessage(0, 1, 0);
        check.onMessage(1, 0, 0);
        check.onMessage(1, 1, 0);
        check.onMessage(1, 1, 1);
        check.onMessage(0, 1, 1);
        assertThat(check.violations()).isZero();
        assertThat(check.first()).isNull();
    }

    @Test
    void anotherOrderOfTheSendersIsAViolationOfTotalOrderOnly() {
        OrderCheck total = new OrderCheck(2, 2, true);
        OrderCheck fifo = new OrderCheck(2, 2, false);
        for (OrderCheck check : new OrderCheck[] {total, fifo}) {
            check.onMessage(0, 0, 0);
            check.onMessage(0, 1, 0);
            check.onMessage(1, 1, 0);
            check.onMessage(1, 0, 0);
        }
        assertThat(total.violations()).isEqualTo(2);
        assertThat(total.first()).isEqualTo("receiver 1: at position 0 another message than the first receiver there");
        assertThat(fifo.violations()).isZero();
    }

    @Test
    void aGapAndARepeatedMessageAreViolationsOfEveryOrder() {
        OrderCheck check = new OrderCheck(1, 1, false);
        check.onMessage(0, 0, 0);
        check.onMessage(0, 0, 2);
        check.onMessage(0, 0, 2);
        assertThat(check.violations()).isEqualTo(2);
        assertThat(check.first()).isEqualTo("receiver 0: message 2 of sender 0 where 1 was due");
    }
}
