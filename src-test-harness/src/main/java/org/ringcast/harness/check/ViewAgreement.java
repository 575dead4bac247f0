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
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;

/**
 * P3: views with one id have one list of members and one cause. Ids start again when a group was empty in between; so where a
 * group was created several times in a ring, only views are compared that follow from one another.
 */
final class ViewAgreement {
    private record Id(String group, GroupId id) {}

    private record Life(String group, RingId ring) {}

    private final ViewTable table;
    private final Violations violations;
    private final List<View> views = new ArrayList<>();
    /** Union-find over the views: those of one life of a group have one root. */
    private final List<Integer> parent = new ArrayList<>();

    private final Map<Life, Integer> creations = new HashMap<>();
    private final Set<String> unseenCreators = new HashSet<>();

    private ViewAgreement(ViewTable table, Violations violations) {
        this.table = table;
        this.violations = violations;
    }

    static void check(History history, ViewTable table, Violations violations) {
        ViewAgreement check = new ViewAgreement(table, violations);
        Map<ViewTable.Key, Integer> byKey = new HashMap<>();
        history.clients().forEach((client, events) -> check.collect(events, byKey));
        check.countUnseenCreations(history);
        check.compare();
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
                if (before != null) {
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

    /** The first view of a group in a ring is that of a lone joiner. */
    private void countCreation(View view) {
        if (view.cause() == Cause.JOIN && view.id().index() == 1) {
            Life life = new Life(view.group(), view.id().ring());
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
            Map<Integer, View> firstOfLife = new HashMap<>();
            for (int index : same) {
                View view = views.get(index);
                Life life = new Life(view.group(), view.id().ring());
                boolean oneLife = creations.getOrDefault(life, 0) <= 1 && !unseenCreators.contains(view.group());
                View first = firstOfLife.putIfAbsent(oneLife ? -1 : root(index), view);
                if (first != null && !agree(first, view)) {
                    String what =
                            "%s%s but %s%s".formatted(first.cause(), first.members(), view.cause(), view.members());
                    violations.add(
                            GROUPS_P3,
                            first.client(),
                            view.client(),
                            view.group() + " " + view.id(),
                            what,
                            first.number(),
                            view.number());
                }
            }
        }
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
