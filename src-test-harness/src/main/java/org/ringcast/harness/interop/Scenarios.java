package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;

/** The scenarios of the matrix, in the order in which they are done. */
final class Scenarios {
    private Scenarios() {}

    /** All of them; {@code lossSeconds} is how long each loss lasts. */
    static List<Scenario> all(int lossSeconds) {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(new FormScenario());
        scenarios.add(new TrafficScenario());
        scenarios.add(new ToolsScenario());
        scenarios.add(new ChurnScenario());
        for (Kind kind : Kind.values()) {
            scenarios.add(new KillScenario(kind));
        }
        scenarios.add(new MonitorScenario());
        scenarios.add(new PartitionScenario());
        for (int percent : new int[] {1, 5, 20}) {
            scenarios.add(new LossScenario(percent, lossSeconds));
        }
        for (Kind kind : Kind.values()) {
            scenarios.add(new PauseScenario(kind));
        }
        for (BrokenPathScenario.Fault fault : BrokenPathScenario.Fault.values()) {
            scenarios.add(new BrokenPathScenario(fault));
        }
        scenarios.add(new ReloadScenario());
        scenarios.add(new MigrationScenario());
        return scenarios;
    }
}
