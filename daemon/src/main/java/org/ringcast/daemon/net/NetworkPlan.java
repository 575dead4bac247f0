package org.ringcast.daemon.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.ringcast.daemon.wire.WireLimits;

/**
 * What the ring's sockets of one daemon are bound to, and where its datagrams go. Concluded from the configuration by
 * {@link NetworkPlanner}; see docs/operations.md, "What it opens".
 *
 * @param receivers sockets to receive on, in the order in which they are opened
 * @param self own configured address: the send socket is bound to it, multicast goes out on its interface
 * @param mustSendFromSelf whether it is an error when the send socket cannot be bound to {@code self}
 * @param destinations by daemon index, in configuration order
 * @param segment addresses of the own segment with its data port; empty when nobody else is configured in it
 * @param ignoreJoinErrors a multicast address that cannot be joined is logged and left out, unless it is the last one
 * @param maxPacketBytes largest datagram of the data port
 */
public record NetworkPlan(
        List<Receiver> receivers,
        InetAddress self,
        boolean mustSendFromSelf,
        List<Destination> destinations,
        List<InetSocketAddress> segment,
        boolean ignoreJoinErrors,
        int maxPacketBytes) {

    /** With packets of the usual size. */
    public NetworkPlan(
            List<Receiver> receivers,
            InetAddress self,
            boolean mustSendFromSelf,
            List<Destination> destinations,
            List<InetSocketAddress> segment,
            boolean ignoreJoinErrors) {
        this(receivers, self, mustSendFromSelf, destinations, segment, ignoreJoinErrors, WireLimits.MAX_PACKET_BYTES);
    }

    public NetworkPlan {
        receivers = List.copyOf(receivers);
        destinations = List.copyOf(destinations);
        segment = List.copyOf(segment);
    }

    /** The same, for packets of another size. */
    NetworkPlan withMaxPacketBytes(int bytes) {
        return new NetworkPlan(receivers, self, mustSendFromSelf, destinations, segment, ignoreJoinErrors, bytes);
    }

    /** The unspecified address of a family. */
    public static InetAddress unspecified(InetAddress family) {
        try {
            return InetAddress.getByAddress(new byte[family.getAddress().length]);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("the length is that of an address", impossible);
        }
    }

    /** Which datagrams a socket receives. */
    public enum Port {
        DATA,
        TOKEN
    }

    /**
     * One socket to receive on.
     *
     * @param port what arrives there
     * @param address bound to it
     * @param reuseAddress share the address with other daemons of this host
     * @param groups multicast addresses to join
     * @param origin {@code implicit}, {@code explicit} or {@code explicit: extras}: how log lines name it
     */
    public record Receiver(
            Port port, InetSocketAddress address, boolean reuseAddress, List<InetAddress> groups, String origin) {
        public Receiver {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Where a daemon is reached.
     *
     * @param data its address and data port
     * @param token its address and token port
     * @param addressKey equal for two daemons exactly when they have the same address
     */
    public record Destination(InetSocketAddress data, InetSocketAddress token, int addressKey) {}
}
