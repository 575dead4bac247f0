package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.WireLimits;

/**
 * One visit of the token: answer requests, send new packets, ask for missing ones, tell what this daemon has, pass the token
 * on, deliver. The order of the steps is part of the protocol; see docs/protocol/ring.md, "A visit of the token".
 */
final class TokenProcessor {
    /** Visits during recovery after which the daemon gives up. */
    static final int MAX_RECOVERY_ROUNDS = 500;
    /** Visits during recovery without any progress, and the time that must have passed too. */
    static final int MAX_IDLE_RECOVERY_ROUNDS = 100;

    static final long MAX_IDLE_RECOVERY_NS = 250_000_000;
    /** The same when tokens are slow or get lost, and take three times the token timeout. */
    static final int MAX_SLOW_IDLE_ROUNDS = 10;

    /** Visits with nothing outstanding after which nobody can have anything in the count of flow control any more. */
    static final int IDLE_VISITS = 3;

    private final RingContext context;
    private final RingHistory history;
    private final Rings rings;
    private final TokenState tokens;
    private final FlowControl flowControl;
    private final Packer packer;
    private final RetransmissionAnswers answers;
    private final RetransmissionRequests requests;
    private final TokenSender sender;
    private final TokenRest rest;
    private final Delivery delivery;
    private final StallWatch stalls;
    private final RingHost host;
    private final ByteBuf outBytes;
    private final Token out = new Token();

    private int recoveryGoal;
    private int idleRounds;
    private int idleAru;
    private int idleMyAru;
    private long idleSinceNs;
    private long rotationNs;

    TokenProcessor(
            RingContext context,
            RingHistory history,
            Rings rings,
            TokenState tokens,
            FlowControl flowControl,
            Packer packer,
            RetransmissionAnswers answers,
            RetransmissionRequests requests,
            TokenSender sender,
            TokenRest rest,
            Delivery delivery,
            StallWatch stalls,
            RingHost host) {
        this.context = context;
        this.history = history;
        this.rings = rings;
        this.tokens = tokens;
        this.flowControl = flowControl;
        this.packer = packer;
        this.answers = answers;
        this.requests = requests;
        this.sender = sender;
        this.rest = rest;
        this.delivery = delivery;
        this.stalls = stalls;
        this.host = host;
        outBytes = context.allocator().buffer(WireLimits.MAX_TOKEN_BYTES, WireLimits.MAX_TOKEN_BYTES);
    }

    /** Recovery begins; it is complete when the aru has reached {@code goalSeq}. */
    void beginRecovery(int goalSeq) {
        recoveryGoal = goalSeq;
        idleRounds = 0;
        idleAru = -1;
        idleMyAru = -1;
    }

    /**
     * The visit.
     *
     * @param in a validated token that {@link TokenGate} accepted
     */
    void process(Token in) {
        boolean recovering = rings.isRecovering();
        boolean leader = rings.isLeader();
        int stableSeq = history.aru();
        rest.interrupt();
        accept(in, recovering, leader);

        int firstNew = history.highestSeq() + 1;
        int numRetrans = startToken(in);
        if (!recovering) {
            numRetrans += stalls.onToken(in);
        }
        int flow = isIdle(in, recovering) ? idleFlow(in) : in.flowControl();
        int numSent = recovering ? 0 : packer.sendNew(flowControl.allowed(history.highestSeq(), history.aru(), flow));
        out.setFlowControl(flow + (numRetrans + numSent) - (tokens.lastNumRetrans + tokens.lastNumSent));
        tokens.lastNumRetrans = numRetrans;
        tokens.lastNumSent = numSent;

        history.advanceMyAru();
        requests.append(out, answers.askAs(), answers.askForSegment());
        if (recovering && history.myAru() == history.highestSeq()) {
            history.setMyAru(recoveryGoal);
            host.onOldRingComplete();
        }
        setAru(in, recovering);
        if (!recovering) {
            out.setSeq(history.highestSeq());
        }
        if (leader) {
            out.setArq(in.arq() + 1);
            out.setRetrans(0);
        }
        tokens.noteVisit(out.seq());
        boolean nothingMissing = numRetrans == 0 && in.rtrLen() == 0 && out.rtrLen() == 0 && out.aru() == out.seq();
        boolean hold = leader && sender.believesHeld();
        if (!hold && !(leader && nothingMissing && !packer.hasMore() && rest.begin(stableSeq))) {
            sender.pass(out);
        }
        tokens.rounds++;
        armTimers(leader);
        packer.sendHeldBack();
        finish(recovering, firstNew);
    }

    /** The token has been kept for long enough, or somebody wants it, or this leader has something to send. */
    void onRestTimer() {
        if (!rest.isResting()) {
            return;
        }
        boolean mine = rings.isTokenAlive()
                && rings.isLeader()
                && rings.isActive(out.membershipProcId(), out.membershipTime());
        if (mine && packer.hasMore()) {
            sendWithKeptToken();
            if (!packer.hasMore() && rest.goesOn()) {
                return;
            }
        }
        rest.end();
        if (mine) {
            sender.pass(out);
        }
    }

    /** Nobody lacks anything, so the token that is kept is as good as one that has just come. */
    private void sendWithKeptToken() {
        int firstNew = history.highestSeq() + 1;
        int numSent = packer.sendNew(flowControl.allowed(history.highestSeq(), history.aru(), out.flowControl()));
        packer.sendHeldBack();
        out.setFlowControl(out.flowControl() + numSent);
        tokens.lastNumSent += numSent;
        history.advanceMyAru();
        out.setSeq(history.highestSeq());
        out.setAru(history.myAru());
        out.setAruLastId(context.selfId());
        tokens.idleVisits = 0;
        remember();
        delivery.deliverInOrder();
        delivery.deliverEarly(firstNew, history.highestSeq());
        history.publish();
    }

