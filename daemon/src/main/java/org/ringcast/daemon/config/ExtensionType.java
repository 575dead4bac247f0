package org.ringcast.daemon.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Kind of an {@link ExtensionOption}: turns its text into a value, or says what is wrong with it. */
abstract class ExtensionType {
    private final String description;

    private ExtensionType(String description) {
        this.description = description;
    }

    /** What may be written, for people. */
    String description() {
        return description;
    }

    /**
     * The value: Long, Boolean or String.
     *
     * @throws IllegalArgumentException if the text is no such value
     */
    abstract Object parse(String text);

    /** A whole number. */
    static ExtensionType number(long min, long max) {
        return new ExtensionType("number, " + min + " to " + max) {
            @Override
            Object parse(String text) {
                return inRange(digits(text), min, max, text);
            }
        };
    }

    /** A time in milliseconds. */
    static ExtensionType milliseconds(long min, long max) {
        return new ExtensionType("milliseconds, " + min + " to " + max) {
            @Override
            Object parse(String text) {
                return inRange(digits(text), min, max, text);
            }
        };
    }

    /** A size in bytes; K, M or G behind the number multiply by 1024, its square, its cube. */
    static ExtensionType bytes(long min, long max) {
        return new ExtensionType("bytes, " + min + " to " + max + ", may end in K, M or G") {
            @Override
            Object parse(String text) {
                int unit = text.isEmpty() ? -1 : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
                if (unit < 0) {
                    return inRange(digits(text), min, max, text);
                }
                long number = digits(text.substring(0, text.length() - 1).strip());
                int shift = 10 * (unit + 1);
                return inRange(number > max >> shift ? Long.MAX_VALUE : number << shift, min, max, text);
            }
        };
    }

    /** Yes or no. */
    static ExtensionType flag() {
        return new ExtensionType("true, yes, false or no") {
            @Override
            Object parse(String text) {
                return switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes" -> true;
                    case "false", "no" -> false;
                    default ->
                        throw new IllegalArgumentException("'" + Text.excerpt(text) + "' is neither true nor false");
                };
            }
        };
    }

    /** One of some words. */
    static ExtensionType choice(String... words) {
        List<String> choices = List.of(words);
        return new ExtensionType(String.join(" or ", choices)) {
            @Override
            Object parse(String text) {
                if (!choices.contains(text)) {
                    throw new IllegalArgumentException(
                            "'" + Text.excerpt(text) + "' is not " + String.join(" or ", choices));
                }
                return text;
            }
        };
    }

    /** A directory, 1 to {@code maxBytes} bytes, or a word that stands for one; UTF-8. It need not be there. */
    static ExtensionType directory(int maxBytes) {
        return new ExtensionType("text, at most " + maxBytes + " bytes") {
            @Override
            Object parse(String text) {
                if (text.isEmpty() || text.length() > maxBytes) {
                    throw new IllegalArgumentException(text.isEmpty() ? "the value is empty" : "the value is too long");
                }
                try {
                    return Path.of(Text.decoded(text)).toString();
                } catch (InvalidPathException e) {
                    // Most often a letter that the locale does not have: LANG and LC_ALL are unset for many services.
                    throw new IllegalArgumentException(
                            "'" + Text.excerpt(text) + "' cannot be a file's name here: " + e.getReason(), e);
                }
            }
        };
    }

    /** A text that is not repeated when it is refused; {@code none} gives the empty one. */
    static ExtensionType secret(int minBytes, int maxBytes) {
        return new ExtensionType("text, " + minBytes + " to " + maxBytes + " bytes, or none") {
            @Override
            Object parse(String text) {
                if (text.equals("none")) {
                    return "";
                }
                if (text.length() < minBytes || text.length() > maxBytes) {
                    throw new IllegalArgumentException("the secret is too short or too long");
                }
                return text;
            }
        };
    }

    /** Addresses to listen on, {@code host:port} or {@code [address]:port}, with blanks between them; {@code none} for none. */
    static ExtensionType addresses(int most) {
        return new ExtensionType(
                "HOST:PORT or [ADDRESS]:PORT, at most " + most + " with blanks between them, or none") {
            @Override
            Object parse(String text) {
                if (ListenAddress.parseAll(text).size() > most) {
                    throw new IllegalArgumentException("more than " + most + " addresses");
                }
                return text;
            }
        };
    }

    private static long digits(String text) {
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + Text.excerpt(text) + "' is not a number");
        }
        return Long.parseLong(text);
    }

    private static Long inRange(long value, long min, long max, String text) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(Text.excerpt(text) + " is not in " + min + ".." + max);
        }
        return value;
    }
}
