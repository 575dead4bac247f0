package org.ringcast.daemon.core.groups;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ringcast.daemon.core.groups.ClientEvent.Data;
import org.ringcast.daemon.core.groups.ClientEvent.SelfLeave;
import org.ringcast.daemon.core.groups.ClientEvent.Trans;
import org.ringcast.daemon.core.groups.ClientEvent.View;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.ServiceType;

/**
 * Looks at what clients received, and at nothing else but at which event of the ring made each item, and says which of the
 * promises of docs/protocol/groups.md does not hold. P numbers are those of that page.
 */
final class GroupPredicates {
    /** What one client received. */
    static final class Trace {
        final String client;
        final String privateGroup;
        final int daemon;
        final boolean membership;
        final List<ClientEvent> events = new ArrayList<>();
        final List<String> positions = new ArrayList<>();
        final List<String> configurations = new ArrayList<>();
        /** The client disconnected or crashed. */
        boolean ended;
        /** Texts of the messages the client sent, in order. */
        final List<String> sent = new ArrayList<>();

        Trace(String client, String privateGroup, int daemon, boolean membership) {
            this.client = client;
            this.privateGroup = privateGroup;
            this.daemon = daemon;
            this.membership = membership;
        }
    }

    /** A view at a client, with what the client got of the group since the view before. */
    private record Delivered(Trace trace, View view, String position, View before, List<String> messages) {}

    private final List<String> daemonOrder;
    private final List<Trace> traces;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, List<Delivered>> deliveredViews = new LinkedHashMap<>();
    private final Map<String, View> viewOfEvent = new HashMap<>();
    private final Map<String, Integer> sendOrder = new HashMap<>();
    int checkedViews;
    int checkedPairs;
    int transitions;
    int networkViews;

    GroupPredicates(List<String> daemonOrder, List<Trace> traces) {
        this.daemonOrder = daemonOrder;
        this.traces = traces;
    }

    List<String> check() {
        for (Trace trace : traces) {
            for (int i = 0; i < trace.sent.size(); i++) {
                sendOrder.put(trace.sent.get(i), i);
            }
        }
        for (Trace trace : traces) {
            new Replay(trace).run();
        }
        for (List<Delivered> same : deliveredViews.values()) {
            compareViews(same);
        }
        List<List<String>> keys = traces.stream().map(GroupPredicates::keys).toList();
        for (int i = 0; i < traces.size(); i++) {
            Map<String, Integer> places = new HashMap<>();
            for (String key : keys.get(i)) {
                places.put(key, places.size());
            }
            for (int k = i + 1; k < traces.size(); k++) {
                checkTotalOrder(traces.get(k), keys.get(k), traces.get(i), places);
            }
        }
        return violations;
    }

    private void require(boolean holds, String predicate, Trace trace, Object what) {
        if (!holds) {
            violations.add("%s at %s: %s".formatted(predicate, trace.client, what));
        }
    }

    /** What one client may expect, item by item. */
    private final class Replay {
        private final Trace trace;
        private final Map<String, View> views = new HashMap<>();
        private final Set<String> inTransition = new HashSet<>();
        private final Map<String, List<String>> sinceView = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final Map<String, Integer> lastOfSender = new HashMap<>();
        /** Item at which data came last, to see that none came in a cascade. */
        private String lastDataLog = "";

        Replay(Trace trace) {
            this.trace = trace;
        }

        void run() {
            for (int i = 0; i < trace.events.size(); i++) {
                ClientEvent event = trace.events.get(i);
                boolean data = event instanceof Data;
                require(trace.membership || data, "P16", trace, event);
                if (event instanceof View view) {
                    view(view, trace.positions.get(i));
                    sameForAll(view, trace.positions.get(i) + trace.configurations.get(i));
                } else if (event instanceof Trans trans) {
                    trans(trans);
                } else if (event instanceof SelfLeave leave) {
                    require(views.remove(leave.group()) != null, "P15", trace, event);
                    inTransition.remove(leave.group());
                    sinceView.remove(leave.group());
                } else if (data) {
                    data((Data) event, trace.positions.get(i));
                }
            }
            require(inTransition.isEmpty() || trace.ended, "P19", trace, "still in transition: " + inTransition);
        }

