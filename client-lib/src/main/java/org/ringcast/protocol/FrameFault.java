package org.ringcast.protocol;

/**
 * Why a daemon ends the session that sent a frame.
 *
 * @param reason what is wrong
 * @param logLine the line to log, without time stamp
 */
public record FrameFault(Reason reason, String logLine) {
    /** What can be wrong with a frame from a client, in the order in which it is looked for. */
    public enum Reason {
        ILLEGAL_TYPE,
        ILLEGAL_SENDER,
        OTHER_DAEMON,
        /** The one fault that is logged whatever the debug flags say. */
        OTHER_SESSION,
        GROUP_COUNT,
        ILLEGAL_HINT,
        DATA_LENGTH,
        TOO_LARGE,
        /** JOIN or LEAVE without any group. */
        REQUEST_WITHOUT_GROUP,
        /** JOIN or LEAVE whose group field has no NUL. */
        UNTERMINATED_GROUP
    }

    /** True when the line is printed whatever the debug flags say. */
    public boolean alwaysLogged() {
        return reason == Reason.OTHER_SESSION;
    }
}
