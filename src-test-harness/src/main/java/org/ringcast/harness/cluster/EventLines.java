package org.ringcast.harness.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.Service;

/** Events of clients as lines of text, for clients that run in another process. Fields are separated by tabs. */
final class EventLines {
    private static final String MARK = "@event";
    private static final String FIELD = "\t";

    private EventLines() {}

    static boolean isEvent(String line) {
        return line.startsWith(MARK + FIELD);
    }

    static String format(ClientEvent event) {
        List<String> fields = new ArrayList<>();
        fields.add(MARK);
        fields.add(event.client().name());
        fields.add(Integer.toString(event.client().connection()));
        fields.add(Long.toString(event.number()));
        if (event instanceof ClientEvent.Connected connected) {
            fields.addAll(List.of("connected", Boolean.toString(connected.membership())));
        } else if (event instanceof ClientEvent.JoinRequested join) {
            fields.addAll(List.of("join", join.group()));
        } else if (event instanceof ClientEvent.LeaveRequested leave) {
            fields.addAll(List.of("leave", leave.group()));
        } else if (event instanceof ClientEvent.MessageSent sent) {
            fields.addAll(List.of("sent", sent.uid(), sent.service().name(), Boolean.toString(sent.selfDiscard())));
            fields.add(String.join(",", sent.destinations()));
        } else if (event instanceof ClientEvent.Ended ended) {
            fields.addAll(List.of("ended", ended.how().name()));
        } else if (event instanceof ClientEvent.View view) {
            fields.addAll(
                    List.of("view", view.group(), text(view.id()), view.cause().name()));
            fields.add(String.join(",", view.members()));
            fields.add(view.sets().stream().map(set -> String.join(",", set)).collect(Collectors.joining("|")));
            fields.add(Integer.toString(view.ownSet()));
        } else if (event instanceof ClientEvent.Transition transition) {
            fields.addAll(List.of("transition", transition.group(), text(transition.id())));
        } else if (event instanceof ClientEvent.SelfLeave selfLeave) {
            fields.addAll(List.of("selfleave", selfLeave.group()));
        } else if (event instanceof ClientEvent.Data data) {
            fields.addAll(
                    List.of("data", data.uid(), data.sender(), data.service().name()));
            fields.add(Boolean.toString(data.selfDiscard()));
            fields.add(String.join(",", data.destinations()));
        }
        return String.join(FIELD, fields);
    }

    static ClientEvent parse(String line) {
        String[] f = line.split(FIELD, -1);
        ClientId client = new ClientId(f[1], Integer.parseInt(f[2]));
        long number = Long.parseLong(f[3]);
        return switch (f[4]) {
            case "connected" -> new ClientEvent.Connected(client, number, Boolean.parseBoolean(f[5]));
            case "join" -> new ClientEvent.JoinRequested(client, number, f[5]);
            case "leave" -> new ClientEvent.LeaveRequested(client, number, f[5]);
            case "sent" ->
                new ClientEvent.MessageSent(
                        client, number, f[5], Service.valueOf(f[6]), Boolean.parseBoolean(f[7]), names(f[8]));
            case "ended" -> new ClientEvent.Ended(client, number, ClientEvent.End.valueOf(f[5]));
            case "view" ->
                new ClientEvent.View(
                        client,
                        number,
                        f[5],
                        id(f[6]),
                        ClientEvent.Cause.valueOf(f[7]),
                        names(f[8]),
                        f[9].isEmpty()
                                ? List.of()
                                : Arrays.stream(f[9].split("\\|", -1))
                                        .map(EventLines::names)
                                        .toList(),
                        Integer.parseInt(f[10]));
            case "transition" -> new ClientEvent.Transition(client, number, f[5], id(f[6]));
            case "selfleave" -> new ClientEvent.SelfLeave(client, number, f[5]);
            case "data" ->
                new ClientEvent.Data(
                        client, number, f[5], f[6], Service.valueOf(f[7]), Boolean.parseBoolean(f[8]), names(f[9]));
            default -> throw new IllegalArgumentException("no event: " + line);
        };
    }

    private static String text(GroupId id) {
        return id.procId() + " " + id.time() + " " + id.index();
    }

    /** The three numbers of a group id. */
    static GroupId id(String text) {
        String[] numbers = text.split(" ", -1);
        return new GroupId(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }
}
