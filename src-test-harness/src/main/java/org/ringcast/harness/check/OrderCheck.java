package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.CLIENT_C2;
import static org.ringcast.harness.check.Predicate.GROUPS_P10;
import static org.ringcast.harness.check.Predicate.GROUPS_P12;

import java.util.List;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;

/**
 * P10, P12 and C2. Every log says of the items in it which comes before which. If all these together can be put into one
 * order, any two clients agree; if not, there is a circle, and the circle is the violation.
 */
final class OrderCheck {
    private static final String SENT = " sent";

    private final History history;
    private final ViewTable views;
    private final Violations violations;

    private OrderCheck(History history, ViewTable views, Violations violations) {
        this.history = history;
        this.views = views;
        this.violations = violations;
    }

    static void check(History history, ViewTable views, Violations violations) {
        OrderCheck check = new OrderCheck(history, views, violations);
        check.report(CLIENT_C2, check.received(false));
        check.report(GROUPS_P10, check.received(true));
        check.report(GROUPS_P12, check.causes());
    }

    /** Ordered messages, with the views or without. */
    private OrderGraph received(boolean withViews) {
        OrderGraph graph = new OrderGraph();
        history.clients().forEach((client, events) -> {
            graph.beginLog(client.toString());
            for (ClientEvent event : events) {
                if (event instanceof Data data && data.service().isOrdered()) {
                    graph.next(data.uid(), data.number());
                } else if (withViews && event instanceof View view && !views.isAmbiguous(ViewTable.key(view))) {
                    graph.next(ViewTable.key(view), view.number());
                }
            }
        });
        return graph;
    }

    /** What was received before, and what was sent after it. */
    private OrderGraph causes() {
        OrderGraph graph = new OrderGraph();
        history.clients().forEach((client, events) -> {
            graph.beginLog(client + " received");
            for (ClientEvent event : events) {
                if (event instanceof Data data && data.service().isCausal()) {
                    graph.next(data.uid(), data.number());
                }
            }
            sent(graph, client, events);
        });
        return graph;
    }

    private static void sent(OrderGraph graph, ClientId client, List<ClientEvent> events) {
        Data last = null;
        graph.beginLog(client + SENT);
        for (ClientEvent event : events) {
            if (event instanceof Data data && data.service().isCausal()) {
                last = data;
            } else if (event instanceof MessageSent message && message.service().isCausal()) {
                if (last != null) {
                    graph.after(last.uid(), last.number(), message.uid(), message.number());
                }
                graph.next(message.uid(), message.number());
            }
        }
    }

    private void report(Predicate predicate, OrderGraph graph) {
        OrderGraph.Circle circle = graph.findCircle();
        // A circle of receivers alone is no matter of causes, and is told already.
        boolean told = circle != null
                && predicate == GROUPS_P12
                && circle.who().stream().noneMatch(log -> log.endsWith(SENT));
        if (circle != null && !told) {
            violations.add(
                    predicate, circle.who(), "the run", circle.what(), circle.firstNumber(), circle.secondNumber());
        }
    }
}
