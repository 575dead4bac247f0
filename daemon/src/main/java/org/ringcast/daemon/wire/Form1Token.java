package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * FORM1: travels through all daemons that are to form a ring and collects what each has of its old ring. See
 * docs/protocol/packets.md, "Form1".
 */
public final class Form1Token extends FormToken {
    public static final int NUM_REPS_OFFSET = MEMBERS_END_OFFSET + RepList.NUM_REPS_OFFSET;
    public static final int REP_INDEX_OFFSET = MEMBERS_END_OFFSET + RepList.REP_INDEX_OFFSET;
    public static final int REPS_OFFSET = MEMBERS_END_OFFSET + RepList.ENTRIES_OFFSET;
    public static final int NUM_RINGS_OFFSET = REPS_OFFSET + RepList.ENTRY_BYTES * WireLimits.MAX_REPS;
    public static final int RINGS_OFFSET = NUM_RINGS_OFFSET + Integer.BYTES;

    public static Verdict validate(ProtocolLevel level, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.FORM1, level, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        if (lengthBytes < RINGS_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int numMembers = RawBytes.getShort(buffer, offset + NUM_MEMBERS_OFFSET, little);
        int numPending = RawBytes.getShort(buffer, offset + NUM_PENDING_OFFSET, little);
        if (numMembers < 1 || numPending < 0 || numMembers + numPending > WireLimits.MAX_DAEMONS) {
            return Verdict.BAD_MEMBER_COUNT;
        }
        int numReps = RawBytes.getShort(buffer, offset + NUM_REPS_OFFSET, little);
        int repIndex = RawBytes.getShort(buffer, offset + REP_INDEX_OFFSET, little);
        if (numReps < 1 || numReps > WireLimits.MAX_REPS || repIndex < 0 || repIndex > numReps) {
            return Verdict.BAD_REP_COUNT;
        }
        Verdict reps = RepList.validateEntries(buffer, offset + MEMBERS_END_OFFSET, numReps, little);
        return reps.isOk() ? validateRings(buffer, offset, lengthBytes, NUM_RINGS_OFFSET, little) : reps;
    }

    /** Bytes of a form1 token with these old rings, header included. */
    public static int sizeBytes(List<RingInfo> rings) {
        return NUM_RINGS_OFFSET + ringsBytes(rings);
    }

    /**
     * Starts a form1 token; the fields of the header but type and length are to be set. {@link #sizeBytes} must not exceed what
     * the protocol level allows.
     *
     * @param memberIds first those that have filled the token, then the pending ones
     * @param repIndex representatives already visited
     */
    public void wrapNew(
            ByteBuf buffer,
            int offset,
            Endian endian,
            int[] memberIds,
            int numMembers,
            int numPending,
            List<Representative> reps,
            int repIndex,
            List<RingInfo> rings) {
        wrapNew(buffer, offset, endian, PacketType.FORM1, sizeBytes(rings) - WireLimits.TOKEN_HEADER_BYTES);
        writeMembers(memberIds, numMembers, numPending);
        RepList.write(this, MEMBERS_END_OFFSET, reps, repIndex);
        writeRings(rings);
    }

    @Override
    int numRingsOffset() {
        return NUM_RINGS_OFFSET;
    }

    public int numReps() {
        return getShort(NUM_REPS_OFFSET);
    }

    /** Representatives already visited; the next one to visit is at this index. */
    public int repIndex() {
        return getShort(REP_INDEX_OFFSET);
    }

    public Representative rep(int index) {
        return RepList.get(this, MEMBERS_END_OFFSET, index);
    }

    public List<Representative> reps() {
        int numReps = numReps();
        List<Representative> reps = new ArrayList<>(numReps);
        for (int i = 0; i < numReps; i++) {
            reps.add(rep(i));
        }
        return reps;
    }
}
