package org.ringcast.monitor;

/** Text out of a datagram, before it gets to a terminal. */
final class Printable {
    private Printable() {}

    /** The text with a question mark for each control character: anybody may have sent it, and terminals obey some of them. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return out.toString();
    }
}
