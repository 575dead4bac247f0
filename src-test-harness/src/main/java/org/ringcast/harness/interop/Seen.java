package org.ringcast.harness.interop;

import java.util.List;

/** One thing that a client received or did, in the order of its session. */
sealed interface Seen {
    /** It asked to join. */
    record Asked(String group, boolean join) implements Seen {}

    /** It sent a message. */
    record Sent(String uid, int service, String group) implements Seen {}

    /**
     * A view of a group.
     *
     * @param id the group id, three numbers
     * @param cause {@code JOIN}, {@code LEAVE}, {@code DISCONNECT} or {@code NETWORK}
     * @param sets virtual synchrony sets of a view by the network
     * @param ownSet which of them is the receiver's; -1 for none
     */
    record View(String group, String id, String cause, List<String> members, List<List<String>> sets, int ownSet)
            implements Seen {}

    /** The transitional signal of a group. */
    record Transition(String group) implements Seen {}

    /** The end of its own membership. */
    record Left(String group) implements Seen {}

    /** A message; {@code intact} when its bytes are those that were sent. */
    record Data(String uid, String sender, int service, String group, int bytes, boolean intact) implements Seen {}

    /** The connection broke; {@code asked} when the client ended it itself. */
    record Ended(boolean asked) implements Seen {}
}
