package org.ringcast.monitor;

import org.ringcast.daemon.wire.DumpRequest.Outcome;

/**
 * What a daemon says to the wish for a dump.
 *
 * @param file on the daemon's machine; empty when there is none
 */
record DumpAnswer(Outcome outcome, String file) {
    DumpAnswer {
        file = Printable.of(file);
    }
}
