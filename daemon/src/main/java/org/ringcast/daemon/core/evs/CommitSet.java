package org.ringcast.daemon.core.evs;

import java.util.Arrays;

/**
 * Daemons to which this one owes that the messages of the old ring are settled in the same way: first the transitional members
 * of the attempt, then those of earlier attempts that may already have settled them. Topology indexes; immutable.
 */
final class CommitSet {
    private final int[] daemons;
    private final int numTransitional;

    /**
     * Given daemons.
     *
     * @param daemons without duplicates, the transitional members first
     * @param numTransitional how many of them are transitional members
     */
    CommitSet(int[] daemons, int numTransitional) {
        this.daemons = daemons.clone();
        this.numTransitional = numTransitional;
    }

    /** After a ring was installed nothing is owed to anybody. */
    static CommitSet of(int daemon) {
        return new CommitSet(new int[] {daemon}, 1);
    }

    int size() {
        return daemons.length;
    }

    int get(int n) {
        return daemons[n];
    }

    int[] transitional() {
        return Arrays.copyOf(daemons, numTransitional);
    }

    boolean contains(int daemon) {
        for (int member : daemons) {
            if (member == daemon) {
                return true;
            }
        }
        return false;
    }
}
