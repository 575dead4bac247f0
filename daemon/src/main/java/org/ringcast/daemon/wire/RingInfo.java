package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What a form token says about one old ring whose messages must be recovered. Immutable. See docs/protocol/packets.md, "Ring
 * info".
 */
public final class RingInfo {
    static final int MEMBERSHIP_PROC_ID_OFFSET = 0;
    static final int MEMBERSHIP_TIME_OFFSET = 4;
    static final int TRANS_TIME_OFFSET = 8;
    static final int ARU_OFFSET = 12;
    static final int HIGHEST_SEQ_OFFSET = 16;
    static final int NUM_HOLES_OFFSET = 20;
    static final int NUM_COMMIT_OFFSET = 24;
    static final int NUM_TRANS_OFFSET = 26;
    static final int LISTS_OFFSET = 28;

    private final int membershipProcId;
    private final int membershipTime;
    private final int transTime;
    private final int aru;
    private final int highestSeq;
    private final int[] holes;
    private final int[] commitIds;
    private final int numTrans;

    /**
     * Describes one old ring.
     *
     * @param membershipProcId id of the old ring: the daemon
     * @param membershipTime id of the old ring: the time, seconds
     * @param transTime time of the transitional membership's id, 0 until the first member of that ring reads the form2 token
     * @param aru highest aru of the participants
     * @param highestSeq highest sequence number that a participant has seen
     * @param holes packets that no participant has, ascending; copied
     * @param commitIds first the transitional members in the order in which they filled the token, then the others of the
     *     commit set; copied
     * @param numTrans transitional members
     */
    public RingInfo(
            int membershipProcId,
            int membershipTime,
            int transTime,
            int aru,
            int highestSeq,
            int[] holes,
            int[] commitIds,
            int numTrans) {
        this.membershipProcId = membershipProcId;
        this.membershipTime = membershipTime;
        this.transTime = transTime;
        this.aru = aru;
        this.highestSeq = highestSeq;
        this.holes = holes.clone();
        this.commitIds = commitIds.clone();
        this.numTrans = numTrans;
    }

    /** Checks the entry at {@code offset}, of which {@code available} bytes may be used. */
    static Verdict validate(ByteBuf buffer, int offset, int available, boolean little) {
        if (available < LISTS_OFFSET) {
            return Verdict.BODY_TOO_SHORT;
        }
        int numHoles = RawBytes.getInt(buffer, offset + NUM_HOLES_OFFSET, little);
        if (numHoles < 0 || numHoles > WireLimits.MAX_HOLES) {
            return Verdict.BAD_HOLE_COUNT;
        }
        int numCommit = RawBytes.getShort(buffer, offset + NUM_COMMIT_OFFSET, little);
        int numTrans = RawBytes.getShort(buffer, offset + NUM_TRANS_OFFSET, little);
        if (numTrans < 1 || numTrans > numCommit || numCommit > WireLimits.MAX_DAEMONS) {
            return Verdict.BAD_COMMIT_COUNT;
        }
        if (sizeBytes(numHoles, numCommit) > available) {
            return Verdict.BODY_TOO_SHORT;
        }
        int aru = RawBytes.getInt(buffer, offset + ARU_OFFSET, little);
        int highestSeq = RawBytes.getInt(buffer, offset + HIGHEST_SEQ_OFFSET, little);
        if (aru < 0 || highestSeq < aru) {
            return Verdict.BAD_RING_STATE;
        }
        int before = aru;
        for (int i = 0; i < numHoles; i++) {
            int hole = RawBytes.getInt(buffer, offset + LISTS_OFFSET + Integer.BYTES * i, little);
            if (hole <= before || hole > highestSeq) {
                return Verdict.BAD_HOLE;
            }
            before = hole;
        }
        return Verdict.OK;
    }

    /** Bytes of the validated entry at {@code offset}. */
    static int sizeAt(ByteBuf buffer, int offset, boolean little) {
        return sizeBytes(
                RawBytes.getInt(buffer, offset + NUM_HOLES_OFFSET, little),
                RawBytes.getShort(buffer, offset + NUM_COMMIT_OFFSET, little));
    }

    private static int sizeBytes(int numHoles, int numCommit) {
        return LISTS_OFFSET + Integer.BYTES * (numHoles + numCommit);
    }

