package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimConfig;

/** A daemon dies and is started again. */
record CrashFault(int daemon) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.daemon(daemon).kill();
    }

    @Override
    public void end(FaultInjector injector) {
        if (!injector.daemon(daemon).isRunning() && injector.file().names(daemon)) {
            injector.daemon(daemon).start();
        }
    }

    @Override
    public String toString() {
        return "crash of " + SimConfig.nameOf(daemon);
    }
}
