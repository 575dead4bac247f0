package org.ringcast.monitor;

import java.util.Collection;
import java.util.Locale;

/** A JSON object on one line, in ASCII. Fields come in the order in which they were put. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    JsonObject put(String name, String value) {
        return raw(name, quoted(value));
    }

    JsonObject put(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonObject put(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** Puts a number with as many decimals as wanted. */
    JsonObject put(String name, double value, int decimals) {
        return raw(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    JsonObject put(String name, JsonObject value) {
        return raw(name, value.toString());
    }

    /** Puts an array. Elements that are JSON objects or numbers are put as such, others as strings. */
    JsonObject put(String name, Collection<?> values) {
        StringBuilder array = new StringBuilder("[");
        for (Object value : values) {
            array.append(array.length() == 1 ? "" : ",");
            boolean plain = value instanceof JsonObject || value instanceof Number;
            array.append(plain ? value.toString() : quoted(value.toString()));
        }
        return raw(name, array.append(']').toString());
    }

    private JsonObject raw(String name, String value) {
        text.append(text.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The object, without a newline. */
    @Override
    public String toString() {
        return text + "}";
    }
}
