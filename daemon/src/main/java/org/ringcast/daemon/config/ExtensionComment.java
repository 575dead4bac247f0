package org.ringcast.daemon.config;

/**
 * The text of a comment that starts with {@code #+}.
 *
 * @param name what stands before the {@code =}
 * @param value what stands behind it, without quotes
 */
record ExtensionComment(String name, String value) {
    /**
     * Reads {@code #+ Name = Value}: blanks are free, the value may be quoted, and {@code #} behind a blank ends it.
     *
     * @return null if the comment has another shape
     */
    static ExtensionComment parse(String comment) {
        String body = comment.substring(2).strip();
        int nameEnd = 0;
        while (nameEnd < body.length() && isNameChar(body.charAt(nameEnd))) {
            nameEnd++;
        }
        String rest = body.substring(nameEnd).strip();
        if (nameEnd == 0 || !rest.startsWith("=")) {
            return null;
        }
        return new ExtensionComment(
                body.substring(0, nameEnd), value(rest.substring(1).strip()));
    }

    /** Whether the comment looks as if an option was meant: a word, and not a rule of plus signs or a phrase. */
    static boolean looksMeant(String comment) {
        String body = comment.substring(2).strip();
        return !body.isEmpty() && Character.isLetter(body.charAt(0)) && body.length() < 200;
    }

    private static boolean isNameChar(char c) {
        return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    private static String value(String text) {
        if (!text.isEmpty() && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
            int close = text.indexOf(text.charAt(0), 1);
            if (close > 0) {
                return text.substring(1, close);
            }
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '#' && Character.isWhitespace(text.charAt(i - 1))) {
                return text.substring(0, i).strip();
            }
        }
        return text.startsWith("#") ? "" : text;
    }
}
