package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimRandom;

/**
 * Which groups clients join. A group that was empty and is joined again in the same ring has the same view ids a second time,
 * by design, and then nobody can tell views apart. So that checkers can, a name is given up for new members as soon as it
 * might become empty in some part of a divided ring, that is, when it has no member left at some daemon. In some runs names
 * are used again, and the checks that need names of views are left out.
 */
final class GroupNames {
    private final SimCluster cluster;
    private final SimRandom random;
    private final boolean reuse;
    private final int[] generation;
    private final TreeSet<String> used = new TreeSet<>();

    GroupNames(SimCluster cluster, SimRandom random, int groups, boolean reuse) {
        this.cluster = cluster;
        this.random = random;
        this.reuse = reuse;
        generation = new int[groups];
    }

    /** All names that somebody asked to join. */
    Set<String> used() {
        return used;
    }

    /** A group that a client may join. */
    String toJoin(SimClient client) {
        int slot = random.below(generation.length);
        String name = client.wantsMembership() ? "g" + slot + "." + generation[slot] : "n" + slot;
        used.add(name);
        return name;
    }

    /** A group to send to; perhaps nobody is in it. */
    String toSendTo() {
        int slot = random.below(generation.length);
        if (random.chance(0.1)) {
            return "n" + slot;
        }
        int back = random.chance(0.3) ? random.between(0, generation[slot]) : 0;
        return "g" + slot + "." + (generation[slot] - back);
    }

    /** A group that a client may leave; null when there is none. */
    String toLeave(SimClient client) {
        List<String> mayLeave = new ArrayList<>();
        for (String group : client.wantedGroups()) {
            if (mayGo(client, group)) {
                mayLeave.add(group);
            }
        }
        return mayLeave.isEmpty() ? null : random.pick(mayLeave);
    }

    /** Whether a client may end without making a name ambiguous. */
    boolean mayEnd(SimClient client) {
        for (String group : client.wantedGroups()) {
            if (!mayGo(client, group)) {
                return false;
            }
        }
        return true;
    }

    private boolean mayGo(SimClient client, String group) {
        if (reuse || !client.wantsMembership() || hasOtherLocalMember(client, group)) {
            return true;
        }
        // Somebody's join, still on its way, might make the group again.
        for (SimClient other : cluster.clients()) {
            if (other.wantedGroups().contains(group) && other.view(group) == null) {
                return false;
            }
        }
        return true;
    }

    private boolean hasOtherLocalMember(SimClient client, String group) {
        for (SimClient other : cluster.clients()) {
            boolean local = other != client && other.daemon() == client.daemon();
            if (local && other.wantedGroups().contains(group) && other.view(group) != null) {
                return true;
            }
        }
        return false;
    }

    /** Clients have gone, or are about to: gives up the names that have no member left at one of their daemons. */
    void gone(SimClient client, Iterable<String> groups) {
        for (String group : groups) {
            if (!reuse && group.startsWith("g") && !hasOtherLocalMember(client, group)) {
                int dot = group.indexOf('.');
                int slot = Integer.parseInt(group.substring(1, dot));
                int of = Integer.parseInt(group.substring(dot + 1));
                generation[slot] = Math.max(generation[slot], of + 1);
            }
        }
    }
}
