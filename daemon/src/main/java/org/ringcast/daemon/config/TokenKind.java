package org.ringcast.daemon.config;

/** The tokens of {@code spread.conf} (see docs/configuration.md, "Words"). */
enum TokenKind {
    END,
    OPEN_BRACE,
    CLOSE_BRACE,
    EQUALS,
    COLON,
    SEMICOLON,
    BANG,
    /** {@code Spread_Segment}. */
    SEGMENT,
    /** {@code VirtualID}. */
    VIRTUAL_ID,
    /** The name of an option. */
    OPTION,
    BOOLEAN,
    /** {@code on}, {@code off}, {@code auto}. */
    TRIVAL,
    /** A word of {@code DebugFlags}. */
    FLAG,
    /** {@code M}, {@code C}, {@code D}. */
    INTERFACE_LETTER,
    PRIORITY,
    ADDRESS,
    ADDRESS_WITH_PORT,
    NUMBER,
    /** A word or a quoted string. */
    STRING,
    /** {@code #+ ...}: not part of the grammar, handled before it. */
    EXTENSION
}
