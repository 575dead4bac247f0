package org.ringcast.daemon.core.membership;

import java.util.List;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.RingContext;
import org.ringcast.daemon.wire.RepType;

/** Whom this daemon has heard of since it lost its token or began to gather. */
final class Gathering {
    private final Topology topology;
    private final int self;
    private final MemberSet members;
    private final RepSet reps;
    private final RepSet potentials;
    private int representative = -1;
    private int failedAttempts;

    Gathering(RingContext context) {
        topology = context.topology();
        self = topology.self();
        members = new MemberSet(topology);
        reps = new RepSet(topology);
        potentials = new RepSet(topology);
    }

    /** Daemons of this segment without a token, this daemon first; for a ring's leader none. */
    MemberSet members() {
        return members;
    }

    /** Representatives that have sent a JOIN, this daemon first. */
    RepSet reps() {
        return reps;
    }

    /** To whom JOINs go. */
    RepSet potentials() {
        return potentials;
    }

    /** Who speaks for this daemon in state REPRESENTED, -1 when it is not known. */
    int representative() {
        return representative;
    }

    void setRepresentative(int daemon) {
        representative = daemon;
    }

    /** Alone in the segment as far as is known. */
    void startAlone() {
        members.setOnly(self);
    }

    /** Adds a daemon that has no token; only those of the own segment can be gathered. */
    void heardOf(int daemon) {
        if (topology.segmentOf(daemon) == topology.segmentOf(self)) {
            members.add(daemon);
        }
    }

    void takeRingMembers(RingMembers ring) {
        members.clear();
        for (int i = 0; i < ring.size(); i++) {
            members.add(ring.member(i));
        }
    }

    void startReps(RepType myType) {
        reps.clear();
        reps.insert(new Rep(self, myType));
    }

    boolean isMeSmallestRep() {
        return reps.smallest().daemon() == self;
    }

    /** An attempt to form a ring has come to nothing. */
    void attemptFailed() {
        failedAttempts++;
    }

    void attemptSucceeded() {
        failedAttempts = 0;
    }

    /**
     * Whom to ask in the other segments after the ring is lost: the first member there, or the first daemon configured. After
     * failed attempts the others of the segment are asked as well, one after the other.
     */
    void askOtherSegments(RingMembers ring) {
        for (int segment = 0; segment < topology.segmentCount(); segment++) {
            if (segment != topology.segmentOf(self)) {
                askSegment(segment, ring);
            }
        }
    }

    private void askSegment(int segment, RingMembers ring) {
        int daemon = ring.segmentLeader(segment);
        int size = topology.segmentSize(segment);
        if (daemon < 0 && size > 0) {
            daemon = firstConfigured(segment) + failedAttempts % size;
        }
        if (daemon >= 0) {
            potentials.insert(new Rep(daemon, RepType.POTENTIAL));
        }
    }

    private int firstConfigured(int segment) {
        int daemon = 0;
        while (topology.segmentOf(daemon) != segment) {
            daemon++;
        }
        return daemon;
    }

    /** Representatives gathered so far are asked again, the others of this daemon's own first. */
    void askRepsAgain() {
        for (int i = 1; i < reps.size(); i++) {
            potentials.insert(reps.get(i));
        }
    }

    /** The representatives on a form1 token are those to ask if the attempt fails. */
    void remindRepsOfOtherSegments(List<Rep> onToken) {
        potentials.clear();
        for (Rep rep : onToken) {
            if (topology.segmentOf(rep.daemon()) != topology.segmentOf(self)) {
                potentials.insert(new Rep(rep.daemon(), RepType.POTENTIAL));
            }
        }
    }
}
