package org.ringcast.daemon.core.ring;

import java.util.Arrays;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Topology;

/**
 * Sends packets unasked to the daemon that the token shows to be stuck: whoever sees its requests may be the one whose answers
 * do not arrive, and a daemon of the reference then answers for ever. At first few packets, all holders in turn, ever more
 * rarely. What helped is remembered: from then on, for a while, this daemon hands on everything that comes from the same
 * originators as soon as it has it. Then it stops, to see whether that is still needed. See docs/protocol/ring.md, "Stalls".
 */
final class UnaskedRepairs {
    /** Unchanged for so long, and for so many visits, before anybody sends unasked. */
    static final long REPAIR_AFTER_NS = 200_000_000L;

    static final int REPAIR_AFTER_VISITS = 20;
    /** The same when it was needed there lately. */
    static final long KNOWN_AFTER_NS = 5_000_000L;

    static final int KNOWN_AFTER_VISITS = 3;
    /** Holders take turns at this distance. */
    static final long REPAIR_TURN_NS = 20_000_000L;
    /** Packets sent to who is stuck, each time. */
    static final int MAX_REPAIRS_PER_VISIT = 8;
    /** Packets handed on at one visit. */
    static final int MAX_RELAYED_PER_VISIT = 64;

    /** Not further ahead of what all have: who does not get on does not need more. */
    private static final int RELAY_WINDOW = 320;

    static final long FIRST_LEASE_NS = 1_000_000_000L;
    private static final long MAX_LEASE_NS = 30_000_000_000L;
    private static final long REMEMBERED_NS = 60_000_000_000L;
    private static final long MAX_REPAIR_PAUSE_NS = 2_000_000_000L;
    /** Further packets that must have become stable without help before help counts as not needed any more. */
    private static final int PROOF_PACKETS = 20;

    private static final long PROOF_NS = 2_000_000_000L;

    private final RingContext context;
    private final Topology topology;
    private final RingHistory history;
    private final Rings rings;
    private final Routing routing;
    private final RepairCap cap;
    private final StuckEpisodes episodes;
    private final Resender resender;
    private final Victim[] victims;
    private int numKnown;

    private int aru = -1;
    private long sinceNs;
    private long nextRepairNs;
    private long repairPauseNs;
    private int helpedVictim = -1;
    private int helpedOriginator;

    /** A daemon that was helped. */
    private static final class Victim {
        private final boolean[] originators;
        private boolean known;
        private boolean relaying;
        private long leaseNs;
        private long leaseEndNs;
        private long stuckSinceNs;
        private int sentUpTo;
        private int aruAtEnd;

        Victim(int daemons) {
            originators = new boolean[daemons];
        }
    }

