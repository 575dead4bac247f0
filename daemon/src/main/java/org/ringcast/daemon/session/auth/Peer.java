package org.ringcast.daemon.session.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The other end of a client connection.
 *
 * @param address IPv4 or IPv6 address, never an IPv4 address in IPv6 clothes; null for a client of the Unix socket
 */
public record Peer(InetAddress address) {
    /** Every client of the Unix socket. */
    public static final Peer UNIX = new Peer(null);

    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** The client of a TCP connection; an IPv4-mapped IPv6 address becomes the IPv4 address. */
    public static Peer tcp(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = address instanceof Inet6Address
                && Arrays.equals(bytes, 0, MAPPED_PREFIX.length, MAPPED_PREFIX, 0, MAPPED_PREFIX.length);
        if (!mapped) {
            return new Peer(address);
        }
        try {
            return new Peer(InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX.length, bytes.length)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an IPv4 address has 4 bytes", impossible);
        }
    }

    public boolean isUnix() {
        return address == null;
    }

    /** For log lines: the numeric address; Unix socket clients are shown as 0.0.0.0, as Spread 4.4 does. */
    public String forLog() {
        return address == null ? "0.0.0.0" : address.getHostAddress();
    }
}
