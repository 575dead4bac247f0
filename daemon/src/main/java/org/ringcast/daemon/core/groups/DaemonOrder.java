package org.ringcast.daemon.core.groups;

import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;

/**
 * The order of daemons by their ids: configured ones in configuration order, then the others (left over by a reload that
 * removed them) by unsigned id.
 */
final class DaemonOrder {
    private static final long NOT_CONFIGURED = 1L << 32;

    private final Topology topology;

    DaemonOrder(Topology topology) {
        this.topology = topology;
    }

    Topology topology() {
        return topology;
    }

    /** Place of a daemon; ascending numbers are the order. */
    long placeOf(int daemonId) {
        int index = topology.indexOfId(daemonId);
        return index >= 0 ? index : NOT_CONFIGURED | Integer.toUnsignedLong(daemonId);
    }

    int compare(int leftId, int rightId) {
        return Long.compare(placeOf(leftId), placeOf(rightId));
    }

    /** Name of a daemon, or its id as a dotted quad when it is not configured. */
    String nameOf(int daemonId) {
        int index = topology.indexOfId(daemonId);
        return index >= 0 ? topology.name(index) : dottedQuad(daemonId);
    }

    /** Whether the daemon with this id is one of the members. */
    static boolean contains(RingMembers members, int daemonId) {
        int index = members.topology().indexOfId(daemonId);
        return index >= 0 && members.contains(index);
    }

    /** A daemon id as it stands in log lines. */
    static String dottedQuad(int id) {
        return (id >>> 24) + "." + ((id >>> 16) & 0xff) + "." + ((id >>> 8) & 0xff) + "." + (id & 0xff);
    }
}
