package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** What a datagram is, by its type word and the port it came in on. */
public enum PacketKind {
    DATA,
    HURRY,
    ALIVE,
    JOIN,
    REFER,
    /** Status request of a monitor; on the monitor's own port the reply ({@link StatusReply}). */
    STATUS,
    PARTITION,
    FLOW_CONTROL,
    RELOAD,
    TOKEN,
    FORM1,
    FORM2,
    /** Nothing that a daemon sends to this port. */
    UNKNOWN;

    /** A monitor request. */
    public boolean isControl() {
        return this == STATUS || this == PARTITION || this == FLOW_CONTROL || this == RELOAD;
    }

    public boolean isMembership() {
        return this == ALIVE || this == JOIN || this == REFER;
    }

    /** Kind of a datagram on the data port; shorter ones than a type word are {@link #UNKNOWN}. */
    public static PacketKind onDataPort(ByteBuf buffer, int offset, int lengthBytes) {
        return lengthBytes < Integer.BYTES ? UNKNOWN : ofPacket(PacketType.read(buffer, offset));
    }

    /** Kind of a datagram on the token port; shorter ones than a type word are {@link #UNKNOWN}. */
    public static PacketKind onTokenPort(ByteBuf buffer, int offset, int lengthBytes) {
        return lengthBytes < Integer.BYTES ? UNKNOWN : ofToken(PacketType.read(buffer, offset));
    }

    /**
     * Kind of a packet on the data port. Control bits win over everything, and among them the first of partition, status,
     * flow control and reload. Any other mixture is {@link #UNKNOWN}.
     */
    public static PacketKind ofPacket(int typeWord) {
        if ((typeWord & PacketType.CONTROL_MASK) != 0) {
            return ofControl(typeWord);
        }
        return switch (typeWord & (PacketType.MEMBERSHIP_MASK | PacketType.HURRY | PacketType.FORM_MASK)) {
            case 0 -> Integer.bitCount(typeWord & PacketType.DATA_MASK) == 1 ? DATA : UNKNOWN;
            case PacketType.HURRY -> (typeWord & PacketType.DATA_MASK) == 0 ? HURRY : UNKNOWN;
            case PacketType.ALIVE -> (typeWord & PacketType.DATA_MASK) == 0 ? ALIVE : UNKNOWN;
            case PacketType.JOIN -> (typeWord & PacketType.DATA_MASK) == 0 ? JOIN : UNKNOWN;
            case PacketType.REFER -> (typeWord & PacketType.DATA_MASK) == 0 ? REFER : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private static PacketKind ofControl(int typeWord) {
        if ((typeWord & PacketType.PARTITION) != 0) {
            return PARTITION;
        }
        if ((typeWord & PacketType.STATUS) != 0) {
            return STATUS;
        }
        return (typeWord & PacketType.FLOW_CONTROL) != 0 ? FLOW_CONTROL : RELOAD;
    }

    /** Kind of a token. A regular token has its round number and retransmission count in the type word and nothing else. */
    public static PacketKind ofToken(int typeWord) {
        int bits = typeWord & ~PacketType.ENDIAN_MARK & ~PacketType.ARQ_MASK & ~PacketType.RETRANS_MASK;
        return switch (bits) {
            case 0 -> TOKEN;
            case PacketType.FORM1 -> FORM1;
            case PacketType.FORM2 -> FORM2;
            default -> UNKNOWN;
        };
    }
}
