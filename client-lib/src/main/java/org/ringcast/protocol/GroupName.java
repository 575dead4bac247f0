package org.ringcast.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Name of a process group, of a private group or of a member: 0 to 32 bytes without NUL, no charset.
 *
 * <p>On the wire it is a field of {@link Limits#GROUP_NAME} bytes that ends at the first NUL, or at the end of the field
 * when there is none. Names are ordered by unsigned bytes; a name sorts before its own continuations. The static
 * methods compare and write fields without making objects.
 */
public final class GroupName implements Comparable<GroupName> {
    /** First and last character that a private name, a daemon name or a well-behaved group name may contain. */
    public static final int FIRST_LEGAL = 0x24;

    public static final int LAST_LEGAL = 0x7e;

    private static final byte NUL = 0;

    private final byte[] bytes;
    private final int hash;

    private GroupName(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The name in the 32-byte field at {@code offset}; what follows the first NUL is left out. */
    public static GroupName fromField(byte[] field, int offset) {
        return new GroupName(Arrays.copyOfRange(field, offset, offset + fieldLength(field, offset)));
    }

    /**
     * The name with the given characters, one byte each (ISO-8859-1; other characters become {@code ?}).
     *
     * @throws IllegalArgumentException when it is longer than 32 characters or contains NUL
     */
    public static GroupName of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > Limits.GROUP_NAME) {
            throw new IllegalArgumentException(
                    "group name of " + bytes.length + " bytes, at most " + Limits.GROUP_NAME);
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("group name with NUL");
        }
        return new GroupName(bytes);
    }

    /** Number of bytes before the first NUL of the 32-byte field at {@code offset}, 32 when there is no NUL. */
    public static int fieldLength(byte[] field, int offset) {
        int length = 0;
        while (length < Limits.GROUP_NAME && field[offset + length] != NUL) {
            length++;
        }
        return length;
    }

    /** True when the 32-byte field at {@code offset} has a NUL, as every field of a JOIN or LEAVE must. */
    public static boolean isTerminated(byte[] field, int offset) {
        return fieldLength(field, offset) < Limits.GROUP_NAME;
    }

    /** Compares two 32-byte fields as names: unsigned bytes, up to the NUL. */
    public static int compareFields(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        for (int i = 0; i < Limits.GROUP_NAME; i++) {
            int difference = (left[leftOffset + i] & 0xff) - (right[rightOffset + i] & 0xff);
            if (difference != 0 || left[leftOffset + i] == NUL) {
                return difference;
            }
        }
        return 0;
    }

    /** True when every byte of the range lies in 0x24..0x7e ({@code $} to {@code ~}). */
    public static boolean hasOnlyLegalCharacters(byte[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] < FIRST_LEGAL || text[i] > LAST_LEGAL) {
                return false;
            }
        }
        return true;
    }

    /** True for a name that libraries let applications join: 1..31 characters, all legal. Daemons do not ask. */
    public boolean isLegalToJoin() {
        return bytes.length >= 1
                && bytes.length <= Limits.MAX_GROUP_NAME_LENGTH
                && hasOnlyLegalCharacters(bytes, 0, bytes.length);
    }

    /** True when the name starts with {@code #}: as a destination it is then always looked up as a private group. */
    public boolean startsLikePrivateGroup() {
        return bytes.length > 0 && bytes[0] == '#';
    }

    /** Writes the name, padded with NUL, into the 32-byte field at {@code offset}. */
    public void writeField(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        Arrays.fill(target, offset + bytes.length, offset + Limits.GROUP_NAME, NUL);
    }

    /** True when the 32-byte field at {@code offset} holds this name. */
    public boolean matchesField(byte[] field, int offset) {
        return fieldLength(field, offset) == bytes.length
                && Arrays.equals(bytes, 0, bytes.length, field, offset, offset + bytes.length);
    }

    /** Number of bytes, 0..32. */
    public int length() {
        return bytes.length;
    }

    /** The byte at {@code index}, 0-based. */
    public byte byteAt(int index) {
        return bytes[index];
    }

    /** A copy of the bytes, without padding. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(GroupName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupName that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name as ISO-8859-1 text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
