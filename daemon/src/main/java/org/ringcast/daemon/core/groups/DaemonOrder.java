package org.ringcast.daemon.core.groups;

import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;

/**
 * The order of daemons by their ids: configured ones in configuration order, then the others (left over by a reload that
 * removed them) by unsigned id.
 *
 * <p>Daemons reload one after the other, at different places in the one order of messages. So the order of the old configuration
 * lasts until the transitional configuration of the ring change that a reload forces: that stands at the same place for all.
 */
final class DaemonOrder {
    private static final long NOT_CONFIGURED = 1L << 32;

    private final Topology topology;
    private final Topology ranks;

    DaemonOrder(Topology topology) {
        this(topology, topology);
    }

    private DaemonOrder(Topology topology, Topology ranks) {
        this.topology = topology;
        this.ranks = ranks;
    }

    /** After a reload: the daemons of another topology, still in the order that they have here. */
    DaemonOrder reloaded(Topology newTopology) {
        return new DaemonOrder(newTopology, ranks);
    }

    /** Whether the order is that of an older configuration. */
    boolean isOutdated() {
        return topology != ranks;
    }

    Topology topology() {
        return topology;
    }

    /** Place of a daemon; ascending numbers are the order. */
    long placeOf(int daemonId) {
        int index = ranks.indexOfId(daemonId);
        return index >= 0 ? index : NOT_CONFIGURED | Integer.toUnsignedLong(daemonId);
    }

    int compare(int leftId, int rightId) {
        return Long.compare(placeOf(leftId), placeOf(rightId));
    }

    /** Name of a daemon, or its id as a dotted quad when it is not known. */
    String nameOf(int daemonId) {
        int index = topology.indexOfPresentOrFormerId(daemonId);
        return index >= 0 ? topology.name(index) : dottedQuad(daemonId);
    }

    /** Whether the daemon with this id is one of the members. */
    static boolean contains(RingMembers members, int daemonId) {
        int index = members.topology().indexOfPresentOrFormerId(daemonId);
        return index >= 0 && members.contains(index);
    }

    /** A daemon id as it stands in log lines. */
    static String dottedQuad(int id) {
        return (id >>> 24) + "." + ((id >>> 16) & 0xff) + "." + ((id >>> 8) & 0xff) + "." + (id & 0xff);
    }
}