    UnaskedRepairs(
            RingContext context,
            RingHistory history,
            Rings rings,
            Routing routing,
            RepairCap cap,
            StuckEpisodes episodes) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.routing = routing;
        this.cap = cap;
        this.episodes = episodes;
        topology = context.topology();
        resender = new Resender(context, history.window());
        victims = new Victim[topology.daemonCount()];
        Arrays.setAll(victims, i -> new Victim(victims.length));
    }

    /** A ring begins or ends: numbers mean other packets. Who needed help is not forgotten. */
    void reset() {
        aru = -1;
        helpedVictim = -1;
        for (Victim victim : victims) {
            victim.relaying = false;
            victim.sentUpTo = 0;
            victim.aruAtEnd = 0;
        }
    }

    /**
     * A token was accepted, outside recovery.
     *
     * @param stuck index of the daemon that set the aru last; -1: not known
     * @param visits for how many visits before this one aru and setter have been the same, and lower than the highest number
     * @return packets sent
     */
    int onToken(int tokenAru, int stuck, int visits, long unchangedSinceNs, long nowNs) {
        if (visits == 0) {
            noteHelp(tokenAru, nowNs);
            aru = tokenAru;
            sinceNs = unchangedSinceNs;
            nextRepairNs = 0;
            repairPauseNs = 0;
        }
        int sent = visits > 0 && canHelp(stuck) ? repair(stuck, visits, nowNs) : 0;
        for (int daemon = 0; numKnown > 0 && daemon < victims.length; daemon++) {
            if (victims[daemon].known) {
                sent += relay(daemon, tokenAru, nowNs);
            }
        }
        return sent;
    }

    private boolean canHelp(int stuck) {
        return stuck >= 0
                && stuck != context.self()
                && rings.active().contains(stuck)
                && history.window().hasPacket(aru + 1);
    }

    /** The aru moved: if it did so soon after something was sent unasked, that was what it needed. */
    private void noteHelp(int tokenAru, long nowNs) {
        if (helpedVictim >= 0 && tokenAru > aru && nowNs < nextRepairNs) {
            Victim victim = victims[helpedVictim];
            numKnown += victim.known ? 0 : 1;
            if (!victim.known) {
                victim.leaseNs = FIRST_LEASE_NS;
                victim.stuckSinceNs = sinceNs;
                Arrays.fill(victim.originators, false);
            }
            victim.known = true;
            victim.originators[helpedOriginator] = true;
            if (!victim.relaying) {
                begin(victim, tokenAru, nowNs);
            }
        }
        helpedVictim = -1;
    }

    private static void begin(Victim victim, int tokenAru, long nowNs) {
        victim.relaying = true;
        victim.leaseEndNs = nowNs + victim.leaseNs;
        victim.sentUpTo = tokenAru;
    }

    private int repair(int stuck, int visits, long nowNs) {
        Victim victim = victims[stuck];
        if (visits < (victim.known ? KNOWN_AFTER_VISITS : REPAIR_AFTER_VISITS)) {
            return 0;
        }
        int originator = history.window().originator(aru + 1);
        if (nextRepairNs == 0) {
            nextRepairNs = sinceNs + (victim.known ? KNOWN_AFTER_NS : REPAIR_AFTER_NS + turn(stuck) * REPAIR_TURN_NS);
            repairPauseNs = victim.known ? 2 * KNOWN_AFTER_NS : rings.active().size() * REPAIR_TURN_NS;
        }
        if (nowNs < nextRepairNs) {
            return 0;
        }
        repairPauseNs = Math.min(MAX_REPAIR_PAUSE_NS, 2 * repairPauseNs);
        nextRepairNs = nowNs + repairPauseNs;
        if (victim.known && !victim.relaying && originator >= 0 && victim.originators[originator]) {
            victim.leaseNs = Math.min(MAX_LEASE_NS, 2 * victim.leaseNs);
            begin(victim, aru, nowNs);
            episodes.relayed(stuck, originator, aru + 1, victim.stuckSinceNs);
            return 0;
        }
        helpedVictim = originator >= 0 ? stuck : -1;
        helpedOriginator = originator;
        int sent = 0;
        int most = Math.min(MAX_REPAIRS_PER_VISIT, cap.left(false, nowNs));
        for (int seq = aru + 1; sent < most && history.window().hasPacket(seq); seq++) {
            routing.unicast(stuck, resender.prepare(seq));
            sent++;
        }
        cap.add(sent, nowNs);
        context.counters().add(CounterId.RETRANS_REPAIRS, sent);
        episodes.attempted(stuck, sent);
        return sent;
    }

    /** The originator goes first, then the daemons behind the stuck one in the order of the ring. */
    private int turn(int stuck) {
        if (history.window().originator(aru + 1) == context.self()) {
            return 0;
        }
        int distance = 1;
        int at = rings.active().next(stuck);
        while (at != context.self()) {
            at = rings.active().next(at);
            distance++;
        }
        return distance;
    }

    private int relay(int daemon, int tokenAru, long nowNs) {
        Victim victim = victims[daemon];
        if (!victim.relaying) {
            considerForgetting(daemon, tokenAru, nowNs);
            return 0;
        }
        if (nowNs >= victim.leaseEndNs || !rings.active().contains(daemon)) {
            victim.relaying = false;
            victim.aruAtEnd = tokenAru;
            return 0;
        }
        int last = Math.min(history.highestSeq(), tokenAru + RELAY_WINDOW);
        int most = Math.min(MAX_RELAYED_PER_VISIT, cap.left(false, nowNs));
        int sent = 0;
        int seq = Math.max(victim.sentUpTo, tokenAru) + 1;
        while (seq <= last && sent < most && history.window().hasPacket(seq)) {
            int originator = history.window().originator(seq);
            if (originator >= 0 && victim.originators[originator]) {
                routing.unicast(daemon, resender.prepare(seq));
                sent++;
            }
            victim.sentUpTo = seq++;
        }
        cap.add(sent, nowNs);
        context.counters().add(CounterId.RETRANS_REPAIRS, sent);
        episodes.attempted(daemon, sent);
        return sent;
    }

    /** Packets become stable without help. */
    private void considerForgetting(int daemon, int tokenAru, long nowNs) {
        Victim victim = victims[daemon];
        boolean proven = nowNs - victim.leaseEndNs >= PROOF_NS && tokenAru - victim.aruAtEnd >= PROOF_PACKETS;
        if (proven) {
            episodes.notRelayed(daemon, victim.leaseEndNs);
        }
        if (proven || nowNs - victim.leaseEndNs >= REMEMBERED_NS) {
            victim.known = false;
            numKnown--;
            episodes.notRelayed(daemon, victim.leaseEndNs);
        }
    }
}
