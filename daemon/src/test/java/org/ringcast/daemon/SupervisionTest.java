package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SupervisionTest {
    @Test
    void signsOfLifeComeTwiceAsOftenAsTheWatchdogWants() {
        assertThat(Supervision.periodNs(TimeUnit.SECONDS.toNanos(4))).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(Supervision.periodNs(1)).isEqualTo(1);
    }

    @Test
    void newsIsToldWithinSecondsWithoutAWatchdogToo() {
        assertThat(Supervision.periodNs(0)).isEqualTo(TimeUnit.SECONDS.toNanos(5));
        assertThat(Supervision.periodNs(TimeUnit.MINUTES.toNanos(10))).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    }
}
