package org.ringcast.protocol;

/**
 * The {@code hint} word: the application's 16-bit message type in bits 8..23 and a byte order mark of its own.
 *
 * <p>Daemons pass the four bytes on untouched, so the word is always in the order of the client that wrote it.
 */
public final class HintField {
    /** Bits that may be set in a hint: message type and mark. */
    public static final int LEGAL_BITS = 0x80ffff80;

    private static final int TYPE_MASK = 0x00ffff00;

    private HintField() {}

    /** The hint word, with mark, for a message type; to be written in the given byte order. */
    public static int encode(short messageType, boolean littleEndian) {
        return EndianMark.stamp((messageType << 8) & TYPE_MASK, littleEndian);
    }

    /** Message type of a hint word that is already in host order. */
    public static short messageType(int hint) {
        return (short) ((hint & TYPE_MASK) >>> 8);
    }

    /**
     * Message type of the hint at {@code offset}, which is read in the byte order that its own mark tells.
     *
     * @return the signed 16-bit message type
     */
    public static short messageType(byte[] bytes, int offset) {
        return messageType(Words.get(bytes, offset, EndianMark.isLittleEndianToBigEndianReader(bytes, offset)));
    }

    /** True when the word has no bits outside {@link #LEGAL_BITS}; the bits are the same in both byte orders. */
    public static boolean isLegal(int hint) {
        return (hint & ~LEGAL_BITS) == 0;
    }
}
