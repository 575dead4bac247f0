package org.ringcast.harness.sim.swarm;

import java.util.Arrays;
import java.util.List;

/** The daemons are divided. */
record PartitionFault(List<Integer> components) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.network().partition(components.stream().mapToInt(i -> i).toArray());
    }

    @Override
    public void end(FaultInjector injector) {
        injector.network().unpartition();
    }

    @Override
    public String toString() {
        return "partition " + Arrays.toString(components.toArray());
    }
}
