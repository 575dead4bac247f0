package org.ringcast.daemon.admin.metrics;

import java.util.List;
import java.util.Locale;

/**
 * The metrics that are no plain counters: levels, times, and what has a label with as many values as there are daemons or
 * sessions. The plain counters have lists of their own next to the code that counts; {@link Catalogue} has them all.
 */
public enum Metric {
    DAEMON(
            Type.INFO,
            "",
            "which daemon this is",
            "daemon",
            "id",
            "version",
            "spread_version",
            "protocol_level",
            "configuration_hash"),
    UPTIME(Type.GAUGE, "seconds", "time since the daemon started"),
    READY(Type.GAUGE, "", "1 when the ring works, the groups are settled and clients are served, else 0"),
    MEMBERSHIP_STATE(Type.STATES, "", "state of the membership", "membership_state"),
    GROUPS_STATE(Type.STATES, "", "state of the groups layer", "groups_state"),
    MEMBERSHIP_ID_DAEMON(
            Type.GAUGE, "", "first part of the ring's id: the id of the daemon that leads it; 0 before the first"),
    MEMBERSHIP_ID_TIME(Type.GAUGE, "", "second part of the ring's id: about when it was formed, seconds since 1970"),
    RING_MEMBERS(Type.GAUGE, "", "daemons in the ring"),
    RING_SEGMENTS(Type.GAUGE, "", "segments with a daemon in the ring"),
    RING_LAG(Type.GAUGE, "packets", "packets that somebody in the ring lacks, as far as this daemon knows"),
    RING_OWN_LAG(Type.GAUGE, "packets", "packets that this daemon knows of and lacks"),
    FLOW_CONTROL_WINDOW(Type.GAUGE, "packets", "flow control: global, personal and accelerated window", "window"),
    RING_ACCELERATED(Type.GAUGE, "", "1 when the accelerated ring protocol is used, else 0"),
    TOKEN_ROTATION(
            Type.HISTOGRAM, "seconds", "time from one token to the next; a leader with nothing to do holds the token"),
    TOKEN_ROTATION_MAX(Type.GAUGE, "seconds", "longest of these times since the start"),
    SESSIONS(Type.GAUGE, "", "client sessions, those that are ending included"),
    CLIENT_CONNECTIONS(Type.GAUGE, "", "client sockets, those in the handshake and those about to close included"),
    GROUPS(Type.GAUGE, "", "groups with members anywhere in the ring"),
    SESSIONS_QUEUED_MESSAGES(Type.GAUGE, "", "messages that wait for clients, all sessions together"),
    SESSIONS_QUEUED(Type.GAUGE, "bytes", "bytes that wait for clients, all sessions together"),
    SESSION_QUEUED_MESSAGES(Type.GAUGE, "", "messages that wait for this client; only the longest queues", "session"),
    SESSION_QUEUED(Type.GAUGE, "bytes", "bytes that wait for this client; only the longest queues", "session"),
    SESSION_QUEUED_MESSAGES_MAX(Type.GAUGE, "", "most messages that ever waited for this client", "session"),
    SESSION_QUEUED_MAX(Type.GAUGE, "bytes", "most bytes that ever waited for this client", "session"),
    PEER_IN_RING(Type.GAUGE, "", "1 when this daemon is in the ring, else 0", "daemon"),
    PEER_SILENCE(Type.GAUGE, "seconds", "time since a datagram of this daemon came; none before the first", "daemon"),
    PEER_PACKETS_RECEIVED(Type.COUNTER, "", "data packets of this daemon that were stored", "daemon"),
    PEER_PACKETS_RECOVERED(Type.COUNTER, "", "of these, packets that had been missing and were asked for", "daemon"),
    PEER_RETRANSMISSIONS(Type.COUNTER, "", "packets sent again because this daemon asked", "daemon"),
    RETRANSMISSIONS_TO_ALL(Type.COUNTER, "", "packets sent again that nobody in particular had asked for"),
    STRANGERS(Type.GAUGE, "", "senders with another configuration hash that are remembered"),
    LOG_LINES_SUPPRESSED(Type.COUNTER, "", "lines kept out of the event log because there were too many of their kind"),
    FAULTS(Type.COUNTER, "", "faults of the daemon's own code"),
    RING_THREAD_SILENCE(Type.GAUGE, "seconds", "time since the ring thread's last turn"),
    SNAPSHOT_COST(Type.GAUGE, "seconds", "processor time that this snapshot cost the ring thread"),
    HEAP_USED(Type.GAUGE, "bytes", "heap in use"),
    HEAP_COMMITTED(Type.GAUGE, "bytes", "heap that the JVM has taken"),
    HEAP_MAX(Type.GAUGE, "bytes", "heap that the JVM may take"),
    DIRECT_MEMORY(Type.GAUGE, "bytes", "memory outside the heap for network buffers, used or kept for use"),
    GC_COLLECTIONS(Type.COUNTER, "", "garbage collections", "collector"),
    GC_TIME(Type.COUNTER, "seconds", "time spent on garbage collections", "collector"),
    THREADS(Type.GAUGE, "", "threads of the JVM"),
    CPU_TIME(Type.COUNTER, "seconds", "processor time of the process"),
    OPEN_FILES(Type.GAUGE, "", "open file descriptors of the process");

    /** How values are to be understood. */
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        /** One series for each state, 1 for the present one. */
        STATES,
        /** Always 1; what it tells is in the labels. */
        INFO
    }

    private final Type type;
    private final String unit;
    private final String text;
    // Never changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> labels;

    Metric(Type type, String unit, String text, String... labels) {
        this.type = type;
        this.unit = unit;
        this.text = text;
        this.labels = List.of(labels);
    }

    Type type() {
        return type;
    }

    /** {@code seconds}, {@code bytes}, {@code packets} or empty for a number of what the name says. */
    String unit() {
        return unit;
    }

    /** What it tells, in a few words. */
    String text() {
        return text;
    }

    List<String> labels() {
        return labels;
    }

    /** Name without prefix and suffix, the unit included. */
    String key() {
        String key = name().toLowerCase(Locale.ROOT);
        if (unit.isEmpty()) {
            return key;
        }
        // Prometheus wants the unit last.
        return key.endsWith("_max") ? key.substring(0, key.length() - 3) + "max_" + unit : key + "_" + unit;
    }
}
