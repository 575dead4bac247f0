package org.ringcast.harness.sim.swarm;

/** Something that goes wrong for a while. Its text, for the plan of a run, says what. */
interface Fault {
    void begin(FaultInjector injector);

    /** Undoes it as far as it can be undone. */
    void end(FaultInjector injector);
}
