package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * JOIN: a representative offers to form a ring. Member list as in ALIVE, then the list of representatives, the sender first.
 * See docs/protocol/packets.md, "Join".
 */
public final class JoinPacket extends PacketHeader {
    public static final int NUM_MEMBERS_OFFSET = BODY_OFFSET + MemberList.NUM_MEMBERS_OFFSET;
    public static final int NUM_PENDING_OFFSET = BODY_OFFSET + MemberList.NUM_PENDING_OFFSET;
    public static final int MEMBERS_OFFSET = BODY_OFFSET + MemberList.IDS_OFFSET;

    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.JOIN, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int body = lengthBytes - WireLimits.PACKET_HEADER_BYTES;
        Verdict members = MemberList.validate(buffer, offset + BODY_OFFSET, body, little);
        if (!members.isOk()) {
            return members;
        }
        int memberBytes = MemberList.sizeBytes(RawBytes.getShort(buffer, offset + NUM_MEMBERS_OFFSET, little));
        int reps = offset + BODY_OFFSET + memberBytes;
        int available = body - memberBytes;
        if (available < RepList.ENTRIES_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        int numReps = RawBytes.getShort(buffer, reps + RepList.NUM_REPS_OFFSET, little);
        if (numReps < 1 || numReps > WireLimits.MAX_REPS) {
            return Verdict.BAD_REP_COUNT;
        }
        if (RepList.sizeBytes(numReps) > available) {
            return Verdict.BODY_TOO_SHORT;
        }
        if (RepList.sizeBytes(numReps) < available) {
            return Verdict.TRAILING_BYTES;
        }
        // The sender speaks for somebody, or it would not send a JOIN.
        if (RepList.typeAt(buffer, reps, 0, little) == RepType.POTENTIAL.wireValue()) {
            return Verdict.BAD_REP_TYPE;
        }
        return RepList.validateEntries(buffer, reps, numReps, little);
    }

    /** Starts a JOIN; ids and hash of the header are to be set. The sender is {@code reps.get(0)}. */
    public void wrapNew(
            ByteBuf buffer, int offset, Endian endian, int[] memberIds, int numMembers, List<Representative> reps) {
        int memberBytes = MemberList.sizeBytes(numMembers);
        wrapNew(buffer, offset, endian, PacketType.JOIN, memberBytes + RepList.sizeBytes(reps.size()));
        MemberList.write(this, memberIds, numMembers);
        RepList.write(this, BODY_OFFSET + memberBytes, reps, 0);
    }

    /** 0 when the sender is the leader of a ring. */
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

    /** Offset in the packet of the list of representatives. */
    public int repsOffset() {
        return BODY_OFFSET + MemberList.sizeBytes(numMembers());
    }

    public int numReps() {
        return getShort(repsOffset() + RepList.NUM_REPS_OFFSET);
    }

    /** Left over from earlier attempts; means nothing here. */
    public int repIndex() {
        return getShort(repsOffset() + RepList.REP_INDEX_OFFSET);
    }

    /** The representative at {@code index}; 0 is the sender. */
    public Representative rep(int index) {
        return RepList.get(this, repsOffset(), index);
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
