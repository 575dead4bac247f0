package org.ringcast.harness.interop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the daemons of a site stand on: addresses, ports, and a way to run a command beside a daemon. */
interface Ground extends AutoCloseable {
    /** Address of a daemon, without brackets. */
    String address(int daemon);

    /** Port of a daemon's segment. */
    int port(int daemon);

    /** Address of a daemon's segment. */
    String segmentAddress(int segment);

    /** What stands before a command that is to run where the daemon is; empty when that is here. */
    List<String> launcher(int daemon);

    /** The network between the daemons, when it can be made faulty. */
    Optional<Network> network();

    @Override
    void close() throws IOException;
}
