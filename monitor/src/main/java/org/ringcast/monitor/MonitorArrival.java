package org.ringcast.monitor;

import java.util.Optional;

/**
 * What a daemon sent to the monitor.
 *
 * @param id that the daemon says it has
 * @param hash of its configuration, 0 when it does not tell
 * @param status its report; empty when it only tells its hash, which is not that of the monitor
 * @param dump what it says to the wish for a dump; empty when this is about something else
 * @param troubles what troubles it; empty when this is about something else
 */
record MonitorArrival(
        int id, int hash, Optional<DaemonStatus> status, Optional<DumpAnswer> dump, Optional<Troubles> troubles) {
    MonitorArrival(int id, int hash, Optional<DaemonStatus> status) {
        this(id, hash, status, Optional.empty(), Optional.empty());
    }
}
