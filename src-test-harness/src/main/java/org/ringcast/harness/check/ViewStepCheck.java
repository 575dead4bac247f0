package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C4;
import static org.ringcast.harness.check.Predicate.GROUPS_P15;
import static org.ringcast.harness.check.Predicate.GROUPS_P20;
import static org.ringcast.harness.check.Predicate.GROUPS_P4;
import static org.ringcast.harness.check.Predicate.GROUPS_P5;
import static org.ringcast.harness.check.Predicate.GROUPS_P7;
import static org.ringcast.harness.check.Predicate.GROUPS_P8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringcast.harness.check.ClientState.Membership;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.History;

/**
 * From one view of a group to the next at one client: P4, P5, P7, P8, P15, P20, C4. Members may be lost without a signal only in a
 * cascade; whether there was one is known from the states of the groups layer, else from the rings that the daemons installed.
 */
final class ViewStepCheck implements ClientCheck {
    private final Cascades cascades;
    private final RingLists rings;
    private final boolean cascadesUntold;
    private final Violations violations;
    private Data lastData;
    private ClientState current;

    ViewStepCheck(History history, CheckOptions options, Violations violations) {
        this.cascades = new Cascades(history);
        this.rings = new RingLists(history);
        this.cascadesUntold = options.cascadesUntold();
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        if (current != state) {
            current = state;
            lastData = null;
            cascades.begin();
        }
        cascades.on(event);
        if (event instanceof View view) {
            Membership in = state.in(view.group());
            if (view.isNetwork()) {
                network(state, in, view);
            } else {
                light(state, in, view);
            }
        } else if (event instanceof Transition transition) {
            transition(state, transition);
        } else if (event instanceof SelfLeave leave && state.in(leave.group()) == null) {
            report(GROUPS_P15, state, leave.group(), "left without being in it", leave.number(), leave.number());
        } else if (event instanceof Data data) {
            lastData = data;
        }
    }

    private void transition(ClientState state, Transition transition) {
        Membership in = state.in(transition.group());
        if (in == null) {
            String what = "signal " + transition.id() + " without a view";
            report(GROUPS_P7, state, transition.group(), what, transition.number(), transition.number());
            report(GROUPS_P15, state, transition.group(), what, transition.number(), transition.number());
        } else if (in.isInTransition() || !in.view().id().equals(transition.id())) {
            String what = "signal %s in %s%s"
                    .formatted(transition.id(), in.view().id(), in.isInTransition() ? " for the second time" : "");
            report(GROUPS_P7, state, transition.group(), what, in.view().number(), transition.number());
        }
    }

    /** A view made by one join, leave or disconnect. */
    private void light(ClientState state, Membership in, View view) {
        List<String> changed = view.sets().isEmpty() ? List.of() : view.sets().get(0);
        boolean join = view.cause() == Cause.JOIN;
        if (!view.sets().isEmpty() && (view.sets().size() != 1 || changed.size() != 1 || view.ownSet() != 0)) {
            report(GROUPS_P5, state, view, "not one set of one: " + view.sets(), view.number());
            return;
        }
        if (in == null) {
            boolean own = join
                    && (changed.isEmpty()
                            || changed.get(0).equals(state.client().name()));
            if (!own) {
                report(GROUPS_P5, state, view, "first view is not the own join but " + view.cause(), view.number());
                report(GROUPS_P15, state, view, "first view is not the own join", view.number());
            }
            return;
        }
        View before = in.view();
        if (in.isInTransition()) {
            report(
                    GROUPS_P5,
                    state,
                    view,
                    view.cause() + " in transition",
                    in.transition().number());
        }
        if (!view.id().equals(before.id().next())) {
            report(GROUPS_P4, state, view, before.id() + " then " + view.id(), before.number());
        }
        List<String> smaller = join ? before.members() : view.members();
        List<String> larger = join ? view.members() : before.members();
        String extra = onlyExtra(smaller, larger);
        if (extra == null || (!changed.isEmpty() && !changed.get(0).equals(extra))) {
            String what = "%s of %s: %s then %s".formatted(view.cause(), changed, before.members(), view.members());
            report(GROUPS_P5, state, view, what, before.number());
        }
    }

    /** The one that the larger list has and the smaller has not; null when that is not the only difference. */
    private static String onlyExtra(List<String> smaller, List<String> larger) {
        if (larger.size() != smaller.size() + 1) {
            return null;
        }
        int at = 0;
        while (at < smaller.size() && smaller.get(at).equals(larger.get(at))) {
            at++;
        }
        return smaller.subList(at, smaller.size()).equals(larger.subList(at + 1, larger.size()))
                ? larger.get(at)
                : null;
    }

    private void network(ClientState state, Membership in, View view) {
        if (in == null) {
            return;
        }
        View before = in.view();
        Set<String> members = new HashSet<>(view.members());
        if (!in.isInTransition() && !members.containsAll(before.members())) {
            List<String> lost = new ArrayList<>(before.members());
            lost.removeAll(members);
            String why = whyFault(state, before, view, lost);
            if (why != null) {
                String what = lost + " lost without a signal" + why;
                report(GROUPS_P8, state, view, what, before.number());
                report(CLIENT_C4, state, view, what, before.number());
            }
        }
        if (!ClientState.endsRingChange(view) || view.own().isEmpty()) {
            return;
        }
        if (in.joinedDuringChange()) {
            return; // that the ring change touched the group is judged at those who were members before
        }
        Set<String> own = new HashSet<>(view.own());
        View base = in.beforeTransition();
        if (base != null && own.containsAll(base.members())) {
            String what = "signal, but all of " + base.members() + " stayed together";
            report(GROUPS_P20, state, view, what, base.number());
            report(CLIENT_C4, state, view, what, base.number());
        }
        boolean unchanged = base == null && view.members().equals(before.members()) && own.equals(members);
        if (unchanged && cascades.isKnown() && !cascades.sinceEvent(before.number())) {
            report(GROUPS_P20, state, view, "network view without a change", before.number());
        }
    }

    /** Why members may not be lost without a signal here; null when they may. */
    private String whyFault(ClientState state, View before, View view, List<String> lost) {
        long dataNumber = lastData == null ? -1 : lastData.number();
        if (cascades.isKnown()) {
            return cascades.explainsLoss(Math.max(dataNumber, before.number())) ? null : "";
        }
        if (cascadesUntold) {
            return dataNumber < before.number() ? null : ", but with data";
        }
        return rings.whyNoCascade(state.client(), before, view, lost)
                .map(why -> ": " + why)
                .orElse(null);
    }

    private void report(Predicate predicate, ClientState state, View view, String what, long first) {
        report(predicate, state, ViewTable.key(view), what, first, view.number());
    }

    private void report(Predicate predicate, ClientState state, Object where, String what, long first, long second) {
        violations.add(predicate, state.client(), where, what, first, second);
    }
}
