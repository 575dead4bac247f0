package org.ringcast.daemon.core.session;

/**
 * Answer to a connect request.
 *
 * @param session the new session with its name reserved, or null when the request is refused
 * @param rejectCode 0, or the code to tell the client (one signed byte)
 */
public record OpenResult(Session session, int rejectCode) {
    /** As many sessions as may be are there. */
    public static final int REJECT_QUOTA = -3;

    /** The private name is too long or has a character outside 0x24..0x7e. */
    public static final int REJECT_ILLEGAL_NAME = -5;

    /** Another session of this daemon has the name, perhaps one whose end is not ordered yet. */
    public static final int REJECT_NOT_UNIQUE = -6;

    static OpenResult accepted(Session session) {
        return new OpenResult(session, 0);
    }

    static OpenResult rejected(int code) {
        return new OpenResult(null, code);
    }

    public boolean isAccepted() {
        return session != null;
    }
}
