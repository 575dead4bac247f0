package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * Header of the test packets that {@code spsend} and {@code sprecv} exchange. No daemon looks at them. See
 * docs/protocol/packets.md, "Probe".
 */
public final class ProbePacket extends Flyweight {
    public static final int TYPE_OFFSET = 0;
    public static final int COUNT_OFFSET = 4;
    public static final int SIZE_OFFSET = 8;
    public static final int HEADER_BYTES = 12;

    private static final int END = 1;

    /** Checks header and type. Whether {@link #size} is the length received is the receiver's to count. */
    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict frame = RawBytes.checkFrame(buffer, offset, lengthBytes, HEADER_BYTES);
        if (!frame.isOk()) {
            return frame;
        }
        int type = PacketType.read(buffer, offset) & ~PacketType.ENDIAN_MARK;
        return type == 0 || type == END ? Verdict.OK : Verdict.WRONG_KIND;
    }

    /** Views a received packet, at least a header long. */
    public void wrap(ByteBuf buffer, int offset, int lengthBytes) {
        attachReceived(buffer, offset, lengthBytes);
    }

    /** Makes a packet of {@code lengthBytes}, header included; the rest is 0. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian, int lengthBytes, int count, boolean end) {
        attachNew(buffer, offset, lengthBytes, endian);
        setInt(TYPE_OFFSET, (end ? END : 0) | endian.mark());
        setInt(COUNT_OFFSET, count);
        setInt(SIZE_OFFSET, lengthBytes);
    }

    /** Last packet of a round. */
    public boolean isEnd() {
        return (getInt(TYPE_OFFSET) & END) != 0;
    }

    /** 1, 2, ..; in the last packet the number of packets before it. */
    public int count() {
        return getInt(COUNT_OFFSET);
    }

    /** Length that the sender gave the packet. */
    public int size() {
        return getInt(SIZE_OFFSET);
    }
}
