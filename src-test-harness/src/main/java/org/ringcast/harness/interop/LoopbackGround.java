package org.ringcast.harness.interop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ringcast.harness.process.FreePorts;

/** The loopback interface; daemons differ in their ports and, where level 4 demands it, in their addresses. */
final class LoopbackGround implements Ground {
    private final RingPlan plan;
    private final int[] ports;

    /**
     * Finds ports.
     *
     * @param firstPort port of the first daemon, the others 2 apart; 0 for any that are free
     */
    LoopbackGround(RingPlan plan, int firstPort) throws IOException {
        this.plan = plan;
        this.ports = new int[plan.size()];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = firstPort == 0 ? FreePorts.next() : firstPort + 2 * i;
        }
        if (plan.level() == 4
                && plan.kinds().stream().filter(k -> k == Kind.OURS).count() > 1) {
            throw new IllegalArgumentException(
                    "level 4 on the loopback interface takes one address for each daemon, and only"
                            + " one of them is local: one Ringcast daemon at most");
        }
    }

    @Override
    public String address(int daemon) {
        // At level 4 the address is the id. Spread 4.4 does not ask whether its own is configured on an interface.
        boolean first = plan.level() == 5 || plan.kinds().get(daemon) == Kind.OURS;
        return first ? "127.0.0.1" : "127.0.0." + (daemon + 2);
    }

    @Override
    public int port(int daemon) {
        return ports[daemon];
    }

    @Override
    public String segmentAddress(int segment) {
        return address(segment);
    }

    @Override
    public List<String> launcher(int daemon) {
        return List.of();
    }

    @Override
    public Optional<Network> network() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
