package org.ringcast.harness.sim.swarm;

import java.util.List;

/**
 * What became of a seed.
 *
 * @param violations what was wrong; empty: nothing
 * @param simulatedNs how long the run was in its own time
 * @param events that happened
 * @param datagrams that arrived
 * @param rings that were installed, by all daemons together
 * @param frames that clients got
 */
public record SwarmResult(
        long seed, List<String> violations, long simulatedNs, long events, long datagrams, long rings, long frames) {
    public SwarmResult {
        violations = List.copyOf(violations);
    }

    public boolean isGood() {
        return violations.isEmpty();
    }
}
