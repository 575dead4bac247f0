package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimConfig;

/** A daemon gets no time. */
record PauseFault(int daemon) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.daemon(daemon).pause();
    }

    @Override
    public void end(FaultInjector injector) {
        injector.daemon(daemon).resume();
    }

    @Override
    public String toString() {
        return "pause of " + SimConfig.nameOf(daemon);
    }
}
