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
        ILLEGAL_TYPE("type with illegal bits"),
        ILLEGAL_SENDER("sender that is no private group"),
        OTHER_DAEMON("sender of another daemon"),
        /** The one fault that is logged whatever the debug flags say. */
        OTHER_SESSION("sender of another session"),
        GROUP_COUNT("number of groups"),
        ILLEGAL_HINT("hint with illegal bits"),
        DATA_LENGTH("data length"),
        TOO_LARGE("data and groups too large"),
        /** JOIN or LEAVE without any group. */
        REQUEST_WITHOUT_GROUP("JOIN or LEAVE without a group"),
        /** JOIN or LEAVE whose group field has no NUL. */
        UNTERMINATED_GROUP("JOIN or LEAVE of a group name without end");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** What kind of fault it is, for people; the same for all faults of a kind. */
    public String words() {
        return reason.words;
    }

    /** True when the line is printed whatever the debug flags say. */
    public boolean alwaysLogged() {
        return reason == Reason.OTHER_SESSION;
    }
}
