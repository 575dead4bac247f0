package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.wire.Token;

/** Decides whether a regular token is the next one, a copy, or none of this daemon's business. */
final class TokenGate {
    /** A token with a higher sequence number is swallowed, so that a new ring begins to count anew. */
    static final int MAX_SEQ = 1 << 30;

    /** What is to be done with a token. */
    enum Decision {
        PROCESS,
        /** Do nothing at all; timers stay as they are. */
        SWALLOW,
        /** The sender misses the token that this daemon passed on: send that again. */
        RESEND_LAST
    }

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final TokenState tokens;
    private final FlowControl flowControl;

    TokenGate(RingContext context, RingHistory history, Rings rings, TokenState tokens, FlowControl flowControl) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.tokens = tokens;
        this.flowControl = flowControl;
    }

    /** Cheap tests first; the request blocks are not looked at. */
    Decision judge(Token token) {
        if (!rings.isTokenAlive()) {
            info("Prot_handle_token: Veto Property. Memb not alive.");
            return swallow(CounterId.TOKEN_VETO);
        }
        if (!rings.isActive(token.membershipProcId(), token.membershipTime())) {
            return wrongRing(token);
        }
        int expectedSender = context.topology().id(rings.previous());
        if (token.transmitterId() != expectedSender) {
            if (context.logs(Kind.PROTOCOL, Level.INFO)) {
                info("Prot_handle_token: Received token from unexpected transmitter! Should be 0x%08X"
                        .formatted(expectedSender));
            }
            return swallow(CounterId.TOKEN_WRONG_SENDER);
        }
        if (!rings.isRecovering() && token.seq() > MAX_SEQ) {
            if (context.logs(Kind.PROTOCOL, Level.WARNING)) {
                context.line(
                        Kind.PROTOCOL,
                        Level.WARNING,
                        "Prot_handle_token: seq (" + token.seq()
                                + ") rollover; swallowing token to trigger membership");
            }
            return swallow(CounterId.TOKEN_ROLLOVER);
        }
        Decision round = rings.isLeader() ? judgeAsLeader(token) : judgeAsFollower(token);
        return round == Decision.PROCESS ? judgeAge(token) : round;
    }

    private Decision wrongRing(Token token) {
        if (context.logs(Kind.PROTOCOL, Level.INFO)) {
            MembershipId id = rings.active().id();
            info("Prot_handle_token: received token for wrong memb id (" + token.membershipProcId() + ", "
                    + token.membershipTime() + ")! Should be (" + id.procId() + ", " + id.time() + ")");
        }
        return swallow(CounterId.TOKEN_WRONG_RING);
    }

    private Decision judgeAsLeader(Token token) {
        if (token.arq() == tokens.lastArq) {
            return Decision.PROCESS;
        }
        if (context.logs(Kind.PROTOCOL, Level.INFO)) {
            info("Prot_handle_token: leader swallowing repeated token; type = " + token.type() + "; retrans = "
                    + token.retrans() + "; arq = " + token.arq());
        }
        return swallow(CounterId.TOKEN_REPEATED);
    }

    private Decision judgeAsFollower(Token token) {
        if (token.arq() == tokens.lastArq) {
            boolean resend = token.retrans() > tokens.lastRetrans;
            if (context.logs(Kind.PROTOCOL, Level.INFO)) {
                info("Prot_handle_token: not leader, " + (resend ? "asked to retrans " : "swallow same token ")
                        + token.arq() + " " + token.retrans());
            }
            return resend ? Decision.RESEND_LAST : swallow(CounterId.TOKEN_REPEATED);
        }
        if (token.arq() == ((tokens.lastArq + 1) & 15)) {
            return Decision.PROCESS;
        }
        if (context.logs(Kind.PROTOCOL, Level.INFO)) {
            info("Prot_handle_token: not leader, swallowing very outdated token: ARQ(" + token.arq() + ") RETRANS("
                    + token.retrans() + ") vs. Last ARQ(" + tokens.lastArq + ")");
        }
        return swallow(CounterId.TOKEN_OUTDATED);
    }

    /**
     * The round number has four bits only: a copy that was under way for 16 rounds looks like the next token. But neither the
     * sequence number nor the aru of a ring ever goes back.
     */
    private Decision judgeAge(Token token) {
        boolean stale = token.aru() < history.aru();
        if (rings.isRecovering()) {
            if (token.seq() != 0) {
                return swallow(CounterId.TOKEN_FAR_AHEAD); // passed on, it would be the first number of the coming ring
            }
        } else {
            stale |= token.seq() < tokens.lastSeq;
            if (token.seq() > history.myAru() + highestPossible() || !history.canHold(token.seq())) {
                return swallow(CounterId.TOKEN_FAR_AHEAD);
            }
        }
        return stale ? swallow(CounterId.TOKEN_STALE) : Decision.PROCESS;
    }

    /**
     * How far ahead of my aru a sequence number can be: no sender's idea of what everybody has can exceed what I have, and it
     * sends at most one personal window beyond the largest gap.
     */
    private int highestPossible() {
        return FlowControl.MAX_SEQ_GAP + Math.max(flowControl.personalWindow(), 1000);
    }

    private Decision swallow(CounterId reason) {
        context.drop(reason);
        return Decision.SWALLOW;
    }

    private void info(String text) {
        if (context.logs(Kind.PROTOCOL, Level.INFO)) {
            context.line(Kind.PROTOCOL, Level.INFO, text);
        }
    }
}
