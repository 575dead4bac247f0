package org.ringcast.harness.check.history;

import java.util.List;

/**
 * What a client asked for and what it received. The order of the events of one connection is the order in which the client
 * did and saw them. Numbers grow within a connection; in a simulated run they grow over the whole run, together with
 * those of the daemons, but no checker relies on that for clients of real processes.
 */
public sealed interface ClientEvent {
    /** Whose event it is. */
    ClientId client();

    /** Place in the run, or in the log of this connection. */
    long number();

    /** Why there is a new view. */
    enum Cause {
        JOIN,
        LEAVE,
        DISCONNECT,
        NETWORK
    }

    /** How a connection came to its end. */
    enum End {
        /** The client asked for it. */
        DISCONNECT,
        /** The client broke the connection or died. */
        CRASH,
        /** The daemon died or threw the client out. */
        BY_DAEMON
    }

    /**
     * The daemon accepted the connection.
     *
     * @param membership whether the client wants to be told of views
     */
    record Connected(ClientId client, long number, boolean membership) implements ClientEvent {}

    /** The client asked to be a member. */
    record JoinRequested(ClientId client, long number, String group) implements ClientEvent {}

    /** The client asked not to be a member any more. */
    record LeaveRequested(ClientId client, long number, String group) implements ClientEvent {}

    /**
     * The client sent a message.
     *
     * @param uid tells the message from all others of the run
     */
    record MessageSent(
            ClientId client, long number, String uid, Service service, boolean selfDiscard, List<String> destinations)
            implements ClientEvent {
        public MessageSent {
            destinations = List.copyOf(destinations);
        }
    }

    /** The connection is over; nothing of it follows. */
    record Ended(ClientId client, long number, End how) implements ClientEvent {}

    /**
     * A view was received.
     *
     * @param sets virtual synchrony sets; empty where a log does not tell them
     * @param ownSet index of the receiver's set, -1 where a log does not tell
     */
    record View(
            ClientId client,
            long number,
            String group,
            GroupId id,
            Cause cause,
            List<String> members,
            List<List<String>> sets,
            int ownSet)
            implements ClientEvent {
        public View {
            members = List.copyOf(members);
            sets = sets.stream().map(List::copyOf).toList();
        }

        /** Whether the view comes from a change of the ring or happened during one. */
        public boolean isNetwork() {
            return cause == Cause.NETWORK;
        }

        /** The receiver's set; empty when it is not known or out of range. */
        public List<String> own() {
            return ownSet >= 0 && ownSet < sets.size() ? sets.get(ownSet) : List.of();
        }
    }

    /** The transitional signal of a group was received; the id is that of the view that ends. */
    record Transition(ClientId client, long number, String group, GroupId id) implements ClientEvent {}

    /** The client's own leave was confirmed. */
    record SelfLeave(ClientId client, long number, String group) implements ClientEvent {}

    /** A message was received. */
    record Data(
            ClientId client,
            long number,
            String uid,
            String sender,
            Service service,
            boolean selfDiscard,
            List<String> destinations)
            implements ClientEvent {
        public Data {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * Nothing that the client sees: here in its stream the groups layer of its daemon changed state (1 GOP, 2 GTRANS, 3 GGATHER,
     * 4 GGT). What stands before it was handed out before, whenever the client received it.
     */
    record LayerState(ClientId client, long number, int state) implements ClientEvent {}
}
