package org.ringcast.daemon.core.membership;

import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingUpcalls;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.evs.Recovery;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.core.ring.RingHistory;
import org.ringcast.daemon.core.ring.RingHost;
import org.ringcast.daemon.core.ring.TokenState;
import org.ringcast.daemon.wire.AlivePacket;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Form1Token;
import org.ringcast.daemon.wire.Form2Token;
import org.ringcast.daemon.wire.JoinPacket;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ReferPacket;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;

/**
 * Decides which daemons form the ring. Packets, tokens and timers go to the object of the current state; every change of state
 * goes through {@link #transitionTo}. See docs/protocol/membership.md for states, transitions and reasons.
 */
public final class MembershipMachine implements RingHost {
    private final RingContext context;
    private final Topology topology;
    private final Timers timers;
    private final Gathering gathering;
    private final MembershipTimes times;
    private final Map<StateId, MembershipState> states = new EnumMap<>(StateId.class);
    private final Map<TransitionReason, Long> transitions = new EnumMap<>(TransitionReason.class);
    private final AlivePacket alive = new AlivePacket();
    private final JoinPacket join = new JoinPacket();
    private final ReferPacket refer = new ReferPacket();
    private final PacketHeader header = new PacketHeader();
    private final Form1Token form1 = new Form1Token();
    private final Form2Token form2 = new Form2Token();
    private RingEngine ring;
    private RingUpcalls upcalls;
    private Recovery recovery;
    private FormWork forms;
    private MembershipSender sender;
    private LossEvidence evidence;
    private DeafEnds deafEnds;
    private Hearing hearing;
    private Isolation isolation;
    private MembershipState state;
    private StateId stateBefore = StateId.OP;
    private boolean foreignReported;
    private TransitionReason giveUpReason = TransitionReason.GIVEN_UP;

    public MembershipMachine(RingContext context, LongSupplier wallClockSeconds) {
        this(context, new MembershipTimes(wallClockSeconds, context.outputs()::membershipTimeUsed));
    }

    /**
     * A machine that takes the place of another one at a reload: {@link #attach} and {@link #reload} are to follow. The other one
     * is of no use afterwards.
     */
    public MembershipMachine(RingContext context, MembershipMachine before) {
        this(context, new MembershipTimes(before.times));
        transitions.putAll(before.transitions);
        stateBefore = before.state.id();
        before.close();
    }

    private MembershipMachine(RingContext context, MembershipTimes times) {
        this.context = context;
        topology = context.topology();
        timers = context.timers();
        gathering = new Gathering(context);
        this.times = times;
    }

    /** Connects the machine with the ring that it rules. */
    public void attach(RingEngine newRing, RingUpcalls newUpcalls) {
        ring = newRing;
        upcalls = newUpcalls;
        recovery = new Recovery(context, ring, upcalls);
        forms = new FormWork(context, ring, recovery, gathering, times);
        sender = new MembershipSender(context, ring.routing(), ring.partition());
        evidence = new LossEvidence(context, ring.tokens());
        deafEnds = new DeafEnds(context, ring.gate(), ring.partition(), ring.episodes());
        hearing = new Hearing(context, ring.gate(), deafEnds);
        isolation = new Isolation(context, ring, hearing);
        for (MembershipState made : new MembershipState[] {
            new OpState(this),
            new SegState(this),
            new RepresentedState(this),
            new GatherState(this),
            new FormState(this),
            new EvsState(this)
        }) {
            states.put(made.id(), made);
        }
        state = states.get(stateBefore);
    }

    /**
     * The daemon starts: the ring of one that it has never had counts as lost.
     *
     * @param lastTimeUsed last time in an id of an earlier life; -1: none is known
     */
    public void start(int lastTimeUsed) {
        times.start(lastTimeUsed);
        loseToken(TransitionReason.START);
    }

    // ---- What the states use -------------------------------------------------------------------------------------

    RingContext context() {
        return context;
    }

    RingEngine ring() {
        return ring;
    }

    Gathering gathering() {
        return gathering;
    }

    FormWork forms() {
        return forms;
    }

    MembershipSender sender() {
        return sender;
    }

