package org.ringcast.harness.sim.swarm;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ringcast.harness.sim.LinkConditions;
import org.ringcast.harness.sim.SimConfig;

/**
 * Some links become worse.
 *
 * @param what in words
 */
record LinkFault(String what, List<Direction> links, Consumer<LinkConditions.Draft> change) implements Fault {
    /** One direction of a link. */
    record Direction(int from, int to) {
        @Override
        public String toString() {
            return SimConfig.nameOf(from) + ">" + SimConfig.nameOf(to);
        }
    }

    @Override
    public void begin(FaultInjector injector) {
        for (Direction link : links) {
            LinkConditions now = injector.network().conditions(link.from(), link.to());
            injector.network().setConditions(link.from(), link.to(), now.with(change));
        }
    }

    @Override
    public void end(FaultInjector injector) {
        for (Direction link : links) {
            injector.network().resetConditions(link.from(), link.to());
        }
    }

    @Override
    public String toString() {
        return what + " on " + links.stream().map(Direction::toString).collect(Collectors.joining(" "));
    }
}
