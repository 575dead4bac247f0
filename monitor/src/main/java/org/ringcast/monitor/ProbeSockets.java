package org.ringcast.monitor;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** What {@code spsend} and {@code sprecv} have in common. */
final class ProbeSockets {
    private ProbeSockets() {}

    static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    /** Multicasts go out of the interface that has an address. */
    static void setMulticastInterface(DatagramChannel channel, InetAddress address) throws IOException {
        NetworkInterface own = NetworkInterface.getByInetAddress(address);
        if (own != null) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, own);
        }
    }
}