    Isolation isolation() {
        return isolation;
    }

    DeafEnds deafEnds() {
        return deafEnds;
    }

    LossEvidence evidence() {
        return evidence;
    }

    /** True once in each ring. */
    boolean foreignNotYetReported() {
        boolean first = !foreignReported;
        foreignReported = true;
        return first;
    }

    void sendAlive() {
        logState("Scast_alive");
        sender.sendAlive(gathering.members());
        deafEnds.onOwnList();
    }

    /** The only way from one state to another, the same one included. */
    void transitionTo(StateId to, TransitionReason reason) {
        StateId from = state.id();
        if (hasRing() && to == StateId.FORM) {
            isolation.onRingGivenUp();
        }
        isolation.onRunning();
        state.leave();
        state = states.get(to);
        transitions.merge(reason, 1L, Long::sum);
        if (context.logs(Kind.MEMBERSHIP, Level.DEBUG)) {
            log(Level.DEBUG, "Memb: " + from + " -> " + to + ": " + reason.text());
        }
        context.observer().onStateChange(from.number(), to.number(), reason.name(), timers.nowNs());
        state.enter();
    }

    /** Gives the ring, or the attempt to form one, up and begins anew. */
    void loseToken(TransitionReason reason) {
        StateId from = state.id();
        RingMembers lost = ring.rings().active();
        if (hasRing()) {
            isolation.onRingGivenUp();
        }
        if (from == StateId.FORM || from == StateId.EVS) {
            gathering.attemptFailed();
            context.count(CounterId.FORM_FAILURES);
            RingHistory history = ring.history();
            boolean stuck = reason == TransitionReason.RECOVERY_STUCK;
            isolation.onAttemptFailed(stuck && history.myAru() < history.highestSeq());
            if (from == StateId.FORM && forms.isLargeBecauseOfMe()) {
                // It does not fit one datagram, and others may never get it. Alone nothing has to be sent.
                ring.partition().hearNobody(0, false);
            }
        }
        if (reason == TransitionReason.RELOAD) {
            // Given up on purpose, which tells nothing of paths; its members have other places in this configuration,
            // or none.
            hearing.begin();
        } else {
            hearing.begin(lost, isSilent());
        }
        if (from == StateId.EVS) {
            recovery.backOff();
        }
        if (from != StateId.FORM) {
            gathering.potentials().clear();
            if (from == StateId.GATHER) {
                gathering.askRepsAgain();
            }
        }
        gathering.askOtherSegments(lost);
        context.count(CounterId.TOKEN_LOSSES);
        timers.cancel(TimerKind.TOKEN);
        timers.cancel(TimerKind.HURRY);
        ring.loseRing();
        evidence.clear();
        log(Level.WARNING, "Memb_token_loss: ############### I lost my token, state was " + from.number() + "\n");
        transitionTo(StateId.SEG, reason);
    }

    /** Whether the token stayed away for longer than any daemon may keep it. */
    private boolean isSilent() {
        long longestNs = context.settings().timers().hurryNs()
                + context.settings().timers().aliveNs();
        return timers.nowNs() - ring.tokens().lastAcceptedNs() > longestNs;
    }

    /** Whether there is a ring that works, so that another configuration can be put into force: it will be given up. */
    public boolean hasRing() {
        return state.id() == StateId.OP
                || (state.id() == StateId.GATHER && ring.rings().isTokenAlive());
    }

    /** Another configuration is in force: the ring that the machine before this one had is given up. */
    public void reload() {
        for (TimerKind kind : TimerKind.values()) {
            if (kind != TimerKind.GROUPS && kind != TimerKind.SESSIONS) {
                timers.cancel(kind);
            }
        }
        loseToken(TransitionReason.RELOAD);
    }

    // ---- Events --------------------------------------------------------------------------------------------------

