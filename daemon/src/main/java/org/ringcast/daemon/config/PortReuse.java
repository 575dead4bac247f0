package org.ringcast.daemon.config;

import java.util.Locale;

/** Values of {@code SocketPortReuse}: SO_REUSEADDR on the listeners for clients. */
public enum PortReuse {
    ON,
    OFF,
    AUTO;

    /** The value of a word in any case, or null. */
    static PortReuse byWord(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (PortReuse value : values()) {
            if (value.name().equals(upper)) {
                return value;
            }
        }
        return null;
    }
}