        private void view(View view, String position) {
            checkedViews++;
            View before = views.get(view.group());
            boolean transition = inTransition.contains(view.group());
            require(view.members().contains(trace.privateGroup), "P1", trace, view);
            require(isOrdered(view.members()), "P2", trace, view);
            if (view.cause().equals("NETWORK")) {
                networkViews++;
                network(view, before, transition, position);
            } else {
                light(view, before, transition);
            }
            deliveredViews
                    .computeIfAbsent(view.group() + view.id() + position, k -> new ArrayList<>())
                    .add(new Delivered(trace, view, position, before, sinceView.getOrDefault(view.group(), List.of())));
            views.put(view.group(), view);
            inTransition.remove(view.group());
            sinceView.put(view.group(), new ArrayList<>());
        }

        /** Daemons that have come the same way make the same view of the same event. */
        private void sameForAll(View view, String event) {
            View first = viewOfEvent.putIfAbsent(view.group() + " " + event, view);
            boolean same = first == null
                    || (first.id().equals(view.id())
                            && first.cause().equals(view.cause())
                            && first.members().equals(view.members())
                            && first.sets().equals(view.sets()));
            require(same, "P3 of one event", trace, view + " but elsewhere " + first);
        }

        private void light(View view, View before, boolean transition) {
            require(!transition, "P5 no light view in transition", trace, view);
            require(view.sets().size() == 1 && view.own() == 0, "P5 one set", trace, view);
            String who = view.sets().get(0).get(0);
            List<String> expected = new ArrayList<>(before == null ? List.of() : before.members());
            if (view.cause().equals("JOIN")) {
                if (before == null) {
                    require(who.equals(trace.privateGroup), "P5 first view is the own join", trace, view);
                    return;
                }
                require(!expected.contains(who), "P5 joiner is new", trace, view);
                expected.add(who);
            } else {
                require(before != null && expected.remove(who), "P5 leaver was there", trace, view);
            }
            require(new HashSet<>(expected).equals(new HashSet<>(view.members())), "P5 members", trace, view);
            if (before != null) {
                require(nextIndex(before.id()).equals(view.id()), "P4", trace, before.id() + " then " + view);
            }
        }

        private void network(View view, View before, boolean transition, String position) {
            Set<String> union = new HashSet<>();
            int sum = 0;
            for (List<String> set : view.sets()) {
                union.addAll(set);
                sum += set.size();
            }
            require(sum == union.size() && union.equals(new HashSet<>(view.members())), "P6 sets", trace, view);
            boolean ownValid = view.own() >= 0 && view.sets().get(view.own()).contains(trace.privateGroup);
            require(ownValid, "P6 own set", trace, view);
            if (before != null && ownValid) {
                require(
                        before.members().containsAll(view.sets().get(view.own())),
                        "P6 own set from the previous view",
                        trace,
                        before + " then " + view);
                if (!transition) {
                    boolean lost = !view.members().containsAll(before.members());
                    boolean dataInThisRing = lastDataLog.equals(logOf(position));
                    require(!lost || !dataInThisRing, "P8", trace, before + " then " + view);
                }
            }
        }

        private void trans(Trans trans) {
            transitions++;
            View view = views.get(trans.group());
            require(
                    view != null && view.id().equals(trans.id()) && inTransition.add(trans.group()),
                    "P7",
                    trace,
                    view + " then " + trans);
        }

        private void data(Data data, String position) {
            lastDataLog = logOf(position);
            require(seen.add(data.text()), "P13 twice", trace, data);
            Integer number = sendOrder.get(data.text());
            require(number != null, "P13 never sent", trace, data);
            String sender = data.text().substring(0, data.text().indexOf(':'));
            Integer last = lastOfSender.put(sender, number);
            require(last == null || number == null || last < number, "P11", trace, data);
            boolean addressed = false;
            for (String group : data.groups()) {
                addressed |= group.equals(trace.privateGroup) || views.containsKey(group);
                if (views.containsKey(group) && !isSelfDiscard(data)) {
                    sinceView.get(group).add(data.text());
                }
            }
            require(addressed || !trace.membership, "P14", trace, data);
        }
    }

