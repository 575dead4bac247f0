package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.wire.Token;

/**
 * Notices that the ring turns without getting further: somebody misses a packet and does not get it. The token names it. First
 * the packet is sent unasked by all who have it ({@link UnaskedRepairs}); the operator is told ({@link StuckEpisodes}); and at
 * last a daemon that misses it gives the ring up, because forming a ring settles what becomes of a packet that nobody can get.
 * See docs/protocol/ring.md, "Stalls".
 */
final class StallWatch {
    /** The operator is told when packets of so long ago are not stable. */
    static final long TELL_AFTER_NS = 1_000_000_000L;
    /** And the token came so often meanwhile. */
    static final int TELL_AFTER_VISITS = 20;
    /** The same where tokens are slow, or get lost. */
    static final long TELL_SLOW_AFTER_NS = 1_800_000_000L;

    static final int TELL_SLOW_AFTER_VISITS = 6;
    /** Of all these visits so many must be that far from each other: between two that a lost token parts nobody could ask. */
    static final int APART_VISITS = 6;

    static final long APART_NS = 100_000_000L;

    /** Packets become stable within this time again, for so long: it is over. */
    private static final long WELL_NS = 200_000_000L;

    private static final long WELL_FOR_NS = 1_000_000_000L;
    private static final long MIN_STALL_NS = 5_000_000_000L;
    private static final long MAX_PATIENCE_NS = 20_000_000_000L;
    private static final long GOOD_SERVICE_NS = 600_000_000_000L;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final RingHost host;
    private final DatagramGate gate;
    private final RetransmissionRequests requests;
    private final UnaskedRepairs repairs;
    private final StuckEpisodes episodes;
    private final long stallNs;
    private final long againNs;
    private long patienceNs;
    private long gaveUpNs = Long.MIN_VALUE;

    private int aru = -1;
    private int aruLastId;
    private int visits;
    private int visitsApart;
    private long lastApartNs;
    private long sinceNs;

    private int markSeq = -1;
    private long markNs;
    private int markVisits;
    private int markVisitsApart;
    private long markLastApartNs;
    private int told = -1;
    private long lastBadNs;

