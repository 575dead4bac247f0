package org.ringcast.daemon.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Options that Spread does not know. In {@code spread.conf} they are comments, {@code #+ Name = Value}, so that one file
 * serves a mixed ring; on the command line {@code --set Name=Value}.
 *
 * <p>A new one is one more constant here: name, type, default and one line of documentation. Reading, range checks,
 * overrides, the report and the table in docs/configuration.md follow from it (a test compares the latter).
 */
public enum ExtensionOption {
    RING_PROTOCOL(
            "RingProtocol",
            ExtensionType.choice("5", "4"),
            "5",
            "Which daemons share the ring: 5 for 5.0 daemons, 4 for 4.4 daemons."),
    GLUED_SEPARATORS(
            "GluedSeparators",
            ExtensionType.choice("refuse", "accept"),
            "refuse",
            "What to do with 'Window=160' and '10.0.0.1;' from this line on. Spread cannot read what 'accept' takes."),
    ACCELERATED_RING_AT_RELOAD(
            "AcceleratedRingAtReload",
            ExtensionType.choice("follow", "keep"),
            "follow",
            "Without an AcceleratedRing line: 'follow' changes ring protocol and hash at a reload as Spread daemons do, "
                    + "'keep' does not; 'keep' only in rings without Spread daemons."),
    MAX_SESSION_BYTES(
            "MaxSessionBytes",
            ExtensionType.bytes(1 << 20, 1L << 40),
            "64M",
            "Bytes that may wait for one client before it is disconnected. The default holds over 450 of the largest "
                    + "messages, or the 1000 of MaxSessionMessages at up to 67,000 bytes each; Spread would hold 143 MB."),
    MAX_TOTAL_BYTES(
            "MaxTotalBytes",
            ExtensionType.bytes(0, 1L << 40),
            "0",
            "Bytes that may wait for all clients together, unfinished frames of theirs included, before the one that is "
                    + "furthest behind is disconnected; at least 4M. 0: half of the direct memory, and no more than the heap."),
    MAX_GROUPS_PER_SESSION(
            "MaxGroupsPerSession",
            ExtensionType.number(1, 10_000_000),
            "50000",
            "Groups that one client may be in; further joins come back as rejects."),
    MAX_MEMBERSHIPS(
            "MaxMemberships",
            ExtensionType.number(0, 100_000_000),
            "0",
            "Groups that all clients of this daemon may be in, each client counted; further joins come back as rejects. "
                    + "The last tenth is for clients in fewer than 16 groups. 0: one for each KiB of heap, divided by the "
                    + "number of daemons, and at least 20000."),
    MAX_CONNECTIONS(
            "MaxConnections",
            ExtensionType.number(1, 1_000_000),
            "997",
            "Client connections at once, those that are still authenticating included. The default is Spread's limit."),
    MAX_CONNECTIONS_PER_ADDRESS(
            "MaxConnectionsPerAddress",
            ExtensionType.number(0, 1_000_000),
            "0",
            "The same per client address; 0 for no limit of its own. Unix socket clients count as one address."),
    HANDSHAKE_TIMEOUT(
            "HandshakeTimeout",
            ExtensionType.milliseconds(10, 3_600_000),
            "1000",
            "Time for a new client to send its connect message."),
    PRE_AUTH_TIMEOUT(
            "PreAuthTimeout",
            ExtensionType.milliseconds(10, 3_600_000),
            "10000",
            "Time for a new client from its connection until it is accepted."),
    UNIX_SOCKET_DIR(
            "UnixSocketDir",
            ExtensionType.directory(90),
            "/tmp",
            "Directory of the Unix socket for clients; its name is the port. The C library looks in /tmp."),
    GROUP_NAME_POLICY(
            "GroupNamePolicy",
            ExtensionType.choice("accept", "strict"),
            "accept",
            "Which groups clients may join: 'accept' all that Spread accepts, 'strict' only printable names without blank and '#'; "
                    + "other joins come back as rejects."),
    MONITOR_SECRET(
            "MonitorSecret",
            ExtensionType.secret(8, 200),
            "none",
            "What monitors must sign requests with that change something: partition, terminate, flow control, reload. "
                    + "Only Ringcast's spmonitor can; give all daemons and the monitor the same."),
    MONITOR_RELOAD(
            "MonitorReload",
            ExtensionType.choice("accept", "refuse"),
            "accept",
            "Whether a monitor may have the configuration read again; DangerousMonitor does not cover that."),
    MONITOR_SOURCE(
            "MonitorSource",
            ExtensionType.choice("daemons", "any"),
            "daemons",
            "Level 4: where monitor requests that change something may come from; 'daemons' is the addresses of the "
                    + "configured daemons. At level 5 they must come from there in any case."),
    STATUS_REFLECTION(
            "StatusReflection",
            ExtensionType.choice("refuse", "accept"),
            "refuse",
            "Level 5: whether a status reply may go to another daemon's address than the request came from."),
    NETWORK_IO(
            "NetworkIo",
            ExtensionType.choice("best", "segmented", "batched", "portable"),
            "best",
            "How datagrams pass the kernel: 'segmented' runs of them in one piece (Linux), 'batched' several with one system "
                    + "call (Linux), 'portable' one by one; 'best' the first that the machine has. The same bytes on the wire."),
    BUSY_POLL(
            "BusyPoll",
            ExtensionType.number(0, 10_000),
            "0",
            "Microseconds for which the daemon, after it had something to do, looks for input again and again before it sleeps: "
                    + "shorter waits for a good part of a core. Only for machines with more cores than busy processes."),
    TOKEN_REST(
            "TokenRest",
            ExtensionType.number(0, 20_000),
            "0",
            "Microseconds for which a leader keeps the token when few messages are sent and nobody waits for it: less CPU time. "
                    + "Only for rings of Ringcast daemons, all with the option: others do not ask for it so early."),
    MAX_PACKET_SIZE(
            "MaxPacketSize",
            ExtensionType.number(WireLimits.MAX_PACKET_BYTES, WireLimits.MAX_LARGE_PACKET_BYTES),
            "1472",
            "Largest packet of data, bytes, for networks with larger frames (MTU less 28; IPv6: less 48). Not the default: a "
                    + "ring of Ringcast daemons alone, for the hash changes with it."),
    ANSWER_PROBES(
            "AnswerProbes",
            ExtensionType.flag(),
            "true",
            "Whether the daemon answers the probes of spcheck, which come from the addresses of configured daemons only."),
    WATCH_CONFIG(
            "WatchConfig",
            ExtensionType.flag(),
            "false",
            "Whether the configuration is read again when its file has changed. Only for rings without Spread daemons, which "
                    + "do not watch it."),
    METRICS_ADDRESS(
            "MetricsAddress",
            ExtensionType.addresses(8),
            "none",
            "Where metrics, health, status and a page for people are served by HTTP, without any password: port 0 for "
                    + "any; see docs/operations.md."),
    DUMP_DIRECTORY(
            "DumpDirectory",
            ExtensionType.directory(4096),
            "log",
            "Directory for dumps of the flight recorder; 'log' is that of EventLogFile, else the working directory."),
    STATE_DIRECTORY(
            "StateDirectory",
            ExtensionType.directory(4096),
            "auto",
            "Directory of the small file with the time of the last membership id, so that none comes twice after a restart; "
                    + "'auto' is the one that the service manager names (STATE_DIRECTORY), else UnixSocketDir; 'none' for "
                    + "no file."),
    ;

    /** What a reload puts into force. */
    private static final Set<ExtensionOption> LIVE = Collections.unmodifiableSet(EnumSet.of(
            GLUED_SEPARATORS,
            ACCELERATED_RING_AT_RELOAD,
            MAX_SESSION_BYTES,
            MAX_TOTAL_BYTES,
            MAX_GROUPS_PER_SESSION,
            MAX_MEMBERSHIPS,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ADDRESS,
            GROUP_NAME_POLICY,
            MONITOR_SECRET,
            MONITOR_RELOAD,
            MONITOR_SOURCE,
            STATUS_REFLECTION,
            ANSWER_PROBES,
            TOKEN_REST,
            WATCH_CONFIG,
            DUMP_DIRECTORY));

    private final String optionName;
    // Types have no state that changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ExtensionType type;

    private final String defaultText;
    private final String doc;

    ExtensionOption(String optionName, ExtensionType type, String defaultText, String doc) {
        this.optionName = optionName;
        this.type = type;
        this.defaultText = defaultText;
        this.doc = doc;
    }

    /** As written in the file, exact case. */
    public String optionName() {
        return optionName;
    }

    ExtensionType type() {
        return type;
    }

    /** What may be written, for people. */
    public String valueDescription() {
        return type.description();
    }

    Object defaultValue() {
        return type.parse(defaultText);
    }

    /** The default as it would be written. */
    public String defaultText() {
        return defaultText;
    }

    /** Whether its value is nobody's business: reports and logs do not show it. */
    public boolean isSecret() {
        return this == MONITOR_SECRET;
    }

    /** Whether a reload puts a changed value into force without a restart. */
    public boolean isLive() {
        return LIVE.contains(this);
    }

    /** What it does, for people. */
    public String doc() {
        return doc;
    }

    /** The option with this name, or null. */
    static ExtensionOption byName(String name) {
        for (ExtensionOption option : values()) {
            if (option.optionName.equals(name)) {
                return option;
            }
        }
        return null;
    }

    /** All names, for people. */
    static String names() {
        return Stream.of(values()).map(ExtensionOption::optionName).collect(Collectors.joining(", "));
    }

    /** "Did you mean" for a name that is nearly the name of an option; empty if nothing is near. */
    static String nearest(String name) {
        String hint = Nearest.hint(name, Stream.of(values()).map(ExtensionOption::optionName));
        return hint.isEmpty() ? hint : "D" + hint.substring(1);
    }
}
