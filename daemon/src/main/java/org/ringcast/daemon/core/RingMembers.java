package org.ringcast.daemon.core;

import java.util.Arrays;

/**
 * The members of one ring (or of one transitional configuration) in configuration order, with its id. Immutable.
 * Members are {@link Topology} indexes.
 */
public final class RingMembers {
    private final MembershipId id;
    private final Topology topology;
    private final int[] members;

    /** @param members topology indexes in any order, without duplicates, at least one */
    public RingMembers(MembershipId id, Topology topology, int... members) {
        this.id = id;
        this.topology = topology;
        this.members = members.clone();
        Arrays.sort(this.members);
    }

    /**
     * The same daemons by the indexes of the topology that a reload made of the present one. Daemons that are not even former ones
     * there are left out: nothing comes from them any more.
     */
    public RingMembers in(Topology newTopology) {
        return new RingMembers(
                id,
                newTopology,
                Arrays.stream(members)
                        .map(member -> newTopology.indexOfPresentOrFormerId(topology.id(member)))
                        .filter(member -> member >= 0)
                        .toArray());
    }

    public MembershipId id() {
        return id;
    }

    public Topology topology() {
        return topology;
    }

    public int size() {
        return members.length;
    }

    /** The n-th member in configuration order. */
    public int member(int n) {
        return members[n];
    }

    public boolean contains(int daemonIndex) {
        return Arrays.binarySearch(members, daemonIndex) >= 0;
    }

    /** First member in configuration order: owns the token's round number, the hold decision and the hurry timer. */
    public int leader() {
        return members[0];
    }

    /** Last member in configuration order. */
    public int last() {
        return members[members.length - 1];
    }

    /** The member that gets the token from {@code daemonIndex}, cyclic; itself when alone. */
    public int next(int daemonIndex) {
        int at = Arrays.binarySearch(members, daemonIndex);
        return members[(at + 1) % members.length];
    }

    /** The member from which {@code daemonIndex} gets the token, cyclic; itself when alone. */
    public int previous(int daemonIndex) {
        int at = Arrays.binarySearch(members, daemonIndex);
        return members[(at + members.length - 1) % members.length];
    }

    /** First member inside a segment, or -1 when the segment has no member. */
    public int segmentLeader(int segment) {
        for (int member : members) {
            if (topology.segmentOf(member) == segment) {
                return member;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(id).append('{');
        for (int i = 0; i < members.length; i++) {
            text.append(i == 0 ? "" : ",").append(topology.name(members[i]));
        }
        return text.append('}').toString();
    }
}
