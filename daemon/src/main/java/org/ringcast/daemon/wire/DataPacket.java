package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * A packet of client or group messages: header, then the fragments that were packed into it. Read the fragments with a
 * {@link FragmentCursor}. See docs/protocol/packets.md, "Data packet".
 */
public final class DataPacket extends PacketHeader {
    /** {@link #appendFragment} index of a message that fits one fragment. */
    public static final int WHOLE_MESSAGE = -1;

    /** Checks a received packet and every fragment header in it. */
    public static Verdict validate(ProtocolLevel level, ByteBuf buffer, int offset, int lengthBytes) {
        return validate(level, WireLimits.MAX_PACKET_BYTES, buffer, offset, lengthBytes);
    }

    /**
     * As {@link #validate(ProtocolLevel, ByteBuf, int, int)}, for packets of another size.
     *
     * @param maxBytes largest packet that the configuration allows
     */
    public static Verdict validate(ProtocolLevel level, int maxBytes, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.DATA, maxBytes, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        if (lengthBytes == WireLimits.PACKET_HEADER_BYTES) {
            return Verdict.EMPTY_BODY;
        }
        if (RawBytes.getInt(buffer, offset + SEQ_OFFSET, little) < 1) {
            return Verdict.BAD_SEQUENCE;
        }
        return validateFragments(level, buffer, offset, lengthBytes - WireLimits.PACKET_HEADER_BYTES, little);
    }

    private static Verdict validateFragments(
            ProtocolLevel level, ByteBuf buffer, int offset, int dataLen, boolean little) {
        int index = RawBytes.getShort(buffer, offset + FRAGMENT_INDEX_OFFSET, little);
        if (index == 0 || Math.abs(index) > level.maxFragmentIndex()) {
            return Verdict.BAD_FRAGMENT_INDEX;
        }
        int length = RawBytes.getShort(buffer, offset + FRAGMENT_LEN_OFFSET, little) & 0xffff;
        if (length < 1 || length > dataLen) {
            return Verdict.BAD_FRAGMENT_LENGTH;
        }
        int body = offset + BODY_OFFSET;
        int end = length;
        while (end < dataLen) {
            int at = align(end);
            if (at + WireLimits.FRAGMENT_HEADER_BYTES >= dataLen) {
                return Verdict.BAD_FRAGMENT_LENGTH;
            }
            if (RawBytes.getShort(buffer, body + at, little) != WHOLE_MESSAGE) {
                return Verdict.BAD_FRAGMENT_INDEX;
            }
            length = RawBytes.getShort(buffer, body + at + Short.BYTES, little) & 0xffff;
            at += WireLimits.FRAGMENT_HEADER_BYTES;
            if (length < 1 || length > dataLen - at) {
                return Verdict.BAD_FRAGMENT_LENGTH;
            }
            end = at + length;
        }
        return Verdict.OK;
    }

    /** First place at or behind {@code bodyBytes} where a further fragment's header may start. */
    static int align(int bodyBytes) {
        return (bodyBytes + WireLimits.FRAGMENT_ALIGNMENT - 1) & -WireLimits.FRAGMENT_ALIGNMENT;
    }

    /** Which of {@link PacketType#DATA_MASK} this packet is. */
    public int service() {
        return type() & PacketType.DATA_MASK;
    }

    /** Of the first fragment: 1, 2, .. in the packets of a long message, and the negative count in its last one. */
    public int fragmentIndex() {
        return getShort(FRAGMENT_INDEX_OFFSET);
    }

    /** Bytes of the first fragment. */
    public int fragmentLen() {
        return getUnsignedShort(FRAGMENT_LEN_OFFSET);
    }

    /**
     * Most bytes that a fragment appended now may have, so that the body does not exceed {@code maxBodyBytes}; 0 or negative
     * when there is no room.
     */
    public int room(int maxBodyBytes) {
        int dataLen = dataLen();
        return dataLen == 0 ? maxBodyBytes : maxBodyBytes - align(dataLen) - WireLimits.FRAGMENT_HEADER_BYTES;
    }

    /**
     * Appends a fragment to a packet that was begun with {@link #wrapNew}. The buffer must have room for it.
     *
     * @param index {@link #WHOLE_MESSAGE} for all but the first fragment of the packet
     * @param fragment where the bytes are
     * @param fragmentOffset index of the first byte
     * @param fragmentBytes 1..{@link #room}
     */
    public void appendFragment(int index, ByteBuf fragment, int fragmentOffset, int fragmentBytes) {
        int dataLen = dataLen();
        int dataAt = 0;
        int headerOffset = FRAGMENT_INDEX_OFFSET;
        if (dataLen > 0) {
            int headerAt = align(dataLen);
            buffer().setZero(bodyOffset() + dataLen, headerAt - dataLen);
            headerOffset = BODY_OFFSET + headerAt;
            dataAt = headerAt + WireLimits.FRAGMENT_HEADER_BYTES;
        }
        setShort(headerOffset, index);
        setShort(headerOffset + Short.BYTES, fragmentBytes);
        buffer().setBytes(bodyOffset() + dataAt, fragment, fragmentOffset, fragmentBytes);
        setDataLen(dataAt + fragmentBytes);
    }

    /**
     * Copies this packet with its header and fragment headers in the order {@code target}; the bytes of the fragments stay as
     * their originator wrote them. This is the form in which a daemon keeps and retransmits the packets of others.
     *
     * @return bytes written, the same as {@link #lengthBytes}
     */
    public int copyTo(ByteBuf destination, int destinationOffset, Endian target) {
        int length = lengthBytes();
        destination.setBytes(destinationOffset, buffer(), offset(), length);
        if (target != endian()) {
            turnRound(destination, destinationOffset, target);
        }
        return length;
    }

    private void turnRound(ByteBuf copy, int copyOffset, Endian target) {
        boolean little = target == Endian.LITTLE;
        RawBytes.setInt(copy, copyOffset, (type() & ~PacketType.ENDIAN_MARK) | target.mark(), little);
        for (int field = TRANSMITTER_ID_OFFSET; field <= CONF_HASH_OFFSET; field += Integer.BYTES) {
            RawBytes.swapInt(copy, copyOffset + field);
        }
        RawBytes.swapShort(copy, copyOffset + DATA_LEN_OFFSET);
        RawBytes.swapShort(copy, copyOffset + FRAGMENT_INDEX_OFFSET);
        RawBytes.swapShort(copy, copyOffset + FRAGMENT_LEN_OFFSET);
        int dataLen = dataLen();
        int end = fragmentLen();
        while (end < dataLen) {
            int header = BODY_OFFSET + align(end);
            RawBytes.swapShort(copy, copyOffset + header);
            RawBytes.swapShort(copy, copyOffset + header + Short.BYTES);
            end = header - BODY_OFFSET + WireLimits.FRAGMENT_HEADER_BYTES + getUnsignedShort(header + Short.BYTES);
        }
    }
}
