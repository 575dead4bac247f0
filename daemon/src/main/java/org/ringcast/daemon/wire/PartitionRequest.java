package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * A monitor's request to split the daemons into components that do not hear each other; also the request to end. See
 * docs/protocol/packets.md, "Partition".
 */
public final class PartitionRequest extends PacketHeader {
    /** One 16-bit component number for each daemon in the order of the configuration. */
    public static final int COMPONENTS_OFFSET = BODY_OFFSET;
    /** Entries that monitors send, whatever the number of daemons. */
    public static final int ENTRIES_SENT = WireLimits.MAX_DAEMONS;
    /** In a daemon's own entry: end the process. */
    public static final int EXIT = -1;

    /** Checks a request; the body must have an entry for each of the {@code numDaemons} daemons of the configuration. */
    public static Verdict validate(int numDaemons, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.PARTITION, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        int needed = COMPONENTS_OFFSET + Short.BYTES * numDaemons;
        return lengthBytes < needed ? Verdict.BODY_TOO_SHORT : Verdict.OK;
    }

    /** Starts a request with {@link #ENTRIES_SENT} entries of 0. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian) {
        wrapNew(buffer, offset, endian, PacketType.PARTITION, Short.BYTES * ENTRIES_SENT);
    }

    /** Entries in the body. */
    public int numEntries() {
        return dataLen() / Short.BYTES;
    }

    /** Component of the daemon at {@code daemonIndex}; signed. */
    public int component(int daemonIndex) {
        return getShort(COMPONENTS_OFFSET + Short.BYTES * daemonIndex);
    }

    public void setComponent(int daemonIndex, int component) {
        setShort(COMPONENTS_OFFSET + Short.BYTES * daemonIndex, component);
    }
}
