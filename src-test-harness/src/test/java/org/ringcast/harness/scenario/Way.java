package org.ringcast.harness.scenario;

import org.ringcast.harness.sim.SimCluster;

/**
 * A direction between daemons, written {@code d1>d2}; a star stands for any.
 *
 * @param from index, -1 for any
 * @param to index, -1 for any
 */
record Way(int from, int to) {
    private static final int ANY = -1;

    static Way of(SimCluster cluster, String text) {
        int arrow = text.indexOf('>');
        if (arrow < 0) {
            throw new IllegalArgumentException("no direction: " + text);
        }
        return new Way(end(cluster, text.substring(0, arrow)), end(cluster, text.substring(arrow + 1)));
    }

    private static int end(SimCluster cluster, String name) {
        return name.equals("*") ? ANY : cluster.daemon(name).index();
    }

    boolean has(int sender, int receiver) {
        return (from == ANY || from == sender) && (to == ANY || to == receiver);
    }
}
