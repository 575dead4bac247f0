package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.groups.GroupsLayer;
import org.ringcast.daemon.core.membership.MembershipMachine;
import org.ringcast.daemon.core.ring.FlowControl;
import org.ringcast.daemon.core.ring.ForeignPeers;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.core.ring.RingEngine;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.daemon.wire.PacketKind;

/**
 * The daemon's protocols behind one door: bytes and the time go in, everything that goes out goes through {@link CoreOutputs}.
 * Single-threaded and deterministic: the same calls give the same outputs. Every call is handed the time; it must not go back.
 */
public final class DaemonCore {
    /** No time of an earlier life is known. */
    public static final int NO_TIME_USED = -1;

    /** Timers that may run in one call, so that none can keep the core busy for ever. */
    private static final int MAX_TIMERS_PER_CALL = 64;

    private final Relays relays = new Relays();
    private final SessionTable sessions;
    private final GroupsLayer groups;
    private RingContext context;
    private RingEngine ring;
    private MembershipMachine membership;
    private MonitorRequests monitorRequests;
    private Reconfiguration pending;
    private boolean running;
    private boolean stopped;

    /**
     * A core that has not started.
     *
     * @param topology the configured daemons
     * @param settings from the configuration
     * @param outputs the way out
     * @param log where lines go
     * @param observer who watches
     * @param allocator source of all memory for packets and messages
     * @param wallClockSeconds seconds since 1970; only for membership ids
     * @param seed of the one source of randomness: generated private names
     */
    public DaemonCore(
            Topology topology,
            CoreSettings settings,
            CoreOutputs outputs,
            CoreLog log,
            CoreObserver observer,
            ByteBufAllocator allocator,
            LongSupplier wallClockSeconds,
            long seed) {
        this(topology, settings, outputs, log, observer, allocator, wallClockSeconds, seed, null);
    }

    /**
     * A core with another layer in place of the groups layer, for what wants to watch or drive the ring itself. It has
     * sessions, but nobody answers them.
     *
     * @param upperLayer makes that layer; null: the groups layer
     */
    public DaemonCore(
            Topology topology,
            CoreSettings settings,
            CoreOutputs outputs,
            CoreLog log,
            CoreObserver observer,
            ByteBufAllocator allocator,
            LongSupplier wallClockSeconds,
            long seed,
            Function<RingServices, RingUpcalls> upperLayer) {
        Timers timers = new Timers();
        context = new RingContext(topology, settings, outputs, log, observer, new Counters(), timers, allocator);
        membership = new MembershipMachine(context, wallClockSeconds);
        ring = new RingEngine(context, membership, relays);
        membership.attach(ring, relays);
        relays.setRing(ring);
        monitorRequests = new MonitorRequests(context, ring.partition());
        sessions = new SessionTable(
                topology,
                settings,
                relays,
                outputs,
                log,
                observer,
                context.counters(),
                allocator,
                timers::nowNs,
                new Random(seed));
        groups = new GroupsLayer(
                topology, settings, relays, sessions, log, observer, context.counters(), timers, allocator);
        relays.setUpper(upperLayer == null ? groups : upperLayer.apply(relays));
    }

    /** As {@link #start(long, int)} when nothing is known of an earlier life. */
    public void start(long nowNs) {
        start(nowNs, NO_TIME_USED);
    }

    /**
     * Begins to look for other daemons: the token counts as lost.
     *
     * @param lastTimeUsed highest time that {@link CoreOutputs#membershipTimeUsed} was told in earlier lives of this daemon, so
     *     that no id of a ring comes again; {@link #NO_TIME_USED} when none is known
     */
    public void start(long nowNs, int lastTimeUsed) {
        context.timers().advanceTo(nowNs);
        running = true;
        membership.start(lastTimeUsed);
        ring.setThreshold(RingServices.Threshold.UNRELIABLE);
    }

    /**
     * A datagram came in on the data port.
     *
     * @param sourceAddressKey {@link Topology.Daemon#addressKey} of the source address, -1 when it is nobody's
     * @param datagram readable bytes are the datagram; lent for the call
     */
    public void onDataDatagram(int sourceAddressKey, ByteBuf datagram, long nowNs) {
        context.timers().advanceTo(nowNs);
        if (!running) {
            return;
        }
        PacketKind kind = ring.gate().admitData(sourceAddressKey, datagram);
        if (kind == null) {
            if (ring.gate().isForeignStatus()) {
                monitorRequests.onForeignStatus(sourceAddressKey, datagram);
            }
            return;
        }
        context.observer().onDatagram(kind, ring.gate().transmitter(), datagram.readableBytes(), nowNs);
        if (kind == PacketKind.DATA) {
            ring.onData(datagram);
        } else if (kind == PacketKind.HURRY) {
            ring.onHurry(ring.gate().transmitter());
        } else if (kind.isControl()) {
            monitorRequests.onRequest(kind, sourceAddressKey, datagram, nowNs);
        } else {
            membership.onPacket(kind, datagram);
        }
        considerReload();
    }

