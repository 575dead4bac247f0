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
 * @param stuckNs longest time in which a daemon neither delivered anything nor got another ring, if that was watched
 * @param unservedNs longest time in which a daemon delivered nothing although it should, if that was watched
 * @param service the part of the time in which daemons delivered or had nothing to deliver, 0..1
 */
public record SwarmResult(
        long seed,
        List<String> violations,
        long simulatedNs,
        long events,
        long datagrams,
        long rings,
        long frames,
        long stuckNs,
        long unservedNs,
        double service) {
    public SwarmResult {
        violations = List.copyOf(violations);
    }

    public boolean isGood() {
        return violations.isEmpty();
    }
}
