package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.GROUPS_P1;
import static org.ringcast.harness.check.Predicate.GROUPS_P16;
import static org.ringcast.harness.check.Predicate.GROUPS_P2;
import static org.ringcast.harness.check.Predicate.GROUPS_P6;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.ringcast.harness.check.ClientState.Membership;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.History.Daemons;

/** What a single view must look like: P1, P2, P6, and that it comes to those who asked for it: P16. */
final class ViewShapeCheck implements ClientCheck {
    private final Daemons daemons;
    private final CheckOptions options;
    private final Violations violations;
    private final Map<String, Integer> places = new HashMap<>();

    ViewShapeCheck(Daemons daemons, CheckOptions options, Violations violations) {
        this.daemons = daemons;
        this.options = options;
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        boolean notification = event instanceof View || event instanceof Transition || event instanceof SelfLeave;
        if (notification && !state.wantsMembership()) {
            violations.add(GROUPS_P16, state.client(), "the session", "" + event, event.number(), event.number());
        }
        if (event instanceof View view) {
            shape(state, view);
            if (view.isNetwork() && !view.sets().isEmpty()) {
                sets(state, view);
            }
        }
    }

    private void shape(ClientState state, View view) {
        if (!view.members().contains(state.client().name())) {
            report(GROUPS_P1, state, view, "receiver is not a member: " + view.members());
        }
        List<String> members = view.members();
        int ordered = orderedFrom(members, 0, this::place);
        if (ordered < members.size() && !(options.daemonsRemoved() && isAtRemovedDaemons(members, ordered))) {
            report(GROUPS_P2, state, view, members.get(ordered - 1) + " before " + members.get(ordered));
        }
    }

    /** How far the members are in order, each once, from an index on. */
    private static int orderedFrom(List<String> members, int from, ToLongFunction<String> placeOf) {
        for (int i = from + 1; i < members.size(); i++) {
            String a = members.get(i - 1);
            String b = members.get(i);
            int order = Long.compare(placeOf.applyAsLong(a), placeOf.applyAsLong(b));
            if (order > 0 || (order == 0 && a.compareTo(b) >= 0)) {
                return i;
            }
        }
        return members.size();
    }

    /** Whether members from an index on may be those of daemons without a place: these are ordered by their unsigned ids. */
    private boolean isAtRemovedDaemons(List<String> members, int from) {
        Set<Integer> before = new HashSet<>();
        members.subList(0, from).forEach(member -> before.add(place(member)));
        return members.subList(from, members.size()).stream().noneMatch(member -> before.contains(place(member)))
                && orderedFrom(
                                members,
                                from,
                                member ->
                                        Integer.toUnsignedLong(daemons.procIds().get(place(member))))
                        == members.size();
    }

    private int place(String member) {
        return places.computeIfAbsent(member, daemons::placeOf);
    }

    private void sets(ClientState state, View view) {
        List<String> own = view.own();
        if (!own.contains(state.client().name())) {
            report(GROUPS_P6, state, view, "own set " + view.ownSet() + " of " + view.sets());
        }
        if (options.setsTold()) {
            Set<String> union = new HashSet<>();
            int sum = 0;
            for (List<String> set : view.sets()) {
                union.addAll(set);
                sum += set.size();
            }
            if (sum != union.size() || !union.equals(new HashSet<>(view.members()))) {
                report(GROUPS_P6, state, view, "sets " + view.sets() + " do not split " + view.members());
            }
        }
        Membership before = state.in(view.group());
        if (before != null && !new HashSet<>(before.view().members()).containsAll(own)) {
            String what = "own set %s was not in the last view %s"
                    .formatted(own, before.view().members());
            violations.add(
                    GROUPS_P6,
                    state.client(),
                    ViewTable.key(view),
                    what,
                    before.view().number(),
                    view.number());
        }
    }

    private void report(Predicate predicate, ClientState state, View view, String what) {
        violations.add(predicate, state.client(), ViewTable.key(view), what, view.number(), view.number());
    }
}
