package org.ringcast.daemon.core.groups;

import java.util.Arrays;
import org.ringcast.daemon.core.RingMembers;

/** Daemons whose group state is known to be the same, in configuration order. Immutable, never empty. */
final class SyncedSet {
    private final int[] ids;

    /** @param ids without duplicates; put into order here */
    SyncedSet(DaemonOrder order, int... ids) {
        this.ids = Arrays.stream(ids)
                .boxed()
                .sorted(order::compare)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** All daemons of a ring. */
    static SyncedSet of(DaemonOrder order, RingMembers ring) {
        int[] all = new int[ring.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = ring.topology().id(ring.member(i));
        }
        return new SyncedSet(order, all);
    }

    int size() {
        return ids.length;
    }

    int id(int n) {
        return ids[n];
    }

    /** The first daemon: it alone sends the state of all. */
    int representative() {
        return ids[0];
    }

    boolean contains(int daemonId) {
        for (int id : ids) {
            if (id == daemonId) {
                return true;
            }
        }
        return false;
    }

    /** The daemons that are in the ring, too. This daemon stays, even if a forged form token has left it out. */
    SyncedSet intersect(DaemonOrder order, RingMembers ring) {
        int self = order.topology().selfId();
        return new SyncedSet(
                order,
                Arrays.stream(ids)
                        .filter(id -> id == self || DaemonOrder.contains(ring, id))
                        .toArray());
    }

    /** Both together; the other set has no daemon of this one. */
    SyncedSet union(DaemonOrder order, SyncedSet other) {
        int[] all = Arrays.copyOf(ids, ids.length + other.ids.length);
        System.arraycopy(other.ids, 0, all, ids.length, other.ids.length);
        return new SyncedSet(order, all);
    }

    SyncedSet reorder(DaemonOrder order) {
        return new SyncedSet(order, ids);
    }

    /** Same daemons, whatever the order. */
    boolean sameAs(SyncedSet other) {
        int[] mine = ids.clone();
        int[] theirs = other.ids.clone();
        Arrays.sort(mine);
        Arrays.sort(theirs);
        return Arrays.equals(mine, theirs);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
