package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session.State;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameFault;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;
import org.ringcast.protocol.RingService;
import org.ringcast.protocol.ServiceType;

/**
 * All client sessions of this daemon: names, input to the ring, output to the clients, and their end.
 *
 * <p>Everything happens on the ring loop. Nothing a client does throws; a client that breaks the rules is killed.
 */
public final class SessionTable {
    /** Reason of {@link CoreOutputs#close} for a client that does not read: what waits for it is of no use any more. */
    public static final String NOT_READING = "not reading";

    /** A power of two. */
    private static final int KEPT_VERDICTS = 1024;

    private final String daemonName;
    private CoreSettings settings;
    private final RingServices ring;
    private final CoreOutputs outputs;
    private final CoreLog log;
    private final CoreObserver observer;
    private final Counters counters;
    private final ByteBufAllocator allocator;
    private final LongSupplier nowNs;
    private final NameGenerator generator;
    private final InputShares shares;
    private final SessionMemory memory;
    private final OutputQueues queues;
    private final FramePool frames = new FramePool();

    /** Verdicts on legal headers, each where its length says: a busy client's frames have few lengths. */
    private final HeaderVerdict[] verdicts = new HeaderVerdict[KEPT_VERDICTS];

    private final List<Session> sessions = new ArrayList<>();
    private final NameTable<Session> byPrivateGroup = new NameTable<>();
    private final ArrayDeque<Deferred> deferred = new ArrayDeque<>();
    private final ArrayDeque<SentBack> sentBack = new ArrayDeque<>();
    private AccessPolicy policy = AccessPolicy.PERMIT;
    private JoinLimit joinLimit = (session, frame) -> null;
    private int ringSize = 1;

    /** A message to the ring that came while the ring must not get any. */
    private record Deferred(int packetType, ByteBuf message, Session session) {}

    /** A message that came in this turn and went back to its client. */
    private record SentBack(Session session, int bytes) {}

    /**
     * A table without sessions.
     *
     * @param nowNs time of the event that the core is just handling, in the adapter's nanoseconds
     * @param random for generated private names
     */
    public SessionTable(
            Topology topology,
            CoreSettings settings,
            RingServices ring,
            CoreOutputs outputs,
            CoreLog log,
            CoreObserver observer,
            Counters counters,
            ByteBufAllocator allocator,
            LongSupplier nowNs,
            Random random) {
        this.daemonName = topology.name(topology.self());
        this.settings = settings;
        this.ring = ring;
        this.outputs = outputs;
        this.log = log;
        this.observer = observer;
        this.counters = counters;
        this.allocator = allocator;
        this.nowNs = nowNs;
        this.generator = new NameGenerator(random);
        this.memory = new SessionMemory(settings.sessions().memory().maxTotalBytes());
        this.shares = new InputShares(outputs, memory.limitBytes() / 4, sessions);
        this.queues = new OutputQueues(settings.sessions(), memory, outputs, log);
    }

    /** Other settings are in force; sessions go on. */
    public void onReload(CoreSettings newSettings) {
        settings = newSettings;
        queues.setLimits(newSettings.sessions());
        memory.setLimit(newSettings.sessions().memory().maxTotalBytes());
        shares.setMostBytes(memory.limitBytes() / 4);
    }

    // ---- For the adapter of the client sockets -------------------------------------------------------------------

