package org.ringcast.harness.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;

/**
 * Which views are the same view. The id alone does not tell: a group that becomes empty and is made again in the same ring
 * starts with the same ids. So a view is named by its id and its members, and a name that comes twice to one member, even to
 * two connections of it, is known to stand for several views.
 */
final class ViewTable {
    /** Name of a view. */
    record Key(String group, GroupId id, List<String> members) {
        @Override
        public String toString() {
            return group + " " + id + members;
        }
    }

    private final Set<Key> ambiguous = new HashSet<>();
    /** Which connections had the view, and at which event. */
    private final Map<Key, Map<ClientId, View>> receivers = new HashMap<>();

    private final Map<Key, Set<String>> names = new HashMap<>();

    ViewTable(History history) {
        history.clients().forEach((client, events) -> {
            for (ClientEvent event : events) {
                if (event instanceof View view) {
                    Key key = key(view);
                    receivers.computeIfAbsent(key, k -> new HashMap<>()).put(client, view);
                    if (!names.computeIfAbsent(key, k -> new HashSet<>()).add(client.name())) {
                        ambiguous.add(key);
                    }
                }
            }
        });
    }

    static Key key(View view) {
        return new Key(view.group(), view.id(), view.members());
    }

    /** Whether several views go by this name. */
    boolean isAmbiguous(Key key) {
        return ambiguous.contains(key);
    }

    /** The view as the connection got it, null when it did not. */
    View received(Key key, ClientId client) {
        return receivers.getOrDefault(key, Map.of()).get(client);
    }
}