    /**
     * As {@link #onDataDatagram} for the token port.
     *
     * @return false when it was dropped or swallowed, so that another one may be looked at in the same turn
     */
    public boolean onTokenDatagram(int sourceAddressKey, ByteBuf datagram, long nowNs) {
        context.timers().advanceTo(nowNs);
        if (!running) {
            return false;
        }
        PacketKind kind = ring.gate().admitToken(sourceAddressKey, datagram);
        ring.gate().forgetAnnounced();
        boolean used = kind != null;
        if (used) {
            context.observer().onDatagram(kind, ring.gate().transmitter(), datagram.readableBytes(), nowNs);
        }
        if (kind == PacketKind.TOKEN) {
            used = ring.onToken(datagram);
        } else if (used) {
            membership.onFormToken(kind, datagram);
        }
        considerReload();
        return used;
    }

    /**
     * A first, cheap look at a datagram of the data port as it arrives: an adapter that keeps datagrams for the duty cycle
     * asks before it keeps one, so that strangers cannot take the room of the ring's own. What is refused is counted.
     *
     * @return whether it is to be handed to {@link #onDataDatagram}
     */
    public boolean admitsData(int sourceAddressKey, ByteBuf datagram, long nowNs) {
        context.timers().advanceTo(nowNs);
        return running
                && (ring.gate().siftData(sourceAddressKey, datagram) != null
                        || ring.gate().isForeignStatus());
    }

    /** As {@link #admitsData} for the token port. */
    public boolean admitsToken(int sourceAddressKey, ByteBuf datagram, long nowNs) {
        context.timers().advanceTo(nowNs);
        return running && ring.gate().admitToken(sourceAddressKey, datagram) != null;
    }

    /**
     * Whether a token that was admitted and not handed in yet tells of packets that this daemon does not have. They may lie in the
     * data socket, behind what was read: to look there first saves asking the ring for them.
     */
    public boolean lacksAnnouncedData() {
        return ring.lacksAnnouncedData();
    }

    /** Accelerated ring: a waiting token is to be looked at before waiting data. A hint for the duty cycle. */
    public boolean tokenHasPriority() {
        return ring.tokenHasPriority();
    }

    /** When {@link #runTimers} is to be called next; {@link Long#MAX_VALUE} when nothing is planned. */
    public long nextDeadlineNs() {
        return context.timers().nextDeadlineNs();
    }

    /** Runs the timers that are due; returns how many. */
    public int runTimers(long nowNs) {
        context.timers().advanceTo(nowNs);
        int count = 0;
        while (running && count < MAX_TIMERS_PER_CALL) {
            TimerKind kind = context.timers().pollDue();
            if (kind == null) {
                break;
            }
            context.observer().onTimer(kind, nowNs);
            onTimer(kind);
            considerReload();
            count++;
        }
        return count;
    }

    private void onTimer(TimerKind kind) {
        switch (kind) {
            case HURRY -> ring.onHurryTimer();
            case HURRY_REPEAT -> ring.onHurryRepeatTimer();
            case TOKEN_REST -> ring.onTokenRestTimer();
            case DELIVER -> ring.onDeliverTimer();
            case PARTITION -> ring.partition().clear();
            case GIVE_UP -> membership.giveUp(ring.giveUpReason());
            case RELOAD -> onReloadTimer();
            case GROUPS -> groups.onTimer();
            case SESSIONS -> {
                // nobody arms it yet
            }
            default -> membership.onTimer(kind);
        }
    }

    /** Who obeys monitor requests; without one they are dropped and counted. */
    public void setControlHandler(ControlHandler handler) {
        monitorRequests.setHandler(handler);
    }

    // ---- Reload --------------------------------------------------------------------------------------------------

