package org.ringcast.daemon.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The times in ids of rings. */
final class MembershipTimesTest {
    private long clock = 1000;

    private MembershipTimes started() {
        MembershipTimes times = new MembershipTimes(() -> clock);
        times.start();
        return times;
    }

    @Test
    void check30_12_severalRingsInOneSecondHaveDifferentTimes() {
        MembershipTimes times = started();
        assertThat(new int[] {times.next(), times.next(), times.next()}).containsExactly(1001, 1002, 1003);
        clock = 1010;
        assertThat(times.next()).isEqualTo(1010);
    }

    @Test
    void defect30_D16_aClockThatGoesBackDoesNotBringTimesBack() {
        MembershipTimes times = started();
        clock = 5000;
        assertThat(times.next()).isEqualTo(5000);
        clock = 10;
        assertThat(times.next()).isEqualTo(5001);
        assertThat(times.next()).isEqualTo(5002);
    }

    /** An earlier process may have used the second that is going on. */
    @Test
    void defect30_D16_theSecondOfTheStartIsNotUsed() {
        assertThat(started().next()).isEqualTo(1001);
    }
}