    /**
     * A client asks to connect. When accepted the name is reserved and the session waits for {@link #authorized} or
     * {@link #denied}.
     *
     * @param mailbox number for log lines, not that of any other session in the table
     * @param nameOrEmpty private name; empty: the daemon chooses
     * @param membership whether the client wants membership messages
     * @param priority as the client asked
     * @param peerAddressForLog address of the peer in words
     */
    public OpenResult open(
            int mailbox, String nameOrEmpty, boolean membership, int priority, String peerAddressForLog, long timeNs) {
        if (sessions.size() >= settings.sessions().maxSessions()) {
            sessionLine("Sess_accept: rejecting session due to quota");
            return OpenResult.rejected(OpenResult.REJECT_QUOTA);
        }
        String name = nameOrEmpty;
        if (name.isEmpty()) {
            name = generator.unused(mailbox, candidate -> find(candidate) == null);
            if (name == null) {
                return OpenResult.rejected(OpenResult.REJECT_QUOTA);
            }
        }
        if (!PrivateGroup.isLegalPrivateName(name)) {
            sessionLine("Sess_accept_continue: illegal private name " + name + " on mailbox " + mailbox);
            return OpenResult.rejected(OpenResult.REJECT_ILLEGAL_NAME);
        }
        if (find(name) != null) {
            sessionLine("Sess_accept_continue: non unique private name " + name + " on mailbox " + mailbox);
            return OpenResult.rejected(OpenResult.REJECT_NOT_UNIQUE);
        }
        Session session = new Session(mailbox, name, daemonName, membership, priority, peerAddressForLog, shares);
        session.lastProgressNs = timeNs;
        sessions.add(session);
        byPrivateGroup.put(session.privateGroupKey(), session);
        return OpenResult.accepted(session);
    }

    /** The client may in: from now on it sends and receives. */
    public void authorized(Session session, long timeNs) {
        if (session.state != State.PRE_AUTH) {
            return;
        }
        session.state = State.OPERATIONAL;
        session.lastProgressNs = timeNs;
        String from = settings.protocolLevel() == 4 ? "from " + session.peerAddress() + " " : "";
        sessionLine("Sess_session_authorized: Accepting %swith private name %s on mailbox %d"
                .formatted(from, session.privateName(), session.mailbox()));
        observer.onSessionOpened(session, ring.highestSeq());
        if (shares.isClosed()) {
            shares.apply(session);
        }
    }

    /** The client may not in, or went away before it was let in. The name is free at once. */
    public void denied(Session session, long timeNs) {
        if (session.state != State.PRE_AUTH) {
            return;
        }
        sessionLine("Sess_session_denied: Authorization denied for %s on mailbox %d"
                .formatted(session.privateName(), session.mailbox()));
        session.state = State.KILLED;
        remove(session);
    }

    /**
     * Checks a frame's header as soon as its 48 bytes are there, before anything is allocated for the rest.
     *
     * @param header48 header at the reader index; not changed
     * @return when illegal, the session is to be killed with the words of the fault
     */
    public HeaderVerdict validateHeader(Session session, ByteBuf header48) {
        FrameFault fault = session.headers.checkHeader(header48);
        if (log.enabled(Kind.SESSION, Level.INFO)) {
            log.line(
                    Kind.SESSION,
                    Level.INFO,
                    "Sess_read: Message has type field 0x"
                            + Integer.toHexString(session.headers.header().typeWord()));
        }
        if (fault == null) {
            return legal(session.headers.frameBytes());
        }
        if (fault.reason() == FrameFault.Reason.ILLEGAL_SENDER && log.enabled(Kind.GROUPS, Level.ERROR)) {
            log.line(Kind.GROUPS, Level.ERROR, session.headers.illegalSenderGroupsLine());
        }
        return HeaderVerdict.illegal(logFault(session, fault));
    }

    private HeaderVerdict legal(int frameBytes) {
        int slot = frameBytes & (KEPT_VERDICTS - 1);
        HeaderVerdict kept = verdicts[slot];
        if (kept == null || kept.frameBytes() != frameBytes) {
            kept = HeaderVerdict.legal(frameBytes);
            verdicts[slot] = kept;
        }
        return kept;
    }

    /**
     * A whole frame whose header {@link #validateHeader} accepted. Lent for the call; type, group count and data length
     * are put into little-endian order in place.
     */
    public void onFrame(Session session, ByteBuf frame, long timeNs) {
        if (session.state != State.OPERATIONAL) {
            return;
        }
        if (frame.readableBytes() < Limits.HEADER) {
            kill(session, "frame shorter than its header", timeNs);
            return;
        }
        FrameFault fault = session.headers.checkFrame(frame);
        if (fault == null && frame.readableBytes() != session.headers.frameBytes()) {
            kill(session, "frame length differs from its header", timeNs);
        } else if (fault != null) {
            kill(session, logFault(session, fault), timeNs);
        } else {
            session.headers.restamp(frame);
            accept(session, frame);
        }
    }