    /** An ALIVE, JOIN or REFER that the gate admitted. */
    public void onPacket(PacketKind kind, ByteBuf datagram) {
        int offset = datagram.readerIndex();
        int length = datagram.readableBytes();
        header.wrap(datagram, offset, length);
        int from = topology.indexOfId(header.procId());
        if (from < 0 || from == topology.self()) {
            context.drop(CounterId.MEMBERSHIP_MALFORMED);
            return;
        }
        switch (kind) {
            case ALIVE -> {
                log(Level.INFO, "Memb_handle_message: handling alive message");
                alive.wrap(datagram, offset, length);
                hearing.onAlive(from, alive);
                if (!keepsToItself() && !waitsTooLong()) {
                    state.onAlive(from);
                }
            }
            case JOIN -> {
                join.wrap(datagram, offset, length);
                onJoin(from);
            }
            case REFER -> {
                refer.wrap(datagram, offset, length);
                onRefer();
            }
            default -> context.drop(CounterId.DROP_UNKNOWN_KIND);
        }
    }

    private void onJoin(int from) {
        RepSet reps = new RepSet(topology);
        for (Representative wire : join.reps()) {
            int daemon = topology.indexOfId(wire.procId());
            if (daemon < 0 || topology.segmentOf(daemon) != wire.segmentIndex()) {
                context.drop(CounterId.MEMBERSHIP_MALFORMED);
                return;
            }
            reps.insert(new Rep(daemon, wire.type()));
        }
        if (reps.get(0).daemon() != from) {
            context.drop(CounterId.MEMBERSHIP_MALFORMED);
            return;
        }
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            log(
                    Level.INFO,
                    "Memb_handle_message: handling join message from " + FormTokenText.dotted(topology.id(from))
                            + ", State is " + state.id().text());
        }
        hearing.onJoin(from, join, reps.get(0).type() == RepType.RING_REP);
        if (!keepsToItself() && !waitsTooLong()) {
            state.onJoin(from, reps.get(0), reps);
        }
    }

    /** What was just heard shows that this daemon had better be alone. */
    private boolean keepsToItself() {
        boolean begins = isolation.onList();
        if (begins) {
            forgetOthers();
        }
        return begins;
    }

    /** A daemon without a ring that takes part in no attempt itself must not do so for ever. */
    private boolean waitsTooLong() {
        boolean waits = state.id() == StateId.REPRESENTED || (state.id() == StateId.GATHER && !hasRing());
        boolean begins = waits && isolation.onWaiting();
        if (begins) {
            forgetOthers();
        }
        return begins;
    }

    /** Whom this daemon was gathering before it began to keep to itself. */
    private void forgetOthers() {
        gathering.startAlone();
        gathering.potentials().clear();
        gathering.startReps(ring.rings().isTokenAlive() ? RepType.RING_REP : RepType.SEG_REP);
    }

    private void onRefer() {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            log(
                    Level.INFO,
                    "Memb_handle_message: handling refer message from " + FormTokenText.dotted(refer.procId())
                            + ", State is " + state.id().text());
            log(Level.INFO, "Handle_refer in " + state.id());
        }
        int referred = topology.indexOfId(refer.referredId());
        if (referred < 0) {
            log(Level.INFO, "Memb_handle_refer: unknown proc_id " + refer.referredId());
            context.drop(CounterId.MEMBERSHIP_MALFORMED);
            return;
        }
        state.onRefer(new Rep(referred, refer.referredType()));
    }

    /** A form token that the gate admitted. */
    public void onFormToken(PacketKind kind, ByteBuf datagram) {
        if (kind == PacketKind.FORM1) {
            log(Level.INFO, "Memb_handle_token: handling form1 token");
            form1.wrap(datagram, datagram.readerIndex(), datagram.readableBytes());
            state.onForm1(form1);
        } else {
            log(Level.INFO, "Memb_handle_token: handling form2 token");
            form2.wrap(datagram, datagram.readerIndex(), datagram.readableBytes());
            state.onForm2(form2);
        }
    }

    /** A timer of the membership ran out. */
    public void onTimer(TimerKind kind) {
        if (kind == TimerKind.ISOLATION) {
            if (isolation.onTimer()) {
                state.onListenAgain();
            }
        } else if (kind != TimerKind.TOKEN) {
            state.onTimer(kind);
        } else if (state.tokenTimeoutReason() != null) {
            loseToken(state.tokenTimeoutReason());
        }
    }

    /** An upper layer wants a new ring. In states without a ring one is being sought anyway. */
    public void giveUp(String reason) {
        giveUp(giveUpReason, reason);
        giveUpReason = TransitionReason.GIVEN_UP;
    }

    private void giveUp(TransitionReason reason, String text) {
        if (state.tokenTimeoutReason() != null) {
            context.line(Kind.PRINT, Level.ERROR, "Ring given up: " + reason.text() + ": " + text);
            loseToken(reason);
        }
    }

    // ---- From the ring -------------------------------------------------------------------------------------------

    @Override
    public void onForeignData(DataPacket packet) {
        state.onForeignData(packet);
    }

    @Override
    public void onOldRingComplete() {
        recovery.reachCommitPoint();
    }

    @Override
    public void onRecoveryComplete() {
        recovery.finish();
        boolean wasDeaf = ring.partition().isDeaf();
        ring.install();
        foreignReported = false;
        gathering.attemptSucceeded();
        isolation.onInstalled();
        deafEnds.onInstalled();
        context.count(CounterId.MEMBERSHIP_CHANGES);
        RingMembers installed = ring.rings().current();
        transitionTo(StateId.OP, TransitionReason.RING_INSTALLED);
        if (context.logs(Kind.PRINT, Level.INFO)) {
            context.line(Kind.PRINT, Level.INFO, MembershipText.id(installed));
        }
        context.line(Kind.PRINT, Level.PRINT, MembershipText.members(installed, context));
        log(Level.INFO, "Memb_regular");
        context.observer().onRegular(installed);
        upcalls.onRegular(installed);
        ring.receiveEarlyPackets();
        if (wasDeaf && !ring.partition().isDeaf()) {
            state.onListenAgain();
        }
    }

    @Override
    public void onRecoveryStuck(String reason) {
        context.count(CounterId.RECOVERY_GIVEN_UP);
        if (context.logs(Kind.PRINT, Level.ERROR)) {
            RingHistory history = ring.history();
            TokenState tokens = ring.tokens();
            context.line(
                    Kind.PRINT,
                    Level.ERROR,
                    "Prot_handle_token: BUG WORKAROUND: " + reason + "; swallowing token; state:\n"
                            + "\tAru: " + history.aru() + "\n\tMy_aru: " + history.myAru()
                            + "\n\tHighest_seq: " + history.highestSeq()
                            + "\n\tLast_discarded: " + history.lastDiscarded()
                            + "\n\tLast_delivered: " + history.lastDelivered()
                            + "\n\tToken_rounds: " + tokens.rounds() + "\n\tLast Token:\n\taru: "
                            + tokens.lastAru());
        }
        loseToken(TransitionReason.RECOVERY_STUCK);
    }

    @Override
    public void onUnreachable(int notHeard, boolean onlySmall) {
        isolation.onStalled(notHeard, onlySmall);
    }

    @Override
    public void onStalled(String what) {
        giveUpReason = TransitionReason.STALLED;
        ring.forceMembershipChange(what);
    }

    @Override
    public void onInternalFault(String what) {
        context.count(CounterId.INTERNAL_FAULTS);
        giveUpReason = TransitionReason.INTERNAL_FAULT;
        ring.leaveRing(what);
    }

    // ---- Log and numbers -----------------------------------------------------------------------------------------

    void log(Level level, String text) {
        if (context.logs(Kind.MEMBERSHIP, level)) {
            context.line(Kind.MEMBERSHIP, level, text);
        }
    }

    void logState(String what) {
        if (context.logs(Kind.MEMBERSHIP, Level.INFO)) {
            log(Level.INFO, what + ": State is " + state.id().text());
        }
    }

    public StateId state() {
        return state.id();
    }

    /** Number of the state as in the status report. */
    public int stateNumber() {
        return state.id().number();
    }

    /** How often the state changed for this reason. */
    public long transitions(TransitionReason reason) {
        return transitions.getOrDefault(reason, 0L);
    }

    /** Gives all memory back. */
    public void close() {
        forms.close();
        sender.close();
    }
}
