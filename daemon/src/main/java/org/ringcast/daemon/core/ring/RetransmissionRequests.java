package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/** Asks on the token for packets that are missing. */
final class RetransmissionRequests {
    /** Most packets asked for at once: the answers come back to back and must fit the socket's buffer. */
    static final int MAX_REQUESTS = 100;
    /** Answers that did not come for so long may come on another way. */
    static final long VARY_AFTER_NS = 50_000_000L;

    /** The same if that happened lately. */
    static final long VARY_AGAIN_AFTER_NS = 5_000_000L;

    private static final long REMEMBERED_NS = 10_000_000_000L;
    /** More packets that had to be asked for in other ways are no chance. */
    private static final int MANY_HOLES = 5;
    /** Nor if each was asked for no more often, so that answers may have got lost, or only the token is slow. */
    private static final int ASKED_BY_CHANCE = 5;

    private static final int COUNTED = Integer.MIN_VALUE;
    /** Nor if they are so far apart. */
    private static final long APART_NS = 2_000_000_000L;

    private static final long RECENT_NS = 1_000_000_000L;
    /** Three visits as usual, then the three other ways of {@link #variation}. */
    private static final int CYCLE = 6;

    private static final int USUAL = 2;
    private static final int FOR_ALL = 2;
    private static final int SILENT = 3;

    /** Asked for even if the token then becomes larger than one frame of the network. */
    private static final int MIN_REQUESTS = 8;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final FlowControl flowControl;
    private final TokenState tokens;
    private final RequestBlock block = new RequestBlock();
    private int waitingFor;
    private long waitingSinceNs;
    private int visits;
    private long varyQuicklyUntilNs = Long.MIN_VALUE;
    private long inVainSinceNs = -1;
    private long lastInVainNs;
    private int inVainSeq;
    private int inVainHoles;
    /** How often the packet was asked for; far below 0 once it counts. */
    private int asked;

    RetransmissionRequests(
            RingContext context, RingHistory history, Rings rings, FlowControl flowControl, TokenState tokens) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.flowControl = flowControl;
        this.tokens = tokens;
    }

    /**
     * Appends this daemon's block, if it misses anything that it should have by now.
     *
     * @param askAs requester's id: this daemon's, or nobody in particular when others miss the same
     * @param askForSegment segment of those who miss it
     */
    void append(Token out, int askAs, int askForSegment) {
        boolean mayBeInFlight = flowControl.isAccelerated() && !rings.isRecovering();
        int limit = mayBeInFlight ? Math.min(tokens.lastSeq, history.highestSeq()) : history.highestSeq();
        int max = maxRequests(out);
        if (history.myAru() >= limit || max < 1) {
            return;
        }
        int variation = variation();
        if (variation == SILENT) {
            return;
        }
        int procId = variation == 0 ? askAs : WireLimits.NOBODY_IN_PARTICULAR;
        int segment = variation == FOR_ALL ? WireLimits.NOBODY_IN_PARTICULAR : askForSegment;
        int requested = 0;
        for (int seq = history.myAru() + 1; seq <= limit && requested < max; seq++) {
            if (!history.window().isSettled(seq)) {
                if (requested == 0) {
                    out.appendRequest(
                            block,
                            rings.current().id().procId(),
                            rings.current().id().time(),
                            procId,
                            segment);
                }
                out.appendSeq(block, seq);
                tokens.requestedUpTo = seq;
                requested++;
            }
        }
        context.counters().add(CounterId.REQUESTS_SENT, requested);
    }

    /**
     * Whether what is missing here stays away for so long that asking as usual seems to be of no use. Then others that miss the
     * same do better without this daemon: asked for by several at once, a packet comes to the segment, and perhaps that is what
     * does not work.
     */
    boolean isInVain() {
        long nowNs = context.timers().nowNs();
        return waitingFor == history.myAru() + 1 && nowNs - waitingSinceNs >= varyAfterNs(nowNs);
    }

    private long varyAfterNs(long nowNs) {
        return nowNs < varyQuicklyUntilNs ? VARY_AGAIN_AFTER_NS : VARY_AFTER_NS;
    }

    /**
     * How to ask: 0 as usual; for the whole segment; for all daemons; or not at all. After some time in vain the answer is wanted
     * on another way now and then. A daemon of the reference behind this one that misses the same makes one request for both of
     * two, which is answered to the segment: when this daemon is silent, the other one gets an answer for itself alone.
     */
    private int variation() {
        long nowNs = context.timers().nowNs();
        if (waitingFor != history.myAru() + 1) {
            waitingFor = history.myAru() + 1;
            waitingSinceNs = nowNs;
            visits = 0;
            asked = 0;
        }
        asked++;
        if (nowNs - waitingSinceNs < varyAfterNs(nowNs)) {
            return 0;
        }
        noteInVain(nowNs);
        visits++;
        return Math.max(0, visits % CYCLE - USUAL);
    }

    private void noteInVain(long nowNs) {
        varyQuicklyUntilNs = nowNs + REMEMBERED_NS;
        if (asked > ASKED_BY_CHANCE) {
            if (inVainSinceNs < 0 || nowNs - lastInVainNs >= APART_NS) {
                inVainSinceNs = waitingSinceNs;
                inVainSeq = waitingFor;
                inVainHoles = 0;
            }
            inVainHoles++;
            asked = COUNTED;
        }
        if (asked < 0) {
            lastInVainNs = nowNs;
        }
    }

    /** Since when this daemon gets packets only when it asks for them in other ways than the usual one; -1: it does not. */
    long inVainSinceNs(long nowNs) {
        return inVainHoles > MANY_HOLES && nowNs - lastInVainNs < RECENT_NS ? inVainSinceNs : -1;
    }

    /** The first packet of that time. */
    int inVainSeq() {
        return inVainSeq;
    }

    /** Packets that were got so. */
    int inVainHoles() {
        return inVainHoles;
    }

    private int maxRequests(Token out) {
        int inOneFrame = Math.max(MIN_REQUESTS, out.roomForSeqs(WireLimits.MAX_PACKET_BYTES));
        int possible = out.roomForSeqs(context.level().maxTokenBodyBytes() + WireLimits.TOKEN_HEADER_BYTES);
        return Math.min(Math.min(inOneFrame, possible), MAX_REQUESTS);
    }
}
