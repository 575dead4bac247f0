package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A configuration that cannot be used, and why. The only thing the readers of this package throw at bad input.
 *
 * <p>Two places are kept, because the shape of the error block that operators know names the token at which the error was
 * noticed, which can be the one behind the culprit: {@link #position()} and {@link #token()} are the culprit,
 * {@link #noticedAt()} and {@link #noticedToken()} the last token read.
 */
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1L;

    /** What was being done. */
    public enum Stage {
        /** Finding and reading the file. */
        FILE,
        /** Reading its text. */
        PARSE,
        /** Using a value or a combination of values. */
        OPTION,
        /** Finding out which of its daemons this one is. */
        IDENTITY,
        /** Reading overrides from the command line. */
        COMMAND_LINE
    }

    private final Stage stage;
    private final String file;
    private final String text;
    private final String hint;
    private final transient Position position;
    private final String token;
    private final transient Position noticedAt;
    private final String noticedToken;

    ConfigError(Stage stage, String file, String text, String hint, Place culprit, Place noticed) {
        super(describe(file, text, hint, culprit));
        this.stage = stage;
        this.file = file;
        this.text = text;
        this.hint = hint;
        this.position = culprit.position();
        this.token = culprit.token();
        this.noticedAt = noticed.position();
        this.noticedToken = noticed.token();
    }

    /** An error without a place in a file. */
    ConfigError(Stage stage, String file, String text, String hint) {
        this(stage, file, text, hint, Place.NONE, Place.NONE);
    }

    /** A token and where it stands. */
    record Place(Position position, String token) {
        static final Place NONE = new Place(Position.NONE, "");

        static Place of(Token token) {
            return new Place(token.position(), token.text());
        }
    }

    private static String describe(String file, String text, String hint, Place culprit) {
        StringBuilder out = new StringBuilder(file);
        if (culprit.position().isKnown()) {
            out.append(':').append(culprit.position());
        }
        out.append(": ").append(text);
        if (culprit.position().isKnown()) {
            String token = culprit.token();
            out.append(token.isEmpty() ? " (at the end of the file)" : " (at '" + Text.excerpt(token) + "')");
        }
        if (!hint.isEmpty()) {
            out.append("; ").append(hint);
        }
        return out.toString();
    }

    /** What was being done. */
    public Stage stage() {
        return stage;
    }

    /** Name of the file, as it was given. */
    public String file() {
        return file;
    }

    /** What is wrong, in the words that the Spread daemon uses for it where it has some. */
    public String text() {
        return text;
    }

    /** What to do about it, or empty. */
    public String hint() {
        return hint;
    }

    /** Where the culprit stands; {@link Position#NONE} for errors without a place. */
    public Position position() {
        return position;
    }

    /** The culprit as written, one char per byte; empty at the end of the file. */
    public String token() {
        return token;
    }

    /** Where reading had come to. */
    public Position noticedAt() {
        return noticedAt;
    }

    /** The last token read, as written, one char per byte; empty at the end of the file. */
    public String noticedToken() {
        return noticedToken;
    }

    /**
     * The error as the daemon logs it: the block of the Spread daemon with real line numbers, then one line with the exact
     * place and what to do; without a place, the text and what to do.
     */
    public List<String> logLines() {
        List<String> lines = new ArrayList<>();
        if (noticedAt.isKnown()) {
            lines.add("----------- Parse Error -------------------");
            lines.add("Error on or before line " + noticedAt.line());
            lines.add("Offending token: " + Text.excerpt(noticedToken));
            lines.add("Error type: " + text);
            lines.add(getMessage());
        } else {
            lines.add(text);
            if (!hint.isEmpty()) {
                lines.add(file + ": " + hint);
            }
        }
        return List.copyOf(lines);
    }
}
