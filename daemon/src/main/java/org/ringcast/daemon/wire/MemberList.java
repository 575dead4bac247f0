package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** The member list that ALIVE and JOIN begin with: two counts, then ids without gaps. Offsets within the list. */
final class MemberList {
    static final int NUM_MEMBERS_OFFSET = 0;
    static final int NUM_PENDING_OFFSET = 2;
    static final int IDS_OFFSET = 4;

    private MemberList() {}

    static int sizeBytes(int numMembers) {
        return IDS_OFFSET + Integer.BYTES * numMembers;
    }

    /** Checks the list at {@code offset}, of which {@code available} bytes may be used. */
    static Verdict validate(ByteBuf buffer, int offset, int available, boolean little) {
        if (available < IDS_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        int numMembers = RawBytes.getShort(buffer, offset + NUM_MEMBERS_OFFSET, little);
        if (numMembers < 0 || numMembers > WireLimits.MAX_DAEMONS) {
            return Verdict.BAD_MEMBER_COUNT;
        }
        return sizeBytes(numMembers) > available ? Verdict.BODY_TOO_SHORT : Verdict.OK;
    }

    static void write(PacketHeader packet, int[] ids, int numMembers) {
        packet.setShort(PacketHeader.BODY_OFFSET + NUM_MEMBERS_OFFSET, numMembers);
        packet.setShort(PacketHeader.BODY_OFFSET + NUM_PENDING_OFFSET, 0);
        for (int i = 0; i < numMembers; i++) {
            packet.setInt(PacketHeader.BODY_OFFSET + IDS_OFFSET + Integer.BYTES * i, ids[i]);
        }
    }
}
