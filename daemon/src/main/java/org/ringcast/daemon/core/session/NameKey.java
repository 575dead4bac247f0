package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/**
 * The name in a 32-byte field, as four big-endian words with zeros after the first NUL. Comparing the words as unsigned
 * numbers is comparing the names byte by byte up to the NUL, so this is both a hash key and an order.
 */
public final class NameKey implements Comparable<NameKey> {
    /** Bytes of the field. */
    public static final int FIELD_BYTES = 32;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    final long word0;
    final long word1;
    final long word2;
    final long word3;

    NameKey(long word0, long word1, long word2, long word3) {
        this.word0 = word0;
        this.word1 = word1;
        this.word2 = word2;
        this.word3 = word3;
    }

    /** Reads the field at {@code index}; what follows the first NUL does not matter. */
    public static NameKey read(ByteBuf buffer, int index) {
        long first = upToNul(buffer.getLong(index));
        long second = endsInside(first) ? 0 : upToNul(buffer.getLong(index + 8));
        long third = endsInside(second) ? 0 : upToNul(buffer.getLong(index + 16));
        long fourth = endsInside(third) ? 0 : upToNul(buffer.getLong(index + 24));
        return new NameKey(first, second, third, fourth);
    }

    /** The key of a text of at most 32 ISO-8859-1 characters; longer text is cut. */
    public static NameKey of(String name) {
        long[] words = new long[4];
        for (int i = 0; i < Math.min(name.length(), FIELD_BYTES) && name.charAt(i) != 0; i++) {
            long character = name.charAt(i) <= 0xff ? name.charAt(i) : '?';
            words[i / 8] |= character << (56 - 8 * (i % 8));
        }
        return new NameKey(words[0], words[1], words[2], words[3]);
    }

    /** Writes the 32 bytes, padded with NUL, at {@code index}. */
    public void set(ByteBuf buffer, int index) {
        buffer.setLong(index, word0);
        buffer.setLong(index + 8, word1);
        buffer.setLong(index + 16, word2);
        buffer.setLong(index + 24, word3);
    }

    /** Appends the 32 bytes, padded with NUL. */
    public void write(ByteBuf buffer) {
        buffer.writeLong(word0).writeLong(word1).writeLong(word2).writeLong(word3);
    }

    /** Writes the 32 bytes, padded with NUL, to the start of an array. */
    public void get(byte[] field) {
        long[] words = {word0, word1, word2, word3};
        for (int i = 0; i < FIELD_BYTES; i++) {
            field[i] = (byte) (words[i / 8] >>> (56 - 8 * (i % 8)));
        }
    }

    /** The name with at most 31 bytes, so that it is followed by a NUL. */
    public NameKey cut() {
        return endsInside(word3) ? this : new NameKey(word0, word1, word2, word3 & ~0xffL);
    }

    /** True when the field at {@code index} holds this name. */
    public boolean matches(ByteBuf buffer, int index) {
        long first = upToNul(buffer.getLong(index));
        long second = endsInside(first) ? 0 : upToNul(buffer.getLong(index + 8));
        long third = endsInside(second) ? 0 : upToNul(buffer.getLong(index + 16));
        long fourth = endsInside(third) ? 0 : upToNul(buffer.getLong(index + 24));
        return hasWords(first, second, third, fourth);
    }

    boolean hasWords(long first, long second, long third, long fourth) {
        return first == word0 && second == word1 && third == word2 && fourth == word3;
    }

    /** Number of bytes before the NUL, 0..32. */
    public int length() {
        int length = 0;
        for (long word : new long[] {word0, word1, word2, word3}) {
            if (endsInside(word)) {
                return length + (64 - Long.numberOfTrailingZeros(word) + 7) / 8;
            }
            length += 8;
        }
        return length;
    }

    static int hash(long word0, long word1, long word2, long word3) {
        long mixed = word0 * 0x9e3779b97f4a7c15L + word1;
        mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L + word2;
        mixed = (mixed ^ (mixed >>> 32)) * 0x94d049bb133111ebL + word3;
        mixed = (mixed ^ (mixed >>> 29)) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }

    /** The word with everything from its first NUL on set to zero. */
    static long upToNul(long word) {
        long nulMarks = ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
        if (nulMarks == 0) {
            return word;
        }
        int keptBits = Long.numberOfLeadingZeros(nulMarks);
        return keptBits == 0 ? 0 : word & (-1L << (64 - keptBits));
    }

    /** True when the name ends in this word, which {@link #upToNul} has cleaned. */
    static boolean endsInside(long word) {
        return (word & 0xff) == 0;
    }

    @Override
    public int compareTo(NameKey other) {
        int order = Long.compareUnsigned(word0, other.word0);
        if (order == 0) {
            order = Long.compareUnsigned(word1, other.word1);
        }
        if (order == 0) {
            order = Long.compareUnsigned(word2, other.word2);
        }
        return order != 0 ? order : Long.compareUnsigned(word3, other.word3);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameKey that && hasWords(that.word0, that.word1, that.word2, that.word3);
    }

    @Override
    public int hashCode() {
        return hash(word0, word1, word2, word3);
    }

    /** The name as ISO-8859-1 text. */
    @Override
    public String toString() {
        int length = length();
        StringBuilder text = new StringBuilder(length);
        long[] words = {word0, word1, word2, word3};
        for (int i = 0; i < length; i++) {
            text.append((char) ((words[i / 8] >>> (56 - 8 * (i % 8))) & 0xff));
        }
        return text.toString();
    }
}