    /**
     * A turn of the duty cycle begins. What goes back to its client counts against the share of the session until the next turn
     * as if it waited for the ring, or a thousand clients could keep the ring waiting by what is refused.
     *
     * @return how many messages went back since the last call
     */
    public int beginTurn() {
        int count = sentBack.size();
        for (SentBack next = sentBack.poll(); next != null; next = sentBack.poll()) {
            next.session().submitter().onPacketised(next.bytes());
        }
        return count;
    }

    /**
     * Ends a session because of its client or its socket: the ring is told, the queue is discarded, the adapter closes. The
     * name stays taken until the ring has ordered the end.
     *
     * @param reason words for logs
     */
    public void kill(Session session, String reason, long timeNs) {
        if (session.state == State.PRE_AUTH) {
            session.state = State.KILLED;
            remove(session);
            outputs.close(session, reason);
            return;
        }
        if (session.state == State.KILLED) {
            return;
        }
        session.state = State.KILLED;
        sessionLine("Sess_kill: killing session %s ( mailbox %d )".formatted(session.privateName(), session.mailbox()));
        submitKill(session.privateGroupKey(), session);
        finish(session, reason);
    }

    /** The socket took {@code bytes} bytes of a session's output. */
    public void onOutputProgress(Session session, int bytes, long timeNs) {
        if (bytes > 0) {
            queues.onProgress(session, timeNs);
        }
    }

    /** What all sessions together take; the adapter counts what it holds for them. */
    public SessionMemory memory() {
        return memory;
    }

    /**
     * Ends a session whose client has begun a frame and does not go on, because all such frames together take too much.
     *
     * @param bytes memory for the frame
     * @param idleNs time since the last byte of it
     */
    public void endUnfinished(Session session, long bytes, long idleNs, long timeNs) {
        counters.increment(CounterId.SESSIONS_UNFINISHED);
        if (log.enabled(Kind.PRINT, Level.PRINT)) {
            log.line(
                    Kind.PRINT,
                    Level.PRINT,
                    String.format(
                            Locale.ROOT,
                            "Sess_read: session %s ( mailbox %d ) from [%s] is disconnected for an unfinished frame: it takes"
                                    + " %d bytes, nothing of it came for %.1f s, and all such frames take %d bytes, of which"
                                    + " MaxTotalBytes allows %d",
                            session.privateName(),
                            session.mailbox(),
                            session.peerAddress(),
                            bytes,
                            idleNs / 1e9,
                            memory.inputBytes(),
                            memory.limitBytes() / 4));
        }
        kill(session, "unfinished frame", timeNs);
    }

    /** Sessions in the table, those that are ending included. */
    public int count() {
        return sessions.size();
    }

    /** The n-th session, oldest first. */
    public Session session(int n) {
        return sessions.get(n);
    }

    /** Whether clients may be read and accepted. */
    public boolean acceptsInput() {
        return !shares.isSuspended();
    }

    /** Gives all memory back: what waits for clients and for the ring. No further calls. */
    public void close() {
        deferred.forEach(next -> next.message().release());
        deferred.clear();
        sessions.forEach(Session::discardOutput);
    }

    /** Installs an access control policy; until then everything is permitted. */
    public void setPolicy(AccessPolicy newPolicy) {
        policy = newPolicy;
    }

    // ---- For the groups layer ------------------------------------------------------------------------------------

    /** The session, in whatever state, whose private group stands in the 32-byte field at {@code index}, or null. */
    public Session find(ByteBuf buffer, int index) {
        return byPrivateGroup.get(buffer, index);
    }

    /** The session with this private group, or null. */
    public Session find(NameKey privateGroup) {
        return byPrivateGroup.get(privateGroup);
    }

    /** The session with this private name, or null. */
    public Session find(String privateName) {
        return byPrivateGroup.get(NameKey.of("#" + privateName + "#" + daemonName));
    }

