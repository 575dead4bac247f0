package org.ringcast.harness.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.Connected;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.JoinRequested;
import org.ringcast.harness.check.history.ClientEvent.LeaveRequested;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.Service;

/** What clients of real daemons did and received, as a history. */
@SuppressWarnings("unchecked")
public final class RecordedGroupsRun {
    private static final int SELF_DISCARD = 0x40;

    private final History history = new History(new History.Daemons(List.of("d1", "d2", "d3", "d4"), List.of()));
    private final Map<String, Integer> connections = new HashMap<>();
    private long number;

    private RecordedGroupsRun() {}

    /** The lines of a recording, for example of {@code basic-501}. */
    public static List<Map<String, Object>> lines(String name) {
        try (InputStream in = RecordedGroupsRun.class.getResourceAsStream("/vectors/groups/" + name + ".jsonl")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Json::object).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recording as a history; it was taken until everything was quiet. */
    public static History load(String name) {
        RecordedGroupsRun run = new RecordedGroupsRun();
        lines(name).forEach(run::take);
        run.history.end(++run.number, 0, true);
        return run.history;
    }

    private void take(Map<String, Object> line) {
        String event = (String) line.get("ev");
        if (!line.containsKey("client")) {
            return; // what was done to daemons and to the network
        }
        String name = (String) line.get("client");
        if (event.equals("connect")) {
            connections.merge(name, 1, Integer::sum);
            history.clientEvent(new Connected(id(name), ++number, (Boolean) line.get("memb")));
        } else if (event.equals("closed_by_daemon")) {
            history.clientEvent(new Ended(id(name), ++number, End.BY_DAEMON));
        } else if (event.equals("op")) {
            request(id(name), line);
        } else if (event.equals("recv")) {
            received(id(name), line);
        }
    }

    private ClientId id(String name) {
        return new ClientId(name, connections.get(name) - 1);
    }

    private void request(ClientId client, Map<String, Object> line) {
        switch ((String) line.get("op")) {
            case "join" -> history.clientEvent(new JoinRequested(client, ++number, (String) line.get("group")));
            case "leave" -> history.clientEvent(new LeaveRequested(client, ++number, (String) line.get("group")));
            case "disconnect" -> history.clientEvent(new Ended(client, ++number, End.DISCONNECT));
            case "crash" -> history.clientEvent(new Ended(client, ++number, End.CRASH));
            default ->
                history.clientEvent(new MessageSent(
                        client,
                        ++number,
                        client.name() + " " + line.get("data"),
                        Service.valueOf((String) line.get("service")),
                        (Boolean) line.get("self_discard"),
                        (List<String>) line.get("groups")));
        }
    }

    private void received(ClientId client, Map<String, Object> line) {
        String group = (String) line.get("group");
        switch ((String) line.get("kind")) {
            case "REG_MEMB" ->
                history.clientEvent(new View(
                        client,
                        ++number,
                        group,
                        groupId(line),
                        Cause.valueOf((String) line.get("cause")),
                        (List<String>) line.get("members"),
                        (List<List<String>>) line.get("vs_sets"),
                        ((Double) line.get("my_vs_index")).intValue()));
            case "TRANS" -> history.clientEvent(new Transition(client, ++number, group, groupId(line)));
            case "SELF_LEAVE" -> history.clientEvent(new SelfLeave(client, ++number, group));
            default ->
                history.clientEvent(new Data(
                        client,
                        ++number,
                        line.get("sender") + " " + line.get("data"),
                        (String) line.get("sender"),
                        Service.valueOf(((List<String>) line.get("service")).get(0)),
                        (Integer.decode("#" + ((String) line.get("type")).substring(8)) & SELF_DISCARD) != 0,
                        (List<String>) line.get("groups")));
        }
    }

    private static GroupId groupId(Map<String, Object> line) {
        List<Double> id = (List<Double>) line.get("gid");
        return new GroupId(id.get(0).intValue(), id.get(1).intValue(), id.get(2).intValue());
    }
}
