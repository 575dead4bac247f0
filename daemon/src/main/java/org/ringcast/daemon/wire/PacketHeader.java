package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * The 40-byte header of everything on the data port: data, hurry, membership packets and monitor requests. See
 * docs/protocol/packets.md, "Packet header".
 */
public sealed class PacketHeader extends Flyweight
        permits DataPacket, AlivePacket, JoinPacket, ReferPacket, PartitionRequest, FlowControlRequest, StatusReply {
    public static final int TYPE_OFFSET = 0;
    public static final int TRANSMITTER_ID_OFFSET = 4;
    public static final int PROC_ID_OFFSET = 8;
    public static final int MEMBERSHIP_PROC_ID_OFFSET = 12;
    public static final int MEMBERSHIP_TIME_OFFSET = 16;
    public static final int SEQ_OFFSET = 20;
    public static final int TOKEN_ROUND_OFFSET = 24;
    public static final int CONF_HASH_OFFSET = 28;
    public static final int DATA_LEN_OFFSET = 32;
    /** Two bytes of no meaning. Zero when Ringcast sends them. */
    public static final int PADDING_OFFSET = 34;

    public static final int FRAGMENT_INDEX_OFFSET = 36;
    public static final int FRAGMENT_LEN_OFFSET = 38;
    /** Where the body starts; offsets within bodies count from here. */
    public static final int BODY_OFFSET = WireLimits.PACKET_HEADER_BYTES;

    /**
     * Checks what every packet on the data port must satisfy: a header, a sound byte order mark, and exactly the length that
     * the header tells. To be called before the configuration hash is looked at; the validator of the kind repeats it.
     */
    public static Verdict validateHeader(ByteBuf buffer, int offset, int lengthBytes) {
        return validateHeader(WireLimits.MAX_PACKET_BYTES, buffer, offset, lengthBytes);
    }

    /** As {@link #validateHeader(ByteBuf, int, int)}, where packets of data may have up to {@code maxBytes}. */
    public static Verdict validateHeader(int maxBytes, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict frame = RawBytes.checkFrame(buffer, offset, lengthBytes, WireLimits.PACKET_HEADER_BYTES);
        if (!frame.isOk()) {
            return frame;
        }
        if (lengthBytes > maxBytes) {
            return Verdict.TOO_LONG;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int dataLen = RawBytes.getShort(buffer, offset + DATA_LEN_OFFSET, little) & 0xffff;
        return lengthBytes == WireLimits.PACKET_HEADER_BYTES + dataLen ? Verdict.OK : Verdict.LENGTH_MISMATCH;
    }

    /** As {@link #validateHeader}, and the type word must tell {@code kind}. */
    static Verdict validateHeaderOf(PacketKind kind, ByteBuf buffer, int offset, int lengthBytes) {
        return validateHeaderOf(kind, WireLimits.MAX_PACKET_BYTES, buffer, offset, lengthBytes);
    }

    static Verdict validateHeaderOf(PacketKind kind, int maxBytes, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeader(maxBytes, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        return PacketKind.onDataPort(buffer, offset, lengthBytes) == kind ? Verdict.OK : Verdict.WRONG_KIND;
    }

    /** A packet that is a header and nothing more. */
    static Verdict validateBare(PacketKind kind, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(kind, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        return lengthBytes == WireLimits.PACKET_HEADER_BYTES ? Verdict.OK : Verdict.TRAILING_BYTES;
    }

    /** Checks a request to release the token. */
    public static Verdict validateHurry(ByteBuf buffer, int offset, int lengthBytes) {
        return validateBare(PacketKind.HURRY, buffer, offset, lengthBytes);
    }

    /** Checks a monitor's request for status. A body is allowed and means nothing. */
    public static Verdict validateStatusRequest(ByteBuf buffer, int offset, int lengthBytes) {
        return validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes);
    }

    /** Checks a monitor's request to read the configuration again. A body is allowed and means nothing. */
    public static Verdict validateReloadRequest(ByteBuf buffer, int offset, int lengthBytes) {
        return validateHeaderOf(PacketKind.RELOAD, buffer, offset, lengthBytes);
    }

    /** Views a received packet, at least a header long. */
    public final void wrap(ByteBuf buffer, int offset, int lengthBytes) {
        attachReceived(buffer, offset, lengthBytes);
    }

    /**
     * Starts a packet of a header only: {@code typeBits} with the mark of {@code endian}, everything else 0. Hurry, status and
     * reload requests are complete when their ids, hash and port are set.
     */
    public final void wrapNew(ByteBuf buffer, int offset, Endian endian, int typeBits) {
        wrapNew(buffer, offset, endian, typeBits, 0);
    }

    final void wrapNew(ByteBuf buffer, int offset, Endian endian, int typeBits, int dataLen) {
        attachNew(buffer, offset, WireLimits.PACKET_HEADER_BYTES + dataLen, endian);
        setInt(TYPE_OFFSET, (typeBits & ~PacketType.ENDIAN_MARK) | endian.mark());
        setShort(DATA_LEN_OFFSET, dataLen);
    }

    /** The type word with the byte order mark. */
    public final int type() {
        return getInt(TYPE_OFFSET);
    }

    public final PacketKind kind() {
        return PacketKind.ofPacket(type());
    }

    public final boolean isRouted() {
        return (type() & PacketType.ROUTED) != 0;
    }

    /** Sets or clears the request to send the packet on to the receiver's segment. Nothing else changes. */
    public final void setRouted(boolean routed) {
        setInt(TYPE_OFFSET, routed ? type() | PacketType.ROUTED : type() & ~PacketType.ROUTED);
    }

    /** The daemon that put this datagram on the wire: originator, retransmitter or forwarding representative. */
    public final int transmitterId() {
        return getInt(TRANSMITTER_ID_OFFSET);
    }

    public final void setTransmitterId(int id) {
        setInt(TRANSMITTER_ID_OFFSET, id);
    }

    /** The originator. */
    public final int procId() {
        return getInt(PROC_ID_OFFSET);
    }

    public final void setProcId(int id) {
        setInt(PROC_ID_OFFSET, id);
    }

    /** Id of the ring the packet belongs to: the daemon that formed it. */
    public final int membershipProcId() {
        return getInt(MEMBERSHIP_PROC_ID_OFFSET);
    }

    /** Id of the ring the packet belongs to: the time, seconds. */
    public final int membershipTime() {
        return getInt(MEMBERSHIP_TIME_OFFSET);
    }

    public final void setMembership(int procId, int timeSeconds) {
        setInt(MEMBERSHIP_PROC_ID_OFFSET, procId);
        setInt(MEMBERSHIP_TIME_OFFSET, timeSeconds);
    }

    /** Sequence number in the ring; in monitor requests the UDP port for the reply. */
    public final int seq() {
        return getInt(SEQ_OFFSET);
    }

    public final void setSeq(int seq) {
        setInt(SEQ_OFFSET, seq);
    }

    /** The originator's count of tokens when it sent the packet first. */
    public final int tokenRound() {
        return getInt(TOKEN_ROUND_OFFSET);
    }

    public final void setTokenRound(int tokenRound) {
        setInt(TOKEN_ROUND_OFFSET, tokenRound);
    }

    public final int confHash() {
        return getInt(CONF_HASH_OFFSET);
    }

    public final void setConfHash(int confHash) {
        setInt(CONF_HASH_OFFSET, confHash);
    }

    /** Bytes behind the header, 0..65535. */
    public final int dataLen() {
        return getUnsignedShort(DATA_LEN_OFFSET);
    }

    final void setDataLen(int dataLen) {
        setShort(DATA_LEN_OFFSET, dataLen);
        setLengthBytes(WireLimits.PACKET_HEADER_BYTES + dataLen);
    }

    /** Index in the buffer of the body's first byte. */
    public final int bodyOffset() {
        return offset() + BODY_OFFSET;
    }
}
