package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * ALIVE: a daemon without a token is there. The list tells whom it has heard since it lost the token, itself first. See
 * docs/protocol/packets.md, "Alive".
 */
public final class AlivePacket extends PacketHeader {
    public static final int NUM_MEMBERS_OFFSET = BODY_OFFSET + MemberList.NUM_MEMBERS_OFFSET;
    public static final int NUM_PENDING_OFFSET = BODY_OFFSET + MemberList.NUM_PENDING_OFFSET;
    public static final int MEMBERS_OFFSET = BODY_OFFSET + MemberList.IDS_OFFSET;

    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.ALIVE, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int body = lengthBytes - WireLimits.PACKET_HEADER_BYTES;
        Verdict list = MemberList.validate(buffer, offset + BODY_OFFSET, body, little);
        if (!list.isOk()) {
            return list;
        }
        int numMembers = RawBytes.getShort(buffer, offset + NUM_MEMBERS_OFFSET, little);
        return MemberList.sizeBytes(numMembers) == body ? Verdict.OK : Verdict.TRAILING_BYTES;
    }

    /** Starts an ALIVE with the first {@code numMembers} of {@code memberIds}; ids and hash of the header are to be set. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian, int[] memberIds, int numMembers) {
        wrapNew(buffer, offset, endian, PacketType.ALIVE, MemberList.sizeBytes(numMembers));
        MemberList.write(this, memberIds, numMembers);
    }

    public int numMembers() {
        return getShort(NUM_MEMBERS_OFFSET);
    }

    /** Left over from earlier use of the sender's list; means nothing here. */
    public int numPending() {
        return getShort(NUM_PENDING_OFFSET);
    }

    public int memberId(int index) {
        return getInt(MEMBERS_OFFSET + Integer.BYTES * index);
    }
}
