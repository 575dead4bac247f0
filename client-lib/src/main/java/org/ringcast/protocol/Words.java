package org.ringcast.protocol;

/** 32-bit words in byte arrays, in either byte order. */
final class Words {
    private Words() {}

    static int get(byte[] bytes, int offset, boolean littleEndian) {
        return littleEndian ? getLittleEndian(bytes, offset) : Integer.reverseBytes(getLittleEndian(bytes, offset));
    }

    static void put(byte[] bytes, int offset, int value, boolean littleEndian) {
        putLittleEndian(bytes, offset, littleEndian ? value : Integer.reverseBytes(value));
    }

    static int getLittleEndian(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff)
                | (bytes[offset + 1] & 0xff) << 8
                | (bytes[offset + 2] & 0xff) << 16
                | (bytes[offset + 3] & 0xff) << 24;
    }

    static void putLittleEndian(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
        bytes[offset + 1] = (byte) (value >>> 8);
        bytes[offset + 2] = (byte) (value >>> 16);
        bytes[offset + 3] = (byte) (value >>> 24);
    }
}
