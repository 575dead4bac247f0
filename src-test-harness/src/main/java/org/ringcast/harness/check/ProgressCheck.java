package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C6;
import static org.ringcast.harness.check.Predicate.GROUPS_P18;
import static org.ringcast.harness.check.Predicate.GROUPS_P19;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.JoinRequested;
import org.ringcast.harness.check.history.ClientEvent.LeaveRequested;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.History;

/** What must have come when the run has settled: P18, P19, C6. A connection that ended is owed nothing. */
final class ProgressCheck implements ClientCheck {
    /** A message to a group (or to the sender itself) that the sender was in. */
    private record Owed(MessageSent message, String group) {}

    private final boolean settled;
    private final CheckOptions options;
    private final Deliveries deliveries;
    private final Violations violations;
    private final List<Owed> owed = new ArrayList<>();
    /** The last request for each group. */
    private final Map<String, ClientEvent> wishes = new LinkedHashMap<>();

    ProgressCheck(History history, CheckOptions options, Deliveries deliveries, Violations violations) {
        this.settled = history.isSettled();
        this.options = options;
        this.deliveries = deliveries;
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        if (event instanceof MessageSent message && !message.selfDiscard()) {
            for (String to : message.destinations()) {
                if (state.in(to) != null || to.equals(state.client().name())) {
                    owed.add(new Owed(message, to));
                    break;
                }
            }
        } else if (event instanceof JoinRequested join) {
            wishes.put(join.group(), join);
        } else if (event instanceof LeaveRequested leave) {
            wishes.put(leave.group(), leave);
        }
    }

    @Override
    public void logEnds(ClientState state) {
        if (settled && state.ended() == null) {
            transitionsAreOver(state);
            if (options.requestsTold()) {
                ownMessages(state);
                if (state.wantsMembership()) {
                    requests(state);
                }
            }
        }
        owed.clear();
        wishes.clear();
    }

    private void transitionsAreOver(ClientState state) {
        state.groups().forEach((group, in) -> {
            if (in.isInTransition()) {
                long number = in.transition().number();
                report(
                        GROUPS_P19,
                        state,
                        group,
                        "still in transition from " + in.view().id(),
                        number);
            }
        });
    }

    private void ownMessages(ClientState state) {
        for (Owed message : owed) {
            long number = message.message().number();
            Long left = state.leftAt(message.group());
            boolean stayed = left == null || left < number;
            if (stayed && !deliveries.has(state.client(), message.message().uid())) {
                String what = "own message " + message.message().uid() + " did not come";
                report(GROUPS_P18, state, message.group(), what, number);
                report(CLIENT_C6, state, message.group(), what, number);
            }
        }
    }

    /** The last request decides; a doubled one in between may rightly be ignored. */
    private void requests(ClientState state) {
        wishes.forEach((group, wish) -> {
            boolean wanted = wish instanceof JoinRequested;
            if (wanted != (state.in(group) != null)) {
                String what = wanted ? "join was not answered" : "leave was not answered";
                report(GROUPS_P19, state, group, what, wish.number());
            }
        });
    }

    private void report(Predicate predicate, ClientState state, String group, String what, long number) {
        violations.add(predicate, state.client(), group, what, number, number);
    }
}