    private static boolean isSelfDiscard(Data data) {
        return (data.service() & ServiceType.SELF_DISCARD) != 0;
    }

    private static String logOf(String position) {
        int end = 0;
        while (Character.isDigit(position.charAt(end))) {
            end++;
        }
        return position.substring(0, end);
    }

    private static GroupId nextIndex(GroupId id) {
        return new GroupId(id.processId(), id.timeSeconds(), id.index() + 1);
    }

    private boolean isOrdered(List<String> members) {
        for (int i = 1; i < members.size(); i++) {
            String a = members.get(i - 1);
            String b = members.get(i);
            int order = Integer.compare(place(a), place(b));
            if (order > 0 || (order == 0 && a.compareTo(b) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private int place(String privateGroup) {
        return daemonOrder.indexOf(privateGroup.substring(privateGroup.lastIndexOf('#') + 1));
    }

    /** All deliveries of one view: P3, P9, P9a, P9b. */
    private void compareViews(List<Delivered> same) {
        for (int i = 0; i < same.size(); i++) {
            for (int k = i + 1; k < same.size(); k++) {
                Delivered p = same.get(i);
                Delivered q = same.get(k);
                checkedPairs++;
                boolean sameCause = p.view().cause().equals(q.view().cause());
                boolean agree = p.view().members().equals(q.view().members())
                        && (sameCause || isJoinAcrossACut(p.view(), q.view()));
                require(agree, "P3", p.trace(), p.view() + " but " + q.trace().client + " " + q.view());
                if (!sameCause) {
                    continue;
                }
                require(
                        p.view().sets().equals(q.view().sets()),
                        "P9a, P9b",
                        p.trace(),
                        p.view() + " but " + q.trace().client + " " + q.view());
                boolean together = p.view().cause().equals("NETWORK")
                        ? isInOwnSet(p, q) && isInOwnSet(q, p)
                        : p.before() != null && q.before() != null;
                if (together && p.before() != null && q.before() != null) {
                    require(
                            Objects.equals(p.before().id(), q.before().id())
                                    && p.before().members().equals(q.before().members()),
                            "P9 previous views",
                            p.trace(),
                            p.before() + " and " + q.trace().client + " " + q.before() + " before " + p.view());
                    require(
                            p.messages().equals(q.messages()),
                            "P9 messages",
                            p.trace(),
                            p.messages() + " and " + q.trace().client + " " + q.messages() + " before " + p.view());
                }
            }
        }
    }

    /**
     * One component of the old ring delivered the join before its transitional configuration, the other behind it with the
     * joiner already cut off: the id is the same, and one sees a plain join, the other a network change.
     */
    private static boolean isJoinAcrossACut(View p, View q) {
        View network = p.cause().equals("NETWORK") ? p : q;
        View join = p.cause().equals("NETWORK") ? q : p;
        List<List<String>> sets = network.sets();
        return join.cause().equals("JOIN")
                && sets.get(sets.size() - 1).equals(join.sets().get(0));
    }

    private static boolean isInOwnSet(Delivered owner, Delivered other) {
        int own = owner.view().own();
        return own >= 0 && owner.view().sets().get(own).contains(other.trace().privateGroup);
    }

    /** P10: what both received they received in the same order. */
    private void checkTotalOrder(Trace a, List<String> keys, Trace b, Map<String, Integer> placesInB) {
        int last = -1;
        for (String key : keys) {
            Integer place = placesInB.get(key);
            if (place != null) {
                require(place > last, "P10", a, key + " against " + b.client);
                last = place;
            }
        }
    }

    private static List<String> keys(Trace trace) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < trace.events.size(); i++) {
            ClientEvent event = trace.events.get(i);
            if (event instanceof Data data) {
                keys.add(data.text());
            } else if (event instanceof View view) {
                keys.add(view.group() + view.id() + trace.positions.get(i));
            }
        }
        return keys;
    }
}
