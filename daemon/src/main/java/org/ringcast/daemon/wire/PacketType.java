package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** Bits of the 32-bit type word that every packet starts with. See docs/protocol/packets.md, "Type word". */
public final class PacketType {
    /** Both set: little-endian sender; both clear: big-endian sender. */
    public static final int ENDIAN_MARK = 0x80000080;

    public static final int UNRELIABLE = 0x01;
    public static final int RELIABLE = 0x02;
    public static final int FIFO = 0x04;
    public static final int AGREED = 0x08;
    public static final int SAFE = 0x10;
    /** The bits of a data packet; exactly one is set. */
    public static final int DATA_MASK = 0x1f;

    /** The receiver is asked to send the packet on to its segment. */
    public static final int ROUTED = 0x20;
    /** Request to release a token that the leader holds. */
    public static final int HURRY = 0x40;

    public static final int ALIVE = 0x100;
    public static final int JOIN = 0x200;
    public static final int REFER = 0x400;
    public static final int MEMBERSHIP_MASK = 0x700;

    public static final int FORM1 = 0x1000;
    public static final int FORM2 = 0x2000;
    public static final int FORM_MASK = 0x3000;

    /** Round number of a regular token, modulo 16. */
    public static final int ARQ_MASK = 0x000f0000;

    public static final int ARQ_SHIFT = 16;
    /** How often a regular token was sent again, modulo 16. */
    public static final int RETRANS_MASK = 0x00f00000;

    public static final int RETRANS_SHIFT = 20;

    public static final int STATUS = 0x01000000;
    public static final int PARTITION = 0x02000000;
    public static final int FLOW_CONTROL = 0x04000000;
    public static final int RELOAD = 0x08000000;
    /** Monitor requests. */
    public static final int CONTROL_MASK = 0x0f000000;

    private PacketType() {}

    /** Reads the type word at {@code offset} in the order that it tells itself. Four bytes must be there. */
    public static int read(ByteBuf buffer, int offset) {
        int little = buffer.getIntLE(offset);
        return Endian.of(little) == Endian.LITTLE ? little : Integer.reverseBytes(little);
    }

    /** Neither both bits of the mark nor none: no daemon sends that. */
    static boolean hasHalfMark(int typeWord) {
        int mark = typeWord & ENDIAN_MARK;
        return mark != 0 && mark != ENDIAN_MARK;
    }
}
