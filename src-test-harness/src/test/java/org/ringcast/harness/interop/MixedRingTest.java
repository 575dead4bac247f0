package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A short selection of the matrix of mixed rings. Needs -Dspread.home (5.0) and -Dspread4.home (4.4). */
class MixedRingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"5, R", "5, RS", "5, SR", "5, SRS", "5, RSR", "5, RSSR", "4, RS", "4, SRS", "4, SSR"})
    void check20_18_allServicesAndSizesAtEveryPlace(int level, String letters) throws Exception {
        run(
                RingPlan.of(Layout.LOOPBACK, level, letters),
                new FormScenario(),
                new TrafficScenario(),
                new ChurnScenario());
    }

    /** A minute each when -Dinterop.loss.seconds=60 says so. */
    @ParameterizedTest
    @CsvSource({"5, RSS", "5, SRS", "5, SSR", "4, SRS"})
    void check20_19_losses(int level, String letters) throws Exception {
        int seconds = Integer.getInteger("interop.loss.seconds", 5);
        run(
                RingPlan.of(Layout.ONE_SEGMENT, level, letters),
                new LossScenario(1, seconds),
                new LossScenario(5, seconds),
                new LossScenario(20, seconds));
    }

    @ParameterizedTest
    @CsvSource({"RSS", "SRS", "SSR"})
    void check20_20_theRecordedLivelockIsRepairedOrNamed(String letters) throws Exception {
        run(RingPlan.of(Layout.SWITCHED, 5, letters), new StuckPathCapture(StuckPathCapture.Fault.ONE_PACKET));
    }

    @Test
    void check30_19_crashesAndRestartsOfBoth() throws Exception {
        run(RingPlan.of(Layout.LOOPBACK, 5, "RS"), new KillScenario(Kind.OURS), new KillScenario(Kind.REFERENCE));
    }

    @Test
    void check30_19_partitionByTheMonitor() throws Exception {
        run(RingPlan.of(Layout.LOOPBACK, 5, "SR"), new MonitorScenario());
    }

    @ParameterizedTest
    @CsvSource({"5, RS", "4, SR"})
    void check13_theMonitorHasBothReadAnotherFile(int level, String letters) throws Exception {
        run(RingPlan.of(Layout.LOOPBACK, level, letters), new ReloadScenario());
    }

    private void run(RingPlan plan, Scenario... scenarios) throws Exception {
        Installs installs = Installs.ofProperties();
        Site.obstacle(plan, installs).ifPresent(why -> Assumptions.abort("skipped: " + why));
        List<Cell> cells = new ArrayList<>();
        new RingRun(plan, installs, 0, folder).run(List.of(scenarios), cells::add);
        assertThat(cells)
                .hasSize(scenarios.length)
                .allSatisfy(
                        cell -> assertThat(cell.faults()).as(cell.scenario()).isEmpty());
    }
}
