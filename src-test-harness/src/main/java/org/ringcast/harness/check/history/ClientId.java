package org.ringcast.harness.check.history;

/**
 * One connection of a client.
 *
 * @param name private group, for example {@code #alice#d1}
 * @param connection how often this name was connected before, from 0
 */
public record ClientId(String name, int connection) {
    /** Name of the daemon: what follows the last {@code #}. */
    public String daemonName() {
        return name.substring(name.lastIndexOf('#') + 1);
    }

    @Override
    public String toString() {
        return name + (connection == 0 ? "" : "'" + connection);
    }
}
