package org.ringcast.daemon.core.membership;

import java.util.Arrays;
import java.util.BitSet;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.DatagramGate;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.wire.AlivePacket;
import org.ringcast.daemon.wire.JoinPacket;

/**
 * Who hears whom in the own segment, as far as ALIVE and JOIN packets tell: each lists whom its sender has heard since it lost its
 * token. Shows paths that work in one direction only.
 */
final class Hearing {
    /** Packets from which on it cannot be chance. */
    private static final int ENOUGH = 4;

    private final RingContext context;
    private final Topology topology;
    private final DatagramGate gate;
    private final DeafEnds deafEnds;
    private final int[] listedByOthers;
    private final int[] listsWithMe;
    private final int[] listsWithoutMe;
    private long sinceNs;
    private boolean othersHaveRing;

    Hearing(RingContext context, DatagramGate gate, DeafEnds deafEnds) {
        this.context = context;
        this.gate = gate;
        this.deafEnds = deafEnds;
        topology = context.topology();
        listedByOthers = new int[topology.daemonCount()];
        listsWithMe = new int[topology.daemonCount()];
        listsWithoutMe = new int[topology.daemonCount()];
    }

    /**
     * An attempt to form a ring begins after one was lost: all forget whom they have heard.
     *
     * @param bySilence its token stayed away
     */
    void begin(RingMembers lost, boolean bySilence) {
        deafEnds.begin(lost, bySilence);
        begin();
    }

    /** All are asked again whom they hear. */
    void begin() {
        Arrays.fill(listedByOthers, 0);
        Arrays.fill(listsWithMe, 0);
        Arrays.fill(listsWithoutMe, 0);
        sinceNs = context.timers().nowNs();
        othersHaveRing = false;
    }

    void onAlive(int sender, AlivePacket alive) {
        BitSet listed = new BitSet(topology.daemonCount());
        for (int i = 0; i < alive.numMembers(); i++) {
            list(listed, sender, alive.memberId(i));
        }
        onList(sender, listed);
    }

    /**
     * A JOIN. A daemon without a token lists whom it hears, others list nobody.
     *
     * @param ofRing its sender is the leader of a ring
     */
    void onJoin(int sender, JoinPacket join, boolean ofRing) {
        othersHaveRing |= ofRing;
        BitSet listed = new BitSet(topology.daemonCount());
        for (int i = 0; i < join.numMembers(); i++) {
            list(listed, sender, join.memberId(i));
        }
        if (join.numMembers() > 0) {
            onList(sender, listed);
        }
    }

    private void list(BitSet listed, int sender, int id) {
        int daemon = topology.indexOfId(id);
        if (daemon >= 0 && daemon != sender) {
            listed.set(daemon);
        }
    }

    private void onList(int sender, BitSet listed) {
        listed.stream().forEach(daemon -> listedByOthers[daemon]++);
        count(sender, listed.get(topology.self()));
        deafEnds.onList(sender, listed);
    }

    private void count(int sender, boolean withMe) {
        if (topology.segmentOf(sender) == topology.segmentOf(topology.self())) {
            (withMe ? listsWithMe : listsWithoutMe)[sender]++;
        }
    }

    /** Whether there is a ring that this daemon is not in. */
    boolean othersHaveRing() {
        return othersHaveRing;
    }

    /** A daemon that others hear and this one does not; -1 for none. */
    int unheard() {
        for (int daemon = 0; daemon < listedByOthers.length; daemon++) {
            if (listedByOthers[daemon] >= ENOUGH && isUnheard(daemon)) {
                return daemon;
            }
        }
        return -1;
    }

    /** Whether somebody hears the daemon and this one does not. */
    boolean isUnheard(int daemon) {
        return daemon != topology.self() && listedByOthers[daemon] > 0 && gate.heardNs(daemon) < sinceNs;
    }

    /** A daemon that this one hears, and that does not hear this one; -1 for none. */
    int deafToMe() {
        for (int daemon = 0; daemon < listsWithoutMe.length; daemon++) {
            if (listsWithoutMe[daemon] >= ENOUGH && listsWithMe[daemon] == 0) {
                return daemon;
            }
        }
        return -1;
    }
}
