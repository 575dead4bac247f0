package org.ringcast.daemon.core.membership;

import java.util.Arrays;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.TokenState;

/**
 * Whether an ALIVE or JOIN of a member proves that the ring is lost. One packet proves nothing while tokens flow: it may be old,
 * and giving up the ring is costly. A daemon that has really lost its token repeats it.
 */
final class LossEvidence {
    private static final long NEVER = Long.MIN_VALUE;

    private final RingContext context;
    private final TokenState tokens;
    private final long[] firstHeardNs;
    private long agreedNs = NEVER;

    LossEvidence(RingContext context, TokenState tokens) {
        this.context = context;
        this.tokens = tokens;
        firstHeardNs = new long[context.topology().daemonCount()];
        clear();
    }

    void clear() {
        Arrays.fill(firstHeardNs, NEVER);
    }

    /** A ring was agreed just now; its first token is still to come. That is as good as a token. */
    void agreed() {
        clear();
        agreedNs = context.timers().nowNs();
    }

    /** A member says that it has no token; true when that is to be believed. */
    boolean isEnough(int sender) {
        long nowNs = context.timers().nowNs();
        long aliveNs = context.settings().timers().aliveNs();
        long silenceNs = context.settings().timers().hurryNs() + aliveNs;
        boolean silent = nowNs - tokens.lastAcceptedNs() > silenceNs;
        if (silent && (agreedNs == NEVER || nowNs - agreedNs > silenceNs)) {
            return true;
        }
        long sinceNs = firstHeardNs[sender] == NEVER ? Long.MAX_VALUE : nowNs - firstHeardNs[sender];
        if (sinceNs > 2 * aliveNs) {
            firstHeardNs[sender] = nowNs;
            context.drop(CounterId.MEMBERSHIP_UNCONFIRMED);
            return false;
        }
        // Nearly at the same time: a copy, sent to another address of the segment.
        return sinceNs > aliveNs / 2;
    }
}
