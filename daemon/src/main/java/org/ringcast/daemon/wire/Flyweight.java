package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A window on bytes in a buffer with typed access to the fields in it. Reusable: wrapping another packet allocates nothing.
 * Nothing is copied and no reference count is touched, so the view is good only while the buffer is. A flyweight does not
 * check what it reads: run the validator of the kind first.
 */
public abstract class Flyweight {
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int offset;
    private int lengthBytes;
    private Endian endian = Endian.LITTLE;

    Flyweight() {}

    final void attach(ByteBuf newBuffer, int newOffset, int newLengthBytes, Endian newEndian) {
        buffer = newBuffer;
        offset = newOffset;
        lengthBytes = newLengthBytes;
        endian = newEndian;
    }

    /** Views a received packet; the byte order is the one its first word tells. */
    final void attachReceived(ByteBuf newBuffer, int newOffset, int newLengthBytes) {
        attach(newBuffer, newOffset, newLengthBytes, Endian.of(newBuffer.getIntLE(newOffset)));
    }

    /** Zeroes {@code newLengthBytes} bytes and views them as a packet to be filled. */
    final void attachNew(ByteBuf newBuffer, int newOffset, int newLengthBytes, Endian newEndian) {
        newBuffer.setZero(newOffset, newLengthBytes);
        attach(newBuffer, newOffset, newLengthBytes, newEndian);
    }

    final void setLengthBytes(int newLengthBytes) {
        lengthBytes = newLengthBytes;
    }

    public final ByteBuf buffer() {
        return buffer;
    }

    /** Index in the buffer of the first byte. */
    public final int offset() {
        return offset;
    }

    /** Bytes of the packet or part that is viewed. */
    public final int lengthBytes() {
        return lengthBytes;
    }

    /** Index in the buffer behind the last byte. */
    public final int endOffset() {
        return offset + lengthBytes;
    }

    /** Byte order of the fields. */
    public final Endian endian() {
        return endian;
    }

    final boolean isLittle() {
        return endian == Endian.LITTLE;
    }

    final int getInt(int fieldOffset) {
        return RawBytes.getInt(buffer, offset + fieldOffset, isLittle());
    }

    final void setInt(int fieldOffset, int value) {
        RawBytes.setInt(buffer, offset + fieldOffset, value, isLittle());
    }

    final int getShort(int fieldOffset) {
        return RawBytes.getShort(buffer, offset + fieldOffset, isLittle());
    }

    final int getUnsignedShort(int fieldOffset) {
        return RawBytes.getShort(buffer, offset + fieldOffset, isLittle()) & 0xffff;
    }

    final void setShort(int fieldOffset, int value) {
        RawBytes.setShort(buffer, offset + fieldOffset, value, isLittle());
    }
}
