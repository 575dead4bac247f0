package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ringcast.harness.check.history.ClientEvent.Cause;
import org.ringcast.harness.check.history.ClientEvent.Connected;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.End;
import org.ringcast.harness.check.history.ClientEvent.Ended;
import org.ringcast.harness.check.history.ClientEvent.JoinRequested;
import org.ringcast.harness.check.history.ClientEvent.LayerState;
import org.ringcast.harness.check.history.ClientEvent.LeaveRequested;
import org.ringcast.harness.check.history.ClientEvent.MessageSent;
import org.ringcast.harness.check.history.ClientEvent.SelfLeave;
import org.ringcast.harness.check.history.ClientEvent.Transition;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.ClientId;
import org.ringcast.harness.check.history.DaemonEvent.GroupState;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.GroupId;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.InstalledRing;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;

/**
 * Writes a history of clients by hand. A client is named by one letter for its daemon and whatever follows: {@code a1} is
 * {@code #a1#d1}, {@code b} is {@code #b#d2}. Lists of members are names with blanks between; sets are parted by bars, the
 * receiver's own is found by its name.
 */
final class ClientStory {
    static final String G = "g";

    private final History history = new History(new History.Daemons(List.of("d1", "d2", "d3"), List.of(30, 10, 20)));
    private final Map<String, Integer> connections = new HashMap<>();
    private final Set<String> present = new TreeSet<>();
    private final Map<String, MessageSent> messages = new HashMap<>();
    private long number;
    private boolean settled = true;

    private static String name(String client) {
        return "#" + client + "#d" + (client.charAt(0) - 'a' + 1);
    }

    private ClientId id(String client) {
        return new ClientId(name(client), connections.getOrDefault(client, 0));
    }

    private static List<String> names(String clients) {
        List<String> names = new ArrayList<>();
        for (String client : clients.trim().split(" ", -1)) {
            if (!client.isEmpty()) {
                names.add(name(client));
            }
        }
        return names;
    }

    private static String destination(String to) {
        return to.startsWith("@") ? name(to.substring(1)) : to;
    }

    private static List<String> destinations(String to) {
        return List.of(to.split(" ", -1)).stream().map(ClientStory::destination).toList();
    }

    static GroupId gid(int ring, int index) {
        return new GroupId(1, ring, index);
    }

    ClientStory connect(String... clients) {
        for (String client : clients) {
            present.add(client);
            history.clientEvent(new Connected(id(client), ++number, true));
        }
        return this;
    }

    ClientStory connectWithoutMembership(String client) {
        history.clientEvent(new Connected(id(client), ++number, false));
        return this;
    }

    ClientStory reconnect(String client) {
        connections.merge(client, 1, Integer::sum);
        return connect(client);
    }

    ClientStory end(String client, End how) {
        present.remove(client);
        history.clientEvent(new Ended(id(client), ++number, how));
        return this;
    }

    ClientStory askToJoin(String client) {
        history.clientEvent(new JoinRequested(id(client), ++number, G));
        return this;
    }

    ClientStory askToLeave(String client) {
        history.clientEvent(new LeaveRequested(id(client), ++number, G));
        return this;
    }

    /** A view by one join, leave or disconnect, at several clients. */
    ClientStory light(String receivers, GroupId id, Cause cause, String who, String members) {
        for (String client : receivers.split(" ", -1)) {
            view(client, id, cause, names(members), List.of(names(who)), 0);
        }
        return this;
    }

    /** A view by the network, at several clients. */
    ClientStory network(String receivers, GroupId id, String members, String sets) {
        List<List<String>> lists = new ArrayList<>();
        for (String set : sets.split("\\|", -1)) {
            lists.add(names(set));
        }
        for (String client : receivers.split(" ", -1)) {
            int own = -1;
            for (int i = 0; i < lists.size(); i++) {
                own = lists.get(i).contains(name(client)) ? i : own;
            }
            view(client, id, Cause.NETWORK, names(members), lists, own);
        }
        return this;
    }

    private void view(
            String client, GroupId id, Cause cause, List<String> members, List<List<String>> sets, int ownSet) {
        history.clientEvent(new View(id(client), ++number, G, id, cause, members, sets, ownSet));
    }

