package org.ringcast.daemon.config;

import java.util.List;

/**
 * Something in a usable configuration that is probably not meant.
 *
 * @param kind for programs
 * @param position where, or {@link Position#NONE}
 * @param token the text in question, one char per byte; may be empty
 * @param text what, in the words of the Spread daemon where it has some
 * @param hint what to do about it, may be empty
 */
public record ConfigWarning(Kind kind, Position position, String token, String text, String hint) {
    /** What is warned of. */
    public enum Kind {
        LOOPBACK_SEGMENT,
        NOT_MULTICAST_IPV6_SEGMENT,
        LOOPBACK_BROADCAST_FOR_SEVERAL,
        MALFORMED_ADDRESS,
        UNCLOSED_QUOTE,
        NAME_ENDS_WITH_SEMICOLON,
        NAME_LOOKS_LIKE_OPTION,
        NAME_CUT,
        NAME_NOT_ASCII,
        NAME_IS_ADDRESS_SPELLING,
        OLD_STYLE_ADDRESS,
        UNKNOWN_ZONE,
        ACCELERATED_RING_ABSENT,
        ACCELERATED_WINDOW_TOO_LARGE,
        WINDOW_TOO_LARGE,
        REQUIRED_AUTH_ALONE,
        NO_AUTH_METHOD,
        UNKNOWN_AUTH_METHOD,
        PRECISE_TIME_STAMP,
        VALUE_CUT,
        IGNORED_VALUE,
        NO_SESSION_MESSAGES,
        TOKEN_PORT_IN_USE,
        MORE_DAEMONS_THAN_A_RING_HAS,
        UNKNOWN_EXTENSION,
        MALFORMED_EXTENSION,
        GLUED,
        LEVEL_4,
        INTERFACE_NOT_LOCAL,
        UNIX_SOCKET_SHARED,
        ACCESS_FILE
    }

    /** The warning as the daemon logs it: the block of the Spread daemon, then what to do. */
    public List<String> logLines() {
        String full = hint.isEmpty() ? text : text + " " + hint;
        if (!position.isKnown()) {
            return List.of(full);
        }
        return List.of(
                "----------- Parse Warning------------------",
                "Warning on or before line " + position.line(),
                "Offending token: " + Text.excerpt(token),
                "Warning type: " + full);
    }

    /** One line: {@code line:column: text; hint}. */
    @Override
    public String toString() {
        String place = position.isKnown() ? position + ": " : "";
        return place + text + (hint.isEmpty() ? "" : " " + hint);
    }
}
