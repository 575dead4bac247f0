package org.ringcast.daemon.core.membership;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.RepType;
import org.ringcast.daemon.wire.Representative;
import org.ringcast.daemon.wire.WireLimits;

/** Representatives, at most {@link WireLimits#MAX_REPS}; see docs/protocol/membership.md, "Representatives". */
final class RepSet {
    private final Topology topology;
    private final List<Rep> reps = new ArrayList<>();

    RepSet(Topology topology) {
        this.topology = topology;
    }

    void clear() {
        reps.clear();
    }

    int size() {
        return reps.size();
    }

    Rep get(int n) {
        return reps.get(n);
    }

    boolean contains(int daemon) {
        for (Rep rep : reps) {
            if (rep.daemon() == daemon) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds what was learned about a representative to what is known of its segment.
     *
     * @return false when there is no room
     */
    boolean insert(Rep added) {
        int segment = topology.segmentOf(added.daemon());
        for (int i = 0; i < reps.size(); i++) {
            Rep known = reps.get(i);
            if (topology.segmentOf(known.daemon()) != segment) {
                continue;
            }
            if (added.type() == RepType.POTENTIAL || known.equals(added)) {
                return true;
            }
            if (known.type() == RepType.POTENTIAL || known.daemon() == added.daemon()) {
                reps.set(i, added);
                return true;
            }
        }
        if (reps.size() == WireLimits.MAX_REPS) {
            return false;
        }
        reps.add(added);
        return true;
    }

    /** The one that should form the ring; there must be one. */
    Rep smallest() {
        Rep smallest = reps.get(0);
        for (Rep rep : reps) {
            if (rep.comesBefore(smallest)) {
                smallest = rep;
            }
        }
        return smallest;
    }

    /** All, in the order in which a form1 token visits them. */
    List<Rep> sorted() {
        List<Rep> sorted = new ArrayList<>(reps);
        sorted.sort((a, b) -> a.equals(b) ? 0 : a.comesBefore(b) ? -1 : 1);
        return sorted;
    }

    /** As they stand in packets. */
    List<Representative> toWire() {
        return toWire(reps, topology);
    }

    static List<Representative> toWire(List<Rep> reps, Topology topology) {
        List<Representative> wire = new ArrayList<>(reps.size());
        for (Rep rep : reps) {
            wire.add(new Representative(topology.id(rep.daemon()), rep.type(), topology.segmentOf(rep.daemon())));
        }
        return wire;
    }
}
