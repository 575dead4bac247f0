package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C3;
import static org.ringcast.harness.check.Predicate.GROUPS_P9;
import static org.ringcast.harness.check.Predicate.GROUPS_P9A;
import static org.ringcast.harness.check.Predicate.GROUPS_P9B;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.ClientState.Membership;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.View;

/**
 * Virtual synchrony: P9, P9a, P9b, C3. Each receiver of a view is compared with one other of its own set, so that the work
 * grows with the number of deliveries and not with its square.
 */
final class SynchronyCheck implements ClientCheck {
    /** A view at a client, and what came to the group between the view before it and this one. */
    private record Installed(ClientState client, View view, View before, List<Data> messages) {}

    private final CheckOptions options;
    private final ViewTable views;
    private final Violations violations;
    private final Map<ViewTable.Key, Map<String, Installed>> installed = new LinkedHashMap<>();
    private final Map<String, List<Data>> sinceView = new HashMap<>();

    SynchronyCheck(CheckOptions options, ViewTable views, Violations violations) {
        this.options = options;
        this.views = views;
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        if (event instanceof Data data && data.service().isOrdered()) {
            for (String group : new HashSet<>(data.destinations())) {
                if (state.in(group) != null) {
                    sinceView.computeIfAbsent(group, g -> new ArrayList<>()).add(data);
                }
            }
        } else if (event instanceof View view) {
            List<Data> messages = sinceView.remove(view.group());
            Membership in = state.in(view.group());
            ViewTable.Key key = ViewTable.key(view);
            if (!views.isAmbiguous(key)) {
                installed
                        .computeIfAbsent(key, k -> new LinkedHashMap<>())
                        .put(
                                state.client().name(),
                                new Installed(
                                        state,
                                        view,
                                        in == null ? null : in.view(),
                                        messages == null ? List.of() : messages));
            }
        }
    }

    @Override
    public void logEnds(ClientState state) {
        sinceView.clear();
    }

    @Override
    public void runEnds() {
        installed.forEach((key, receivers) -> {
            if (receivers.values().iterator().next().view().isNetwork()) {
                network(key, receivers);
            } else {
                light(key, receivers);
            }
        });
    }

    private void light(ViewTable.Key key, Map<String, Installed> receivers) {
        Installed first = null;
        for (Installed one : receivers.values()) {
            if (one.before() != null && !one.view().isNetwork()) {
                if (first != null) {
                    same(key, first, one);
                }
                first = first == null ? one : first;
            }
        }
    }

    private void network(ViewTable.Key key, Map<String, Installed> receivers) {
        Installed first = null;
        for (Installed one : receivers.values()) {
            if (options.setsTold() && one.view().isNetwork()) {
                if (first != null) {
                    sameSets(key, first, one);
                }
                first = first == null ? one : first;
            }
            for (String name : one.view().own()) {
                Installed other = receivers.get(name);
                boolean together = other != null && other.view().own().contains(nameOf(one));
                if (together) {
                    if (!name.equals(nameOf(one))) {
                        same(key, one, other);
                    }
                    break;
                }
            }
        }
    }

    private void same(ViewTable.Key key, Installed one, Installed other) {
        View a = one.before();
        View b = other.before();
        if (a == null && b == null) {
            return;
        }
        boolean sameView = a != null && b != null && ViewTable.key(a).equals(ViewTable.key(b));
        if (!sameView) {
            String what = "came from " + name(a) + " and " + name(b);
            report(
                    GROUPS_P9,
                    key,
                    one,
                    other,
                    what,
                    one.view().number(),
                    other.view().number());
            return;
        }
        List<Data> left = withoutDiscarded(one, nameOf(other));
        List<Data> right = withoutDiscarded(other, nameOf(one));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            Data l = i < left.size() ? left.get(i) : null;
            Data r = i < right.size() ? right.get(i) : null;
            if (l == null || r == null || !l.uid().equals(r.uid())) {
                String what = "from %s on they got %s and %s".formatted(a.id(), uid(l), uid(r));
                long first = l == null ? one.view().number() : l.number();
                long second = r == null ? other.view().number() : r.number();
                report(GROUPS_P9, key, one, other, what, first, second);
                if (!uids(left).equals(uids(right))) {
                    report(CLIENT_C3, key, one, other, what, first, second);
                }
                return;
            }
        }
    }

    /** What both should have: a sender that has its own messages discarded does not get them. */
    private static List<Data> withoutDiscarded(Installed one, String sender) {
        if (one.messages().stream().noneMatch(m -> m.selfDiscard() && m.sender().equals(sender))) {
            return one.messages();
        }
        return one.messages().stream()
                .filter(m -> !m.selfDiscard() || !m.sender().equals(sender))
                .toList();
    }

    private static String nameOf(Installed one) {
        return one.client().client().name();
    }

    private static Set<String> uids(List<Data> messages) {
        Set<String> uids = new HashSet<>();
        messages.forEach(m -> uids.add(m.uid()));
        return uids;
    }

    private static String uid(Data data) {
        return data == null ? "nothing more" : data.uid();
    }

    private static String name(View view) {
        return view == null ? "no view" : "" + ViewTable.key(view);
    }

    private void sameSets(ViewTable.Key key, Installed one, Installed other) {
        List<List<String>> a = one.view().sets();
        List<List<String>> b = other.view().sets();
        if (a.equals(b)) {
            return;
        }
        String what = a + " and " + b;
        boolean asSets = sets(a).equals(sets(b));
        Predicate predicate = asSets ? GROUPS_P9B : GROUPS_P9A;
        report(
                predicate,
                key,
                one,
                other,
                what,
                one.view().number(),
                other.view().number());
    }

    private static Set<Set<String>> sets(List<List<String>> lists) {
        Set<Set<String>> sets = new HashSet<>();
        lists.forEach(list -> sets.add(new HashSet<>(list)));
        return sets;
    }

    private void report(
            Predicate predicate,
            ViewTable.Key key,
            Installed one,
            Installed other,
            String what,
            long first,
            long second) {
        violations.add(predicate, one.client().client(), other.client().client(), key, what, first, second);
    }
}
