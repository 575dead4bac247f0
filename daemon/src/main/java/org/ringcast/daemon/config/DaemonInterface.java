package org.ringcast.daemon.config;

import java.net.InetAddress;

/**
 * An address that a daemon binds.
 *
 * @param address as written, the daemon's port goes with it
 * @param daemon for traffic of the ring
 * @param client for clients
 * @param monitor for the monitor; binds nothing
 * @param implicit not written: stands for the daemon's own address, with everything bound to the unspecified address
 */
public record DaemonInterface(InetAddress address, boolean daemon, boolean client, boolean monitor, boolean implicit) {
    /** The one interface of a daemon whose entry has no interface block. */
    static DaemonInterface implied(InetAddress address) {
        return new DaemonInterface(address, true, true, true, true);
    }

    /** The letters as they would be written in full: {@code D C M}. */
    public String letters() {
        return ((daemon ? "D " : "") + (client ? "C " : "") + (monitor ? "M " : "")).strip();
    }
}
