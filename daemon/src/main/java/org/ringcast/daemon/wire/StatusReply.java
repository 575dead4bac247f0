package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/**
 * A daemon's answer to a monitor's request for status. Fields are read and set by name: {@code reply.set(Field.ARU, 160)}. All
 * are signed; what each counts is told in docs/protocol/packets.md, "Status reply".
 */
public final class StatusReply extends PacketHeader {
    public static final int BODY_BYTES = 96;
    public static final int LENGTH_BYTES = WireLimits.PACKET_HEADER_BYTES + BODY_BYTES;

    /** A field of the body, in the order of the wire. */
    public enum Field {
        SEC(0, Integer.BYTES, "seconds since the daemon started"),
        STATE(4, Integer.BYTES, "membership state: 1 OP, 2 SEG, 3 REPRESENTED, 4 GATHER, 5 FORM, 6 EVS"),
        GSTATE(8, Integer.BYTES, "group state: 1 GOP, 2 GTRANS, 3 GGATHER, 4 GGT"),
        PACKET_SENT(12, Integer.BYTES, "data packets created here, without retransmissions"),
        PACKET_RECV(16, Integer.BYTES, "new data packets received from others"),
        PACKET_DELIVERED(20, Integer.BYTES, "data packets delivered in order, own ones included"),
        RETRANS(24, Integer.BYTES, "requested packets sent again, the sum of the next three"),
        U_RETRANS(28, Integer.BYTES, "of these, sent to one daemon"),
        S_RETRANS(32, Integer.BYTES, "of these, sent to one segment"),
        B_RETRANS(36, Integer.BYTES, "of these, sent to all daemons"),
        ARU(40, Integer.BYTES, "up to this sequence number everybody has everything"),
        MY_ARU(44, Integer.BYTES, "up to this sequence number this daemon has everything"),
        HIGHEST_SEQ(48, Integer.BYTES, "highest sequence number known"),
        TOKEN_HURRY(52, Integer.BYTES, "leader: tokens sent again; others: tokens received that had been sent again"),
        TOKEN_ROUNDS(56, Integer.BYTES, "tokens processed in the current ring"),
        MY_ID(60, Integer.BYTES, "id of this daemon"),
        LEADER_ID(64, Integer.BYTES, "id of the leader of the ring"),
        MESSAGE_DELIVERED(68, Integer.BYTES, "messages of applications handed to local receivers"),
        MEMBERSHIP_CHANGES(72, Short.BYTES, "rings installed; 16 bits, wraps"),
        NUM_PROCS(74, Short.BYTES, "daemons in the ring"),
        NUM_SEGMENTS(76, Short.BYTES, "segments that have a daemon in the ring"),
        WINDOW(78, Short.BYTES, "packets that the ring may send in one rotation of the token"),
        PERSONAL_WINDOW(80, Short.BYTES, "packets that this daemon may send at one visit of the token"),
        ACCELERATED_RING(82, Short.BYTES, "1 when the accelerated ring protocol is used"),
        ACCELERATED_WINDOW(84, Short.BYTES, "packets sent behind the token at one visit"),
        NUM_SESSIONS(86, Short.BYTES, "client sessions"),
        NUM_GROUPS(88, Short.BYTES, "groups with members"),
        MAJOR_VERSION(90, Short.BYTES, "version of Spread that the daemon is compatible with"),
        MINOR_VERSION(92, Short.BYTES, "its second number"),
        PATCH_VERSION(94, Short.BYTES, "its third number");

        private final int bodyOffset;
        private final int sizeBytes;
        private final String text;

        Field(int bodyOffset, int sizeBytes, String text) {
            this.bodyOffset = bodyOffset;
            this.sizeBytes = sizeBytes;
            this.text = text;
        }

        /** Name in JSON and documentation. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What it tells, in a few words. */
        public String text() {
            return text;
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
