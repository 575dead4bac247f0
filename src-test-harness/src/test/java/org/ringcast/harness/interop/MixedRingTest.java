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
    @CsvSource({"5, RSR", "4, SSR"})
    void check18_allServicesAndSizesAtEveryPlace(int level, String letters) throws Exception {
        run(
                RingPlan.of(Layout.LOOPBACK, level, letters),
                new FormScenario(),
                new TrafficScenario(),
                new ChurnScenario());
    }

    @Test
    void check19_crashesAndRestartsOfBoth() throws Exception {
        run(RingPlan.of(Layout.LOOPBACK, 5, "RS"), new KillScenario(Kind.OURS), new KillScenario(Kind.REFERENCE));
    }

    @Test
    void check19_partitionByTheMonitor() throws Exception {
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
