package org.ringcast.harness.load;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of all commands that load rings of daemons in namespaces of this machine. */
final class RingOptions {
    @Option(
            names = "--ringcast-home",
            defaultValue = "target/dist",
            description = "unpacked distribution (${DEFAULT-VALUE})")
    Path ringcastHome;

    @Option(names = "--daemons", defaultValue = "3", description = "in the ring (${DEFAULT-VALUE})")
    int daemons;

    @Option(names = "--receivers", defaultValue = "1", description = "at each daemon (${DEFAULT-VALUE})")
    int receivers;

    @Option(names = "--port", defaultValue = "4980", description = "of all daemons (${DEFAULT-VALUE})")
    int port;

    /** A ring of Ringcast daemons with these options. */
    Ring ours() {
        return Ring.ours("Ringcast", RingSubject.ringcast(ringcastHome), daemons);
    }
}
