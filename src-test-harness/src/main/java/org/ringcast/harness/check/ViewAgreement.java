package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.GROUPS_P3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.JoinRequested;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;

/**
 * P3: views with one id have one list of members and one cause. Ids start again when a group was empty in between; so where a
 * group came to be several times in a ring, be it by a join or by the ring change itself, only views are compared that follow
 * from one another.
 *
 * <p>Joins, leaves and disconnects that are delivered behind the transitional configuration count on in the ids of the old ring
 * as long as the group has no member at a daemon that stays behind. That daemon may have delivered other requests under the
 * same ids before: what this side never got. Both are right, and no client sees both. So a view made by one request is compared
 * only with those of daemons from which the receiver's daemon was not parted in between ({@link Separations}).
 */
final class ViewAgreement {
    private record Id(String group, GroupId id) {}

    private record Life(String group, RingId ring) {}

    private final ViewTable table;
    private final Separations separations;
    private final Violations violations;
    private final List<View> views = new ArrayList<>();
    /** Union-find over the views: those of one life of a group have one root. */
    private final List<Integer> parent = new ArrayList<>();

    private final Map<Life, Integer> creations = new HashMap<>();
    private final Set<Life> madeByRingChanges = new HashSet<>();
    private final Set<RingId> transitionalIds = new HashSet<>();
    private final Set<String> unseenCreators = new HashSet<>();

    private ViewAgreement(ViewTable table, Separations separations, Violations violations) {
        this.table = table;
        this.separations = separations;
        this.violations = violations;
    }

    static void check(History history, ViewTable table, Violations violations) {
        ViewAgreement check = new ViewAgreement(table, new Separations(history), violations);
        history.processes().values().forEach(check::noteTransitionalIds);
        Map<ViewTable.Key, Integer> byKey = new HashMap<>();
        history.clients().forEach((client, events) -> check.collect(events, byKey));
        check.countUnseenCreations(history);
        check.compare();
    }

    private void noteTransitionalIds(List<DaemonEvent> events) {
        for (DaemonEvent event : events) {
            if (event instanceof Transitional transitional) {
                transitionalIds.add(transitional.id());
            }
        }
    }

    private void collect(List<ClientEvent> events, Map<ViewTable.Key, Integer> byKey) {
        Map<String, Integer> last = new HashMap<>();
        for (ClientEvent event : events) {
            if (event instanceof SelfLeave leave) {
                last.remove(leave.group());
            } else if (event instanceof View view) {
                int index = views.size();
                views.add(view);
                parent.add(index);
                Integer before = last.put(view.group(), index);
                // Over ring changes all lives of a group hang together, at some member or other.
                if (before != null
                        && views.get(before).id().ring().equals(view.id().ring())) {
                    unite(before, index);
                }
                ViewTable.Key key = ViewTable.key(view);
                if (!table.isAmbiguous(key)) {
                    Integer same = byKey.putIfAbsent(key, index);
                    if (same != null) {
                        unite(same, index);
                    }
                }
                countCreation(view);
            }
        }
    }

    /**
     * The first view of a group in a ring is that of a lone joiner, or the one that concludes a ring change. While a ring
     * changes, groups that lose members go on under the transitional id, and others may be made under it.
     */
    private void countCreation(View view) {
        Life life = new Life(view.group(), view.id().ring());
        boolean first = view.id().index() == 1;
        boolean byJoin = first && view.cause() == Cause.JOIN;
        boolean byRingChange =
                view.isNetwork() && (first || transitionalIds.contains(view.id().ring()));
        if (byJoin || (byRingChange && madeByRingChanges.add(life))) {
            creations.merge(life, 1, Integer::sum);
        }
    }

    /** Who is not told of views may have created the group as well. */
    private void countUnseenCreations(History history) {
        history.clients().forEach((client, events) -> {
            if (!ClientReplay.wantsMembership(events)) {
                for (ClientEvent event : events) {
                    if (event instanceof JoinRequested join) {
                        unseenCreators.add(join.group());
                    }
                }
            }
        });
    }

    private void compare() {
        Map<Id, List<Integer>> byId = new HashMap<>();
        for (int i = 0; i < views.size(); i++) {
            View view = views.get(i);
            byId.computeIfAbsent(new Id(view.group(), view.id()), k -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> same : byId.values()) {
            Map<Integer, List<View>> ofLife = new HashMap<>();
            for (int index : same) {
                View view = views.get(index);
                Life life = new Life(view.group(), view.id().ring());
                boolean oneLife = creations.getOrDefault(life, 0) <= 1 && !unseenCreators.contains(view.group());
                compare(ofLife.computeIfAbsent(oneLife ? -1 : root(index), k -> new ArrayList<>()), view);
            }
        }
    }

    /** Compares a view with those that its id stands for by right; they are several only where daemons were parted. */
    private void compare(List<View> others, View view) {
        for (View other : others) {
            if (agree(other, view)) {
                return;
            }
        }
        for (View other : others) {
            if (!mayDiffer(other, view)) {
                String what = "%s%s but %s%s".formatted(other.cause(), other.members(), view.cause(), view.members());
                violations.add(
                        GROUPS_P3,
                        other.client(),
                        view.client(),
                        view.group() + " " + view.id(),
                        what,
                        other.number(),
                        view.number());
                return;
            }
        }
        others.add(view);
    }

    private boolean mayDiffer(View a, View b) {
        return (!a.isNetwork() || !b.isNetwork())
                && separations.between(a.client().daemonName(), b.client().daemonName(), a.number(), b.number());
    }

    /**
     * Where a ring falls apart around a join, one side can deliver the join before its transitional configuration and the
     * other behind it: a plain join here, a network view with the joiner in a set of its own there, and one id.
     */
    private static boolean agree(View a, View b) {
        if (!a.members().equals(b.members())) {
            return false;
        }
        if (a.cause() == b.cause()) {
            return true;
        }
        View network = a.isNetwork() ? a : b;
        View join = a.isNetwork() ? b : a;
        List<List<String>> sets = network.sets();
        return network.isNetwork()
                && join.cause() == Cause.JOIN
                && !sets.isEmpty()
                && !join.sets().isEmpty()
                && sets.get(sets.size() - 1).equals(join.sets().get(0));
    }

    private int root(int index) {
        int at = index;
        while (parent.get(at) != at) {
            parent.set(at, parent.get(parent.get(at)));
            at = parent.get(at);
        }
        return at;
    }

    private void unite(int one, int other) {
        parent.set(root(one), root(other));
    }
}
