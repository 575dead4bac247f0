package org.ringcast.monitor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers with which client libraries tell what went wrong, and the words for them. Scripts know both.
 *
 * <p>Source: docs/client-protocol.md, error codes.
 */
enum SpError {
    ILLEGAL_SPREAD(-1, "Illegal spread name provided."),
    COULD_NOT_CONNECT(-2, "Could not connect."),
    REJECT_QUOTA(-3, "Connection rejected, too many users."),
    REJECT_NO_NAME(-4, "Connection rejected, no name was supplied."),
    REJECT_ILLEGAL_NAME(-5, "Connection rejected, illegal name."),
    REJECT_NOT_UNIQUE(-6, "Connection rejected, name not unique."),
    REJECT_VERSION(-7, "Connection rejected, client library incompatible with daemon."),
    CONNECTION_CLOSED(-8, "Connection closed by Spread."),
    REJECT_AUTH(-9, "Connection rejected, authentication failed."),
    ILLEGAL_SESSION(-11, "Illegal session was supplied."),
    ILLEGAL_SERVICE(-12, "Illegal service request."),
    ILLEGAL_MESSAGE(-13, "Illegal message."),
    ILLEGAL_GROUP(-14, "Illegal group."),
    BUFFER_TOO_SHORT(-15, "Buffer too short."),
    GROUPS_TOO_SHORT(-16, "Groups list too short."),
    MESSAGE_TOO_LONG(-17, "Message (body + group names) too large."),
    NET_ERROR_ON_SESSION(-18, "Network socket error. SP_kill() the mailbox."),
    SP_BUG(-19, "Internal Spread bug detected."),
    ILLEGAL_TIME(-20, "Illegal time.");

    private static final String UNKNOWN = "Unrecognized error.";
    private static final Map<Integer, String> TEXTS = new HashMap<>();

    static {
        for (SpError error : values()) {
            TEXTS.put(error.code, error.text);
        }
    }

    private final int code;
    private final String text;

    SpError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** The words for a code, also for one that is not known. */
    static String text(int code) {
        return TEXTS.getOrDefault(code, UNKNOWN);
    }

    /** The line that tools print, without its end: {@code SP_error: (-2) Could not connect.} */
    static String line(int code) {
        return String.format(Locale.ROOT, "SP_error: (%d) %s", code, text(code));
    }
}
