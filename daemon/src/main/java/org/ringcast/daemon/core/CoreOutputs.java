package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.session.Session;

/**
 * The only way out of the core. Datagrams go out in call order: an adapter may batch them within one duty cycle but never
 * reorder two that have the same destination, nor a token before data sent earlier.
 */
public interface CoreOutputs {
    /** Data port of a daemon, unicast to its configured address. The bytes are copied or sent before the call returns. */
    void sendData(int daemonIndex, ByteBuf packet);

    /** Token port of a daemon (may be this daemon itself: a lone daemon sends the token to itself). */
    void sendToken(int daemonIndex, ByteBuf packet);

    /** Every address of the own segment, data port. Called only when the segment is configured with several daemons. */
    void sendSegment(ByteBuf packet);

    /**
     * A session has output waiting in its queue ({@code Session.pollOutput}); called once until the queue was emptied. The
     * adapter drains it at the end of the duty cycle, and afterwards each time the socket becomes writable.
     */
    void outputReady(Session session);

    /**
     * The session's queue is full and another message has come: an adapter that can, writes at once what the socket takes.
     * Afterwards a session whose queue is still full is killed, so this is what gives a reading client its chance when one
     * duty cycle brings more messages than the queue may hold.
     */
    default void drainNow(Session session) {
        // nothing can be written in between
    }

    /** Stop or resume reading a session's socket. */
    void setReading(Session session, boolean reading);

    /**
     * The session is over: nothing more is read or written, output still queued was discarded. The socket is closed now or
     * with {@link #ended}, after what the kernel already has.
     *
     * @param reason words for the log
     */
    void close(Session session, String reason);

    /** The ring has ordered the end of a session that was closed before: its name is free. */
    default void ended(Session session) {
        // a socket that was closed at once needs nothing more
    }

    /**
     * An id of a ring, a transitional configuration or a form token is about to have this time, which is later than all before.
     * Whoever keeps it hands it to {@link DaemonCore#start(long, int)} when the daemon is started again. Must not wait for a
     * disk.
     *
     * @param seconds since 1970, or a little ahead of the clock
     */
    default void membershipTimeUsed(int seconds) {
        // kept nowhere: after a restart the wall clock alone says what is new
    }

    /**
     * What is known of the far side of a session's socket, for log lines: how much the kernel still holds that the client's
     * host did not take. Empty when nothing is known.
     */
    default String socketState(Session session) {
        return "";
    }

    /** Where the datagram being handled came from, for log lines: {@code [address]:port on channel n}. */
    default String datagramSource() {
        return "[unknown]:0 on channel 0";
    }
}
