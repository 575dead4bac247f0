package org.ringcast.daemon.config;

import java.net.InetAddress;

/**
 * One token.
 *
 * @param kind what it is
 * @param text as written, quotes included; one char per byte
 * @param position of its first byte
 * @param quoted whether quotes surround the text
 * @param address of ADDRESS and ADDRESS_WITH_PORT, else null
 * @param number value of NUMBER, port of ADDRESS_WITH_PORT, else 0
 */
record Token(TokenKind kind, String text, Position position, boolean quoted, InetAddress address, int number) {
    static Token plain(TokenKind kind, String text, Position position) {
        return new Token(kind, text, position, false, null, 0);
    }

    boolean is(TokenKind other) {
        return kind == other;
    }

    /** The text without its quotes. */
    String string() {
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
