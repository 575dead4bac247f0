package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * The 40-byte header of everything on the token port: the regular token and the two form tokens. The configuration hash is at
 * another place than in {@link PacketHeader}. See docs/protocol/packets.md, "Token header".
 */
public sealed class TokenHeader extends Flyweight permits Token, FormToken {
    public static final int TYPE_OFFSET = 0;
    public static final int TRANSMITTER_ID_OFFSET = 4;
    public static final int PROC_ID_OFFSET = 8;
    public static final int MEMBERSHIP_PROC_ID_OFFSET = 12;
    public static final int MEMBERSHIP_TIME_OFFSET = 16;
    public static final int SEQ_OFFSET = 20;
    public static final int ARU_OFFSET = 24;
    public static final int ARU_LAST_ID_OFFSET = 28;
    public static final int FLOW_CONTROL_OFFSET = 32;
    public static final int RTR_LEN_OFFSET = 34;
    public static final int CONF_HASH_OFFSET = 36;
    /** Where the body starts. */
    public static final int BODY_OFFSET = WireLimits.TOKEN_HEADER_BYTES;

    /**
     * Checks what every datagram on the token port must satisfy before the configuration hash is looked at: a header and a
     * sound byte order mark. The length is checked with the rest by the validator of the kind.
     */
    public static Verdict validateHeader(ByteBuf buffer, int offset, int lengthBytes) {
        return RawBytes.checkFrame(buffer, offset, lengthBytes, WireLimits.TOKEN_HEADER_BYTES);
    }

    /** As {@link #validateHeader}; besides, type word and length must be those of a token of {@code kind}. */
    static Verdict validateHeaderOf(PacketKind kind, ProtocolLevel level, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeader(buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        if (PacketKind.onTokenPort(buffer, offset, lengthBytes) != kind) {
            return Verdict.WRONG_KIND;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int rtrLen = RawBytes.getShort(buffer, offset + RTR_LEN_OFFSET, little) & 0xffff;
        if (lengthBytes != WireLimits.TOKEN_HEADER_BYTES + rtrLen) {
            return Verdict.LENGTH_MISMATCH;
        }
        return rtrLen > level.maxTokenBodyBytes() ? Verdict.TOO_LONG : Verdict.OK;
    }

    /** Views a received token, at least a header long. */
    public final void wrap(ByteBuf buffer, int offset, int lengthBytes) {
        attachReceived(buffer, offset, lengthBytes);
    }

    final void wrapNew(ByteBuf buffer, int offset, Endian endian, int typeBits, int bodyBytes) {
        attachNew(buffer, offset, WireLimits.TOKEN_HEADER_BYTES + bodyBytes, endian);
        setInt(TYPE_OFFSET, (typeBits & ~PacketType.ENDIAN_MARK) | endian.mark());
        setShort(RTR_LEN_OFFSET, bodyBytes);
    }

    /** The type word with the byte order mark. */
    public final int type() {
        return getInt(TYPE_OFFSET);
    }

    public final PacketKind kind() {
        return PacketKind.ofToken(type());
    }

    /** The daemon that sent this datagram. */
    public final int transmitterId() {
        return getInt(TRANSMITTER_ID_OFFSET);
    }

    public final void setTransmitterId(int id) {
        setInt(TRANSMITTER_ID_OFFSET, id);
    }

    /** The daemon that processed the token last. */
    public final int procId() {
        return getInt(PROC_ID_OFFSET);
    }

    public final void setProcId(int id) {
        setInt(PROC_ID_OFFSET, id);
    }

    /** Id of the ring, of a form token the id that its creator gave it: the daemon. */
    public final int membershipProcId() {
        return getInt(MEMBERSHIP_PROC_ID_OFFSET);
    }

    /** Id of the ring, of a form token the id that its creator gave it: the time, seconds. */
    public final int membershipTime() {
        return getInt(MEMBERSHIP_TIME_OFFSET);
    }

    public final void setMembership(int procId, int timeSeconds) {
        setInt(MEMBERSHIP_PROC_ID_OFFSET, procId);
        setInt(MEMBERSHIP_TIME_OFFSET, timeSeconds);
    }

    /** Highest sequence number assigned so far; on a form token the goal of the recovery. */
    public final int seq() {
        return getInt(SEQ_OFFSET);
    }

    public final void setSeq(int seq) {
        setInt(SEQ_OFFSET, seq);
    }

    /** What every daemon of the ring has received, up to this sequence number and without gaps. */
    public final int aru() {
        return getInt(ARU_OFFSET);
    }

    public final void setAru(int aru) {
        setInt(ARU_OFFSET, aru);
    }

    /** The daemon that set {@link #aru} last; -1 on the first token of a ring. */
    public final int aruLastId() {
        return getInt(ARU_LAST_ID_OFFSET);
    }

    public final void setAruLastId(int id) {
        setInt(ARU_LAST_ID_OFFSET, id);
    }

    /** Packets sent during the last rotation, retransmissions included. Signed. */
    public final int flowControl() {
        return getShort(FLOW_CONTROL_OFFSET);
    }

    /** Stores a signed 16-bit number. */
    public final void setFlowControl(int packets) {
        setShort(FLOW_CONTROL_OFFSET, packets);
    }

    /** Bytes behind the header, 0..65535. */
    public final int rtrLen() {
        return getUnsignedShort(RTR_LEN_OFFSET);
    }

    final void setRtrLen(int bodyBytes) {
        setShort(RTR_LEN_OFFSET, bodyBytes);
        setLengthBytes(WireLimits.TOKEN_HEADER_BYTES + bodyBytes);
    }

    public final int confHash() {
        return getInt(CONF_HASH_OFFSET);
    }

    public final void setConfHash(int confHash) {
        setInt(CONF_HASH_OFFSET, confHash);
    }
}
