package org.ringcast.daemon.admin.metrics;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.ringcast.daemon.admin.StatusSource;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.net.NetworkCounter;
import org.ringcast.daemon.net.NetworkCounters;
import org.ringcast.daemon.observe.RingStatistics;
import org.ringcast.daemon.observe.SessionEnd;
import org.ringcast.daemon.session.SessionCounter;
import org.ringcast.daemon.session.SessionServer;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;

/**
 * Takes snapshots.
 *
 * <p>Owning thread: the ring loop.
 */
public final class SnapshotTaker {
    /** Sessions that are shown one by one. */
    static final int TOP_SESSIONS = 10;

    /** On a busy machine much of the time that passes is somebody else's. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Comparator<Session> BY_QUEUE = Comparator.comparingLong(Session::queuedBytes)
            .thenComparingInt(Session::waitingForRing)
            .thenComparingLong(Session::maxQueuedBytes);

    private final DaemonSnapshot.Identity identity;
    private final DaemonCore core;
    private final Supplier<StatusSource> status;
    private final NetworkCounters network;
    private final SessionServer server;
    private final RingStatistics statistics;
    private final Rest rest;
    private final InstantSource clock;
    private final ByteBuf statusBytes = Unpooled.buffer(StatusReply.LENGTH_BYTES);
    private final StatusReply statusFields = new StatusReply();

    /** What is counted elsewhere. */
    public interface Rest {
        /** Lines kept out of the event log. */
        long suppressedLines();

        /** Faults of the daemon's own code. */
        long faults();
    }

    /** @param status asked for each snapshot: a reload makes a new one */
    public SnapshotTaker(
            DaemonSnapshot.Identity identity,
            DaemonCore core,
            Supplier<StatusSource> status,
            NetworkCounters network,
            SessionServer server,
            RingStatistics statistics,
            Rest rest,
            InstantSource clock) {
        this.identity = identity;
        this.core = core;
        this.status = status;
        this.network = network;
        this.server = server;
        this.statistics = statistics;
        this.rest = rest;
        this.clock = clock;
    }

    /**
     * Looks at everything now.
     *
     * @param nowNs by the core's clock
     */
    public DaemonSnapshot take(long nowNs) {
        long beganNs = THREADS.getCurrentThreadCpuTime();
        Map<Field, Long> fields = status(nowNs);
        Map<String, Long> counters = counters();
        List<DaemonSnapshot.Peer> peers = peers(fields.get(Field.NUM_PROCS) > 0, nowNs);
        DaemonSnapshot.Sessions sessions = sessions(nowNs);
        return new DaemonSnapshot(
                clock.millis(),
                THREADS.getCurrentThreadCpuTime() - beganNs,
                status.get().configurationHash(),
                identity,
                fields,
                counters,
                core.hasWorkingRing(),
                core.acceptsClients(),
                core.ringMembers().id(),
                statistics.rotation(),
                peers,
                statistics.retransmittedToAll(),
                statistics.changes(),
                sessions,
                rest.suppressedLines(),
                rest.faults(),
                stuck(nowNs),
                strangers());
    }

    private List<DaemonSnapshot.Stuck> stuck(long nowNs) {
        return core.stuckEpisodes().stream()
                .map(episode -> new DaemonSnapshot.Stuck(
                        episode, (nowNs - episode.sinceNs()) / 1e9, episode.lastedNs(nowNs) / 1e9))
                .toList();
    }

    private List<DaemonSnapshot.Stranger> strangers() {
        return core.foreignPeers().list().stream()
                .map(peer ->
                        new DaemonSnapshot.Stranger(peer.source(), peer.hash(), peer.datagrams(), peer.explanation()))
                .toList();
    }

    private Map<Field, Long> status(long nowNs) {
        statusFields.wrapNew(statusBytes, 0, Endian.LITTLE);
        status.get().fill(statusFields, nowNs);
        Map<Field, Long> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            fields.put(field, unsigned(field));
        }
        return fields;
    }

    private long unsigned(Field field) {
        int value = statusFields.get(field);
        return field.sizeBytes() == Integer.BYTES ? Integer.toUnsignedLong(value) : value & 0xffff;
    }

    @SuppressWarnings("EnumOrdinal") // the array is in the order of the enum
    private Map<String, Long> counters() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (CounterId id : CounterId.values()) {
            values.put(id.key(), core.counters().get(id));
        }
        for (NetworkCounter counter : NetworkCounter.values()) {
            values.put(counter.key(), network.get(counter));
        }
        for (SessionCounter counter : SessionCounter.values()) {
            values.put(counter.key(), server.counter(counter));
        }
        long[] ends = statistics.ends();
        for (SessionEnd end : SessionEnd.values()) {
            values.put(Catalogue.key(end), ends[end.ordinal()]);
        }
        return values;
    }

    private List<DaemonSnapshot.Peer> peers(boolean hasRing, long nowNs) {
        RingMembers ring = core.ringMembers();
        Topology topology = statistics.topology();
        List<RingStatistics.Peer> counts = statistics.peers();
        List<DaemonSnapshot.Peer> peers = new ArrayList<>();
        for (int i = 0; i < topology.daemonCount(); i++) {
            long heardNs = counts.get(i).heardNs();
            peers.add(new DaemonSnapshot.Peer(
                    topology.name(i),
                    topology.id(i),
                    topology.segmentOf(i),
                    topology.addressText(i),
                    i == topology.self(),
                    hasRing && ring.contains(i),
                    heardNs == 0 ? -1 : Math.max(0, nowNs - heardNs) / 1e9,
                    counts.get(i)));
        }
        return peers;
    }

    private DaemonSnapshot.Sessions sessions(long nowNs) {
        PriorityQueue<Session> top = new PriorityQueue<>(BY_QUEUE);
        long messages = 0;
        long bytes = 0;
        int count = core.sessions().count();
        for (int i = 0; i < count; i++) {
            Session session = core.sessions().session(i);
            messages += session.queuedMessages();
            bytes += session.queuedBytes();
            if (top.size() < TOP_SESSIONS) {
                top.add(session);
            } else if (BY_QUEUE.compare(session, top.peek()) > 0) {
                top.poll();
                top.add(session);
            }
        }
        List<DaemonSnapshot.Client> clients = top.stream()
                .sorted(BY_QUEUE.reversed())
                .map(session -> client(session, nowNs))
                .toList();
        return new DaemonSnapshot.Sessions(count, server.connectionCount(), messages, bytes, clients);
    }

    private static DaemonSnapshot.Client client(Session session, long nowNs) {
        return new DaemonSnapshot.Client(
                session.privateGroup(),
                session.mailbox(),
                session.peerAddress(),
                session.queuedMessages(),
                session.queuedBytes(),
                session.maxQueuedMessages(),
                session.maxQueuedBytes(),
                session.waitingForRing(),
                session.behindNs(nowNs) / 1e9);
    }
}
