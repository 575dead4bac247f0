package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.Token;

/**
 * Notices that the ring turns without getting further: somebody misses a packet and never gets it. The token names it. First the
 * packet is sent unasked by all who have it, one after the other; the operator is told; and at last a daemon that misses it gives
 * the ring up, because forming a ring settles what becomes of a packet that nobody can get. See docs/protocol/ring.md, "Stalls".
 */
final class StallWatch {
    /** Unchanged for so long before anybody sends unasked. */
    static final long REPAIR_AFTER_NS = 200_000_000L;

    /** And for so many visits. */
    static final int REPAIR_AFTER_VISITS = 20;

    /** Holders take turns at this distance. */
    static final long REPAIR_TURN_NS = 20_000_000L;

    /** Packets sent unasked at one visit. */
    static final int MAX_REPAIRS_PER_VISIT = 8;

    private static final long MAX_REPAIR_PAUSE_NS = 2_000_000_000L;
    private static final long MIN_STALL_NS = 5_000_000_000L;
    private static final long MAX_PATIENCE_NS = 20_000_000_000L;
    private static final long GOOD_SERVICE_NS = 600_000_000_000L;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final Routing routing;
    private final RingHost host;
    private final Resender resender;
    private final LogLimiter limiter = new LogLimiter(60_000_000_000L);
    private final long stallNs;
    private long patienceNs;
    private long gaveUpNs = Long.MIN_VALUE;

    private int aru = -1;
    private int aruLastId;
    private int visits;
    private long sinceNs;
    private long nextRepairNs;
    private long repairPauseNs;
    private boolean reported;

    StallWatch(RingContext context, RingHistory history, Rings rings, Routing routing, RingHost host) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.routing = routing;
        this.host = host;
        this.resender = new Resender(context, history.window());
        stallNs = Math.max(MIN_STALL_NS, 3 * context.settings().timers().tokenNs());
        patienceNs = stallNs;
    }

    /** A ring begins or ends. */
    void reset() {
        aru = -1;
        visits = 0;
        reported = false;
    }

    /** Whether the token shows the same daemon missing the same packet for a while. */
    boolean isStuck() {
        return visits >= REPAIR_AFTER_VISITS && context.timers().nowNs() - sinceNs >= REPAIR_AFTER_NS;
    }

    /**
     * Looks at a token that was accepted, outside recovery. Sends packets unasked when it is this daemon's turn.
     *
     * @return packets sent
     */
    int onToken(Token in) {
        long nowNs = context.timers().nowNs();
        if (in.aru() >= in.seq() || in.aru() != aru || in.aruLastId() != aruLastId) {
            aru = in.aru();
            aruLastId = in.aruLastId();
            visits = 0;
            sinceNs = nowNs;
            nextRepairNs = 0;
            repairPauseNs = 0;
            reported = false;
            return 0;
        }
        visits++;
        if (!isStuck()) {
            return 0;
        }
        if (nowNs - sinceNs >= stallNs) {
            report(nowNs);
            considerGivingUp(nowNs);
        }
        return repair(nowNs);
    }

    private int repair(long nowNs) {
        int stuck = context.topology().indexOfId(aruLastId);
        boolean canHelp = stuck >= 0
                && stuck != context.self()
                && rings.active().contains(stuck)
                && history.window().hasPacket(aru + 1);
        if (!canHelp) {
            return 0;
        }
        if (nextRepairNs == 0) {
            nextRepairNs = sinceNs + REPAIR_AFTER_NS + turn(stuck) * REPAIR_TURN_NS;
            repairPauseNs = rings.active().size() * REPAIR_TURN_NS;
        }
        if (nowNs < nextRepairNs) {
            return 0;
        }
        repairPauseNs = Math.min(MAX_REPAIR_PAUSE_NS, 2 * repairPauseNs);
        nextRepairNs = nowNs + repairPauseNs;
        int sent = 0;
        for (int seq = aru + 1; sent < MAX_REPAIRS_PER_VISIT && history.window().hasPacket(seq); seq++) {
            routing.unicast(stuck, resender.prepare(seq));
            sent++;
        }
        context.counters().add(CounterId.RETRANS_REPAIRS, sent);
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

    private void report(long nowNs) {
        if (reported) {
            return;
        }
        reported = true;
        context.count(CounterId.STALLS);
        if (limiter.isDue(aruLastId, nowNs)) {
            int stuck = context.topology().indexOfId(aruLastId);
            String name = stuck < 0
                    ? Integer.toUnsignedString(aruLastId)
                    : context.topology().name(stuck);
            context.line(
                    Kind.PRINT,
                    Level.WARNING,
                    "Ring stalled: for " + (nowNs - sinceNs) / 1_000_000_000L + " s " + name
                            + " has been missing packet "
                            + (aru + 1) + " of " + history.highestSeq()
                            + (history.window().hasPacket(aru + 1) ? ", which is here" : ", which is not here either")
                            + "; check whether all daemons' packets of 1472 bytes reach " + name);
        }
    }

    private void considerGivingUp(long nowNs) {
        boolean missesItToo = history.myAru() == aru;
        // A forged token can name a daemon that is not there: then nobody is who could raise the aru again.
        int stuck = context.topology().indexOfId(aruLastId);
        boolean nobodyIsStuck = stuck < 0 || !rings.active().contains(stuck);
        if (!(missesItToo || nobodyIsStuck) || nowNs - sinceNs < patienceNs) {
            return;
        }
        if (gaveUpNs != Long.MIN_VALUE && nowNs - gaveUpNs > GOOD_SERVICE_NS) {
            patienceNs = stallNs;
        }
        gaveUpNs = nowNs;
        patienceNs = Math.min(MAX_PATIENCE_NS, 2 * patienceNs);
        host.onStalled("packet " + (aru + 1) + " cannot be got");
        sinceNs = nowNs;
    }
}
