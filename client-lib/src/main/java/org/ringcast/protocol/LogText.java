package org.ringcast.protocol;

/** Text for log lines that holds bytes of somebody else. */
public final class LogText {
    private LogText() {}

    /**
     * The text as one line that does nothing to a terminal: what is neither printable ASCII nor a tab becomes a question
     * mark. A name may hold any byte, a line end too, and must not be able to write a line of its own.
     */
    public static String oneLine(String text) {
        int i = 0;
        while (i < text.length() && isHarmless(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            line.append(isHarmless(c) ? c : '?');
        }
        return line.toString();
    }

    private static boolean isHarmless(char c) {
        return (c >= ' ' && c <= '~') || c == '\t';
    }
}
