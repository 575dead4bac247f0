package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** Integers at absolute indexes in either byte order, and the checks that all validators begin with. */
final class RawBytes {
    private RawBytes() {}

    static int getInt(ByteBuf buffer, int index, boolean little) {
        return little ? buffer.getIntLE(index) : buffer.getInt(index);
    }

    static void setInt(ByteBuf buffer, int index, int value, boolean little) {
        if (little) {
            buffer.setIntLE(index, value);
        } else {
            buffer.setInt(index, value);
        }
    }

    static int getShort(ByteBuf buffer, int index, boolean little) {
        return little ? buffer.getShortLE(index) : buffer.getShort(index);
    }

    static void setShort(ByteBuf buffer, int index, int value, boolean little) {
        if (little) {
            buffer.setShortLE(index, value);
        } else {
            buffer.setShort(index, value);
        }
    }

    /** Turns the four bytes at {@code index} round. */
    static void swapInt(ByteBuf buffer, int index) {
        buffer.setInt(index, buffer.getIntLE(index));
    }

    /** Turns the two bytes at {@code index} round. */
    static void swapShort(ByteBuf buffer, int index) {
        buffer.setShort(index, buffer.getShortLE(index));
    }

    /** Whether {@code lengthBytes} bytes at {@code offset} are there and hold at least a header with a sound mark. */
    static Verdict checkFrame(ByteBuf buffer, int offset, int lengthBytes, int headerBytes) {
        if (offset < 0 || lengthBytes < 0 || (long) offset + lengthBytes > buffer.capacity()) {
            return Verdict.BEYOND_BUFFER;
        }
        if (lengthBytes < headerBytes) {
            return Verdict.TOO_SHORT;
        }
        return PacketType.hasHalfMark(buffer.getIntLE(offset)) ? Verdict.HALF_BYTE_ORDER_MARK : Verdict.OK;
    }

    static boolean isLittleAt(ByteBuf buffer, int offset) {
        return Endian.of(buffer.getIntLE(offset)) == Endian.LITTLE;
    }
}
