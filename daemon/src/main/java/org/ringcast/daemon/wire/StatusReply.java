package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * A daemon's answer to a monitor's request for status. Fields are read and set by name: {@code reply.set(Field.ARU, 160)}. All
 * are signed; what each counts is told in docs/protocol/packets.md, "Status reply".
 */
public final class StatusReply extends PacketHeader {
    public static final int BODY_BYTES = 96;
    public static final int LENGTH_BYTES = WireLimits.PACKET_HEADER_BYTES + BODY_BYTES;

    /** A field of the body, in the order of the wire. */
    public enum Field {
        SEC(0, Integer.BYTES),
        STATE(4, Integer.BYTES),
        GSTATE(8, Integer.BYTES),
        PACKET_SENT(12, Integer.BYTES),
        PACKET_RECV(16, Integer.BYTES),
        PACKET_DELIVERED(20, Integer.BYTES),
        RETRANS(24, Integer.BYTES),
        U_RETRANS(28, Integer.BYTES),
        S_RETRANS(32, Integer.BYTES),
        B_RETRANS(36, Integer.BYTES),
        ARU(40, Integer.BYTES),
        MY_ARU(44, Integer.BYTES),
        HIGHEST_SEQ(48, Integer.BYTES),
        TOKEN_HURRY(52, Integer.BYTES),
        TOKEN_ROUNDS(56, Integer.BYTES),
        MY_ID(60, Integer.BYTES),
        LEADER_ID(64, Integer.BYTES),
        MESSAGE_DELIVERED(68, Integer.BYTES),
        MEMBERSHIP_CHANGES(72, Short.BYTES),
        NUM_PROCS(74, Short.BYTES),
        NUM_SEGMENTS(76, Short.BYTES),
        WINDOW(78, Short.BYTES),
        PERSONAL_WINDOW(80, Short.BYTES),
        ACCELERATED_RING(82, Short.BYTES),
        ACCELERATED_WINDOW(84, Short.BYTES),
        NUM_SESSIONS(86, Short.BYTES),
        NUM_GROUPS(88, Short.BYTES),
        MAJOR_VERSION(90, Short.BYTES),
        MINOR_VERSION(92, Short.BYTES),
        PATCH_VERSION(94, Short.BYTES);

        private final int bodyOffset;
        private final int sizeBytes;

        Field(int bodyOffset, int sizeBytes) {
            this.bodyOffset = bodyOffset;
            this.sizeBytes = sizeBytes;
        }

        /** Offset from the start of the packet. */
        public int packetOffset() {
            return BODY_OFFSET + bodyOffset;
        }

        /** 4 or 2. */
        public int sizeBytes() {
            return sizeBytes;
        }
    }

    public static Verdict validate(ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        if (lengthBytes < LENGTH_BYTES) {
            return Verdict.BODY_TOO_SHORT;
        }
        return lengthBytes > LENGTH_BYTES ? Verdict.TRAILING_BYTES : Verdict.OK;
    }

    /** Starts a reply with all fields 0. Of the header, daemons set {@link #setProcId} and nothing else. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian) {
        wrapNew(buffer, offset, endian, PacketType.STATUS, BODY_BYTES);
    }

    public int get(Field field) {
        return field.sizeBytes == Integer.BYTES ? getInt(field.packetOffset()) : getShort(field.packetOffset());
    }

    /** Sets a field; of a short one the low 16 bits. */
    public void set(Field field, int value) {
        if (field.sizeBytes == Integer.BYTES) {
            setInt(field.packetOffset(), value);
        } else {
            setShort(field.packetOffset(), value);
        }
    }
}
