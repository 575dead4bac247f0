package org.ringcast.daemon;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.ringcast.daemon.admin.ProbeEndpoint;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationHash;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.DaemonInterface;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.HashVariant;
import org.ringcast.daemon.config.MembershipTimers;
import org.ringcast.daemon.config.PortReuse;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.config.Segment;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.ForeignPeers;
import org.ringcast.daemon.core.session.AccessPolicy;
import org.ringcast.daemon.core.session.StrictGroupNames;
import org.ringcast.daemon.net.NetworkPlan;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.net.SocketErrors;
import org.ringcast.daemon.runtime.LastTimeFile;
import org.ringcast.daemon.session.SessionServerSettings;

/** What each part of the daemon gets from the configuration, in that part's own terms. */
final class Conclusions {
    private static final long ALONE_SEG_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long ALONE_GATHER_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private Conclusions() {}

    static Topology topology(Configuration configuration, Daemon me, List<NetworkPlan.Destination> destinations) {
        List<Topology.Daemon> daemons = configuration.daemons().stream()
                .map(daemon -> new Topology.Daemon(
                        daemon.name(),
                        daemon.id(configuration.level()),
                        daemon.segmentIndex(),
                        destinations.get(daemon.index()).addressKey()))
                .toList();
        boolean level4 = configuration.level() == ProtocolLevel.LEVEL_4;
        return new Topology(
                daemons,
                configuration.segments().size(),
                me.index(),
                configuration.segments().stream()
                        .map(segment -> level4 ? level4Text(segment) : level5Text(segment))
                        .toList(),
                configuration.daemons().stream()
                        .map(daemon -> SocketErrors.describe(daemon.address()))
                        .toList());
    }

    private static String level5Text(Segment segment) {
        return segment.addresses().stream()
                .map(address -> SocketErrors.describe(new InetSocketAddress(address, segment.port())))
                .collect(Collectors.joining("\t"));
    }

    private static String level4Text(Segment segment) {
        String address = SocketErrors.describe(segment.addresses().get(0));
        return String.format(Locale.ROOT, "%-16s  %d", address, segment.port());
    }

    /**
     * Settings of the core.
     *
     * <p>A daemon that is the only one of its configuration cannot be answered by anybody, so the time to look for others is
     * cut to 0.7 seconds. It is not cut to nothing because the ids of rings count seconds: with the 0.3 seconds that any
     * process takes to come here, the rings of a daemon that is started again and again at once are more than a second
     * apart and so have ids that grow.
     *
     * @param settings concluded from the configuration
     */
    static CoreSettings core(
            EffectiveSettings settings, Configuration configuration, CoreSettings.MemorySettings memory) {
        boolean alone = configuration.daemons().size() == 1;
        MembershipTimers timers = settings.timers();
        long segNs = alone ? Math.min(timers.segNs(), ALONE_SEG_NS) : timers.segNs();
        long gatherNs = alone ? Math.min(timers.gatherNs(), ALONE_GATHER_NS) : timers.gatherNs();
        return new CoreSettings(
                settings.level().number(),
                settings.hash(),
                settings.window(),
                settings.personalWindow(),
                settings.acceleratedRing(),
                settings.acceleratedWindow(),
                settings.wideArea(),
                settings.dangerousMonitor(),
                new CoreSettings.TimerSettings(
                        timers.tokenNs(),
                        timers.hurryNs(),
                        timers.aliveNs(),
                        timers.joinNs(),
                        timers.repNs(),
                        segNs,
                        gatherNs,
                        timers.formNs(),
                        timers.lookupNs()),
                new CoreSettings.SessionSettings(
                        settings.maxSessionMessages(), settings.maxSessionBytes(), settings.maxConnections(), memory),
                settings.maxPacketBytes(),
                TimeUnit.MICROSECONDS.toNanos(configuration.extensions().number(ExtensionOption.TOKEN_REST)));
    }

    /** Version that clients are told: that of the Spread daemon whose rings this daemon joins. */
    static SessionServerSettings.Version version(ProtocolLevel level) {
        return level == ProtocolLevel.LEVEL_4
                ? new SessionServerSettings.Version(4, 4, 0)
                : new SessionServerSettings.Version(5, 0, 1);
    }

