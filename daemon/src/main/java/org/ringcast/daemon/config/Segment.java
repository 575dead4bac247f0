package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.List;

/**
 * A set of daemons that one multicast or broadcast address reaches.
 *
 * @param index 0-based, in file order
 * @param port of all its addresses, daemons and interfaces
 * @param addresses 1..5; every datagram for the segment goes to each of them
 * @param daemons in file order, at least one
 */
public record Segment(int index, int port, List<InetAddress> addresses, List<Daemon> daemons) {
    /** The port of a segment that names none, or 0. */
    public static final int DEFAULT_PORT = 4803;

    public Segment {
        addresses = List.copyOf(addresses);
        daemons = List.copyOf(daemons);
    }

    /** Whether datagrams are ever sent to the segment's addresses: a lone daemon has nobody to send to. */
    public boolean isShared() {
        return daemons.size() > 1;
    }
}