    /**
     * Queues a frame for a session; kills the session when it does not read. A session that is not operational gets
     * nothing. The frame's own reference stays with the caller.
     */
    public void deliver(Session session, OutputFrame frame) {
        if (!session.isOperational()) {
            return;
        }
        long timeNs = nowNs.getAsLong();
        if (!queues.offer(session, frame, timeNs)) {
            endNotReading(session, timeNs);
        } else {
            queues.warnOfTotal(sessions);
            for (Session worst = queues.worst(sessions, timeNs);
                    worst != null;
                    worst = queues.worst(sessions, timeNs)) {
                endNotReading(worst, timeNs);
            }
        }
    }

    private void endNotReading(Session session, long timeNs) {
        counters.increment(CounterId.SESSIONS_NOT_READING);
        kill(session, NOT_READING, timeNs);
    }

    /**
     * A frame for {@link #deliver} that counts as one message; the caller has a reference to it. Nothing is allocated once there
     * are as many as are needed at a time.
     *
     * @param content the encoded frame; the caller's reference is taken over
     */
    public OutputFrame messageFrame(ByteBuf content) {
        return frames.take(content);
    }

    /** The ring has ordered the end of a session: its name is free. */
    public void onKillDelivered(Session session) {
        if (session.state != State.KILLED) {
            session.state = State.KILLED;
            finish(session, "killed by the ring");
        }
        remove(session);
        outputs.ended(session);
    }

    /** Sends a KILL for a member of this daemon that has no session here. */
    public void killOrphan(NameKey privateGroup) {
        submitKill(privateGroup, null);
    }

    /**
     * No client input while the groups layer exchanges state. What comes all the same (frames already read, sessions that
     * end) waits here, because the ring's active queue is the one of the exchange.
     */
    public void suspendInput() {
        setSuspended(true);
    }

    /** The exchange is over and the ring's normal queue is active again. */
    public void resumeInput() {
        setSuspended(false);
        while (!deferred.isEmpty() && !shares.isSuspended()) {
            Deferred next = deferred.poll();
            RingServices.Submitter submitter = next.session() == null
                    ? RingServices.Submitter.NOBODY
                    : next.session().submitter();
            ring.submit(next.packetType(), next.message(), submitter);
            next.message().release();
        }
    }

    /** Installs the check of a JOIN against the limits on members and memberships. */
    public void setJoinLimit(JoinLimit limit) {
        joinLimit = limit;
    }

    /** Number of daemons in the ring, for warnings about what some of them cannot do. */
    public void setRingSize(int daemons) {
        ringSize = daemons;
    }

    // ---- Inside --------------------------------------------------------------------------------------------------

    private void accept(Session session, ByteBuf frame) {
        FrameHeader header = session.headers.header();
        int type = header.typeWord();
        if (ServiceType.isKill(type)) {
            sessionLine("Sess_read: disconnecting session %s ( mailbox %d )"
                    .formatted(session.privateName(), session.mailbox()));
            logQueueing(RingService.AGREED.code());
            session.state = State.KILLED;
            submit(RingService.AGREED.code(), frame, session);
            finish(session, "disconnected");
            return;
        }
        if (!policy.permits(session, type, frame) || (ServiceType.isJoin(type) && isBeyondLimit(session, frame))) {
            reject(session, header, frame);
            return;
        }
        warnManyGroups(session, header);
        int packetType = ServiceType.ringService(type).code();
        logQueueing(packetType);
        submit(packetType, frame, session);
    }

    private boolean isBeyondLimit(Session session, ByteBuf frame) {
        String refusal = joinLimit.refusal(session, frame);
        if (refusal == null) {
            return false;
        }
        counters.increment(CounterId.SESSION_JOINS_REFUSED);
        if (log.enabled(Kind.PRINT, Level.PRINT)) {
            log.line(
                    Kind.PRINT,
                    Level.PRINT,
                    "Sess_read: a join of session %s ( mailbox %d ) from [%s] is sent back: %s"
                            .formatted(session.privateName(), session.mailbox(), session.peerAddress(), refusal));
        }
        return true;
    }

