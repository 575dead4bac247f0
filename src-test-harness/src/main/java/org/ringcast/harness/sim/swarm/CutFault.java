package org.ringcast.harness.sim.swarm;

import java.util.List;
import java.util.stream.Collectors;
import org.ringcast.harness.sim.swarm.LinkFault.Direction;

/**
 * Links are cut, one direction each, one after the other in one order; and mended one after the other in another one.
 *
 * @param stepNs time from one link to the next; 0: all at once
 */
record CutFault(List<Direction> cutOrder, List<Direction> mendOrder, long stepNs) implements Fault {
    @Override
    public void begin(FaultInjector injector) {
        for (int i = 0; i < cutOrder.size(); i++) {
            Direction link = cutOrder.get(i);
            injector.later(i * stepNs, () -> injector.network().cut(link.from(), link.to()));
        }
    }

    @Override
    public void end(FaultInjector injector) {
        for (int i = 0; i < mendOrder.size(); i++) {
            Direction link = mendOrder.get(i);
            injector.later(i * stepNs, () -> injector.network().mend(link.from(), link.to()));
        }
    }

    @Override
    public String toString() {
        return "cut " + cutOrder.stream().map(Direction::toString).collect(Collectors.joining(" "))
                + (stepNs == 0 ? "" : ", one each " + stepNs / 1_000_000 + " ms");
    }
}
