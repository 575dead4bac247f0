package org.ringcast.harness.sim;

import org.ringcast.daemon.core.CoreLog;

/** Who writes down what happens in a run. All methods do nothing by default. */
public interface SimTrace {
    /** Writes nothing down. */
    SimTrace NONE = new SimTrace() {};

    /** A datagram was sent. */
    default void onSent(long nowNs, Datagram datagram, Fate fate) {}

    /** A datagram came to the socket of its receiver, or did not at the last moment. */
    default void onArrived(long nowNs, Datagram datagram, Fate fate) {}

    /** A daemon read a datagram. */
    default void onRead(long nowNs, Datagram datagram) {}

    /** A daemon logged a line. */
    default void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {}

    /** Something happened to or in a daemon. */
    default void onDaemon(long nowNs, String daemon, String what) {}

    /** A client did something, or something was done to it. */
    default void onClient(long nowNs, String client, String what) {}

    /** A frame came to a client. */
    default void onFrame(long nowNs, String client, byte[] frame) {}

    /** The network, or the run as a whole, changed. */
    default void onNote(long nowNs, String what) {}

    /** Whether log lines are wanted. */
    default boolean wantsLogs() {
        return false;
    }
}