    static SessionServerSettings clients(Configuration configuration, Daemon me) {
        var extensions = configuration.extensions();
        var version = version(configuration.level());
        return SessionServerSettings.builder()
                .tcpAddresses(clientAddresses(me))
                .reuseAddress(configuration.options().socketPortReuse() != PortReuse.OFF)
                .unixSocket(Path.of(extensions.text(ExtensionOption.UNIX_SOCKET_DIR))
                        .resolve(Integer.toString(me.port())))
                .version(version.major(), version.minor(), version.patch())
                .maxConnections(extensions.intNumber(ExtensionOption.MAX_CONNECTIONS))
                .maxConnectionsPerAddress(extensions.intNumber(ExtensionOption.MAX_CONNECTIONS_PER_ADDRESS))
                .connectTimeoutNs(TimeUnit.MILLISECONDS.toNanos(extensions.number(ExtensionOption.HANDSHAKE_TIMEOUT)))
                .preAuthTimeoutNs(TimeUnit.MILLISECONDS.toNanos(extensions.number(ExtensionOption.PRE_AUTH_TIMEOUT)))
                .build();
    }

    /** How long the daemon looks for input before it sleeps. */
    static long busyPollNs(Configuration configuration) {
        return TimeUnit.MICROSECONDS.toNanos(configuration.extensions().number(ExtensionOption.BUSY_POLL));
    }

    /** What hashes of other daemons are likely to be. */
    static List<ForeignPeers.Explanation> hashes(Configuration configuration) {
        return HashVariant.of(configuration).stream()
                .map(variant -> new ForeignPeers.Explanation(variant.hash(), variant.text()))
                .toList();
    }

    /** Who answers the probes of spcheck. */
    static ProbeEndpoint probes(
            Configuration configuration,
            Topology topology,
            CoreSettings settings,
            RingTransport transport,
            LongSupplier nowNs) {
        return new ProbeEndpoint(
                topology,
                settings.configurationHash(),
                ConfigurationHash.ofNetwork(configuration),
                settings.maxPacketBytes(),
                configuration.extensions().flag(ExtensionOption.ANSWER_PROBES),
                transport,
                nowNs);
    }

    /** Where dumps of the flight recorder go. */
    static Path dumpDirectory(Configuration configuration) {
        String stated = configuration.extensions().text(ExtensionOption.DUMP_DIRECTORY);
        if (!stated.equals("log")) {
            return Path.of(stated);
        }
        return configuration
                .options()
                .eventLogFile(Launch.hostName())
                .flatMap(Conclusions::directoryOf)
                .orElse(Path.of("").toAbsolutePath());
    }

    /** Empty where the system cannot have a file of that name. */
    private static Optional<Path> directoryOf(String file) {
        try {
            return Optional.ofNullable(Path.of(file).toAbsolutePath().getParent());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Where the last time in a membership id is kept; empty when nowhere.
     *
     * @param serviceDirectories what the service manager says, in the environment's {@code STATE_DIRECTORY}; null or empty when
     *     it says nothing. Colons stand between several; the first is taken
     */
    static Optional<Path> stateFile(Configuration configuration, Daemon me, String serviceDirectories) {
        String stated = configuration.extensions().text(ExtensionOption.STATE_DIRECTORY);
        if (stated.equals("none")) {
            return Optional.empty();
        }
        String directory = stated;
        if (stated.equals("auto")) {
            String first = serviceDirectories == null ? "" : serviceDirectories.split(":", 2)[0];
            directory = first.isEmpty() ? configuration.extensions().text(ExtensionOption.UNIX_SOCKET_DIR) : first;
        }
        return Optional.of(Path.of(directory).resolve(LastTimeFile.nameOf(me.displayName(), me.port())));
    }

    /** What clients may ask for. */
    static AccessPolicy accessPolicy(Configuration configuration) {
        boolean strict = configuration
                .extensions()
                .text(ExtensionOption.GROUP_NAME_POLICY)
                .equals("strict");
        return strict ? new StrictGroupNames() : AccessPolicy.PERMIT;
    }

    private static List<InetSocketAddress> clientAddresses(Daemon me) {
        if (me.hasImplicitInterface()) {
            return List.of(new InetSocketAddress(NetworkPlan.unspecified(me.address()), me.port()));
        }
        return me.interfaces().stream()
                .filter(DaemonInterface::client)
                .map(entry -> new InetSocketAddress(entry.address(), me.port()))
                .toList();
    }
}
