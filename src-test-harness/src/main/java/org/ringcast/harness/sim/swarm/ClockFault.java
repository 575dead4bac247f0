package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimConfig;

/** The clocks of a machine go wrong: the monotonic one drifts, the wall clock jumps. */
record ClockFault(int daemon, long driftPerMillion, long wallOffsetSeconds) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.daemon(daemon).setClockDrift(driftPerMillion);
        injector.daemon(daemon).setWallClockOffset(wallOffsetSeconds);
    }

    @Override
    public void end(FaultInjector injector) {
        injector.daemon(daemon).setClockDrift(0);
    }

    @Override
    public String toString() {
        return "clocks of %s: drift %d us/s, wall clock off by %d s"
                .formatted(SimConfig.nameOf(daemon), driftPerMillion, wallOffsetSeconds);
    }
}
