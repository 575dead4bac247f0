package org.ringcast.harness.sim.swarm;

import java.util.List;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimFile;
import org.ringcast.harness.sim.SimNetwork;

/** Lets the faults of a plan begin and end, until everything is healed. */
final class FaultInjector {
    private static final int EVS = 6;
    private static final long PAUSED_NS = 50_000_000;

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

    /** The configuration file. */
    SimFile file() {
        return cluster.file();
    }

    /**
     * The file is another one now, and daemons are told to read it.
     *
     * @param delaysNs how long each daemon is told after the change; one that gets no time then is told later
     */
    void reload(SimFile file, List<Long> delaysNs) {
        cluster.setFile(file);
        for (SimDaemon daemon : cluster.daemons()) {
            later(delaysNs.get(daemon.index()), () -> read(daemon));
        }
    }

    private void read(SimDaemon daemon) {
        if (daemon.isRunning() && daemon.process().isPaused()) {
            later(PAUSED_NS, () -> read(daemon));
        } else {
            daemon.reload();
        }
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
        SimFile all = cluster.file();
        for (SimDaemon daemon : cluster.daemons()) {
            all = all.names(daemon.index()) ? all : all.with(daemon.index());
        }
        boolean reloaded = cluster.daemons().stream()
                .anyMatch(daemon -> daemon.isRunning() && daemon.process().file() != cluster.file());
        if (all != cluster.file() || reloaded) {
            cluster.reload(all);
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
