package org.ringcast.harness.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.DutyCycle;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.Reconfiguration;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.harness.sim.Datagram.Port;

/**
 * One life of a daemon: a core with its duty cycle, its sockets, and its clients' connections. Work takes time: while a daemon
 * is busy, or paused, its sockets fill.
 */
public final class SimProcess {
    private static final long NEVER = Long.MAX_VALUE;
    /** From the arrival of something to the turn that looks at it. */
    private static final long WAKE_NS = 15_000;
    /** A turn, and each datagram or frame in it. */
    private static final long TURN_NS = 3_000;

    private static final long WORK_NS = 2_000;
    /** More work in one turn than that is a core that turns in circles. */
    static final int MAX_WORK_PER_TURN = 200_000;

    /** A ring that was installed, or a transitional configuration. */
    public record Configuration(long timeNs, boolean transitional, RingMembers members) {
        @Override
        public String toString() {
            return (transitional ? "TRANS " : "REG ") + members;
        }
    }

    private final SimCluster cluster;
    private final SimDaemon daemon;
    private final int incarnation;
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final DaemonCore core;
    private final DutyCycle cycle;
    private final ReceiveBuffer data;
    private final ReceiveBuffer tokens;
    private final SimSessions sessions;
    private final List<Integer> segmentMembers = new ArrayList<>();
    private final List<Configuration> configurations = new ArrayList<>();
    private SimFile file;
    private SimFile wantedFile;
    private int[] machines;
    private final boolean bigEndian;
    private final int ownId;
    private RingMembers ring;
    private boolean alive = true;
    private boolean paused;
    private long plannedNs = NEVER;
    private long busyUntilNs;
    private long turns;
    private String source = "[unknown]:0";

    SimProcess(SimCluster cluster, SimDaemon daemon, int incarnation) {
        this.cluster = cluster;
        this.daemon = daemon;
        this.incarnation = incarnation;
        SimConfig config = cluster.config();
        data = new ReceiveBuffer(config.dataBufferBytes());
        tokens = new ReceiveBuffer(config.tokenBufferBytes());
        file = cluster.file();
        wantedFile = file;
        takeMachines();
        Outputs outputs = new Outputs();
        Topology topology = file.topology(daemon.index());
        bigEndian = config.isBigEndian(daemon.index());
        ownId = topology.selfId();
        core = new DaemonCore(
                topology,
                file.settings(),
                outputs,
                new Log(),
                new Observer(),
                allocator,
                () -> daemon.clock().wallSeconds(cluster.nowNs()),
                cluster.random().nextLong());
        sessions = new SimSessions(cluster, this);
        cycle = new DutyCycle(core, new Inputs(), config.settings().timers().tokenNs());
    }

    // ---- For whoever looks ---------------------------------------------------------------------------------------

    public SimDaemon daemon() {
        return daemon;
    }

    /** How often the daemon was started before. */
    public int incarnation() {
        return incarnation;
    }

