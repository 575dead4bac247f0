package org.ringcast.harness.check.history;

/**
 * One life of a daemon. A daemon that is started again is another process: it remembers nothing.
 *
 * @param daemon index in the order of the configuration, from 0
 * @param incarnation how often this daemon was started before, from 0
 */
public record ProcessId(int daemon, int incarnation) {
    @Override
    public String toString() {
        return "d" + (daemon + 1) + (incarnation == 0 ? "" : "'" + incarnation);
    }
}
