package org.ringcast.protocol;

import java.util.List;

/**
 * Daemon side: whole frames that a daemon makes itself, in little-endian order, ready to be written to sessions.
 */
public final class DaemonFrames {
    private static final int PLAIN_HINT = EndianMark.MASK;

    private DaemonFrames() {}

    /**
     * A regular membership message. Receivers in different sets get frames that differ only in the word at
     * {@code frame.length - body.encodedLength() + MembershipBody.LOCAL_SET_OFFSET_INDEX}; see
     * {@link #patchLocalSetOffset}.
     *
     * @param causedBy exactly one CAUSED_BY bit
     * @param group the group
     * @param members all members after the change, in the agreed order
     */
    public static byte[] membership(int causedBy, GroupName group, List<GroupName> members, MembershipBody body) {
        int bodyLength = body.encodedLength();
        int bodyOffset = Limits.HEADER + members.size() * Limits.GROUP_NAME;
        byte[] frame = new byte[bodyOffset + bodyLength];
        int type = ServiceType.REG_MEMB | causedBy;
        FrameHeader.write(frame, 0, true, type, group, members.size(), PLAIN_HINT, bodyLength);
        writeNames(frame, Limits.HEADER, members);
        body.write(frame, bodyOffset, true);
        return frame;
    }

    /** Changes a frame made by {@link #membership} into that of a receiver whose own set has another offset. */
    public static void patchLocalSetOffset(byte[] frame, int memberCount, int localSetOffset) {
        int bodyOffset = Limits.HEADER + memberCount * Limits.GROUP_NAME;
        Words.putLittleEndian(frame, bodyOffset + MembershipBody.LOCAL_SET_OFFSET_INDEX, localSetOffset);
    }

    /** The transitional signal of a group, with the id of the view that is being left. */
    public static byte[] transition(GroupName group, GroupId leavingView) {
        byte[] frame = new byte[Limits.HEADER + GroupId.LENGTH];
        FrameHeader.write(frame, 0, true, ServiceType.TRANSITION, group, 0, PLAIN_HINT, GroupId.LENGTH);
        leavingView.write(frame, Limits.HEADER, true);
        return frame;
    }

    /** The message that tells the leaver of a group that it is out. */
    public static byte[] selfLeave(GroupName group) {
        byte[] frame = new byte[Limits.HEADER];
        FrameHeader.write(frame, 0, true, ServiceType.CAUSED_BY_LEAVE, group, 0, PLAIN_HINT, 0);
        return frame;
    }

    /**
     * A client's own message, sent back because a policy denied it. JOIN and LEAVE are told as their CAUSED_BY bits;
     * the sender's private group is appended to the groups, or replaces the last of 100.
     *
     * @param header view of the message's header, as it came from the client
     * @param payload array with groups and data at {@code payloadOffset}
     */
    public static byte[] reject(FrameHeader header, byte[] payload, int payloadOffset) {
        int groupCount = header.groupCount();
        int keptGroups = Math.min(groupCount, Limits.MAX_GROUPS - 1);
        int dataLength = header.dataLength();
        int groupsOffset = Limits.HEADER + Integer.BYTES;
        int ownGroupOffset = groupsOffset + keptGroups * Limits.GROUP_NAME;
        int dataOffset = ownGroupOffset + Limits.GROUP_NAME;
        byte[] frame = new byte[dataOffset + dataLength];
        int type = header.serviceBits();
        int rejectType = ServiceType.REJECT | (type & ServiceType.SELF_DISCARD);
        GroupName sender = header.sender();
        FrameHeader.write(frame, 0, true, rejectType, sender, keptGroups + 1, header.rawHint(), dataLength);
        Words.putLittleEndian(frame, Limits.HEADER, EndianMark.stamp(rejectedType(type), true));
        System.arraycopy(payload, payloadOffset, frame, groupsOffset, keptGroups * Limits.GROUP_NAME);
        sender.writeField(frame, ownGroupOffset);
        System.arraycopy(payload, payloadOffset + groupCount * Limits.GROUP_NAME, frame, dataOffset, dataLength);
        return frame;
    }

    private static int rejectedType(int type) {
        if (ServiceType.isJoin(type)) {
            return (type & ~ServiceType.JOIN) | ServiceType.CAUSED_BY_JOIN;
        }
        if (ServiceType.isLeave(type)) {
            return (type & ~ServiceType.LEAVE) | ServiceType.CAUSED_BY_LEAVE;
        }
        return type;
    }

    private static void writeNames(byte[] target, int offset, List<GroupName> names) {
        int at = offset;
        for (GroupName name : names) {
            name.writeField(target, at);
            at += Limits.GROUP_NAME;
        }
    }
}
