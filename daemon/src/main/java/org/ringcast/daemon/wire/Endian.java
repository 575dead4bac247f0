package org.ringcast.daemon.wire;

/** Byte order of a sender. Every packet tells its own; see docs/protocol/packets.md, "Byte order". */
public enum Endian {
    /** Both bits of {@link PacketType#ENDIAN_MARK} set. What Ringcast sends. */
    LITTLE(PacketType.ENDIAN_MARK),
    /** Both bits clear. */
    BIG(0);

    private final int mark;

    Endian(int mark) {
        this.mark = mark;
    }

    /** The bits of the type word that tell this order; the pattern is its own byte swap. */
    public int mark() {
        return mark;
    }

    /** The order that a type word tells, whichever order it was read in. Half a mark counts as big endian. */
    public static Endian of(int typeWord) {
        return (typeWord & PacketType.ENDIAN_MARK) == PacketType.ENDIAN_MARK ? LITTLE : BIG;
    }
}