    /** The first view of another group, made by its only member's join. */
    ClientStory other(String client, GroupId id) {
        List<String> members = names(client);
        history.clientEvent(new View(id(client), ++number, "other", id, Cause.JOIN, members, List.of(members), 0));
        return this;
    }

    ClientStory trans(String receivers, GroupId id) {
        for (String client : receivers.split(" ", -1)) {
            history.clientEvent(new Transition(id(client), ++number, G, id));
        }
        return this;
    }

    ClientStory selfLeave(String client) {
        history.clientEvent(new SelfLeave(id(client), ++number, G));
        return this;
    }

    /** Sends to groups or, with {@code @}, to clients. */
    ClientStory send(String client, String uid, Service service, String to) {
        return send(client, uid, service, to, false);
    }

    ClientStory sendWithoutEcho(String client, String uid, Service service, String to) {
        return send(client, uid, service, to, true);
    }

    private ClientStory send(String client, String uid, Service service, String to, boolean selfDiscard) {
        MessageSent message = new MessageSent(id(client), ++number, uid, service, selfDiscard, destinations(to));
        messages.put(uid, message);
        history.clientEvent(message);
        return this;
    }

    /** Hands a message that was sent to several clients. */
    ClientStory data(String receivers, String... uids) {
        for (String client : receivers.split(" ", -1)) {
            for (String uid : uids) {
                MessageSent m = messages.get(uid);
                history.clientEvent(new Data(
                        id(client), ++number, uid, m.client().name(), m.service(), m.selfDiscard(), m.destinations()));
            }
        }
        return this;
    }

    /** Hands a message that nobody sent to a client. */
    ClientStory forged(String client, String uid, String sender, Service service, String to) {
        history.clientEvent(new Data(id(client), ++number, uid, name(sender), service, false, destinations(to)));
        return this;
    }

    /** State of the groups layer of a daemon, whose clients have received all that was handed out before. */
    ClientStory groupState(int daemon, int state) {
        return groupStateAhead(daemon, state).groupStateInStreams(daemon, state);
    }

    /** State of the groups layer of a daemon, of which not everything that was handed out before has been received. */
    ClientStory groupStateAhead(int daemon, int state) {
        history.daemonEvent(new GroupState(new ProcessId(daemon - 1, 0), ++number, state));
        return this;
    }

    /** The daemon's clients have received everything that was handed out before this state. */
    ClientStory groupStateInStreams(int daemon, int state) {
        for (String client : present) {
            if (name(client).endsWith("#d" + daemon)) {
                history.clientEvent(new LayerState(id(client), ++number, state));
            }
        }
        return this;
    }

    /** A transitional configuration at a daemon; members are numbers of daemons, from 1. */
    ClientStory transitional(int daemon, int time, Integer... members) {
        history.daemonEvent(
                new Transitional(new ProcessId(daemon - 1, 0), ++number, new RingId(daemon, time), indices(members)));
        return this;
    }

    /** A regular configuration at a daemon, which ends in normal operation of its groups layer. */
    ClientStory regular(int daemon, int time, Integer... members) {
        history.daemonEvent(
                new Regular(new ProcessId(daemon - 1, 0), ++number, 0, new RingId(1, time), indices(members)));
        return groupState(daemon, 1);
    }

    /**
     * A life of a daemon that is known from its log only.
     *
     * @param rings each is the time of its id and the daemons in it: {@code 4 d1 d2}
     */
    ClientStory life(int daemon, String... rings) {
        List<InstalledRing> installed = new ArrayList<>();
        for (String ring : rings) {
            List<String> parts = List.of(ring.split(" ", -1));
            RingId id = new RingId(1, Integer.parseInt(parts.get(0)));
            installed.add(new InstalledRing(id, parts.subList(1, parts.size())));
        }
        history.installedRings("d" + daemon, installed);
        return this;
    }

    private static List<Integer> indices(Integer... members) {
        return List.of(members).stream().map(member -> member - 1).toList();
    }

    ClientStory unsettled() {
        settled = false;
        return this;
    }

    History end() {
        history.end(++number, 0, settled);
        return history;
    }
}