    /** The core; to be looked at, not to be called. */
    public DaemonCore core() {
        return core;
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isPaused() {
        return paused;
    }

    /** The file in force. */
    public SimFile file() {
        return file;
    }

    /** The ring installed last, null before the first; members are indexes of machines. */
    public RingMembers ring() {
        return ring;
    }

    /** All that was handed up, with the time. */
    public List<Configuration> configurations() {
        return Collections.unmodifiableList(configurations);
    }

    public long count(CounterId id) {
        return core.counters().get(id);
    }

    /** Bytes of buffers that the core holds. */
    public long bufferBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    /** Turns of the duty cycle so far. */
    public long turns() {
        return turns;
    }

    /** Connections of clients, those that are ending included. */
    public int connectionCount() {
        return sessions.connectionCount();
    }

    @Override
    public String toString() {
        return daemon.name() + (incarnation == 0 ? "" : "'" + incarnation);
    }

    // ---- Life ----------------------------------------------------------------------------------------------------

    void start() {
        cluster.observer().onStarted(this);
        setFirstSeq(cluster.config().firstSeq());
        core.start(localNow(), daemon.lastTimeUsed());
        planTurn(cluster.nowNs());
    }

    /** The process is gone without a word. */
    void kill() {
        alive = false;
        cluster.observer().onStopped(this);
        sessions.processGone();
        core.stop(localNow());
    }

    void reload(SimFile newFile) {
        boolean singletons = newFile.needsSingletons(wantedFile);
        wantedFile = newFile;
        core.reload(
                new Reconfiguration(newFile.topology(daemon.index()), newFile.settings(), singletons, () -> {
                    file = newFile;
                    takeMachines();
                    cluster.trace().onDaemon(cluster.nowNs(), toString(), "has " + file);
                    cluster.faultsChanged();
                }),
                localNow());
        cluster.faultsChanged();
        wake();
    }

    private void takeMachines() {
        machines = file.machines();
        segmentMembers.clear();
        for (int machine : machines) {
            if (cluster.config().segmentOf(machine) == cluster.config().segmentOf(daemon.index())) {
                segmentMembers.add(machine);
            }
        }
    }

    void setPaused(boolean isPaused) {
        paused = isPaused;
        if (!paused) {
            planTurn(cluster.nowNs());
        }
    }

    void setFirstSeq(int seq) {
        core.setFirstSeq(seq);
    }

    SimSessions sessions() {
        return sessions;
    }

    Fate arrived(Datagram datagram) {
        ReceiveBuffer buffer = datagram.port() == Port.DATA ? data : tokens;
        if (!buffer.offer(datagram)) {
            return Fate.BUFFER_FULL;
        }
        wake();
        return Fate.ARRIVES;
    }

    /** Something waits to be looked at. */
    void wake() {
        planTurn(Math.max(cluster.nowNs() + WAKE_NS, busyUntilNs));
    }

    long localNow() {
        return daemon.clock().localNs(cluster.nowNs());
    }

    // ---- Turns ---------------------------------------------------------------------------------------------------

    private void planTurn(long timeNs) {
        if (alive && !paused && timeNs < plannedNs) {
            plannedNs = timeNs;
            cluster.events().at(timeNs, () -> turn(timeNs));
        }
    }

    private void turn(long plannedFor) {
        if (!alive || plannedFor != plannedNs) {
            return; // an earlier turn took its place
        }
        plannedNs = NEVER;
        if (paused) {
            return;
        }
        turns++;
        int work = cycle.run();
        if (!alive) {
            return;
        }
        if (work > MAX_WORK_PER_TURN) {
            throw new IllegalStateException(this + " did " + work + " things in one turn");
        }
        long nowNs = cluster.nowNs();
        busyUntilNs = nowNs + TURN_NS + work * WORK_NS;
        cluster.observer().afterTurn(this);
        boolean waiting = !data.isEmpty() || !tokens.isEmpty() || sessions.hasInput();
        if (work > 0 || waiting) {
            planTurn(busyUntilNs);
            return;
        }
        long deadline = core.nextDeadlineNs();
        if (deadline != NEVER) {
            planTurn(Math.max(busyUntilNs, daemon.clock().simNs(deadline)));
        }
    }

    private final class Inputs implements DutyCycle.Inputs {
        @Override
        public long nowNs() {
            return localNow();
        }

        @Override
        public int drainData(DaemonCore daemonCore, int limit) {
            int count = 0;
            while (count < limit && alive) {
                Datagram datagram = data.poll();
                if (datagram == null) {
                    break;
                }
                count++;
                read(datagram);
                daemonCore.onDataDatagram(datagram.from(), lent(datagram), localNow());
            }
            return count;
        }

        @Override
        public boolean receiveToken(DaemonCore daemonCore) {
            Datagram datagram = alive ? tokens.poll() : null;
            if (datagram == null) {
                return false;
            }
            read(datagram);
            daemonCore.onTokenDatagram(datagram.from(), lent(datagram), localNow());
            return true;
        }

        private void read(Datagram datagram) {
            source = "[10.88.%d.%d]:1025 on channel %d"
                    .formatted(
                            cluster.config().segmentOf(datagram.from()),
                            datagram.from() + 1,
                            datagram.port() == Port.DATA ? 3 : 4);
            cluster.trace().onRead(cluster.nowNs(), datagram);
        }

        private ByteBuf lent(Datagram datagram) {
            return Unpooled.wrappedBuffer(datagram.bytes()).asReadOnly();
        }

        @Override
        public int readSessions(DaemonCore daemonCore) {
            return sessions.read();
        }

        @Override
        public void flush() {
            sessions.flush();
        }
    }

    private byte[] bytesOf(ByteBuf packet, Port port) {
        byte[] bytes = new byte[packet.readableBytes()];
        packet.getBytes(packet.readerIndex(), bytes);
        return bigEndian ? ForeignOrder.bigEndian(bytes, port, ownId) : bytes;
    }

    private final class Outputs implements CoreOutputs {
        @Override
        public void sendData(int daemonIndex, ByteBuf packet) {
            cluster.network().send(daemon.index(), machines[daemonIndex], Port.DATA, bytesOf(packet, Port.DATA));
        }

        @Override
        public void sendToken(int daemonIndex, ByteBuf packet) {
            cluster.network().send(daemon.index(), machines[daemonIndex], Port.TOKEN, bytesOf(packet, Port.TOKEN));
        }

        @Override
        public void sendSegment(ByteBuf packet) {
            cluster.network().sendSegment(daemon.index(), segmentMembers, bytesOf(packet, Port.DATA));
        }

        @Override
        public void outputReady(Session session) {
            sessions.outputReady(session);
        }

        @Override
        public void drainNow(Session session) {
            sessions.drainNow(session);
        }

        @Override
        public void setReading(Session session, boolean reading) {
            sessions.setReading(session, reading);
        }

        @Override
        public void close(Session session, String reason) {
            sessions.close(session, reason);
        }

        @Override
        public void ended(Session session) {
            sessions.ended(session);
        }

        @Override
        public void membershipTimeUsed(int seconds) {
            daemon.timeUsed(seconds);
        }

        @Override
        public String datagramSource() {
            return source;
        }
    }

    private final class Log implements CoreLog {
        @Override
        public boolean enabled(Kind kind, Level level) {
            return cluster.wantsLogs();
        }

        @Override
        public void line(Kind kind, Level level, String text) {
            daemon.logged(new SimDaemon.LogLine(cluster.nowNs(), incarnation, kind, level, text));
            cluster.trace().onLog(cluster.nowNs(), SimProcess.this.toString(), kind, level, text);
        }
    }

    private final class Observer implements CoreObserver {
        private final Topology allMachines = cluster.config().topology(daemon.index());
        private Topology topology = file.topology(daemon.index());

        private int machineOf(int daemonIndex) {
            return allMachines.indexOfId(topology.id(daemonIndex));
        }

        /** What others see are machines, whose indexes no reload changes. */
        private RingMembers ofMachines(RingMembers members) {
            return members.in(allMachines);
        }

        @Override
        public void onStateChange(int oldState, int newState, String reason, long nowNs) {
            cluster.trace()
                    .onDaemon(
                            cluster.nowNs(),
                            SimProcess.this.toString(),
                            StateNames.membership(oldState) + " -> " + StateNames.membership(newState) + " (" + reason
                                    + ")");
            cluster.observer().onStateChange(SimProcess.this, oldState, newState, reason);
        }

        @Override
        public void onSend(MembershipId ringId, int seq, int packetType) {
            cluster.observer().onPacketSent(SimProcess.this, ringId, seq, packetType);
        }

        @Override
        public void onDeliverPacket(MembershipId ringId, int seq, int originator, int packetType) {
            cluster.observer().onPacketDelivered(SimProcess.this, ringId, seq, machineOf(originator), packetType);
        }

        @Override
        public void onReload(Topology newTopology) {
            topology = newTopology;
        }

        @Override
        public void onTransitional(RingMembers members) {
            RingMembers transitional = ofMachines(members);
            add(new Configuration(cluster.nowNs(), true, transitional));
            cluster.observer().onTransitional(SimProcess.this, transitional);
        }

        @Override
        public void onRegular(RingMembers members) {
            RingMembers regular = ofMachines(members);
            ring = regular;
            add(new Configuration(cluster.nowNs(), false, regular));
            cluster.observer().onRegular(SimProcess.this, regular);
        }

        private void add(Configuration configuration) {
            configurations.add(configuration);
            cluster.trace().onDaemon(cluster.nowNs(), SimProcess.this.toString(), configuration.toString());
        }

        @Override
        public void onGroupState(int oldState, int newState) {
            cluster.trace()
                    .onDaemon(
                            cluster.nowNs(),
                            SimProcess.this.toString(),
                            StateNames.groups(oldState) + " -> " + StateNames.groups(newState));
            cluster.observer().onGroupState(SimProcess.this, newState);
        }
    }
}
