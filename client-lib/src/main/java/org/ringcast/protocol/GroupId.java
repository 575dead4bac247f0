package org.ringcast.protocol;

/**
 * Id of a group's view, 12 bytes on the wire. Equal when all three numbers are equal; applications must not read
 * anything else into it.
 *
 * @param processId daemon id of the daemon membership's leader, a 32-bit pattern
 * @param timeSeconds time of the daemon membership
 * @param index number of the change inside that daemon membership, from 1
 */
public record GroupId(int processId, int timeSeconds, int index) {
    /** Bytes on the wire. */
    public static final int LENGTH = 12;

    /** Reads the 12 bytes at {@code offset}. */
    public static GroupId read(byte[] bytes, int offset, boolean littleEndian) {
        return new GroupId(
                Words.get(bytes, offset, littleEndian),
                Words.get(bytes, offset + 4, littleEndian),
                Words.get(bytes, offset + 8, littleEndian));
    }

    /** Writes 12 bytes at {@code offset}. */
    public void write(byte[] target, int offset, boolean littleEndian) {
        Words.put(target, offset, processId, littleEndian);
        Words.put(target, offset + 4, timeSeconds, littleEndian);
        Words.put(target, offset + 8, index, littleEndian);
    }
}
