package org.ringcast.harness.check;

import org.ringcast.harness.check.history.ClientEvent;

/** Looks at the events of one connection after the other, each together with the state that the connection is in. */
interface ClientCheck {
    /**
     * The next event of the connection.
     *
     * @param state what the connection was in before this event
     */
    void on(ClientState state, ClientEvent event);

    /** The log of the connection ends. */
    default void logEnds(ClientState state) {}

    /** All logs have been looked at. */
    default void runEnds() {}
}
