package org.ringcast.daemon.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Ids that daemons have on the wire (see docs/configuration.md, "Ids and hash"). */
public final class DaemonId {
    /** Largest id that can be written in the file: nine digits. */
    public static final int MAX_EXPLICIT = 999_999_999;

    private DaemonId() {}

    /**
     * The id that follows from a name at protocol level 5.
     *
     * @param name 1..19 bytes, without a NUL
     */
    public static int ofName(byte[] name) {
        int id = ConfigurationHash.level5(name);
        // Two values have meanings of their own on the wire.
        return id == 0 || id == -1 ? (name.length + 1) << 16 : id;
    }

    /**
     * The id at protocol level 4: the address as a number, its first byte most significant.
     *
     * @throws IllegalArgumentException if it is no IPv4 address
     */
    public static int ofAddress(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            throw new IllegalArgumentException("protocol level 4 knows IPv4 only: " + AddressText.display(address));
        }
        byte[] bytes = address.getAddress();
        return bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    }
}
