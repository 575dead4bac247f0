package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimConfig;

/** What a daemon sends gets lost at its own network card: for all receivers or for none. */
record SenderLossFault(int daemon, double probability) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.network().loseAtSender(daemon, probability);
    }

    @Override
    public void end(FaultInjector injector) {
        injector.network().loseAtSender(daemon, 0);
    }

    @Override
    public String toString() {
        return "%s loses %.1f %% of what it sends".formatted(SimConfig.nameOf(daemon), probability * 100);
    }
}
