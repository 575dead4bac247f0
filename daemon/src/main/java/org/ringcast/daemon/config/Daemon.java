package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.List;

/**
 * One daemon of the configuration.
 *
 * @param index its place in configuration order, 0-based: segments in file order, daemons in file order inside
 * @param segmentIndex index of its segment
 * @param name 1..19 bytes, one char per byte (ISO 8859-1), as it goes into private names and the hash
 * @param address its own address, for the traffic of the ring; an IPv6 address carries the index of the zone in the file
 * @param port its segment's port: data by UDP and clients by TCP; the token goes to the port above
 * @param virtualId its id at protocol level 5, 32 bits without sign
 * @param virtualIdExplicit whether the file gives the id, and it is not the hash of the name
 * @param interfaces what it binds, at least one
 */
public record Daemon(
        int index,
        int segmentIndex,
        String name,
        InetAddress address,
        int port,
        int virtualId,
        boolean virtualIdExplicit,
        List<DaemonInterface> interfaces) {
    /** Most bytes of a name; longer ones are cut. */
    public static final int MAX_NAME_BYTES = 19;

    public Daemon {
        interfaces = List.copyOf(interfaces);
    }

    /** Whether the file has no interface block for it, so that everything is bound to the unspecified address. */
    public boolean hasImplicitInterface() {
        return interfaces.get(0).implicit();
    }

    /** The name's bytes. */
    public byte[] nameBytes() {
        return Text.bytes(name);
    }

    /** The name for people: read as UTF-8 if it is that. */
    public String displayName() {
        return Text.display(name);
    }

    /** The port that token datagrams go to. */
    public int tokenPort() {
        return port + 1;
    }

    /** The id that packets carry, 32 bits without sign. Level 4 exists only for IPv4. */
    public int id(ProtocolLevel level) {
        return level == ProtocolLevel.LEVEL_4 ? DaemonId.ofAddress(address) : virtualId;
    }

    /** {@link #id} as log lines print it: unsigned decimal at level 5, an address at level 4. */
    public String idText(ProtocolLevel level) {
        return level == ProtocolLevel.LEVEL_4 ? AddressText.canonical(address) : Integer.toUnsignedString(virtualId);
    }

    /**
     * Whether two entries, of an old and a new file, describe a daemon in the same way: name, address, port, id, interfaces.
     * Its place in the file and zones do not count, and an id may be written in one and derived in the other.
     */
    public boolean hasSameParameters(Daemon other) {
        return name.equals(other.name)
                && address.equals(other.address)
                && port == other.port
                && virtualId == other.virtualId
                && interfaces.equals(other.interfaces);
    }

    /** Whether a word of the command line names this daemon. */
    public boolean isNamed(String word) {
        return name.equals(word) || displayName().equals(word);
    }
}
