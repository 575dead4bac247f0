package org.ringcast.harness.sim.swarm;

import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimNetwork;

/** Lets the faults of a plan begin and end, until everything is healed. */
final class FaultInjector {
    private static final int EVS = 6;

    private final SimCluster cluster;
    private boolean healed;

    FaultInjector(SimCluster cluster) {
        this.cluster = cluster;
    }

    void plan(SwarmPlan.Episode episode) {
        later(episode.startNs(), () -> episode.fault().begin(this));
        later(episode.startNs() + episode.durationNs(), () -> episode.fault().end(this));
    }

    SimNetwork network() {
        return cluster.network();
    }

    SimDaemon daemon(int index) {
        return cluster.daemon(index);
    }

    /** Plans a part of a fault; it does not happen when everything was healed before. */
    void later(long delayNs, Runnable action) {
        cluster.after(delayNs, () -> {
            if (!healed) {
                action.run();
            }
        });
    }

    /** The network is good, all daemons run, and nothing goes wrong any more. */
    void heal() {
        healed = true;
        cluster.network().heal();
        for (SimDaemon daemon : cluster.daemons()) {
            daemon.resume();
            daemon.setClockDrift(0);
        }
        cluster.startAll();
        endHighNumbers();
    }

    /** If sequence numbers began near their end, so that they ran out: they do so no longer. */
    private void endHighNumbers() {
        boolean installing = cluster.daemons().stream()
                .anyMatch(daemon -> daemon.process().core().membershipState() == EVS);
        if (installing) {
            cluster.after(1_000_000, this::endHighNumbers);
        } else {
            cluster.setFirstSeq(0);
        }
    }
}
