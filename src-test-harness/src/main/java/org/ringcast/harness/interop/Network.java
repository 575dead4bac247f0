package org.ringcast.harness.interop;

import java.util.Optional;
import java.util.Set;

/** Faults between daemons. They hit the daemons' datagrams only; clients' connections are left alone. */
interface Network {
    /** From now on {@code to} receives nothing of {@code from}. */
    void cut(int from, int to);

    /** Cuts every pair in both directions of which one is in {@code side} and the other is not. */
    void partition(Set<Integer> side);

    /** From now on each arriving datagram, data or token, is lost with this probability. */
    void lose(int percent);

    /** From now on the daemon receives no datagrams that were sent to a group. */
    void deafen(int daemon);

    /** From now on {@code to} receives no datagrams of {@code from} that are longer than so many bytes. */
    void limit(int from, int to, int maxBytes);

    /** From now on {@code to} receives no data of {@code from}; tokens still come. */
    void cutData(int from, int to);

    /** From now on the daemon receives no datagram that came in more than one fragment. */
    void dropFragments(int daemon);

    /** The switch between the daemons; only in {@link Layout#SWITCHED}. */
    Optional<PacketSwitch> packetSwitch();

    /** Takes all faults away, but leaves the rule of the switch. */
    void heal();
}
