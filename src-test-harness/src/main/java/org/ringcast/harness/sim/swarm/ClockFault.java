package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimConfig;

/**
 * The clocks of a machine go wrong: the monotonic one drifts, the wall clock jumps ahead. It does not jump back: a daemon
 * that is started again knows nothing but its wall clock, so it could use an id of a ring again.
 */
record ClockFault(int daemon, long driftPerMillion, long wallJumpSeconds) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.daemon(daemon).setClockDrift(driftPerMillion);
        injector.daemon(daemon).advanceWallClock(wallJumpSeconds);
    }

    @Override
    public void end(FaultInjector injector) {
        injector.daemon(daemon).setClockDrift(0);
    }

    @Override
    public String toString() {
        return "clocks of %s: drift %d us/s, wall clock jumps ahead by %d s"
                .formatted(SimConfig.nameOf(daemon), driftPerMillion, wallJumpSeconds);
    }
}
