package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C5;
import static org.ringcast.harness.check.Predicate.GROUPS_P17;

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
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.Service;

/** P17 and C5: who receives a SAFE message knows that all others get it too, if only they stay. */
final class SafeCheck implements ClientCheck {
    /** A message and the view in which somebody got it. */
    private record InView(String uid, ViewTable.Key view) {}

    /** Got behind the signal: holds for those who come along, known with the next view. */
    private record Pending(Data data, View view) {}

    private final boolean settled;
    private final Deliveries deliveries;
    private final ViewTable views;
    private final Violations violations;
    private final Map<InView, Data> beforeSignal = new LinkedHashMap<>();
    private final Map<String, List<Pending>> pending = new HashMap<>();

    SafeCheck(History history, Deliveries deliveries, ViewTable views, Violations violations) {
        this.settled = history.isSettled();
        this.deliveries = deliveries;
        this.views = views;
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        if (event instanceof Data data && data.service() == Service.SAFE) {
            for (String group : new HashSet<>(data.destinations())) {
                Membership in = state.in(group);
                if (in != null && in.isInTransition()) {
                    pending.computeIfAbsent(group, g -> new ArrayList<>()).add(new Pending(data, in.view()));
                } else if (in != null) {
                    beforeSignal.putIfAbsent(new InView(data.uid(), ViewTable.key(in.view())), data);
                }
            }
        } else if (event instanceof View view) {
            comeAlong(view);
        }
    }

    @Override
    public void logEnds(ClientState state) {
        pending.clear();
    }

    /** Everybody of the receiver's set that was in the view of the message must have it. */
    private void comeAlong(View next) {
        List<Pending> owed = pending.remove(next.group());
        if (owed == null || !next.isNetwork()) {
            return;
        }
        for (Pending message : owed) {
            ViewTable.Key key = ViewTable.key(message.view());
            Set<String> members = new HashSet<>(message.view().members());
            for (String name : next.own()) {
                if (members.contains(name)) {
                    owes(name, message.data(), key, List.of(GROUPS_P17));
                }
            }
        }
    }

    @Override
    public void runEnds() {
        beforeSignal.forEach((message, data) -> {
            for (String name : message.view().members()) {
                owes(name, data, message.view(), List.of(GROUPS_P17, CLIENT_C5));
            }
        });
    }

    private void owes(String name, Data data, ViewTable.Key key, List<Predicate> predicates) {
        if (data.selfDiscard() && data.sender().equals(name)) {
            return;
        }
        List<ClientId> connections = deliveries.connectionsOf(name);
        if (views.isAmbiguous(key) || connections.stream().anyMatch(c -> isDone(c, data, key))) {
            return;
        }
        for (ClientId client : connections) {
            View view = views.received(key, client);
            // A connection that is not told of views is looked at only when there is no doubt which it was.
            boolean meant = view != null || connections.size() == 1;
            if (meant) {
                long number = view == null ? data.number() : view.number();
                String what = data.uid() + " came to " + data.client() + " but not to " + client;
                predicates.forEach(p -> violations.add(p, data.client(), client, key, what, data.number(), number));
                return;
            }
        }
    }

    private boolean isDone(ClientId client, Data data, ViewTable.Key key) {
        Ended ended = deliveries.endOf(client);
        View view = views.received(key, client);
        if (deliveries.has(client, data.uid()) || ended != null) {
            return true;
        }
        if (view == null) {
            return !settled || deliveries.leavesAfter(client, key.group(), -1);
        }
        boolean mayStillCome = !settled && !deliveries.hasViewAfter(client, key.group(), view.number());
        return mayStillCome || deliveries.leavesAfter(client, key.group(), view.number());
    }
}
