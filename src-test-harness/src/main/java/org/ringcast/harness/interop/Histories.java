package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;
import org.ringcast.protocol.ServiceType;

/** What clients wrote down, in the form that the checkers of group communication take. */
final class Histories {
    private final ClientId client;
    private final List<ClientEvent> events = new ArrayList<>();
    private final Map<String, GroupId> views = new LinkedHashMap<>();

    private Histories(String privateGroup) {
        this.client = new ClientId(privateGroup, 0);
        events.add(new ClientEvent.Connected(client, 0, true));
    }

    /** A history of clients, each of a name of its own; more may come of all that are connected. */
    static History of(List<String> daemons, List<Judge.Log> logs) {
        History history = new History(new History.Daemons(daemons, List.of()));
        for (Judge.Log log : logs) {
            Histories one = new Histories(log.client());
            log.seen().forEach(one::add);
            one.events.forEach(history::clientEvent);
        }
        return history;
    }

    /** For each daemon the rings that were concluded for its clients with a view: it must have installed them. */
    static Map<String, Set<RingId>> ringsOfViews(History history) {
        Map<String, Set<RingId>> rings = new LinkedHashMap<>();
        history.clients().forEach((client, events) -> {
            for (ClientEvent event : events) {
                if (event instanceof ClientEvent.View view
                        && view.isNetwork()
                        && view.id().index() == 1) {
                    rings.computeIfAbsent(client.daemonName(), d -> new LinkedHashSet<>())
                            .add(view.id().ring());
                }
            }
        });
        return rings;
    }

    private void add(Seen seen) {
        long number = events.size();
        if (seen instanceof Seen.Asked asked) {
            events.add(
                    asked.join()
                            ? new ClientEvent.JoinRequested(client, number, asked.group())
                            : new ClientEvent.LeaveRequested(client, number, asked.group()));
        } else if (seen instanceof Seen.Sent sent) {
            events.add(new ClientEvent.MessageSent(
                    client, number, sent.uid(), service(sent.service()), false, List.of(sent.group())));
        } else if (seen instanceof Seen.Data data) {
            events.add(new ClientEvent.Data(
                    client, number, data.uid(), data.sender(), service(data.service()), false, List.of(data.group())));
        } else if (seen instanceof Seen.View view) {
            GroupId id = id(view.id());
            views.put(view.group(), id);
            events.add(new ClientEvent.View(
                    client,
                    number,
                    view.group(),
                    id,
                    ClientEvent.Cause.valueOf(view.cause()),
                    view.members(),
                    view.sets(),
                    view.ownSet()));
        } else if (seen instanceof Seen.Transition transition) {
            // The Java interface does not give the id with the signal; it is that of the view that ends.
            events.add(new ClientEvent.Transition(client, number, transition.group(), views.get(transition.group())));
        } else if (seen instanceof Seen.Left left) {
            views.remove(left.group());
            events.add(new ClientEvent.SelfLeave(client, number, left.group()));
        } else if (seen instanceof Seen.Ended ended) {
            events.add(new ClientEvent.Ended(
                    client, number, ended.asked() ? ClientEvent.End.DISCONNECT : ClientEvent.End.BY_DAEMON));
        }
    }

    private static GroupId id(String text) {
        int[] numbers =
                Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        return new GroupId(numbers[0], numbers[1], numbers[2]);
    }

    private static Service service(int bit) {
        return switch (bit) {
            case ServiceType.UNRELIABLE -> Service.UNRELIABLE;
            case ServiceType.RELIABLE -> Service.RELIABLE;
            case ServiceType.FIFO -> Service.FIFO;
            case ServiceType.CAUSAL -> Service.CAUSAL;
            case ServiceType.AGREED -> Service.AGREED;
            case ServiceType.SAFE -> Service.SAFE;
            default -> throw new IllegalArgumentException("no service has the bits " + bit);
        };
    }
}
