package org.ringcast.client.internal;

import java.io.IOException;

/**
 * A connection could not be made, or can be used no longer. The message is the one that applications of the drop-in
 * classes see.
 */
public final class ConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** The socket itself was refused: nobody listens there. */
        REFUSED,
        /** There is no socket to the daemon for another reason, or not in time. */
        UNREACHABLE,
        /** A failure during the handshake; the daemon may have closed the connection. */
        CONNECT_FAILED,
        /** The daemon said no; see {@link #rejectCode()}. */
        REJECTED,
        /** The authentication method said no. */
        AUTHENTICATION_FAILED,
        /** The daemon is too old. */
        OLD_VERSION,
        /** The time for connecting was up during the handshake. */
        TIMED_OUT,
        /** The daemon ended the connection, or the network did. */
        LOST,
        /** The connection was closed on this side. */
        CLOSED,
        /** The daemon sent what no daemon may send; the connection was closed. */
        ILLEGAL_FRAME
    }

    private final Kind kind;
    private final int rejectCode;

    ConnectionException(Kind kind, String message) {
        this(kind, message, 0);
    }

    ConnectionException(Kind kind, String message, int rejectCode) {
        super(message);
        this.kind = kind;
        this.rejectCode = rejectCode;
    }

    ConnectionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.rejectCode = 0;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** The negative number with which the daemon refused the session; 0 when it did not. */
    public int rejectCode() {
        return rejectCode;
    }
}
