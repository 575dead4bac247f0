package org.ringcast.harness.load;

import org.ringcast.protocol.ServiceType;
import picocli.CommandLine.Option;

/** Options of the commands that look at a ring under one kind of load. */
final class LoadOptions {
    @Option(names = "--service", defaultValue = "agreed", description = "(${DEFAULT-VALUE})")
    String service;

    @Option(names = "--bytes", defaultValue = "1350", description = "of a message (${DEFAULT-VALUE})")
    int bytes;

    @Option(
            names = "--window",
            defaultValue = "40",
            description = "messages of each sender under way (${DEFAULT-VALUE})")
    int window;

    /**
     * The load that is looked at.
     *
     * @param rate messages a second of each sender; 0: the window counts
     */
    RingCell cell(int rate) {
        return new RingCell(LoadPlan.serviceOf(service), bytes, rate > 0 ? 0 : window, rate);
    }

    /** Load of messages of this size that lets the daemons compile their code before. */
    RingCell before(int beforeBytes) {
        return new RingCell(ServiceType.AGREED, beforeBytes, window, 0);
    }
}
