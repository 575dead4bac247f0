package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.OpenResult;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;

/** One daemon's session and groups layers, on a {@link PerfectRing}. */
final class TestDaemon implements RingServices, CoreOutputs, CoreLog {
    /** A message that waits for its place in the log. */
    record Queued(TestDaemon daemon, long submission, int packetType, ByteBuf message, Submitter submitter) {}

    private final PerfectRing ring;
    private final Topology topology;
    private final SessionTable sessions;
    private final GroupsLayer layer;
    private final Counters counters = new Counters();
    /** Own, so that what was not given back shows as used memory; see {@link #usedBytes}. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final ArrayDeque<Queued> normal = PerfectRing.queue();
    private final ArrayDeque<Queued> groups = PerfectRing.queue();
    private final List<String> logLines = new ArrayList<>();
    private QueueKind active = QueueKind.NORMAL;
    private Threshold threshold = Threshold.UNRELIABLE;
    private boolean logging;
    private boolean loggingDebug;
    private int mailbox = 10;
    final Timers timers = new Timers();
    PerfectRing.Log log = new PerfectRing.Log();
    int delivered;
    private final List<Integer> early = new ArrayList<>();
    final List<String> forcedChanges = new ArrayList<>();
    private String event = "start";
    private String configuration = "";

    TestDaemon(PerfectRing ring, Topology topology, TestSettings settings) {
        this.ring = ring;
        this.topology = topology;
        sessions = new SessionTable(
                topology,
                settings.build(),
                this,
                this,
                this,
                CoreObserver.NONE,
                counters,
                allocator,
                timers::nowNs,
                new Random(7));
        layer = new GroupsLayer(
                topology, settings.build(), this, sessions, this, CoreObserver.NONE, counters, timers, allocator);
    }

    /** Bytes in buffers that nobody has released. */
    long usedBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    String name() {
        return topology.name(topology.self());
    }

    int index() {
        return topology.self();
    }

    int id() {
        return topology.selfId();
    }

    Topology topology() {
        return topology;
    }

    SessionTable sessions() {
        return sessions;
    }

    GroupsLayer layer() {
        return layer;
    }

    Counters counters() {
        return counters;
    }

    Threshold threshold() {
        return threshold;
    }

    QueueKind activeQueue() {
        return active;
    }

    TestClient connect(String name, boolean membership) {
        OpenResult result = sessions.open(mailbox++, name, membership, 0, "127.0.0.1", timers.nowNs());
        if (!result.isAccepted()) {
            throw new AssertionError("refused with " + result.rejectCode());
        }
        TestClient client = new TestClient(this, ring, result.session());
        sessions.authorized(result.session(), timers.nowNs());
        return client;
    }

    /** Names the event of the ring that is being handled; the same at all daemons that handle the same event. */
    String position() {
        return log.number + event;
    }

    /** Names the configuration in which the event is handled: daemons that share it have come the same way. */
    String configuration() {
        return configuration;
    }

    /** Everything the daemon knows about groups. */
    List<String> knowledge() {
        List<String> lines = new ArrayList<>();
        for (Group group : layer.directory().inNameOrder()) {
            lines.add("%s %s %d %s".formatted(group, group.ring(), group.index(), group.isChanged()));
            for (DaemonEntry entry : group.entries()) {
                lines.add("  %d %s %s".formatted(entry.daemonId(), entry.cameFrom(), entry.members()));
            }
        }
        return lines;
    }

    void onTransitional(RingMembers members) {
        event = "T";
        configuration = "T" + members.id();
        layer.onTransitional(members);
    }

    void onRegular(RingMembers members, PerfectRing.Log newLog) {
        log = newLog;
        delivered = 0;
        event = "R";
        configuration = "R" + members.id();
        layer.onRegular(members);
    }

    /** Hands up the next message of the log; false at its end. */
    boolean deliverNext() {
        if (delivered == log.messages.size()) {
            return false;
        }
        if (early.remove((Integer) delivered)) {
            delivered++;
            return true;
        }
        event = "M" + delivered;
        PerfectRing.Logged next = log.messages.get(delivered++);
        layer.onMessage(next.originator(), next.bytes().duplicate());
        return true;
    }

    /** Hands a message up before those that come before it; they follow. */
    void deliverEarly(int place) {
        event = "M" + place;
        PerfectRing.Logged message = log.messages.get(place);
        layer.onMessage(message.originator(), message.bytes().duplicate());
        early.add(place);
    }

    /** Skips the next message of the log: it is lost for this daemon's component. */
    void skipNext() {
        delivered++;
    }

    void onMessage(int originator, byte[] bytes) {
        layer.onMessage(originator, PerfectRing.buffer(bytes));
    }

    // ---- Queues --------------------------------------------------------------------------------------------------

    private ArrayDeque<Queued> activeMessages() {
        return active == QueueKind.NORMAL ? normal : groups;
    }

    boolean hasActiveMessages() {
        return !activeMessages().isEmpty();
    }

    List<Queued> takeActiveQueue() {
        List<Queued> taken = new ArrayList<>(activeMessages());
        activeMessages().clear();
        return taken;
    }

    Queued pollActiveQueue() {
        return activeMessages().poll();
    }

    /** What waits in the queue of the state exchange. */
    List<Queued> groupsMessages() {
        return new ArrayList<>(groups);
    }

    Queued firstGroupsMessage() {
        return groups.peek();
    }

    PerfectRing ring() {
        return ring;
    }

    int waitingIn(QueueKind queue) {
        return queue == QueueKind.NORMAL ? normal.size() : groups.size();
    }

    @Override
    public void submit(int packetType, ByteBuf message, Submitter submitter) {
        ByteBuf copy = Unpooled.copiedBuffer(message);
        activeMessages().add(new Queued(this, ring.nextSubmission(), packetType, copy, submitter));
    }

    @Override
    public int queuedMessages() {
        return activeMessages().size();
    }

    @Override
    public void activate(QueueKind queue) {
        active = queue;
    }

    @Override
    public void purgeGroupsQueue() {
        groups.clear();
    }

    @Override
    public void setThreshold(Threshold newThreshold) {
        threshold = newThreshold;
    }

    @Override
    public void forceMembershipChange(String reason) {
        forcedChanges.add(reason);
    }

    @Override
    public void leaveRing(String reason) {
        forcedChanges.add("leave " + reason);
    }

    @Override
    public int highestSeq() {
        return log.messages.size();
    }

    // ---- Outputs -------------------------------------------------------------------------------------------------

    @Override
    public void sendData(int daemonIndex, ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void sendToken(int daemonIndex, ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void sendSegment(ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void outputReady(Session session) {
        client(session).onOutputReady();
    }

    @Override
    public void setReading(Session session, boolean reading) {
        client(session).reading = reading;
    }

    @Override
    public void close(Session session, String reason) {
        client(session).closed = reason;
    }

    private static TestClient client(Session session) {
        return (TestClient) session.attachment();
    }

    // ---- Log -----------------------------------------------------------------------------------------------------

    void startLogging() {
        logging = true;
        logLines.clear();
    }

    void logEverything() {
        startLogging();
        loggingDebug = true;
    }

    List<String> logLines() {
        return logLines;
    }

    @Override
    public boolean enabled(Kind kind, Level level) {
        return logging && (loggingDebug || level != Level.DEBUG);
    }

    @Override
    public void line(Kind kind, Level level, String text) {
        logLines.add(text);
    }
}
