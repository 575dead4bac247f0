package org.ringcast.monitor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line of {@code spmonitor} says about every way to use it.
 *
 * @param port UDP port for replies, 0 to have a free one chosen
 * @param name the daemon to pose as, empty: the first with an address of this machine
 * @param periodSeconds between two status queries, above 0
 * @param file the configuration, empty to look for it
 * @param level level of the ring protocol, empty to go by the configuration
 */
record MonitorOptions(int port, Optional<String> name, int periodSeconds, Optional<Path> file, Optional<String> level) {
    static final int DEFAULT_PORT = 6543;
    static final int DEFAULT_PERIOD_SECONDS = 10;
}
