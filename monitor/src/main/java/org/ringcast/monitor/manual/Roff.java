package org.ringcast.monitor.manual;

import java.util.List;

/** Text of a manual page in the language of man(7); every text that comes in is shown as it is. */
final class Roff {
    private final StringBuilder out = new StringBuilder();

    /**
     * Begins a page.
     *
     * @param section of the manual, a digit
     * @param source what the page belongs to, with its version
     */
    Roff(String name, int section, String source, String manual) {
        macro(".TH", name.toUpperCase(java.util.Locale.ROOT), Integer.toString(section), "", source, manual);
        // No hyphenation, and no blanks to fill lines: options and file names are to be searched and copied.
        out.append(".nh\n.ad l\n");
    }

    Roff section(String title) {
        return macro(".SH", title);
    }

    Roff subsection(String title) {
        return macro(".SS", title);
    }

    Roff paragraph(String text) {
        out.append(".PP\n");
        return text(text);
    }

    /** A term, and what is said of it. */
    Roff term(String term, String text) {
        out.append(".TP\n");
        text(term);
        return text(text.isEmpty() ? " " : text);
    }

    /** An item of a list. */
    Roff item(String text) {
        out.append(".IP \\(bu 2\n");
        return text(text);
    }

    /** Lines that stay as they are. */
    Roff verbatim(List<String> lines) {
        out.append(".PP\n.RS 4\n.nf\n");
        lines.forEach(line -> out.append(line(escape(line))).append('\n'));
        out.append(".fi\n.RE\n");
        return this;
    }

    /** Ready-made roff. */
    Roff raw(String roff) {
        out.append(roff);
        return this;
    }

    /** Text in which **bold** and _italic_ are marked by {@link #bold} and {@link #italic}. */
    Roff text(String text) {
        for (String line : text.strip().split("\n", -1)) {
            out.append(line(escape(line.strip()))).append('\n');
        }
        return this;
    }

    static String bold(String text) {
        return "\u0001" + text + "\u0003";
    }

    static String italic(String text) {
        return "\u0002" + text + "\u0003";
    }

    private Roff macro(String name, String... arguments) {
        out.append(name);
        for (String argument : arguments) {
            out.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
        }
        out.append('\n');
        return this;
    }

    /** A dot or a quote at the beginning would be a request. */
    private static String line(String escaped) {
        return escaped.isEmpty()
                ? "\\&"
                : escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    static String escape(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> result.append("\\e");
                case '-' -> result.append("\\-");
                case '`' -> result.append("\\(ga");
                case '^' -> result.append("\\(ha");
                case '~' -> result.append("\\(ti");
                case '\u0001' -> result.append("\\fB");
                case '\u0002' -> result.append("\\fI");
                case '\u0003' -> result.append("\\fR");
                case '\t' -> result.append("    ");
                case '\u00b7' -> result.append("\\(bu");
                default -> {
                    if (c < 128) {
                        result.append(c);
                    } else {
                        result.append(String.format("\\[u%04X]", (int) c));
                    }
                }
            }
        }
        return result.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
