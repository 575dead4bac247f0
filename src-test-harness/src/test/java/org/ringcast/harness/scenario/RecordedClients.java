package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ringcast.harness.check.RecordedGroupsRun;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;

/** What each client received, as lines in which rings have symbols and sets are sets: two runs can be compared. */
final class RecordedClients {
    private RecordedClients() {}

    /** Lines of each client of a recording. */
    static Map<String, List<String>> recorded(String name) {
        return lines(RecordedGroupsRun.load(name));
    }

    /** Lines of each client of a run; connections of one name one after the other. */
    static Map<String, List<String>> lines(History history) {
        Map<String, List<String>> lines = new TreeMap<>();
        Map<String, Map<RingId, String>> symbols = new HashMap<>();
        history.clients().forEach((client, events) -> {
            List<String> own = lines.computeIfAbsent(client.name(), n -> new ArrayList<>());
            Map<RingId, String> rings = symbols.computeIfAbsent(client.name(), n -> new HashMap<>());
            for (ClientEvent event : events) {
                String line = line(event, rings);
                if (line != null) {
                    own.add(line);
                }
            }
        });
        return lines;
    }

    private static String line(ClientEvent event, Map<RingId, String> rings) {
        if (event instanceof View view) {
            String sets = view.sets().stream().map(Object::toString).sorted().toList() + " own " + view.own();
            return "VIEW %s %s %s %s sets %s"
                    .formatted(view.group(), symbol(view.id(), rings), view.cause(), view.members(), sets);
        }
        if (event instanceof Transition transition) {
            return "TRANS %s %s".formatted(transition.group(), symbol(transition.id(), rings));
        }
        if (event instanceof SelfLeave leave) {
            return "SELF-LEAVE " + leave.group();
        }
        if (event instanceof Data data) {
            String text =
                    data.uid().startsWith("#") ? data.uid().substring(data.uid().indexOf(' ') + 1) : data.uid();
            return "%s \"%s\" from %s to %s".formatted(data.service(), text, data.sender(), data.destinations());
        }
        return null;
    }

    private static String symbol(GroupId id, Map<RingId, String> rings) {
        return rings.computeIfAbsent(id.ring(), r -> "ring" + rings.size()) + "." + id.index();
    }
}
