package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.core.Topology;

/** Daemons by topology index, in the order in which they were added, none twice. */
final class MemberSet {
    private final int[] indexes;
    private final boolean[] contained;
    private int size;

    MemberSet(Topology topology) {
        indexes = new int[topology.daemonCount()];
        contained = new boolean[topology.daemonCount()];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            contained[indexes[i]] = false;
        }
        size = 0;
    }

    void setOnly(int daemonIndex) {
        clear();
        add(daemonIndex);
    }

    /** Appends the daemon unless it is here already. */
    void add(int daemonIndex) {
        if (!contained[daemonIndex]) {
            contained[daemonIndex] = true;
            indexes[size++] = daemonIndex;
        }
    }

    boolean contains(int daemonIndex) {
        return contained[daemonIndex];
    }

    int size() {
        return size;
    }

    int get(int n) {
        return indexes[n];
    }

    /** The first in configuration order; there must be one. */
    int smallest() {
        int smallest = indexes[0];
        for (int i = 1; i < size; i++) {
            smallest = Math.min(smallest, indexes[i]);
        }
        return smallest;
    }

    /** Wire ids in order. */
    int[] ids(Topology topology) {
        int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = topology.id(indexes[i]);
        }
        return ids;
    }
}
