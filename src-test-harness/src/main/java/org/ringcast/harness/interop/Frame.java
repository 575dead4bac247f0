package org.ringcast.harness.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A datagram on its way through the {@link PacketSwitch}. Fields are those of docs/protocol/packets.md; all senders here are
 * little-endian.
 *
 * @param from index of the daemon that sent it
 * @param to index of the daemon that is to receive it
 * @param isToken whether it goes to the port of tokens
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record Frame(int from, int to, boolean isToken, byte[] bytes) {
    private static final int DATA_BITS = 0x1f;
    private static final int FORM_1 = 0x1000;
    private static final int FORM_2 = 0x2000;
    private static final int ARQ_SHIFT = 16;
    private static final int ARQ_MASK = 0xf;

    private int word(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    boolean isData() {
        return !isToken && (word(0) & DATA_BITS) != 0;
    }

    boolean isForm1() {
        return isToken && (word(0) & FORM_1) != 0;
    }

    boolean isForm2() {
        return isToken && (word(0) & FORM_2) != 0;
    }

    boolean isRegularToken() {
        return isToken && (word(0) & (FORM_1 | FORM_2)) == 0;
    }

    /** Of a regular token: its number modulo 16. */
    int arq() {
        return word(0) >>> ARQ_SHIFT & ARQ_MASK;
    }

    /** Of a data packet: the daemon that made it, as an id. */
    int procId() {
        return word(8);
    }

    /** Of data and regular tokens: the ring, as one number. */
    long ring() {
        return ((long) word(12) << 32) | (word(16) & 0xffff_ffffL);
    }

    int seq() {
        return word(20);
    }

    /** Of a regular token. */
    int aru() {
        return word(24);
    }

    @Override
    public String toString() {
        String kind = isForm1() ? "form1" : isForm2() ? "form2" : isToken ? "token" : isData() ? "data" : "packet";
        String text = kind + " d" + (from + 1) + " to d" + (to + 1) + " of " + bytes.length + " bytes";
        if (isData() || isToken) {
            text += ", ring " + Long.toHexString(ring()) + " seq " + seq();
        }
        return isRegularToken() ? text + " aru " + aru() + " arq " + arq() : text;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
