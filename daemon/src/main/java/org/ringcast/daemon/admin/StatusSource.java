package org.ringcast.daemon.admin;

import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.FlowControl;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;

/**
 * Fills the status report from the core's counters. Counts are 32 bits on the wire and wrap there, the short ones 16.
 *
 * <p>Owning thread: the ring loop; nothing it reads changes meanwhile.
 */
public final class StatusSource {
    private static final long SECOND_NS = 1_000_000_000L;

    private final DaemonCore core;
    private final Topology topology;
    private final CoreSettings settings;
    private final Version version;
    private final long startNs;

    /** What a daemon says that it is; that of the Spread daemons which share its rings. */
    public record Version(int major, int minor, int patch) {}

    /** @param startNs when the daemon started, by the clock of {@link #fill} */
    public StatusSource(DaemonCore core, Topology topology, CoreSettings settings, Version version, long startNs) {
        this.core = core;
        this.topology = topology;
        this.settings = settings;
        this.version = version;
        this.startNs = startNs;
    }

    /** The same daemon after a reload. */
    public StatusSource reloaded(Topology newTopology, CoreSettings newSettings) {
        return new StatusSource(core, newTopology, newSettings, version, startNs);
    }

    /** Hash of the configuration that is in force. */
    public int configurationHash() {
        return settings.configurationHash();
    }

    /** Sets every field of the body. */
    public void fill(StatusReply reply, long nowNs) {
        reply.set(Field.SEC, (int) ((nowNs - startNs) / SECOND_NS));
        reply.set(Field.STATE, core.membershipState());
        reply.set(Field.GSTATE, core.groups().state().number());
        fillCounters(reply, core.counters());
        fillRing(reply, core.ringMembers());
        FlowControl windows = core.flowControl();
        reply.set(Field.WINDOW, windows.window());
        reply.set(Field.PERSONAL_WINDOW, windows.personalWindow());
        reply.set(Field.ACCELERATED_RING, windows.isAccelerated() ? 1 : 0);
        reply.set(Field.ACCELERATED_WINDOW, windows.acceleratedWindow());
        reply.set(Field.NUM_SESSIONS, core.sessions().count());
        reply.set(Field.NUM_GROUPS, core.groups().groupCount());
        reply.set(Field.MAJOR_VERSION, version.major());
        reply.set(Field.MINOR_VERSION, version.minor());
        reply.set(Field.PATCH_VERSION, version.patch());
    }

    private static void fillCounters(StatusReply reply, Counters counters) {
        set(reply, Field.PACKET_SENT, counters, CounterId.PACKETS_SENT);
        set(reply, Field.PACKET_RECV, counters, CounterId.PACKETS_RECEIVED);
        set(reply, Field.PACKET_DELIVERED, counters, CounterId.PACKETS_DELIVERED);
        set(reply, Field.U_RETRANS, counters, CounterId.RETRANS_UNICAST);
        set(reply, Field.S_RETRANS, counters, CounterId.RETRANS_SEGMENT);
        set(reply, Field.B_RETRANS, counters, CounterId.RETRANS_BROADCAST);
        long retransmitted = counters.get(CounterId.RETRANS_UNICAST)
                + counters.get(CounterId.RETRANS_SEGMENT)
                + counters.get(CounterId.RETRANS_BROADCAST);
        reply.set(Field.RETRANS, (int) retransmitted);
        set(reply, Field.ARU, counters, CounterId.RING_ARU);
        set(reply, Field.MY_ARU, counters, CounterId.RING_MY_ARU);
        set(reply, Field.HIGHEST_SEQ, counters, CounterId.RING_HIGHEST_SEQ);
        set(reply, Field.TOKEN_HURRY, counters, CounterId.TOKEN_HURRIES);
        set(reply, Field.TOKEN_ROUNDS, counters, CounterId.RING_TOKEN_ROUNDS);
        set(reply, Field.MESSAGE_DELIVERED, counters, CounterId.SESSION_MESSAGES_DELIVERED);
        set(reply, Field.MEMBERSHIP_CHANGES, counters, CounterId.MEMBERSHIP_CHANGES);
    }

    private static void set(StatusReply reply, Field field, Counters counters, CounterId id) {
        reply.set(field, (int) counters.get(id));
    }

    private void fillRing(StatusReply reply, RingMembers ring) {
        reply.set(Field.MY_ID, topology.selfId());
        if (core.counters().get(CounterId.MEMBERSHIP_CHANGES) == 0) {
            // No ring yet: no daemons, no segments and nobody who leads them.
            return;
        }
        reply.set(Field.LEADER_ID, ring.id().procId());
        reply.set(Field.NUM_PROCS, ring.size());
        int segments = 0;
        for (int segment = 0; segment < topology.segmentCount(); segment++) {
            segments += ring.segmentLeader(segment) >= 0 ? 1 : 0;
        }
        reply.set(Field.NUM_SEGMENTS, segments);
    }
}
