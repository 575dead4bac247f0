package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.LeaveRequested;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;

/** Which connection received what, and how it ended, to be asked about other connections. */
final class Deliveries {
    private final Map<ClientId, Map<String, Long>> received = new HashMap<>();
    private final Map<ClientId, Ended> ended = new HashMap<>();
    private final Map<ClientId, Map<String, Long>> lastLeave = new HashMap<>();
    private final Map<ClientId, Map<String, Long>> lastView = new HashMap<>();
    private final Map<String, List<ClientId>> connections = new HashMap<>();

    Deliveries(History history) {
        history.clients().forEach(this::take);
    }

    private void take(ClientId client, List<ClientEvent> events) {
        connections.computeIfAbsent(client.name(), n -> new ArrayList<>()).add(client);
        Map<String, Long> messages = new HashMap<>();
        Map<String, Long> leaves = new HashMap<>();
        Map<String, Long> views = new HashMap<>();
        for (ClientEvent event : events) {
            if (event instanceof Data data) {
                messages.putIfAbsent(data.uid(), data.number());
            } else if (event instanceof SelfLeave leave) {
                leaves.put(leave.group(), leave.number());
            } else if (event instanceof LeaveRequested leave) {
                leaves.put(leave.group(), leave.number());
            } else if (event instanceof View view) {
                views.put(view.group(), view.number());
            } else if (event instanceof Ended end) {
                ended.put(client, end);
            }
        }
        received.put(client, messages);
        lastLeave.put(client, leaves);
        lastView.put(client, views);
    }

    /** All connections of this name. */
    List<ClientId> connectionsOf(String name) {
        return connections.getOrDefault(name, List.of());
    }

    /** Whether the connection received the message. */
    boolean has(ClientId client, String uid) {
        return received.get(client).containsKey(uid);
    }

    /** Number of the event at which the connection ended, null when it did not. */
    Ended endOf(ClientId client) {
        return ended.get(client);
    }

    /** Whether the connection asked to leave the group, or left it, after this number of its log. */
    boolean leavesAfter(ClientId client, String group, long number) {
        return lastLeave.get(client).getOrDefault(group, Long.MIN_VALUE) > number;
    }

    /** Whether the connection got another view of the group after this number of its log. */
    boolean hasViewAfter(ClientId client, String group, long number) {
        return lastView.get(client).getOrDefault(group, Long.MIN_VALUE) > number;
    }
}
