package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * FORM2: travels through the members of the new ring and tells each what was collected. See docs/protocol/packets.md, "Form2".
 */
public final class Form2Token extends FormToken {
    public static final int RING_PROC_ID_OFFSET = MEMBERS_END_OFFSET;
    public static final int RING_TIME_OFFSET = MEMBERS_END_OFFSET + 4;
    public static final int NUM_RINGS_OFFSET = MEMBERS_END_OFFSET + 8;
    public static final int RINGS_OFFSET = NUM_RINGS_OFFSET + Integer.BYTES;

    public static Verdict validate(ProtocolLevel level, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.FORM2, level, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        if (lengthBytes < RINGS_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int numMembers = RawBytes.getShort(buffer, offset + NUM_MEMBERS_OFFSET, little);
        int numPending = RawBytes.getShort(buffer, offset + NUM_PENDING_OFFSET, little);
        if (numMembers < 0 || numPending < 1 || numMembers + numPending > WireLimits.MAX_RING_MEMBERS) {
            return Verdict.BAD_MEMBER_COUNT;
        }
        return validateRings(buffer, offset, lengthBytes, NUM_RINGS_OFFSET, little);
    }

    /** Bytes of a form2 token with these old rings, header included. */
    public static int sizeBytes(List<RingInfo> rings) {
        return NUM_RINGS_OFFSET + ringsBytes(rings);
    }

    /**
     * Starts a form2 token; the fields of the header but type and length are to be set. {@link #sizeBytes} must not exceed what
     * the protocol level allows.
     *
     * @param memberIds in the order of the configuration: first those that have read the token, then the pending ones
     * @param ringProcId id of the new ring: the daemon; any value until the first reader chooses it
     * @param ringTime id of the new ring: the time, seconds
     */
    public void wrapNew(
            ByteBuf buffer,
            int offset,
            Endian endian,
            int[] memberIds,
            int numMembers,
            int numPending,
            int ringProcId,
            int ringTime,
            List<RingInfo> rings) {
        wrapNew(buffer, offset, endian, PacketType.FORM2, sizeBytes(rings) - WireLimits.TOKEN_HEADER_BYTES);
        writeMembers(memberIds, numMembers, numPending);
        setInt(RING_PROC_ID_OFFSET, ringProcId);
        setInt(RING_TIME_OFFSET, ringTime);
        writeRings(rings);
    }

    @Override
    int numRingsOffset() {
        return NUM_RINGS_OFFSET;
    }

    /** Id of the new ring: the daemon. Means nothing while {@link #numMembers} is 0. */
    public int ringProcId() {
        return getInt(RING_PROC_ID_OFFSET);
    }

    /** Id of the new ring: the time, seconds. Means nothing while {@link #numMembers} is 0. */
    public int ringTime() {
        return getInt(RING_TIME_OFFSET);
    }
}