    private void reject(Session session, FrameHeader header, ByteBuf frame) {
        counters.increment(CounterId.SESSION_REJECTS);
        byte[] payload = new byte[frame.readableBytes() - Limits.HEADER];
        frame.getBytes(frame.readerIndex() + Limits.HEADER, payload);
        byte[] bytes = DaemonFrames.reject(header, payload, 0);
        OutputFrame answer =
                OutputFrame.ofMessage(allocator.buffer(bytes.length).writeBytes(bytes));
        deliver(session, answer);
        answer.release();
        sentBack.add(new SentBack(session, frame.readableBytes()));
        session.input.onQueued(frame.readableBytes());
    }

    /** Daemons of the C implementation deliver messages to at most 43 groups; see docs/deviations.md. */
    private void warnManyGroups(Session session, FrameHeader header) {
        boolean many = Limits.HEADER + header.groupCount() * Limits.GROUP_NAME > Limits.FRAGMENT_PAYLOAD;
        if (many && ringSize > 1 && !session.warnedManyGroups) {
            session.warnedManyGroups = true;
            sessionLine("Sess_read: session %s ( mailbox %d ) sends to %d groups; a C daemon delivers at most 43"
                    .formatted(session.privateName(), session.mailbox(), header.groupCount()));
        }
    }

    private void submitKill(NameKey privateGroup, Session session) {
        ByteBuf message = allocator.buffer(Limits.HEADER);
        KillMessage.write(message, privateGroup);
        submit(RingService.SAFE.code(), message, session);
        message.release();
    }

    private void submit(int packetType, ByteBuf message, Session session) {
        int bytes = message.readableBytes();
        if (shares.isSuspended()) {
            deferred.add(new Deferred(
                    packetType, allocator.buffer(bytes).writeBytes(message, message.readerIndex(), bytes), session));
        } else {
            ring.submit(packetType, message, session == null ? RingServices.Submitter.NOBODY : session.submitter());
        }
        if (session != null) {
            session.input.onQueued(bytes);
        }
    }

    private void finish(Session session, String reason) {
        observer.onSessionEnded(session, ring.highestSeq(), session.queuedMessages(), reason);
        session.discardOutput();
        outputs.close(session, reason);
    }

    private void remove(Session session) {
        sessions.remove(session);
        byPrivateGroup.remove(session.privateGroupKey());
    }

    private void setSuspended(boolean suspend) {
        if (shares.isSuspended() != suspend) {
            shares.setSuspended(suspend);
            for (Session session : sessions) {
                shares.apply(session);
            }
        }
    }

    /**
     * The line with the words of Spread's daemons comes at their class; the other one, which tells what kind of fault it was and
     * whose, is always shown.
     */
    private String logFault(Session session, FrameFault fault) {
        counters.increment(CounterId.SESSION_FAULTS);
        if (log.enabled(Kind.PRINT, Level.PRINT)) {
            log.line(
                    Kind.PRINT,
                    Level.PRINT,
                    "Sess_read: session %s ( mailbox %d ) from [%s] is disconnected for an illegal frame: %s"
                            .formatted(session.privateName(), session.mailbox(), session.peerAddress(), fault.words()));
        }
        Kind kind = fault.alwaysLogged() ? Kind.PRINT : Kind.SESSION;
        Level level = fault.alwaysLogged() ? Level.PRINT : Level.WARNING;
        if (log.enabled(kind, level)) {
            log.line(kind, level, fault.logLine());
        }
        return fault.logLine();
    }

    private void sessionLine(String text) {
        if (log.enabled(Kind.SESSION, Level.WARNING)) {
            log.line(Kind.SESSION, Level.WARNING, text);
        }
    }

    private void logQueueing(int packetType) {
        if (log.enabled(Kind.SESSION, Level.INFO)) {
            log.line(
                    Kind.SESSION,
                    Level.INFO,
                    "Sess_read: queueing message of type " + packetType + " with len 0 to the protocol");
        }
    }
}
