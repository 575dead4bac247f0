package org.ringcast.daemon.observe;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.PacketKind;

/**
 * What is counted besides the core's counters: by daemon, by reason, by duration. Nothing here allocates while the ring turns.
 *
 * <p>Owning thread: the ring loop.
 */
public final class RingStatistics {
    /** Rings that are remembered. */
    static final int CHANGES = 20;

    private final InstantSource clock;
    private Topology topology;
    private long[] heardNs;
    private long[] received;
    private long[] recovered;
    private long[] retransmitted;
    private long retransmittedToAll;
    private final TokenRotation rotation = new TokenRotation();
    private final long[] ends = new long[SessionEnd.values().length];
    private final ArrayDeque<Change> changes = new ArrayDeque<>();

    /**
     * What is known of another daemon.
     *
     * @param heardNs when a datagram of it came last, by the core's clock; 0 for never
     * @param received its data packets that were stored here
     * @param recovered those among them that were missing here and had to be asked for
     * @param retransmitted packets sent again from here because it asked
     */
    public record Peer(long heardNs, long received, long recovered, long retransmitted) {}

    /**
     * A ring that was installed.
     *
     * @param timeMs since 1970
     * @param members names, in the order of the configuration
     */
    public record Change(long timeMs, MembershipId id, List<String> members) {}

    public RingStatistics(Topology topology, InstantSource clock) {
        this.clock = clock;
        this.topology = topology;
        int daemons = topology.indexCount();
        heardNs = new long[daemons];
        received = new long[daemons];
        recovered = new long[daemons];
        retransmitted = new long[daemons];
    }

    /** Requests of monitors, which pose as daemons, are no sign of life. */
    void onDatagram(PacketKind kind, int transmitter, long nowNs) {
        if (transmitter >= 0 && !kind.isControl()) {
            heardNs[transmitter] = nowNs;
        }
    }

    void onToken(long rotationNs) {
        if (rotationNs >= 0) {
            rotation.add(rotationNs);
        }
    }

    void onStored(int originator, boolean requested) {
        received[originator]++;
        if (requested) {
            recovered[originator]++;
        }
    }

    void onRetransmission(int requester) {
        if (requester >= 0) {
            retransmitted[requester]++;
        } else {
            retransmittedToAll++;
        }
    }

    @SuppressWarnings("EnumOrdinal") // an array by ordinal; the numbers never leave the process
    void onSessionEnded(String reason) {
        ends[SessionEnd.of(reason).ordinal()]++;
    }

    /** Daemons that stay keep what was counted of them. */
    void onReload(Topology next) {
        Topology before = topology;
        topology = next;
        heardNs = moved(heardNs, before);
        received = moved(received, before);
        recovered = moved(recovered, before);
        retransmitted = moved(retransmitted, before);
    }

    private long[] moved(long[] counts, Topology before) {
        long[] moved = new long[topology.indexCount()];
        for (int i = 0; i < moved.length; i++) {
            int old = before.indexOfName(topology.name(i));
            moved[i] = old < 0 ? 0 : counts[old];
        }
        return moved;
    }

    void onRegular(RingMembers ring) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
            members.add(ring.topology().name(ring.member(i)));
        }
        if (changes.size() == CHANGES) {
            changes.removeFirst();
        }
        changes.addLast(new Change(clock.millis(), ring.id(), members));
    }

    // ---- For snapshots -------------------------------------------------------------------------------------------

    /** The daemons that are configured now. */
    public Topology topology() {
        return topology;
    }

    /** By topology index; those behind the configured daemons are former ones. */
    public List<Peer> peers() {
        List<Peer> peers = new ArrayList<>(heardNs.length);
        for (int i = 0; i < heardNs.length; i++) {
            peers.add(new Peer(heardNs[i], received[i], recovered[i], retransmitted[i]));
        }
        return peers;
    }

    /** Requested packets sent again that no daemon in particular had asked for. */
    public long retransmittedToAll() {
        return retransmittedToAll;
    }

    /** Times of the token. */
    public TokenRotation.Times rotation() {
        return rotation.snapshot();
    }

    /** Sessions ended, by the order of {@link SessionEnd}. */
    public long[] ends() {
        return ends.clone();
    }

    /** The last rings, oldest first. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }
}
