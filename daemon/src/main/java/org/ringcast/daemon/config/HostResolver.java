package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What the configuration asks of the machine that reads it. Tests pass their own. */
public interface HostResolver {
    /**
     * Addresses of a host, of both families, in the resolver's order, at least one.
     *
     * @throws UnknownHostException if there is none; the message is the resolver's reason, without the name
     */
    List<InetAddress> resolve(String hostName) throws UnknownHostException;

    /** Index of a network interface of this machine, or 0 if there is none with this name. */
    int interfaceIndex(String interfaceName);

    /** The resolver of this machine. It can take as long as the machine's name service does. */
    static HostResolver system() {
        return SystemHostResolver.INSTANCE;
    }
}