    /**
     * Another configuration is to be put into force, as soon as there is a ring that works: one that is just being formed comes
     * about first. The ring is then given up, unless nothing has changed that it is concerned with; sessions and groups stay. What
     * was handed in before and is not in force yet is forgotten, but for the daemons' being alone first.
     */
    public void reload(Reconfiguration next, long nowNs) {
        context.timers().advanceTo(nowNs);
        boolean singletons = next.singletons() || (pending != null && pending.singletons());
        pending = new Reconfiguration(next.topology(), next.settings(), singletons, next.inForce());
        considerReload();
    }

    /** Whether a configuration waits to be put into force. */
    public boolean isReloadPending() {
        return pending != null;
    }

    /** Never at once: whoever has brought a ring about first finishes what is to be done with it. */
    private void considerReload() {
        if (pending != null && mayReload()) {
            context.timers().arm(TimerKind.RELOAD, 0);
        }
    }

    private boolean mayReload() {
        return running && membership.hasRing() && (!pending.singletons() || groups.isReadyForReload());
    }

    private void onReloadTimer() {
        if (pending == null || !mayReload()) {
            return;
        }
        Reconfiguration next = pending;
        pending = null;
        boolean keepsRing = next.keepsRing(context.topology(), context.settings());
        RingMembers installed = ring.rings().installed();
        Topology topology =
                keepsRing ? context.topology() : next.topology().succeeding(context.topology(), installed::contains);
        context = new RingContext(
                topology,
                next.settings(),
                context.outputs(),
                context.log(),
                context.observer(),
                context.counters(),
                context.timers(),
                context.allocator());
        if (keepsRing) {
            CoreSettings settings = next.settings();
            flowControl().change(settings.window(), settings.personalWindow(), settings.acceleratedWindow());
            ring.setTokenRest(settings.tokenRestNs());
        } else {
            changeRing();
        }
        sessions.onReload(next.settings());
        groups.setLimits(next.settings().sessions().memory());
        monitorRequests = new MonitorRequests(context, ring.partition(), monitorRequests);
        context.observer().onReload(topology);
        next.inForce().run();
        if (!keepsRing) {
            if (next.singletons()) {
                ring.partition().hearNobody(0, false);
            }
            membership.reload();
        }
    }

    /** Nothing that knows daemons by the old indexes is left, but the messages of the ring under new ones. */
    private void changeRing() {
        membership = new MembershipMachine(context, membership);
        ring = new RingEngine(context, membership, relays, ring);
        membership.attach(ring, relays);
        relays.setRing(ring);
        groups.onReload(context.topology());
    }

    /** The sessions of this daemon's clients. */
    public SessionTable sessions() {
        return sessions;
    }

    /** Who is in which group. */
    public GroupsLayer groups() {
        return groups;
    }

    public Counters counters() {
        return context.counters();
    }

    /** Who sends datagrams of other configurations to this daemon's ports. */
    public ForeignPeers foreignPeers() {
        return ring.gate().foreignPeers();
    }

    /** The windows; they may be changed while the ring runs. A reload makes new ones. */
    public FlowControl flowControl() {
        return ring.flowControl();
    }

    /** Number of the membership state as in the status report, 1 OP .. 6 EVS. */
    public int membershipState() {
        return membership.stateNumber();
    }

    /** The ring installed last. */
    public RingMembers ringMembers() {
        return ring.rings().installed();
    }

    /**
     * Times in which packets did not get to a daemon of the ring, as seen from here: the last ones of the past in their order,
     * then those that last. A few dozen at most.
     */
    public List<StuckEpisode> stuckEpisodes() {
        return ring.stuckEpisodes();
    }

    /** Whether there is a ring that works: in state OP, and while its leader looks for daemons outside it. */
    public boolean hasWorkingRing() {
        return running && membership.hasRing();
    }

    /** False while the groups layer exchanges state: no client is to be read or accepted. */
    public boolean acceptsClients() {
        return running && sessions.acceptsInput();
    }

    /** Gives all memory back, of a core that was never started, too. Nothing is sent: the others notice. Further calls do nothing. */
    public void stop(long nowNs) {
        if (!stopped) {
            stopped = true;
            running = false;
            context.timers().cancelAll();
            groups.close();
            sessions.close();
            membership.close();
            ring.close();
        }
    }

    /**
     * Rings begin behind this sequence number, for tests of what happens when the numbers run out. All members of a ring must
     * begin with the same. A ring that there is goes on.
     */
    public void setFirstSeq(int seq) {
        if (running) {
            ring.setNextFirstSeq(seq);
        } else {
            ring.setFirstSeq(seq);
        }
    }

    /** The ring, for tests of this package. */
    RingEngine ring() {
        return ring;
    }
}
