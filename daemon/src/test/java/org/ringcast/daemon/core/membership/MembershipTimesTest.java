package org.ringcast.daemon.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The times in ids of rings. */
final class MembershipTimesTest {
    private long clock = 1000;

    private final List<Integer> told = new ArrayList<>();

    private MembershipTimes started() {
        return startedAfter(-1);
    }

    private MembershipTimes startedAfter(int lastUsedBefore) {
        MembershipTimes times = new MembershipTimes(() -> clock, told::add);
        times.start(lastUsedBefore);
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

    /** Ids of the earlier life had run ahead of the clock. */
    @Test
    void defect30_D16_timesOfAnEarlierLifeAreNotUsedAgain() {
        assertThat(startedAfter(1004).next()).isEqualTo(1005);
        assertThat(startedAfter(900).next()).isEqualTo(1001);
    }

    /** The clock starts in 1970 at each boot, or was set back while the daemon was down. */
    @Test
    void defect30_D16_aClockThatWasSetBackBetweenTwoLivesDoesNotBringTimesBack() {
        clock = 20;
        MembershipTimes times = startedAfter(1_795_177_769);
        assertThat(new int[] {times.next(), times.next()}).containsExactly(1_795_177_770, 1_795_177_771);
    }

    @Test
    void defect30_D16_eachTimeIsToldBeforeItIsUsed() {
        MembershipTimes times = started();
        assertThat(told).isEmpty();
        times.next();
        clock = 1010;
        new MembershipTimes(times).next();
        assertThat(told).containsExactly(1001, 1010);
    }
}
