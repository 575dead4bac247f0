package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * What the two form tokens have in common: a member table of fixed size, and the old rings at the end. See
 * docs/protocol/packets.md, "Form tokens".
 */
public abstract sealed class FormToken extends TokenHeader permits Form1Token, Form2Token {
    public static final int NUM_MEMBERS_OFFSET = BODY_OFFSET;
    public static final int NUM_PENDING_OFFSET = BODY_OFFSET + 2;
    public static final int MEMBERS_OFFSET = BODY_OFFSET + 4;
    /** Where the member table of 128 entries ends. What is behind the used entries has no meaning. */
    public static final int MEMBERS_END_OFFSET = MEMBERS_OFFSET + Integer.BYTES * WireLimits.MAX_DAEMONS;

    FormToken() {}

    /** Bytes of all entries together. */
    static int ringsBytes(List<RingInfo> rings) {
        int size = Integer.BYTES;
        for (RingInfo ring : rings) {
            size += ring.sizeBytes();
        }
        return size;
    }

    /** Checks the number of old rings at {@code offset + numRingsOffset} and every entry; they must end with the datagram. */
    static Verdict validateRings(ByteBuf buffer, int offset, int lengthBytes, int numRingsOffset, boolean little) {
        int numRings = RawBytes.getInt(buffer, offset + numRingsOffset, little);
        if (numRings < 1 || numRings > WireLimits.MAX_FORM_RINGS) {
            return Verdict.BAD_RING_COUNT;
        }
        int at = offset + numRingsOffset + Integer.BYTES;
        int end = offset + lengthBytes;
        for (int i = 0; i < numRings; i++) {
            Verdict entry = RingInfo.validate(buffer, at, end - at, little);
            if (!entry.isOk()) {
                return entry;
            }
            at += RingInfo.sizeAt(buffer, at, little);
        }
        return at == end ? Verdict.OK : Verdict.TRAILING_BYTES;
    }

    abstract int numRingsOffset();

    final void writeMembers(int[] ids, int numMembers, int numPending) {
        setShort(NUM_MEMBERS_OFFSET, numMembers);
        setShort(NUM_PENDING_OFFSET, numPending);
        for (int i = 0; i < numMembers + numPending; i++) {
            setInt(MEMBERS_OFFSET + Integer.BYTES * i, ids[i]);
        }
    }

    final void writeRings(List<RingInfo> rings) {
        setInt(numRingsOffset(), rings.size());
        int at = numRingsOffset() + Integer.BYTES;
        for (RingInfo ring : rings) {
            at += ring.write(this, at);
        }
    }

    /** Members that have done their part: filled form1, read form2. */
    public final int numMembers() {
        return getShort(NUM_MEMBERS_OFFSET);
    }

    /** Members that still have to. */
    public final int numPending() {
        return getShort(NUM_PENDING_OFFSET);
    }

    /** The member at {@code index}, 0..{@link #numMembers} + {@link #numPending} - 1; the pending ones are last. */
    public final int memberId(int index) {
        return getInt(MEMBERS_OFFSET + Integer.BYTES * index);
    }

    /** All members, the pending ones last. */
    public final int[] memberIds() {
        return getInts(MEMBERS_OFFSET, numMembers() + numPending());
    }

    public final int numRings() {
        return getInt(numRingsOffset());
    }

    /** The old rings in the order of the token. */
    public final List<RingInfo> rings() {
        int numRings = numRings();
        List<RingInfo> rings = new ArrayList<>(numRings);
        int at = numRingsOffset() + Integer.BYTES;
        for (int i = 0; i < numRings; i++) {
            RingInfo ring = RingInfo.read(this, at);
            rings.add(ring);
            at += ring.sizeBytes();
        }
        return rings;
    }

    final int[] getInts(int fieldOffset, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = getInt(fieldOffset + Integer.BYTES * i);
        }
        return values;
    }

    final void setInts(int fieldOffset, int[] values) {
        for (int i = 0; i < values.length; i++) {
            setInt(fieldOffset + Integer.BYTES * i, values[i]);
        }
    }
}