    private void accept(Token in, boolean recovering, boolean leader) {
        if (tokens.justInstalled) {
            tokens.justInstalled = false;
            tokens.lastAru = history.firstSeq();
        }
        if (!leader && in.retrans() > 0) {
            context.count(CounterId.TOKEN_HURRIES);
        }
        context.count(CounterId.TOKENS_PROCESSED);
        long nowNs = context.timers().nowNs();
        rotationNs = tokens.receivedRounds > 0 ? nowNs - tokens.lastAcceptedNs : -1;
        tokens.lastAcceptedNs = nowNs;
        tokens.receivedRounds++;
        context.timers().cancel(TimerKind.HURRY_REPEAT);
        if (!recovering) {
            history.raiseHighest(in.seq());
        }
    }

    /** Nothing was outstanding for some rotations, and nobody has sent anything since the last visit. */
    private boolean isIdle(Token in, boolean recovering) {
        return !recovering && tokens.idleVisits >= IDLE_VISITS && in.seq() == tokens.lastSeq && in.aru() == in.seq();
    }

    /**
     * What an idle ring has in its token's flow control: nothing but what this daemon has put there. Each daemon takes off what it
     * has put on itself, so what a token that was damaged on its way counts too much would stay for as long as the ring, and
     * might keep all from sending.
     */
    private int idleFlow(Token in) {
        int own = tokens.lastNumRetrans + tokens.lastNumSent;
        if (in.flowControl() != own) {
            context.count(CounterId.TOKEN_FLOW_CORRECTED);
            if (context.logs(Kind.PRINT, Level.WARNING)) {
                context.line(
                        Kind.PRINT,
                        Level.WARNING,
                        "Prot_handle_token: the token counts " + (in.flowControl() - own)
                                + " packets of a rotation in which nobody sent any: it was damaged on its way once;"
                                + " set right");
            }
        }
        return own;
    }

    /** Starts the outgoing token as a copy of the incoming one and answers requests; returns the packets sent again. */
    private int startToken(Token in) {
        out.wrapNew(outBytes, 0, Endian.LITTLE);
        out.setArq(in.arq());
        out.setRetrans(in.retrans());
        out.setTransmitterId(context.selfId());
        out.setProcId(context.selfId());
        out.setMembership(in.membershipProcId(), in.membershipTime());
        out.setSeq(in.seq());
        out.setAru(in.aru());
        out.setAruLastId(in.aruLastId());
        out.setConfHash(context.settings().configurationHash());
        return answers.answer(in, out);
    }

    /** Lowers the aru to what this daemon has; raises it when it was this daemon that had lowered it, or when nobody lacks anything. */
    private void setAru(Token in, boolean recovering) {
        boolean everybodyHadAll = !recovering && in.aru() == in.seq();
        if (in.aru() > history.myAru() || in.aruLastId() == context.selfId() || everybodyHadAll) {
            out.setAru(history.myAru());
            out.setAruLastId(context.selfId());
        }
    }

    private void armTimers(boolean leader) {
        if (leader) {
            context.timers().arm(TimerKind.HURRY, context.settings().timers().hurryNs());
        }
        context.timers().arm(TimerKind.TOKEN, context.settings().timers().tokenNs());
    }

    private void finish(boolean recovering, int firstNew) {
        history.setAru(Math.max(history.aru(), Math.min(out.aru(), tokens.lastAru)));
        tokens.idleVisits = history.highestSeq() == history.aru() ? tokens.idleVisits + 1 : 0;
        remember();
        context.observer().onToken(rotationNs, out.seq(), out.aru());
        context.counters().set(CounterId.RING_TOKEN_ROUNDS, tokens.rounds);
        if (!recovering) {
            delivery.discardStable();
            delivery.deliverInOrder();
            delivery.deliverEarly(firstNew, history.highestSeq());
        } else if (history.aru() == recoveryGoal) {
            host.onRecoveryComplete();
        } else {
            checkRecovery();
        }
        history.publish();
    }

    private void remember() {
        tokens.sentAny = true;
        tokens.lastArq = out.arq();
        tokens.lastRetrans = out.retrans();
        tokens.lastSeq = out.seq();
        tokens.lastAru = out.aru();
        tokens.lastAruId = out.aruLastId();
        tokens.lastFlowControl = out.flowControl();
    }

    private void checkRecovery() {
        if (idleAru == out.aru() && idleMyAru == history.myAru()) {
            idleRounds++;
        } else {
            idleRounds = 0;
            idleAru = out.aru();
            idleMyAru = history.myAru();
            idleSinceNs = context.timers().nowNs();
        }
        long idleNs = context.timers().nowNs() - idleSinceNs;
        if (tokens.rounds > MAX_RECOVERY_ROUNDS) {
            host.onRecoveryStuck("Too many rounds in EVS state");
        } else if ((idleRounds > MAX_IDLE_RECOVERY_ROUNDS && idleNs > MAX_IDLE_RECOVERY_NS)
                || (idleRounds > MAX_SLOW_IDLE_ROUNDS
                        && idleNs > 3 * context.settings().timers().tokenNs())) {
            host.onRecoveryStuck("No progress in EVS state");
        }
    }

    void close() {
        outBytes.release();
    }
}