    static RingInfo read(FormToken form, int entry) {
        int numHoles = form.getInt(entry + NUM_HOLES_OFFSET);
        int numCommit = form.getShort(entry + NUM_COMMIT_OFFSET);
        int holesAt = entry + LISTS_OFFSET;
        return new RingInfo(
                form.getInt(entry + MEMBERSHIP_PROC_ID_OFFSET),
                form.getInt(entry + MEMBERSHIP_TIME_OFFSET),
                form.getInt(entry + TRANS_TIME_OFFSET),
                form.getInt(entry + ARU_OFFSET),
                form.getInt(entry + HIGHEST_SEQ_OFFSET),
                form.getInts(holesAt, numHoles),
                form.getInts(holesAt + Integer.BYTES * numHoles, numCommit),
                form.getShort(entry + NUM_TRANS_OFFSET));
    }

    /** Writes the entry at offset {@code entry} of the token and returns the bytes written. */
    int write(FormToken form, int entry) {
        form.setInt(entry + MEMBERSHIP_PROC_ID_OFFSET, membershipProcId);
        form.setInt(entry + MEMBERSHIP_TIME_OFFSET, membershipTime);
        form.setInt(entry + TRANS_TIME_OFFSET, transTime);
        form.setInt(entry + ARU_OFFSET, aru);
        form.setInt(entry + HIGHEST_SEQ_OFFSET, highestSeq);
        form.setInt(entry + NUM_HOLES_OFFSET, holes.length);
        form.setShort(entry + NUM_COMMIT_OFFSET, commitIds.length);
        form.setShort(entry + NUM_TRANS_OFFSET, numTrans);
        form.setInts(entry + LISTS_OFFSET, holes);
        form.setInts(entry + LISTS_OFFSET + Integer.BYTES * holes.length, commitIds);
        return sizeBytes();
    }

    /** Bytes on a form token. */
    public int sizeBytes() {
        return sizeBytes(holes.length, commitIds.length);
    }

    public int membershipProcId() {
        return membershipProcId;
    }

    public int membershipTime() {
        return membershipTime;
    }

    public int transTime() {
        return transTime;
    }

    public int aru() {
        return aru;
    }

    public int highestSeq() {
        return highestSeq;
    }

    public int numHoles() {
        return holes.length;
    }

    public int hole(int index) {
        return holes[index];
    }

    /** A copy of all holes. */
    public int[] holes() {
        return holes.clone();
    }

    /** Size of the commit set, the transitional members included. */
    public int numCommit() {
        return commitIds.length;
    }

    /** The first {@link #numTrans} are the transitional members. */
    public int commitId(int index) {
        return commitIds[index];
    }

    /** A copy of all ids of the commit set. */
    public int[] commitIds() {
        return commitIds.clone();
    }

    public int numTrans() {
        return numTrans;
    }

    /** The same with another time of the transitional membership. */
    public RingInfo withTransTime(int newTransTime) {
        return new RingInfo(
                membershipProcId, membershipTime, newTransTime, aru, highestSeq, holes, commitIds, numTrans);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RingInfo that
                && membershipProcId == that.membershipProcId
                && membershipTime == that.membershipTime
                && transTime == that.transTime
                && aru == that.aru
                && highestSeq == that.highestSeq
                && numTrans == that.numTrans
                && Arrays.equals(holes, that.holes)
                && Arrays.equals(commitIds, that.commitIds);
    }

    @Override
    public int hashCode() {
        int result = 31 * membershipProcId + membershipTime;
        result = 31 * result + transTime;
        result = 31 * result + aru;
        result = 31 * result + highestSeq;
        result = 31 * result + numTrans;
        result = 31 * result + Arrays.hashCode(holes);
        return 31 * result + Arrays.hashCode(commitIds);
    }

    @Override
    public String toString() {
        return "RingInfo[(" + Integer.toUnsignedString(membershipProcId) + ", " + membershipTime + ") transTime="
                + transTime + " aru=" + aru + " highestSeq=" + highestSeq + " holes=" + Arrays.toString(holes)
                + " commit=" + Arrays.toString(commitIds) + " trans=" + numTrans + "]";
    }
}
