package org.ringcast.protocol;

/**
 * The byte order mark inside the {@code type} and {@code hint} words.
 *
 * <p>A little-endian writer sets bits 7 and 31, a big-endian writer clears both. A 4-byte swap moves neither bit out of
 * the mask, so a reader can test the word before it knows the order. A word with exactly one of the two bits was
 * written by nobody: each reader then takes it for the order that is <em>not</em> its own, and so do the two methods
 * here.
 */
public final class EndianMark {
    /** Both mark bits. */
    public static final int MASK = 0x80000080;

    private EndianMark() {}

    /**
     * Byte order of the word's writer as a little-endian reader (every known daemon) judges it.
     *
     * @return true when the word is little-endian, false when big-endian
     */
    public static boolean isLittleEndian(byte[] bytes, int offset) {
        return (Words.getLittleEndian(bytes, offset) & MASK) == MASK;
    }

    /**
     * Byte order of the word's writer as a big-endian reader (the Java library) judges it.
     *
     * @return true when the word is little-endian, false when big-endian
     */
    public static boolean isLittleEndianToBigEndianReader(byte[] bytes, int offset) {
        return (Words.getLittleEndian(bytes, offset) & MASK) != 0;
    }

    /** Replaces the mark in {@code word} by the mark of the given byte order. */
    public static int stamp(int word, boolean littleEndian) {
        return littleEndian ? word | MASK : word & ~MASK;
    }

    /** {@code word} without the mark. */
    public static int strip(int word) {
        return word & ~MASK;
    }
}
