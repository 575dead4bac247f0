package org.ringcast.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.AuthPolicy;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.DaemonInterface;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.MembershipTimers;
import org.ringcast.daemon.config.PortReuse;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.net.NetworkPlan;
import org.ringcast.daemon.session.SessionServerSettings;
import org.ringcast.daemon.session.auth.AuthMethod;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.session.auth.Peer;

/** What each part of the daemon gets from the configuration, in that part's own terms. */
final class Conclusions {
    private Conclusions() {}

    static Topology topology(Configuration configuration, Daemon me, List<NetworkPlan.Destination> destinations) {
        List<Topology.Daemon> daemons = configuration.daemons().stream()
                .map(daemon -> new Topology.Daemon(
                        daemon.name(),
                        daemon.id(configuration.level()),
                        daemon.segmentIndex(),
                        destinations.get(daemon.index()).addressKey()))
                .toList();
        return new Topology(daemons, configuration.segments().size(), me.index());
    }

    static CoreSettings core(EffectiveSettings settings) {
        MembershipTimers timers = settings.timers();
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
                        timers.segNs(),
                        timers.gatherNs(),
                        timers.formNs(),
                        timers.lookupNs()),
                new CoreSettings.SessionSettings(
                        settings.maxSessionMessages(), settings.maxSessionBytes(), settings.maxConnections()));
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

    private static List<InetSocketAddress> clientAddresses(Daemon me) {
        if (me.hasImplicitInterface()) {
            return List.of(new InetSocketAddress(NetworkPlan.unspecified(me.address()), me.port()));
        }
        return me.interfaces().stream()
                .filter(DaemonInterface::client)
                .map(entry -> new InetSocketAddress(entry.address(), me.port()))
                .toList();
    }

    static Authenticator authenticator(Configuration configuration, AccessList access) {
        AuthPolicy policy = AuthPolicy.of(configuration.options());
        return new Authenticator(
                List.of(new IpMethod(access)),
                policy.enabled().stream().map(Enum::name).toList(),
                policy.required().stream().map(Enum::name).toList());
    }

    /** The method IP: the client's address is in the access file. */
    private record IpMethod(AccessList access) implements AuthMethod {
        @Override
        public String name() {
            return "IP";
        }

        @Override
        public boolean admits(Peer peer, byte[] credentials) {
            InetAddress address = peer.address();
            return address == null ? access.permitsUnix() : access.permits(address);
        }
    }
}
