package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C1;
import static org.ringcast.harness.check.Predicate.GROUPS_P11;
import static org.ringcast.harness.check.Predicate.GROUPS_P13;
import static org.ringcast.harness.check.Predicate.GROUPS_P14;

import java.util.HashMap;
import java.util.Map;
import org.ringcast.harness.check.SentMessages.Sent;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.ClientId;

/** What comes as data: P11, P13, P14, C1. */
final class MessageCheck implements ClientCheck {
    private record Last(int place, Data data) {}

    private final SentMessages sent;
    private final CheckOptions options;
    private final Violations violations;
    private final Map<String, Data> seen = new HashMap<>();
    private final Map<ClientId, Last> lastOfSender = new HashMap<>();

    MessageCheck(SentMessages sent, CheckOptions options, Violations violations) {
        this.sent = sent;
        this.options = options;
        this.violations = violations;
    }

    @Override
    public void on(ClientState state, ClientEvent event) {
        if (event instanceof Data data) {
            Data first = seen.putIfAbsent(data.uid(), data);
            if (first != null) {
                String what = data.uid() + " came twice";
                report(GROUPS_P13, state, data, what, first.number());
                report(CLIENT_C1, state, data, what, first.number());
            }
            Sent origin = sent.get(data.uid());
            if (origin != null) {
                asSent(state, data, origin.message());
                inOrder(state, data, origin);
            } else if (options.requestsTold()) {
                report(GROUPS_P13, state, data, data.uid() + " was never sent", data.number());
            }
            addressed(state, data);
        }
    }

    @Override
    public void logEnds(ClientState state) {
        seen.clear();
        lastOfSender.clear();
    }

    private void asSent(ClientState state, Data data, MessageSent origin) {
        boolean same = origin.client().name().equals(data.sender())
                && origin.service() == data.service()
                && origin.selfDiscard() == data.selfDiscard()
                && origin.destinations().equals(data.destinations());
        if (!same) {
            report(GROUPS_P13, state, data, data + " was sent as " + origin, origin.number());
        }
        if (data.selfDiscard() && origin.client().equals(state.client())) {
            report(GROUPS_P13, state, data, data.uid() + " came back although to be discarded", origin.number());
        }
    }

    private void inOrder(ClientState state, Data data, Sent origin) {
        if (!data.service().isOrdered()) {
            return;
        }
        Last last = lastOfSender.get(origin.message().client());
        if (last != null && last.place() > origin.place()) {
            String what = last.data().uid() + " before " + data.uid();
            report(GROUPS_P11, state, data, what, last.data().number());
            report(CLIENT_C1, state, data, what, last.data().number());
        } else {
            lastOfSender.put(origin.message().client(), new Last(origin.place(), data));
        }
    }

    /** Weak services may overtake views; a connection without membership does not know its groups. */
    private void addressed(ClientState state, Data data) {
        if (!data.service().isOrdered() || !state.wantsMembership()) {
            return;
        }
        boolean addressed = data.destinations().stream()
                .anyMatch(to -> to.equals(state.client().name()) || state.in(to) != null);
        if (!addressed) {
            String what = data.uid() + " for " + data.destinations() + " but in "
                    + state.groups().keySet();
            report(GROUPS_P14, state, data, what, data.number());
        }
    }

    private void report(Predicate predicate, ClientState state, Data data, String what, long first) {
        violations.add(predicate, state.client(), data.destinations(), what, first, data.number());
    }
}
