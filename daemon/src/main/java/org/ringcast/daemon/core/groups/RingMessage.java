package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * View of a message that came from the ring, in whatever byte order its builder has. Reusable; good for one upcall.
 */
final class RingMessage {
    /** What a message is; everything else is dropped. */
    enum Kind {
        DATA,
        JOIN,
        LEAVE,
        KILL,
        GROUPS,
        /** A type that no daemon may send, or lengths that contradict each other. */
        ILLEGAL
    }

    private static final int OPTIONS = ServiceType.SELF_DISCARD | ServiceType.PASSED_THROUGH_MASK;
    private static final int CHANGES = ServiceType.REQUEST_MASK | ServiceType.GROUPS;

    private ByteBuf bytes;
    private int start;
    private boolean little;
    private int type;
    private int groupCount;
    private int dataBytes;

    /** Points this view at a message, which must stay where it is, and says what it is. */
    Kind wrap(ByteBuf message) {
        bytes = message;
        start = message.readerIndex();
        if (message.readableBytes() < Limits.HEADER) {
            return Kind.ILLEGAL;
        }
        int mark = message.getIntLE(start) & EndianMark.MASK;
        little = mark == EndianMark.MASK;
        if (!little && mark != 0) {
            return Kind.ILLEGAL;
        }
        type = EndianMark.strip(getInt(FrameHeader.TYPE_OFFSET));
        groupCount = getInt(FrameHeader.GROUP_COUNT_OFFSET);
        dataBytes = getInt(FrameHeader.DATA_LENGTH_OFFSET);
        boolean countsFit = groupCount >= 0
                && groupCount <= Limits.MAX_GROUPS
                && dataBytes >= 0
                && Limits.HEADER + (long) groupCount * Limits.GROUP_NAME + dataBytes <= message.readableBytes();
        return countsFit ? kindOf(type, groupCount) : Kind.ILLEGAL;
    }

    private static Kind kindOf(int type, int groupCount) {
        int request = type & CHANGES;
        if (request == 0) {
            return ServiceType.isDeliverableFromRing(type) ? Kind.DATA : Kind.ILLEGAL;
        }
        int rest = type & ~CHANGES & ~OPTIONS;
        return switch (request) {
            case ServiceType.JOIN -> rest == 0 && groupCount > 0 ? Kind.JOIN : Kind.ILLEGAL;
            case ServiceType.LEAVE -> rest == 0 && groupCount > 0 ? Kind.LEAVE : Kind.ILLEGAL;
            case ServiceType.KILL -> rest == 0 || rest == ServiceType.SAFE ? Kind.KILL : Kind.ILLEGAL;
            case ServiceType.GROUPS ->
                rest == ServiceType.AGREED || rest == ServiceType.RELIABLE ? Kind.GROUPS : Kind.ILLEGAL;
            default -> Kind.ILLEGAL;
        };
    }

    private int getInt(int offset) {
        return little ? bytes.getIntLE(start + offset) : bytes.getInt(start + offset);
    }

    ByteBuf bytes() {
        return bytes;
    }

    /** Index of the first byte. */
    int index() {
        return start;
    }

    /** Type bits in host order without the byte order mark. */
    int type() {
        return type;
    }

    boolean isLittleEndian() {
        return little;
    }

    /** Index of the 32-byte sender field. */
    int senderIndex() {
        return start + FrameHeader.SENDER_OFFSET;
    }

    int groupCount() {
        return groupCount;
    }

    /** Index of the n-th 32-byte group field. */
    int groupIndex(int n) {
        return start + Limits.HEADER + n * Limits.GROUP_NAME;
    }

    /** Index of the data. */
    int dataIndex() {
        return groupIndex(groupCount);
    }

    int dataBytes() {
        return dataBytes;
    }

    /** Bytes of the whole message by its header. */
    int lengthBytes() {
        return Limits.HEADER + groupCount * Limits.GROUP_NAME + dataBytes;
    }

    /** The same message for clients: a copy with type, group count and data length in little-endian order. */
    ByteBuf toClientFrame(ByteBufAllocator allocator) {
        ByteBuf frame = allocator.buffer(lengthBytes()).writeBytes(bytes, start, lengthBytes());
        frame.setIntLE(FrameHeader.TYPE_OFFSET, type | EndianMark.MASK);
        frame.setByte(FrameHeader.SENDER_OFFSET + Limits.GROUP_NAME - 1, 0);
        frame.setIntLE(FrameHeader.GROUP_COUNT_OFFSET, groupCount);
        frame.setIntLE(FrameHeader.DATA_LENGTH_OFFSET, dataBytes);
        return frame;
    }
}
