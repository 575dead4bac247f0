package org.ringcast.daemon.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.DaemonInterface;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.config.Segment;
import org.ringcast.daemon.net.NetworkPlan.Destination;
import org.ringcast.daemon.net.NetworkPlan.Port;
import org.ringcast.daemon.net.NetworkPlan.Receiver;

/**
 * Concludes from a configuration what a daemon's ring sockets are bound to.
 *
 * <p>Without an interface block everything is bound to the unspecified address. With one, each entry for daemon traffic is
 * bound as written, and when the segment is shared each of its addresses as well, unless an entry covers it: a socket that is
 * bound to a unicast address receives neither broadcasts nor multicasts.
 */
public final class NetworkPlanner {
    private final Configuration configuration;
    private final Daemon self;
    private final Segment segment;
    private final int scopeId;
    private final List<Receiver> receivers = new ArrayList<>();

    private NetworkPlanner(Configuration configuration, Daemon self, int scopeId) {
        this.configuration = configuration;
        this.self = self;
        this.segment = configuration.segmentOf(self);
        this.scopeId = scopeId;
    }

    /**
     * The plan of one daemon.
     *
     * @param scopeId IPv6: index of the interface with the daemon's address, used for all addresses that name no zone; else 0
     */
    public static NetworkPlan plan(Configuration configuration, Daemon self, int scopeId) {
        return new NetworkPlanner(configuration, self, scopeId).plan();
    }

    private NetworkPlan plan() {
        if (self.hasImplicitInterface()) {
            InetAddress any = NetworkPlan.unspecified(self.address());
            receivers.add(new Receiver(Port.DATA, at(any, self.port()), false, multicastGroups(), "implicit"));
            receivers.add(new Receiver(Port.TOKEN, at(any, self.tokenPort()), false, List.of(), "implicit"));
        } else {
            explicitReceivers();
        }
        List<InetSocketAddress> segmentAddresses = segment.isShared()
                ? segment.addresses().stream()
                        .map(address -> at(scoped(address), segment.port()))
                        .toList()
                : List.of();
        return new NetworkPlan(
                receivers,
                scoped(self.address()),
                configuration.level() == ProtocolLevel.LEVEL_5,
                destinations(configuration, scopeId),
                segmentAddresses,
                configuration.options().ignoresMulticastJoinErrors(),
                configuration.extensions().intNumber(ExtensionOption.MAX_PACKET_SIZE));
    }

    private void explicitReceivers() {
        List<InetAddress> uncovered = new ArrayList<>(segment.addresses());
        for (DaemonInterface entry : self.interfaces()) {
            if (!entry.daemon()) {
                continue;
            }
            InetAddress address = entry.address();
            boolean isGroup = segment.addresses().contains(address) || address.isMulticastAddress();
            receivers.add(
                    new Receiver(Port.DATA, at(scoped(address), self.port()), isGroup, multicastGroups(), "explicit"));
            receivers.add(
                    new Receiver(Port.TOKEN, at(scoped(address), self.tokenPort()), isGroup, List.of(), "explicit"));
            uncovered.remove(address);
            if (address.isAnyLocalAddress()) {
                uncovered.clear();
            }
        }
        if (segment.isShared()) {
            for (InetAddress address : uncovered) {
                List<InetAddress> groups = address.isMulticastAddress() ? List.of(scoped(address)) : List.of();
                receivers.add(
                        new Receiver(Port.DATA, at(scoped(address), self.port()), true, groups, "explicit: extras"));
            }
        }
    }

    private List<InetAddress> multicastGroups() {
        return segment.addresses().stream()
                .filter(InetAddress::isMulticastAddress)
                .map(this::scoped)
                .toList();
    }

    /** Where each daemon is reached, and which address key it has. */
    static List<Destination> destinations(Configuration configuration, int scopeId) {
        Map<InetAddress, Integer> keys = new LinkedHashMap<>();
        List<Destination> destinations = new ArrayList<>();
        for (Daemon daemon : configuration.daemons()) {
            Integer key = keys.computeIfAbsent(daemon.address(), address -> keys.size());
            InetAddress address = scoped(daemon.address(), scopeId);
            destinations.add(new Destination(at(address, daemon.port()), at(address, daemon.tokenPort()), key));
        }
        return destinations;
    }

    private InetAddress scoped(InetAddress address) {
        return scoped(address, scopeId);
    }

    /** The address with a zone, when it needs one and has none. */
    private static InetAddress scoped(InetAddress address, int scopeId) {
        boolean needsZone = address.isLinkLocalAddress() || address.isMCLinkLocal() || address.isMCNodeLocal();
        if (address instanceof Inet6Address six && needsZone && six.getScopeId() == 0 && scopeId > 0) {
            try {
                return Inet6Address.getByAddress(null, six.getAddress(), scopeId);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
        return address;
    }

    private static InetSocketAddress at(InetAddress address, int port) {
        return new InetSocketAddress(address, port);
    }
}
