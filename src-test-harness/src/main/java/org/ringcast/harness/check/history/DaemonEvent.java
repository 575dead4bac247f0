package org.ringcast.harness.check.history;

import java.util.List;

/**
 * What a daemon's ring layer did, in the order in which it did it. Every event carries a number; numbers grow over the whole
 * run, all daemons and clients together. Members are daemon indices in the order of the configuration.
 *
 * <p>Sending and delivering is told packet by packet: every packet of a ring has its own sequence number there.
 */
public sealed interface DaemonEvent {
    /** Who. */
    ProcessId process();

    /** Place in the run. */
    long number();

    /** The process runs from here on. */
    record Started(ProcessId process, long number, long timeNs) implements DaemonEvent {}

    /** The process was killed or ended; nothing of it follows. */
    record Stopped(ProcessId process, long number, long timeNs) implements DaemonEvent {}

    /** The transitional configuration was handed up. */
    record Transitional(ProcessId process, long number, RingId id, List<Integer> members) implements DaemonEvent {
        public Transitional {
            members = List.copyOf(members);
        }
    }

    /** The regular configuration was handed up: the ring is installed. */
    record Regular(ProcessId process, long number, long timeNs, RingId id, List<Integer> members)
            implements DaemonEvent {
        public Regular {
            members = List.copyOf(members);
        }
    }

    /**
     * A new packet got its sequence number and was sent; repairs are no event.
     *
     * @param uid tells this packet from all others of the run, for example a hash of its contents, or {@link #packetUid}
     */
    record PacketSent(ProcessId process, long number, long uid, RingId ring, int seq, Service service)
            implements DaemonEvent {}

    /**
     * A packet was handed up, for delivery of what is in it.
     *
     * @param uid as at the sender
     * @param sender daemon that originated the packet
     */
    record PacketDelivered(ProcessId process, long number, long uid, RingId ring, int seq, int sender, Service service)
            implements DaemonEvent {}

    /** The groups layer changed state: 1 GOP, 2 GTRANS, 3 GGATHER, 4 GGT. */
    record GroupState(ProcessId process, long number, int state) implements DaemonEvent {}

    /**
     * Counters as they are at this moment; taken now and then, for what must come to rest.
     *
     * @param highestSeq highest sequence number known in the present ring
     * @param aru everything up to here is at all members
     * @param retransmissions packets sent again since the process was started, all kinds together
     */
    record Sample(
            ProcessId process, long number, long timeNs, RingId ring, int highestSeq, int aru, long retransmissions)
            implements DaemonEvent {}

    /** A uid for runs that do not look into packets: the place of the packet in its ring. */
    static long packetUid(RingId ring, int seq) {
        long ringPart = (ring.procId() * 0x9E3779B97F4A7C15L) ^ (ring.time() * 0xC2B2AE3D27D4EB4FL);
        return ringPart ^ (seq * 0x165667B19E3779F9L);
    }
}
