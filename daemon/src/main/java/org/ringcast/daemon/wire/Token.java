package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * The regular token: header, then blocks of retransmission requests. See docs/protocol/packets.md, "Token".
 *
 * <pre>{@code
 * for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) { ... block.seq(i) ... }
 * }</pre>
 */
public final class Token extends TokenHeader {
    /** Checks a received token and every request block on it. */
    public static Verdict validate(ProtocolLevel level, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.TOKEN, level, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        boolean little = RawBytes.isLittleAt(buffer, offset);
        int end = offset + lengthBytes;
        int at = offset + BODY_OFFSET;
        while (at < end) {
            if (end - at < RequestBlock.SEQS_OFFSET) {
                return Verdict.BODY_TOO_SHORT;
            }
            int segment = RawBytes.getShort(buffer, at + RequestBlock.SEGMENT_INDEX_OFFSET, little);
            if (segment < WireLimits.NOBODY_IN_PARTICULAR || segment >= WireLimits.MAX_SEGMENTS) {
                return Verdict.BAD_SEGMENT_INDEX;
            }
            int numSeq = RawBytes.getShort(buffer, at + RequestBlock.NUM_SEQ_OFFSET, little);
            if (numSeq < 0) {
                return Verdict.BAD_REQUEST_COUNT;
            }
            int blockBytes = RequestBlock.sizeBytes(numSeq);
            if (blockBytes > end - at) {
                return Verdict.BAD_REQUEST_COUNT;
            }
            at += blockBytes;
        }
        return Verdict.OK;
    }

    /** Starts a token without requests: round number, retransmission count and everything else 0. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian) {
        wrapNew(buffer, offset, endian, 0, 0);
    }

    /** Round number, 0..15. */
    public int arq() {
        return (type() & PacketType.ARQ_MASK) >>> PacketType.ARQ_SHIFT;
    }

    /** Sets the round number, modulo 16. */
    public void setArq(int arq) {
        setInt(TYPE_OFFSET, (type() & ~PacketType.ARQ_MASK) | ((arq << PacketType.ARQ_SHIFT) & PacketType.ARQ_MASK));
    }

    /** How often the token was sent again, 0..15. */
    public int retrans() {
        return (type() & PacketType.RETRANS_MASK) >>> PacketType.RETRANS_SHIFT;
    }

    /** Sets the retransmission count, modulo 16. */
    public void setRetrans(int retrans) {
        setInt(
                TYPE_OFFSET,
                (type() & ~PacketType.RETRANS_MASK)
                        | ((retrans << PacketType.RETRANS_SHIFT) & PacketType.RETRANS_MASK));
    }

    /** Points {@code block} at the first request block; false when the token carries none. */
    public boolean firstRequest(RequestBlock block) {
        return wrapRequest(block, offset() + BODY_OFFSET);
    }

    /** Moves {@code block} to the request block behind it; false when it was the last. */
    public boolean nextRequest(RequestBlock block) {
        return wrapRequest(block, block.endOffset());
    }

    private boolean wrapRequest(RequestBlock block, int at) {
        if (at >= endOffset()) {
            return false;
        }
        block.wrap(buffer(), at, endian());
        return true;
    }

    /**
     * Appends an empty request block and points {@code block} at it. Add the sequence numbers with {@link #appendSeq} before
     * the next block is begun. The buffer must have room.
     *
     * @param procId who asks, or {@link WireLimits#NOBODY_IN_PARTICULAR}
     * @param segmentIndex segment of who asks, or {@link WireLimits#NOBODY_IN_PARTICULAR}
     */
    public void appendRequest(
            RequestBlock block, int membershipProcId, int membershipTime, int procId, int segmentIndex) {
        block.wrapNew(buffer(), endOffset(), endian(), membershipProcId, membershipTime, procId, segmentIndex);
        setRtrLen(rtrLen() + block.lengthBytes());
    }

    /** Adds one sequence number to the last block of the token, which {@code block} must be pointed at. */
    public void appendSeq(RequestBlock block, int seq) {
        block.append(seq);
        setRtrLen(rtrLen() + Integer.BYTES);
    }

    /** Appends a copy of a request block of another token, in this token's byte order. */
    public void appendCopy(RequestBlock source) {
        setRtrLen(rtrLen() + source.copyTo(buffer(), endOffset(), endian()));
    }

    /**
     * How many sequence numbers a block begun now may carry so that the token stays within {@code maxTokenBytes}; negative
     * when not even an empty block fits.
     */
    public int roomForSeqs(int maxTokenBytes) {
        return Math.floorDiv(maxTokenBytes - lengthBytes() - RequestBlock.SEQS_OFFSET, Integer.BYTES);
    }

    /** Drops all request blocks. */
    public void clearRequests() {
        setRtrLen(0);
    }
}
