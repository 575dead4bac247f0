package org.ringcast.harness.interop;

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

    /** Takes all faults away. */
    void heal();
}
