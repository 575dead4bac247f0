package org.ringcast.monitor;

import java.util.List;

/** What is known of one daemon: whether it answers, and how to get to it and back. */
final class PathPeer {
    /** How a daemon takes part. */
    enum State {
        /** It answers probes. */
        ANSWERS,
        /** It answers, but has another list of daemons. */
        FOREIGN,
        /** It answers status requests only. */
        STATUS_ONLY,
        SILENT,
        /** It answered, and does not any more. */
        GONE
    }

    private final int index;
    private State state = State.SILENT;
    private List<PathHop> there = List.of();
    private List<PathHop> back = List.of();
    private boolean hashKnown;
    private int hash;

    PathPeer(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    State state() {
        return state;
    }

    void setState(State newState) {
        state = newState;
    }

    boolean answers() {
        return state == State.ANSWERS;
    }

    /** It answers along these: the last hop of {@code way} leads to it, {@code home} leads on to the asker's own daemon. */
    void setRoutes(List<PathHop> way, List<PathHop> home) {
        state = State.ANSWERS;
        there = List.copyOf(way);
        back = List.copyOf(home);
    }

    List<PathHop> there() {
        return there;
    }

    List<PathHop> back() {
        return back;
    }

    void setHash(int newHash) {
        hashKnown = true;
        hash = newHash;
    }

    boolean isHashKnown() {
        return hashKnown;
    }

    /** Configuration hash that it runs with. */
    int hash() {
        return hash;
    }
}
