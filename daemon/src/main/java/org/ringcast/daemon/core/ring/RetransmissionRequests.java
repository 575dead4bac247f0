package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/** Asks on the token for packets that are missing. */
final class RetransmissionRequests {
    /** Most packets asked for at once: the answers come back to back and must fit the socket's buffer. */
    static final int MAX_REQUESTS = 100;
    /** Asked for even if the token then becomes larger than one frame of the network. */
    private static final int MIN_REQUESTS = 8;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final FlowControl flowControl;
    private final TokenState tokens;
    private final RequestBlock block = new RequestBlock();

    RetransmissionRequests(
            RingContext context, RingHistory history, Rings rings, FlowControl flowControl, TokenState tokens) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.flowControl = flowControl;
        this.tokens = tokens;
    }

    /** Appends this daemon's block, if it misses anything that it should have by now. */
    void append(Token out, int askAs, int askForSegment) {
        boolean mayBeInFlight = flowControl.isAccelerated() && !rings.isRecovering();
        int limit = mayBeInFlight ? Math.min(tokens.lastSeq, history.highestSeq()) : history.highestSeq();
        int max = maxRequests(out);
        if (history.myAru() >= limit || max < 1) {
            return;
        }
        int requested = 0;
        for (int seq = history.myAru() + 1; seq <= limit && requested < max; seq++) {
            if (!history.window().isSettled(seq)) {
                if (requested == 0) {
                    out.appendRequest(
                            block,
                            rings.current().id().procId(),
                            rings.current().id().time(),
                            askAs,
                            askForSegment);
                }
                out.appendSeq(block, seq);
                requested++;
            }
        }
        context.counters().add(CounterId.REQUESTS_SENT, requested);
    }

    private int maxRequests(Token out) {
        int inOneFrame = Math.max(MIN_REQUESTS, out.roomForSeqs(WireLimits.MAX_PACKET_BYTES));
        int possible = out.roomForSeqs(context.level().maxTokenBodyBytes() + WireLimits.TOKEN_HEADER_BYTES);
        return Math.min(Math.min(inOneFrame, possible), MAX_REQUESTS);
    }
}