    StallWatch(
            RingContext context,
            RingHistory history,
            Rings rings,
            RingHost host,
            DatagramGate gate,
            RetransmissionRequests requests,
            UnaskedRepairs repairs,
            StuckEpisodes episodes) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.host = host;
        this.gate = gate;
        this.requests = requests;
        this.repairs = repairs;
        this.episodes = episodes;
        stallNs = Math.max(MIN_STALL_NS, 3 * context.settings().timers().tokenNs());
        againNs = 2 * stallNs / 5;
        patienceNs = stallNs;
    }

    /** A ring begins or ends. */
    void reset() {
        long nowNs = context.timers().nowNs();
        boolean waitsLong = visits >= TELL_SLOW_AFTER_VISITS && nowNs - sinceNs >= againNs;
        if (waitsLong && aruLastId == context.selfId() && history.myAru() == aru) {
            // Others, or an upper layer, were less patient.
            gaveUpNs = nowNs;
            tellHost(nowNs);
        }
        aru = -1;
        visits = 0;
        markSeq = -1;
        told = -1;
        repairs.reset();
        episodes.ringOver();
    }

    /**
     * Looks at a token that was accepted, outside recovery. Sends packets unasked when it is this daemon's turn.
     *
     * @return packets sent
     */
    int onToken(Token in) {
        long nowNs = context.timers().nowNs();
        int stuck = context.topology().indexOfId(in.aruLastId());
        if (in.aru() >= in.seq() || in.aru() != aru || in.aruLastId() != aruLastId) {
            aru = in.aru();
            aruLastId = in.aruLastId();
            visits = 0;
            visitsApart = 0;
            lastApartNs = nowNs;
            sinceNs = nowNs;
        } else {
            visits++;
            if (nowNs - lastApartNs >= APART_NS) {
                lastApartNs = nowNs;
                visitsApart++;
            }
            if (visits >= TELL_SLOW_AFTER_VISITS && nowNs - sinceNs >= againNs) {
                considerGivingUp(stuck, nowNs);
            }
        }
        watchLag(in, stuck, nowNs);
        watchOwnRequests(nowNs);
        return repairs.onToken(aru, stuck, visits, sinceNs, nowNs);
    }

    /**
     * How long packets take until all have them. This also shows a ring that gets on, but only as far as somebody repairs it
     * packet by packet.
     */
    private void watchLag(Token in, int stuck, long nowNs) {
        if (markSeq < 0 || in.aru() >= markSeq) {
            markSeq = in.seq();
            markNs = nowNs;
            markVisits = 0;
            markVisitsApart = 0;
            markLastApartNs = nowNs;
        } else {
            markVisits++;
            if (nowNs - markLastApartNs >= APART_NS) {
                markLastApartNs = nowNs;
                markVisitsApart++;
            }
        }
        long lagNs = nowNs - markNs;
        if (lagNs >= WELL_NS && markVisits > 0) {
            lastBadNs = nowNs;
        }
        if (told >= 0) {
            episodes.attempted(told, told == context.self() && lagNs >= WELL_NS ? 1 : 0);
            if (nowNs - lastBadNs >= WELL_FOR_NS) {
                episodes.notStalled(told, lastBadNs);
                told = -1;
            }
        } else if (stuck >= 0 && (isLong(lagNs) || isStill(nowNs))) {
            tell(in.aru() + 1, stuck);
        }
    }

    /** The ring turns, but without getting any further: the same packet has been missing at the same daemon. */
    private boolean isStill(long nowNs) {
        return visitsApart >= APART_VISITS && nowNs - sinceNs >= TELL_AFTER_NS;
    }

    private boolean isLong(long lagNs) {
        return markVisitsApart >= APART_VISITS
                && ((markVisits >= TELL_AFTER_VISITS && lagNs >= TELL_AFTER_NS) || lagNs >= TELL_SLOW_AFTER_NS);
    }

    /** The ring gets on, but only because this daemon asks for packets in ways that are not meant for it. */
    private void watchOwnRequests(long nowNs) {
        long inVainNs = requests.inVainSinceNs(nowNs);
        if (inVainNs >= 0 && nowNs - inVainNs >= TELL_AFTER_NS) {
            int self = context.self();
            episodes.badlyReached(
                    self, notHeardSince(inVainNs), requests.inVainSeq(), inVainNs, requests.inVainHoles());
        } else if (inVainNs < 0) {
            episodes.wellReached(context.self(), nowNs);
        }
    }

    private void tell(int seq, int stuck) {
        told = stuck;
        boolean isHere = history.window().hasPacket(seq);
        boolean isMine = stuck == context.self();
        int from = isHere ? history.window().originator(seq) : isMine ? notHeardSince(markNs) : -1;
        episodes.stalled(
                stuck,
                from == stuck ? -1 : from,
                seq,
                markNs,
                isMine ? markVisits : 0,
                isMine || isHere ? "" : "; it is not here either");
    }

    /**
     * The member, the next one in the ring first since it answers first, of which nothing has come; or nothing large, although
     * large packets come from others.
     */
    private int notHeardSince(long startNs) {
        int noneLarge = -1;
        boolean someLarge = false;
        for (int member = rings.active().next(context.self());
                member != context.self();
                member = rings.active().next(member)) {
            if (gate.heardNs(member) < startNs) {
                return member;
            }
            if (gate.heardLargeNs(member) >= startNs) {
                someLarge = true;
            } else if (noneLarge < 0) {
                noneLarge = member;
            }
        }
        return someLarge ? noneLarge : -1;
    }

    private void considerGivingUp(int stuck, long nowNs) {
        boolean missesItToo = history.myAru() == aru;
        // A forged token can name a daemon that is not there: then nobody is who could raise the aru again.
        boolean nobodyIsStuck = stuck < 0 || !rings.active().contains(stuck);
        boolean onlyMe = missesItToo && stuck == context.self();
        boolean lately = gaveUpNs != Long.MIN_VALUE && nowNs - gaveUpNs <= GOOD_SERVICE_NS;
        if (!lately) {
            patienceNs = stallNs;
        }
        long enoughNs = onlyMe && lately ? againNs : patienceNs;
        if (!(missesItToo || nobodyIsStuck) || nowNs - sinceNs < enoughNs) {
            return;
        }
        gaveUpNs = nowNs;
        patienceNs = Math.min(MAX_PATIENCE_NS, 2 * patienceNs);
        if (onlyMe) {
            tellHost(nowNs);
        }
        sinceNs = nowNs;
        host.onStalled("packet " + (aru + 1) + " cannot be got");
    }

    private void tellHost(long nowNs) {
        int notHeard = notHeardSince(sinceNs);
        host.onUnreachable(notHeard, notHeard >= 0 && gate.heardNs(notHeard) >= sinceNs);
        sinceNs = nowNs;
    }
}
