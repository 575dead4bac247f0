package org.ringcast.daemon.config;

/**
 * A place in a file.
 *
 * @param line 1-based, or 0 where there is no place to name
 * @param column 1-based, in bytes; a tab is one
 */
public record Position(int line, int column) {
    /** No place: a default, a value from the command line. */
    public static final Position NONE = new Position(0, 0);

    /** Whether this names a place at all. */
    public boolean isKnown() {
        return line > 0;
    }

    @Override
    public String toString() {
        return isKnown() ? line + ":" + column : "-";
    }
}
