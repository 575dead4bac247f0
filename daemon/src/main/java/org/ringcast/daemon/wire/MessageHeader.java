package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import org.ringcast.protocol.GroupName;

/**
 * The 48-byte header of a message that daemons carry in fragments: a client's, or a {@link GroupsMessage}. Same layout as on
 * client connections, with a byte order mark of its own. See docs/protocol/packets.md, "Message header".
 */
public sealed class MessageHeader extends Flyweight permits GroupsMessage {
    public static final int TYPE_OFFSET = 0;
    public static final int SENDER_OFFSET = 4;
    public static final int NUM_GROUPS_OFFSET = 36;
    public static final int HINT_OFFSET = 40;
    public static final int DATA_LEN_OFFSET = 44;
    /** Where the group names start; behind them the data. */
    public static final int GROUPS_OFFSET = WireLimits.MESSAGE_HEADER_BYTES;

    /** Checks that the bytes are one whole message: header, the group names it counts, the data it counts, nothing more. */
    public static Verdict validateMessage(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict frame = RawBytes.checkFrame(buffer, offset, lengthBytes, WireLimits.MESSAGE_HEADER_BYTES);
        if (!frame.isOk()) {
            return frame;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int numGroups = RawBytes.getInt(buffer, offset + NUM_GROUPS_OFFSET, little);
        if (numGroups < 0 || numGroups > WireLimits.MAX_GROUPS_PER_MESSAGE) {
            return Verdict.BAD_GROUP_COUNT;
        }
        long dataLen = RawBytes.getInt(buffer, offset + DATA_LEN_OFFSET, little);
        long expected = WireLimits.MESSAGE_HEADER_BYTES + (long) WireLimits.NAME_BYTES * numGroups + dataLen;
        return dataLen >= 0 && expected == lengthBytes ? Verdict.OK : Verdict.LENGTH_MISMATCH;
    }

    /** Views a received message, at least a header long. */
    public final void wrap(ByteBuf buffer, int offset, int lengthBytes) {
        attachReceived(buffer, offset, lengthBytes);
    }

    /** The type word with the byte order mark; its bits are those of {@link org.ringcast.protocol.ServiceType}. */
    public final int type() {
        return getInt(TYPE_OFFSET);
    }

    /** The sender's private group. In a {@link GroupsMessage} the field holds something else. */
    public final GroupName sender() {
        return nameAt(SENDER_OFFSET);
    }

    public final int numGroups() {
        return getInt(NUM_GROUPS_OFFSET);
    }

    public final GroupName group(int index) {
        return nameAt(GROUPS_OFFSET + WireLimits.NAME_BYTES * index);
    }

    public final int dataLen() {
        return getInt(DATA_LEN_OFFSET);
    }

    final GroupName nameAt(int fieldOffset) {
        return readName(buffer(), offset() + fieldOffset, WireLimits.NAME_BYTES);
    }

    /** The name in the {@code fieldBytes} bytes at {@code index}, at most 31 bytes of it. */
    static GroupName readName(ByteBuf buffer, int index, int fieldBytes) {
        byte[] field = new byte[WireLimits.NAME_BYTES];
        buffer.getBytes(index, field, 0, Math.min(fieldBytes, WireLimits.NAME_BYTES - 1));
        return GroupName.fromField(field, 0);
    }
}
