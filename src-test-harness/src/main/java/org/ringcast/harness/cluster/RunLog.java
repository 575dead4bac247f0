package org.ringcast.harness.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.History;

/** All that the clients of a run did and saw, and a place to wait for it. Written by many threads. */
public final class RunLog {
    private static final long POLL_MS = 1000;

    private final List<ClientEvent> events = new ArrayList<>();
    private final Map<String, ClientId> newest = new LinkedHashMap<>();
    private final Map<ClientId, Map<String, Set<String>>> views = new LinkedHashMap<>();
    private final Map<ClientId, Set<String>> received = new LinkedHashMap<>();
    private final Map<ClientId, Set<String>> sent = new LinkedHashMap<>();
    private final Set<ClientId> ended = new LinkedHashSet<>();

    synchronized void add(ClientEvent event) {
        ClientId client = event.client();
        events.add(event);
        if (event instanceof ClientEvent.Connected) {
            newest.put(client.name(), client);
            views.put(client, new LinkedHashMap<>());
            received.put(client, new LinkedHashSet<>());
            sent.put(client, new LinkedHashSet<>());
        } else if (event instanceof ClientEvent.View view) {
            views.get(client).put(view.group(), new TreeSet<>(view.members()));
        } else if (event instanceof ClientEvent.SelfLeave leave) {
            views.get(client).remove(leave.group());
        } else if (event instanceof ClientEvent.Data data) {
            received.get(client).add(data.uid());
        } else if (event instanceof ClientEvent.MessageSent message) {
            sent.get(client).add(message.uid());
        } else if (event instanceof ClientEvent.Ended) {
            ended.add(client);
        }
        notifyAll();
    }

    /** Waits for a condition on the log. */
    private synchronized void await(Supplier<String> what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not in " + patience + ": " + what.get());
            }
            try {
                wait(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Waits until each of these clients has a view of the group with exactly these members. */
    public void awaitView(String group, Duration patience, String... clients) {
        Set<String> members = new TreeSet<>(Arrays.asList(clients));
        await(
                () -> "view of " + group + " with " + members + " at each of them; they have "
                        + viewsOf(group, clients),
                patience,
                () -> Arrays.stream(clients).allMatch(name -> members.equals(viewOf(name, group))));
    }

    private Set<String> viewOf(String name, String group) {
        ClientId client = newest.get(name);
        return client == null ? null : views.get(client).get(group);
    }

    private String viewsOf(String group, String... clients) {
        StringBuilder text = new StringBuilder();
        for (String name : clients) {
            text.append('\n').append(newest.get(name)).append(": ").append(viewOf(name, group));
        }
        return text.toString();
    }

    /**
     * Waits until these clients have sent so many messages each in their present connection, and each of them has received all
     * of these.
     */
    public void awaitExchanged(int count, Duration patience, String... clients) {
        await(() -> "exchange of messages " + counts(clients), patience, () -> {
            for (String from : clients) {
                Set<String> all = sent.getOrDefault(newest.get(from), Set.of());
                if (all.size() < count) {
                    return false;
                }
                for (String to : clients) {
                    if (!received.getOrDefault(newest.get(to), Set.of()).containsAll(all)) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    /** Messages that were sent before do not count any more when an exchange is awaited. */
    public synchronized void forgetSent() {
        sent.values().forEach(Set::clear);
    }

    private String counts(String... clients) {
        StringBuilder text = new StringBuilder();
        for (String name : clients) {
            ClientId client = newest.get(name);
            text.append('\n').append(client);
            text.append(": sent ").append(sent.getOrDefault(client, Set.of()).size());
            text.append(", received ")
                    .append(received.getOrDefault(client, Set.of()).size());
        }
        return text.toString();
    }

    /** Waits until a client has sent so many messages in its present connection. */
    public void awaitSent(String name, int count, Duration patience) {
        await(
                () -> count + " messages sent by" + counts(name),
                patience,
                () -> sent.getOrDefault(newest.get(name), Set.of()).size() >= count);
    }

    /** Waits until a client is told in its present connection that it is out of a group. */
    public void awaitOut(String name, String group, Duration patience) {
        await(() -> "end of the membership of " + name + " in " + group, patience, () -> {
            ClientId client = newest.get(name);
            return client != null && views.get(client).get(group) == null;
        });
    }

    /** Waits until the present connection of each of these clients is over. */
    public void awaitEnded(Duration patience, String... clients) {
        await(
                () -> "end of " + Arrays.toString(clients),
                patience,
                () -> Arrays.stream(clients).allMatch(name -> ended.contains(newest.get(name))));
    }

    /** Messages that were received so far, by all clients together. */
    public synchronized long deliveries() {
        return received.values().stream().mapToLong(Set::size).sum();
    }

    /**
     * For the checkers.
     *
     * @param daemons names in the order of the configuration
     */
    public synchronized History history(List<String> daemons) {
        History history = new History(new History.Daemons(daemons, List.of()));
        events.forEach(history::clientEvent);
        history.end(events.size(), 0, true);
        return history;
    }

    /** What a client was told in its present connection of who is in a group: views, and the signals before them. */
    public synchronized List<ClientEvent> memberships(String name, String group) {
        ClientId client = newest.get(name);
        return events.stream()
                .filter(event -> event.client().equals(client))
                .filter(event ->
                        (event instanceof ClientEvent.View view && view.group().equals(group))
                                || (event instanceof ClientEvent.Transition signal
                                        && signal.group().equals(group)))
                .toList();
    }

    /** The log of one client in words, for messages. */
    public synchronized List<String> story(String name) {
        return events.stream()
                .filter(event -> event.client().name().equals(name))
                .map(Object::toString)
                .toList();
    }
}
