package org.ringcast.daemon.core.membership;

import java.util.Arrays;
import java.util.BitSet;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.DatagramGate;
import org.ringcast.daemon.core.ring.PartitionFilter;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.StuckEpisodes;

/**
 * Tells the operator, as soon as the lists of daemons that lost their token show it, which of them does not hear another one.
 * Attempts to form a ring over such a path fail, but each one takes seconds. See docs/protocol/membership.md, "Who is not heard".
 */
final class DeafEnds {
    /** Lists of others that name a daemon: it sends, and one may have been lost. */
    private static final int ENOUGH = 2;

    /** Lists of a daemon in state SEG, before it gathers or is gathered. */
    private static final int LISTS_OF_SEG = 2;

    private static final long NEVER = Long.MIN_VALUE;

    private final RingContext context;
    private final Topology topology;
    private final DatagramGate gate;
    private final PartitionFilter partition;
    private final StuckEpisodes episodes;
    private final Lister[] listers;
    /** In how many lists of others each daemon was. */
    private final int[] named;

    private final long aliveNs;
    private final long segNs;
    private RingMembers lost;
    private boolean lostBySilence;
    private long sinceNs;

    /** What a daemon of the own segment has sent of lists since it began to, as far as they came here. */
    private static final class Lister {
        private long firstNs = NEVER;
        private long lastNs = NEVER;
        private int lists;
        /** More of them came at once than can be sent at once: they had waited here, and tell nothing of the present. */
        private boolean waited;
        /** The last one names others, but not the daemon from which this one got the token. */
        private boolean lacksPrevious;
    }

    DeafEnds(RingContext context, DatagramGate gate, PartitionFilter partition, StuckEpisodes episodes) {
        this.context = context;
        this.gate = gate;
        this.partition = partition;
        this.episodes = episodes;
        topology = context.topology();
        listers = new Lister[topology.daemonCount()];
        Arrays.setAll(listers, i -> new Lister());
        named = new int[topology.daemonCount()];
        aliveNs = context.settings().timers().aliveNs();
        segNs = context.settings().timers().segNs();
    }

    /**
     * An attempt begins.
     *
     * @param ring what is lost; a ring of one daemon says nothing of paths
     * @param bySilence its token stayed away, so that all members lost it at the same time
     */
    void begin(RingMembers ring, boolean bySilence) {
        Arrays.fill(named, 0);
        sinceNs = context.timers().nowNs();
        if (ring.size() > 1) {
            lost = ring;
            lostBySilence = bySilence;
        }
    }

    /** There is a ring; whatever is heard in it tells nothing. */
    void onInstalled() {
        lost = null;
    }

    /** This daemon sent a list to its segment. */
    void onOwnList() {
        if (!partition.isDeaf()) {
            note(topology.self(), false);
            if (isLostHere()) {
                consider(lost.next(topology.self()));
            }
        }
    }

    /**
     * A list came: whom a daemon without a token has heard.
     *
     * @param listed the sender is left out
     */
    void onList(int sender, BitSet listed) {
        if (partition.isDeaf() || !isOfOwnSegment(sender)) {
            return;
        }
        boolean known = isLostHere() && lost.contains(sender);
        note(sender, known && !listed.isEmpty() && !listed.get(lost.previous(sender)));
        if (known && isOfThisLoss(sender)) {
            listed.stream().forEach(daemon -> considerSilence(daemon, sender));
            consider(sender);
            consider(lost.next(sender));
        }
    }

    private boolean isLostHere() {
        return lost != null && lostBySilence && lost.contains(topology.self());
    }

    private boolean isOfOwnSegment(int daemon) {
        return topology.segmentOf(daemon) == topology.segmentOf(topology.self());
    }

    /** While a daemon has no ring its lists come each Alive timeout. */
    private void note(int daemon, boolean lacksPrevious) {
        Lister lister = listers[daemon];
        long nowNs = context.timers().nowNs();
        if (lister.lastNs == NEVER || nowNs - lister.lastNs > 2 * aliveNs) {
            lister.firstNs = nowNs;
            lister.lists = 0;
            lister.waited = false;
        }
        lister.lists++;
        lister.waited |= lister.lists > LISTS_OF_SEG && nowNs - lister.firstNs < segNs - aliveNs / 2;
        lister.lastNs = nowNs;
        lister.lacksPrevious = lacksPrevious;
    }

    /** Its lists began when this daemon lost its token: they were made in the same time, and out of what was sent in it. */
    private boolean isOfThisLoss(int daemon) {
        return listers[daemon].firstNs != NEVER
                && !listers[daemon].waited
                && Math.abs(listers[daemon].firstNs - sinceNs) < aliveNs / 2;
    }

    /** Others hear a daemon of which nothing comes here any more. */
    private void considerSilence(int daemon, int sender) {
        named[daemon]++;
        long nowNs = context.timers().nowNs();
        long heardNs = gate.heardNs(daemon);
        long enoughNs = context.settings().timers().tokenNs() + aliveNs;
        if (daemon != topology.self()
                && lost.contains(daemon)
                && isOfOwnSegment(daemon)
                && named[daemon] >= ENOUGH
                && hasSentForLong(sender)
                && heardNs > 0
                && heardNs < sinceNs - aliveNs
                && nowNs - heardNs >= enoughNs) {
            episodes.unheard(
                    topology.self(),
                    daemon,
                    heardNs,
                    "nothing of " + topology.name(daemon) + " has come here for "
                            + StuckEpisodes.seconds(nowNs - heardNs) + ", and " + topology.name(sender) + " hears it");
        }
    }

    /**
     * The token was lost somewhere, and a daemon to which the one before it had to pass it does not have that one in its lists,
     * although it sends. Other ways the token did not take, and a list that lacks somebody may be chance. Lists are made in state
     * SEG, so who began to send later, because it was restarted, may well be missing.
     */
    private void consider(int daemon) {
        int before = lost.previous(daemon);
        long nowNs = context.timers().nowNs();
        if (listers[daemon].lacksPrevious
                && isOfOwnSegment(before)
                && isOfThisLoss(daemon)
                && isOfThisLoss(before)
                && hasSentForLong(daemon)
                && hasSentForLong(before)
                && nowNs - sinceNs <= segNs + 2 * aliveNs) {
            episodes.unheard(
                    daemon,
                    before,
                    sinceNs,
                    "the ring was lost " + StuckEpisodes.seconds(nowNs - sinceNs) + " ago, "
                            + topology.name(before) + " sends, and " + topology.name(daemon)
                            + " does not have it among those whom it hears");
        }
    }

    /** As long as lists are made, or nearly so: the first two packets of it, lost by chance, are rare. */
    private boolean hasSentForLong(int daemon) {
        return listers[daemon].lastNs - listers[daemon].firstNs >= segNs - aliveNs / 2;
    }
}
