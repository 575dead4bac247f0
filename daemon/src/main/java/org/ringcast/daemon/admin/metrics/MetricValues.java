package org.ringcast.daemon.admin.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ringcast.daemon.core.groups.GroupState;
import org.ringcast.daemon.core.membership.StateId;
import org.ringcast.daemon.wire.StatusReply.Field;

/** The values of all {@link Metric}s but the histogram. */
final class MetricValues {
    private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);

    /** A value with its labels. */
    record Point(Labels labels, double value) {}

    private MetricValues() {}

    static MetricValues of(DaemonSnapshot snapshot, double ringThreadSilenceS, ProcessValues process) {
        MetricValues values = new MetricValues();
        values.identity(snapshot);
        values.ring(snapshot);
        values.sessions(snapshot.sessions());
        values.peers(snapshot.peers());
        values.process(process);
        values.set(Metric.RETRANSMISSIONS_TO_ALL, snapshot.retransmittedToAll());
        values.set(Metric.STRANGERS, snapshot.strangers().size());
        values.set(Metric.LOG_LINES_SUPPRESSED, snapshot.suppressedLines());
        values.set(Metric.FAULTS, snapshot.faults());
        values.set(Metric.RING_THREAD_SILENCE, ringThreadSilenceS);
        values.set(Metric.SNAPSHOT_COST, snapshot.costNs() / 1e9);
        return values;
    }

    /** Without any when there is nothing to tell. */
    List<Point> points(Metric metric) {
        return points.getOrDefault(metric, List.of());
    }

    /** Whole numbers of this size do not lose anything that anybody would look at. */
    private void set(Metric metric, long value) {
        set(metric, (double) value);
    }

    private void set(Metric metric, double value) {
        add(metric, Labels.EMPTY, value);
    }

    private void add(Metric metric, Labels labels, long value) {
        add(metric, labels, (double) value);
    }

    private void add(Metric metric, Labels labels, double value) {
        points.computeIfAbsent(metric, key -> new ArrayList<>()).add(new Point(labels, value));
    }

    private void identity(DaemonSnapshot snapshot) {
        DaemonSnapshot.Identity me = snapshot.identity();
        String[] values = {
            me.name(),
            Integer.toUnsignedString(me.id()),
            me.version(),
            me.spreadVersion(),
            Integer.toString(me.protocolLevel()),
            Integer.toUnsignedString(snapshot.configurationHash())
        };
        add(Metric.DAEMON, Labels.of(Metric.DAEMON.labels(), List.of(values)), 1);
        set(Metric.UPTIME, snapshot.field(Field.SEC));
        set(Metric.READY, Readiness.of(snapshot).ready() ? 1 : 0);
        for (StateId state : StateId.values()) {
            boolean now = state.number() == snapshot.field(Field.STATE);
            add(Metric.MEMBERSHIP_STATE, Labels.of("membership_state", state.name()), now ? 1 : 0);
        }
        for (GroupState state : GroupState.values()) {
            boolean now = state.number() == snapshot.field(Field.GSTATE);
            add(Metric.GROUPS_STATE, Labels.of("groups_state", state.name()), now ? 1 : 0);
        }
    }

    private void ring(DaemonSnapshot snapshot) {
        boolean hasRing = snapshot.hasRing();
        set(
                Metric.MEMBERSHIP_ID_DAEMON,
                hasRing ? Integer.toUnsignedLong(snapshot.ring().procId()) : 0);
        set(Metric.MEMBERSHIP_ID_TIME, hasRing ? snapshot.ring().time() : 0);
        set(Metric.RING_MEMBERS, snapshot.field(Field.NUM_PROCS));
        set(Metric.RING_SEGMENTS, snapshot.field(Field.NUM_SEGMENTS));
        set(Metric.RING_LAG, Math.max(0, snapshot.field(Field.HIGHEST_SEQ) - snapshot.field(Field.ARU)));
        set(Metric.RING_OWN_LAG, Math.max(0, snapshot.field(Field.HIGHEST_SEQ) - snapshot.field(Field.MY_ARU)));
        window("global", snapshot.field(Field.WINDOW));
        window("personal", snapshot.field(Field.PERSONAL_WINDOW));
        window("accelerated", snapshot.field(Field.ACCELERATED_WINDOW));
        set(Metric.RING_ACCELERATED, snapshot.field(Field.ACCELERATED_RING));
        set(Metric.TOKEN_ROTATION_MAX, snapshot.rotation().maxNs() / 1e9);
        set(Metric.GROUPS, snapshot.field(Field.NUM_GROUPS));
    }

    private void window(String which, long packets) {
        add(Metric.FLOW_CONTROL_WINDOW, Labels.of("window", which), packets);
    }

    private void sessions(DaemonSnapshot.Sessions sessions) {
        set(Metric.SESSIONS, sessions.count());
        set(Metric.CLIENT_CONNECTIONS, sessions.connections());
        set(Metric.SESSIONS_QUEUED_MESSAGES, sessions.queuedMessages());
        set(Metric.SESSIONS_QUEUED, sessions.queuedBytes());
        for (DaemonSnapshot.Client client : sessions.top()) {
            // Who has nothing to wait for is no series: their number would grow with every client that ever was.
            if (client.queuedMessages() > 0) {
                Labels labels = Labels.of("session", client.group());
                add(Metric.SESSION_QUEUED_MESSAGES, labels, client.queuedMessages());
                add(Metric.SESSION_QUEUED, labels, client.queuedBytes());
                add(Metric.SESSION_QUEUED_MESSAGES_MAX, labels, client.maxQueuedMessages());
                add(Metric.SESSION_QUEUED_MAX, labels, client.maxQueuedBytes());
            }
        }
    }

    private void peers(List<DaemonSnapshot.Peer> peers) {
        each(Metric.PEER_IN_RING, peers, peer -> peer.inRing() ? 1 : 0);
        List<DaemonSnapshot.Peer> others =
                peers.stream().filter(peer -> !peer.self()).toList();
        each(
                Metric.PEER_SILENCE,
                others.stream().filter(peer -> peer.silenceS() >= 0).toList(),
                DaemonSnapshot.Peer::silenceS);
        each(Metric.PEER_PACKETS_RECEIVED, others, peer ->
                (double) peer.counts().received());
        each(Metric.PEER_PACKETS_RECOVERED, others, peer ->
                (double) peer.counts().recovered());
        each(Metric.PEER_RETRANSMISSIONS, others, peer -> (double) peer.counts().retransmitted());
    }

    private void each(Metric metric, List<DaemonSnapshot.Peer> peers, ToDoubleFunction<DaemonSnapshot.Peer> value) {
        for (DaemonSnapshot.Peer peer : peers) {
            add(metric, Labels.of("daemon", peer.name()), value.applyAsDouble(peer));
        }
    }

    private void process(ProcessValues process) {
        set(Metric.HEAP_USED, process.heap().getUsed());
        set(Metric.HEAP_COMMITTED, process.heap().getCommitted());
        set(Metric.HEAP_MAX, process.heap().getMax());
        set(Metric.DIRECT_MEMORY, process.directBytes());
        for (ProcessValues.Collector collector : process.collectors()) {
            Labels labels = Labels.of("collector", collector.name());
            add(Metric.GC_COLLECTIONS, labels, collector.collections());
            add(Metric.GC_TIME, labels, collector.timeMs() / 1e3);
        }
        set(Metric.THREADS, process.threads());
        if (process.cpuNs() >= 0) {
            set(Metric.CPU_TIME, process.cpuNs() / 1e9);
        }
        if (process.openFiles() >= 0) {
            set(Metric.OPEN_FILES, process.openFiles());
        }
    }
}
