package org.ringcast.harness.interop;

import java.util.LinkedHashSet;
import java.util.Set;

/** A partition by the monitor, and its end. */
final class MonitorScenario implements Scenario {
    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public String description() {
        return "Spread's spmonitor puts d1 into a component of its own and takes that back; members on both sides talk";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.size() > 1 && plan.kinds().contains(Kind.REFERENCE);
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        trial.joinEverywhere();
        try (Monitor monitor = new Monitor(site)) {
            int[] components = new int[site.plan().size()];
            components[0] = 1;
            monitor.partition(components);
            PartitionScenario.bothSides(trial, Set.of(0));
            monitor.cancel();
            PartitionScenario.merge(trial, new LinkedHashSet<>(site.up()));
        }
    }
}
