package org.ringcast.daemon.session;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Where and how clients are served; see docs/configuration.md.
 *
 * @param tcpAddresses one listener each; a wildcard address when the configuration names no interface
 * @param reuseAddress SO_REUSEADDR on the TCP listeners, so that a restart need not wait for old connections to fade
 * @param unixSocket path of the Unix socket, or null for none
 * @param version three numbers that clients are told as the daemon's version
 * @param maxConnections clients at once, those in the handshake included
 * @param maxConnectionsPerAddress the same for one client address, 0 for no such limit; all Unix socket clients count as
 *     one address
 * @param connectTimeoutNs time from the connection to the end of the connect message
 * @param preAuthTimeoutNs time from the connection to the end of the handshake
 * @param lingerNs how long a connection that the daemon ends may take to read what was sent to it
 * @param socketBufferBytes send and receive buffer of each connection in the kernel
 */
public record SessionServerSettings(
        List<InetSocketAddress> tcpAddresses,
        boolean reuseAddress,
        Path unixSocket,
        Version version,
        int maxConnections,
        int maxConnectionsPerAddress,
        long connectTimeoutNs,
        long preAuthTimeoutNs,
        long lingerNs,
        int socketBufferBytes) {
    private static final long SECOND_NS = 1_000_000_000L;

    /**
     * Version of a daemon.
     *
     * @param major 5 or 4 for daemons that can share a ring with Spread daemons
     * @param minor 0..127
     * @param patch 0..127
     */
    public record Version(int major, int minor, int patch) {}

    /** Copies the list. */
    public SessionServerSettings {
        tcpAddresses = List.copyOf(tcpAddresses);
    }

    /** Settings to start from: nothing listens, limits and times are the defaults of docs/configuration.md. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts settings together. */
    public static final class Builder {
        private List<InetSocketAddress> tcpAddresses = List.of();
        private boolean reuseAddress = true;
        private Path unixSocket;
        private Version version = new Version(5, 0, 1);
        private int maxConnections = 997;
        private int maxConnectionsPerAddress;
        private long connectTimeoutNs = SECOND_NS;
        private long preAuthTimeoutNs = 10 * SECOND_NS;
        private long lingerNs = SECOND_NS;
        private int socketBufferBytes = 200 << 10;

        private Builder() {}

        public Builder tcpAddresses(List<InetSocketAddress> addresses) {
            tcpAddresses = addresses;
            return this;
        }

        public Builder reuseAddress(boolean reuse) {
            reuseAddress = reuse;
            return this;
        }

        public Builder unixSocket(Path path) {
            unixSocket = path;
            return this;
        }

        public Builder version(int major, int minor, int patch) {
            version = new Version(major, minor, patch);
            return this;
        }

        public Builder maxConnections(int connections) {
            maxConnections = connections;
            return this;
        }

        public Builder maxConnectionsPerAddress(int connections) {
            maxConnectionsPerAddress = connections;
            return this;
        }

        public Builder connectTimeoutNs(long nanoseconds) {
            connectTimeoutNs = nanoseconds;
            return this;
        }

        public Builder preAuthTimeoutNs(long nanoseconds) {
            preAuthTimeoutNs = nanoseconds;
            return this;
        }

        public Builder lingerNs(long nanoseconds) {
            lingerNs = nanoseconds;
            return this;
        }

        public Builder socketBufferBytes(int bytes) {
            socketBufferBytes = bytes;
            return this;
        }

        public SessionServerSettings build() {
            return new SessionServerSettings(
                    tcpAddresses,
                    reuseAddress,
                    unixSocket,
                    version,
                    maxConnections,
                    maxConnectionsPerAddress,
                    connectTimeoutNs,
                    preAuthTimeoutNs,
                    lingerNs,
                    socketBufferBytes);
        }
    }
}
