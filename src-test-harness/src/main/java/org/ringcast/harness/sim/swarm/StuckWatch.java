package org.ringcast.harness.sim.swarm;

import java.util.Locale;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimProcess;

/**
 * Looks twice a second whether each daemon gets on while faults last that nobody mends: it delivers, or has nothing to deliver, or
 * at least has got another ring.
 */
final class StuckWatch {
    private static final long LOOK_NS = 500_000_000L;
    private static final int OP = 1;

    private final SimCluster cluster;
    private final Watch watch;
    private final long boundNs;
    private final long[] delivered;
    private final long[] rings;
    private final long[] servedNs;
    private final long[] movedNs;
    private final boolean[] told;
    private long longestStuckNs;
    private long longestUnservedNs;
    private long looks;
    private long served;
    private boolean over;

    StuckWatch(SimCluster cluster, Watch watch, long boundNs) {
        this.cluster = cluster;
        this.watch = watch;
        this.boundNs = boundNs;
        int daemons = cluster.daemons().size();
        delivered = new long[daemons];
        rings = new long[daemons];
        servedNs = new long[daemons];
        movedNs = new long[daemons];
        told = new boolean[daemons];
    }

    /** Begins; a ring need not be there yet. */
    void begin() {
        cluster.after(LOOK_NS, () -> {
            if (!over) {
                cluster.daemons().forEach(this::look);
                begin();
            }
        });
    }

    private void look(SimDaemon daemon) {
        int i = daemon.index();
        long nowNs = cluster.nowNs();
        SimProcess process = daemon.process();
        if (process == null || !process.isAlive()) {
            servedNs[i] = nowNs;
            movedNs[i] = nowNs;
            return;
        }
        looks++;
        long newDelivered = process.count(CounterId.PACKETS_DELIVERED);
        long newRings = process.count(CounterId.MEMBERSHIP_CHANGES);
        boolean idle = process.core().membershipState() == OP
                && process.core().acceptsClients()
                && process.count(CounterId.RING_ARU) == process.count(CounterId.RING_HIGHEST_SEQ);
        if (newDelivered != delivered[i] || idle) {
            served++;
            servedNs[i] = nowNs;
            movedNs[i] = nowNs;
        } else if (newRings != rings[i]) {
            movedNs[i] = nowNs;
        }
        delivered[i] = newDelivered;
        rings[i] = newRings;
        longestStuckNs = Math.max(longestStuckNs, nowNs - movedNs[i]);
        longestUnservedNs = Math.max(longestUnservedNs, nowNs - servedNs[i]);
        if (nowNs - movedNs[i] > boundNs && !told[i]) {
            told[i] = true;
            watch.violated(String.format(
                    Locale.ROOT,
                    "%s has neither delivered anything nor got another ring for %.0f s",
                    process,
                    boundNs / 1e9));
        }
    }

    /** Everything is healed: other demands hold from now on. */
    void end() {
        over = true;
    }

    /** Longest time in which a daemon neither delivered anything nor got another ring. */
    long longestStuckNs() {
        return longestStuckNs;
    }

    /** Longest time in which a daemon delivered nothing, although there was something to deliver or it was in no ring. */
    long longestUnservedNs() {
        return longestUnservedNs;
    }

    /** The part of the time of all daemons in which they delivered, or had nothing to deliver; 0..1. */
    double service() {
        return looks == 0 ? 1 : (double) served / looks;
    }
}
