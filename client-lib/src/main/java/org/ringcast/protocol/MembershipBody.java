package org.ringcast.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Body of a regular membership message.
 *
 * <pre>
 * offset size field
 *      0   12 group id
 *     12    4 number of sets
 *     16    4 offset of the receiver's own set, counted from offset 20
 *     20      for each set: number of members, then 32 bytes for each member
 * </pre>
 *
 * @param groupId id of the view
 * @param sets one set for join, leave and disconnect; one for each previous view in a network change
 * @param localSetOffset offset of the receiver's own set in bytes from the first set
 */
public record MembershipBody(GroupId groupId, List<VsSet> sets, int localSetOffset) {
    /** Bytes before the first set. */
    public static final int FIXED_LENGTH = 20;

    /** Place of the only field that differs between the receivers of one notification. */
    public static final int LOCAL_SET_OFFSET_INDEX = 16;

    /** Copies the list. */
    public MembershipBody {
        sets = List.copyOf(sets);
    }

    /** A body with the offset of the set that has the given 0-based index. */
    public static MembershipBody ofLocalIndex(GroupId groupId, List<VsSet> sets, int localIndex) {
        return new MembershipBody(groupId, sets, setOffset(sets, localIndex));
    }

    /** The body of a join, leave or disconnect: one set with the one process concerned. */
    public static MembershipBody ofSingle(GroupId groupId, GroupName process) {
        return new MembershipBody(groupId, List.of(new VsSet(List.of(process))), 0);
    }

    /** Offset of a set in bytes from the first set: the value for the field at {@link #LOCAL_SET_OFFSET_INDEX}. */
    public static int setOffset(List<VsSet> sets, int index) {
        int offset = 0;
        for (int i = 0; i < index; i++) {
            offset += sets.get(i).encodedLength();
        }
        return offset;
    }

    /** Index of the receiver's own set, or -1 when the offset is that of no set. */
    public int localSetIndex() {
        int offset = 0;
        for (int i = 0; i < sets.size(); i++) {
            if (offset == localSetOffset) {
                return i;
            }
            offset += sets.get(i).encodedLength();
        }
        return -1;
    }

    /** Bytes on the wire. */
    public int encodedLength() {
        return FIXED_LENGTH + setOffset(sets, sets.size());
    }

    /** Writes {@link #encodedLength()} bytes at {@code offset}. */
    public void write(byte[] target, int offset, boolean littleEndian) {
        groupId.write(target, offset, littleEndian);
        Words.put(target, offset + 12, sets.size(), littleEndian);
        Words.put(target, offset + LOCAL_SET_OFFSET_INDEX, localSetOffset, littleEndian);
        int at = offset + FIXED_LENGTH;
        for (VsSet set : sets) {
            Words.put(target, at, set.members().size(), littleEndian);
            at += Integer.BYTES;
            for (GroupName member : set.members()) {
                member.writeField(target, at);
                at += Limits.GROUP_NAME;
            }
        }
    }

    /**
     * Reads a body.
     *
     * @throws MalformedMessageException when the sets do not fit the length; nothing is allocated for counts that lie
     */
    public static MembershipBody read(byte[] bytes, int offset, int length, boolean littleEndian)
            throws MalformedMessageException {
        if (length < FIXED_LENGTH) {
            throw new MalformedMessageException("membership body of " + length + " bytes");
        }
        int setCount = Words.get(bytes, offset + 12, littleEndian);
        if (setCount < 0 || (long) setCount * Integer.BYTES > length - FIXED_LENGTH) {
            throw new MalformedMessageException(setCount + " sets in a membership body of " + length + " bytes");
        }
        List<VsSet> sets = new ArrayList<>(setCount);
        int at = FIXED_LENGTH;
        for (int i = 0; i < setCount; i++) {
            int memberCount = length - at < Integer.BYTES ? -1 : Words.get(bytes, offset + at, littleEndian);
            at += Integer.BYTES;
            if (memberCount < 0 || (long) memberCount * Limits.GROUP_NAME > length - at) {
                throw new MalformedMessageException("set " + i + " does not fit a body of " + length + " bytes");
            }
            List<GroupName> members = new ArrayList<>(memberCount);
            for (int m = 0; m < memberCount; m++) {
                members.add(GroupName.fromField(bytes, offset + at));
                at += Limits.GROUP_NAME;
            }
            sets.add(new VsSet(members));
        }
        GroupId groupId = GroupId.read(bytes, offset, littleEndian);
        return new MembershipBody(groupId, sets, Words.get(bytes, offset + LOCAL_SET_OFFSET_INDEX, littleEndian));
    }
}
