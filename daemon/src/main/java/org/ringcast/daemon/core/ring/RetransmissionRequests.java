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
        int procId = variation == 0 ? askAs : WireLimits.NOBODY_IN_PARTICULAR;
        int segment = variation == 2 ? WireLimits.NOBODY_IN_PARTICULAR : askForSegment;
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
     * How to ask: 0 as usual; 1 for the whole segment; 2 for all daemons. After some time in vain the answer is wanted on another
     * way now and then.
     */
    private int variation() {
        long nowNs = context.timers().nowNs();
        if (waitingFor != history.myAru() + 1) {
            waitingFor = history.myAru() + 1;
            waitingSinceNs = nowNs;
            visits = 0;
        }
        if (nowNs - waitingSinceNs < VARY_AFTER_NS) {
            return 0;
        }
        visits++;
        return Math.max(0, visits % 5 - 2);
    }

    private int maxRequests(Token out) {
        int inOneFrame = Math.max(MIN_REQUESTS, out.roomForSeqs(WireLimits.MAX_PACKET_BYTES));
        int possible = out.roomForSeqs(context.level().maxTokenBodyBytes() + WireLimits.TOKEN_HEADER_BYTES);
        return Math.min(Math.min(inOneFrame, possible), MAX_REQUESTS);
    }
}
