package org.ringcast.harness.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.ringcast.daemon.wire.PacketKind;

/** Damaged packets that pass the gate of a daemon do not harm a ring for good. */
final class FuzzTest {
    private static final long CASES = Long.getLong("fuzz.cases", 20_000);

    @Test
    void damagedPacketsNeitherThrowNorKeepTheRingApartNorFillMemory(TestReporter reporter) {
        long seed = Long.getLong("fuzz.seed", System.currentTimeMillis());
        reporter.publishEntry("fuzz seed", Long.toString(seed));
        FuzzRun.Result result = FuzzRun.run(seed, CASES);
        assertThat(result.violation()).isNull();
        assertThat(result.cases()).isEqualTo(CASES);
        assertThat(result.kinds())
                .containsKeys(
                        PacketKind.DATA,
                        PacketKind.TOKEN,
                        PacketKind.FORM1,
                        PacketKind.FORM2,
                        PacketKind.ALIVE,
                        PacketKind.JOIN);
    }

    /** A forged form token left a daemon out of its own transitional configuration. */
    @Test
    void whatWasFoundOnceIsMended() {
        assertThat(FuzzRun.run(38, 14_000).violation()).isNull();
    }

    @Test
    void theSameSeedThrowsTheSame() {
        assertThat(FuzzRun.run(5, 1_000)).isEqualTo(FuzzRun.run(5, 1_000));
    }
}
