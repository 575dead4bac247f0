package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** Walks through the fragments of a validated data packet. Reusable. */
public final class FragmentCursor {
    private DataPacket packet;
    private boolean started;
    private int index;
    private int dataAt;
    private int lengthBytes;

    /** Stands before the first fragment; {@link #next} moves on to it. */
    public FragmentCursor reset(DataPacket newPacket) {
        packet = newPacket;
        started = false;
        return this;
    }

    /** Moves to the next fragment; false when there is none. */
    public boolean next() {
        if (!started) {
            started = true;
            index = packet.fragmentIndex();
            lengthBytes = packet.fragmentLen();
            dataAt = 0;
            return true;
        }
        int end = dataAt + lengthBytes;
        if (end >= packet.dataLen()) {
            return false;
        }
        int header = PacketHeader.BODY_OFFSET + DataPacket.align(end);
        index = packet.getShort(header);
        lengthBytes = packet.getUnsignedShort(header + Short.BYTES);
        dataAt = header - PacketHeader.BODY_OFFSET + WireLimits.FRAGMENT_HEADER_BYTES;
        return true;
    }

    /** 1, 2, .. in the packets of a long message, the negative count in its last one; so -1 is a whole message. */
    public int index() {
        return index;
    }

    /** Whether a message ends with this fragment. */
    public boolean isLast() {
        return index < 0;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    public ByteBuf buffer() {
        return packet.buffer();
    }

    /** Index in the buffer of the fragment's first byte. */
    public int offset() {
        return packet.bodyOffset() + dataAt;
    }

    /** Offset of the fragment's first byte from the start of the body. */
    public int bodyOffset() {
        return dataAt;
    }
}
