package org.ringcast.client.internal;

import java.util.Arrays;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** One message from the daemon, whole and within the limits, but its body not looked at. */
public final class IncomingFrame {
    private final FrameHeader header;
    private final byte[] payload;
    private final int groupsOffset;
    private final int dataOffset;

    /**
     * Takes header and payload as they are.
     *
     * @param header view of a header with legal counts
     * @param payload what follows the header, as long as the header says
     */
    IncomingFrame(FrameHeader header, byte[] payload) {
        this.header = header;
        this.payload = payload;
        this.groupsOffset = header.rejectTypeLength();
        this.dataOffset = groupsOffset + header.groupCount() * Limits.GROUP_NAME;
    }

    /** Service bits without the byte order mark; in a reject those of the rejected message and REJECT. */
    public int serviceType() {
        return groupsOffset == 0 ? header.serviceBits() : ServiceType.REJECT | rejectedType();
    }

    private int rejectedType() {
        int word = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int index = header.isLittleEndian() ? Integer.BYTES - 1 - i : i;
            word = (word << 8) | (payload[index] & 0xff);
        }
        return EndianMark.strip(word);
    }

    /** True when this is a membership message of any kind. */
    public boolean isMembership() {
        return ServiceType.isMembership(serviceType());
    }

    /** Byte order of the integers in a membership body. */
    public boolean isLittleEndian() {
        return header.isLittleEndian();
    }

    /** True when the application that sent the message runs on a little-endian library. */
    public boolean isSenderLittleEndian() {
        return header.isHintLittleEndian();
    }

    /** Sender of the message; in membership messages the group. */
    public GroupName sender() {
        return header.sender();
    }

    /** Number of destinations, or of members. */
    public int groupCount() {
        return header.groupCount();
    }

    /** Destination or member with the 0-based index. */
    public GroupName group(int index) {
        return GroupName.fromField(payload, groupsOffset + index * Limits.GROUP_NAME);
    }

    /** Bytes of the whole frame. */
    public int length() {
        return Limits.HEADER + payload.length;
    }

    /** The application's message type. */
    public short messageType() {
        return header.messageType();
    }

    /** A copy of the body. */
    public byte[] data() {
        return Arrays.copyOfRange(payload, dataOffset, payload.length);
    }
}
