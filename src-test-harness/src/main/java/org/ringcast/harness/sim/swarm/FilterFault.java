package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.PacketFilter;

/**
 * Certain packets get lost, or come late.
 *
 * @param what in words; also the name of the filter
 */
record FilterFault(String what, PacketFilter filter) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        injector.network().filter(what, filter);
    }

    @Override
    public void end(FaultInjector injector) {
        injector.network().unfilter(what);
    }

    @Override
    public String toString() {
        return what;
    }
}
