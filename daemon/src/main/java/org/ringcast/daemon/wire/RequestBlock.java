package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/** Request block on a token: which packets of which ring somebody misses. See docs/protocol/packets.md, "Request block". */
public final class RequestBlock extends Flyweight {
    public static final int MEMBERSHIP_PROC_ID_OFFSET = 0;
    public static final int MEMBERSHIP_TIME_OFFSET = 4;
    public static final int PROC_ID_OFFSET = 8;
    public static final int SEGMENT_INDEX_OFFSET = 12;
    public static final int NUM_SEQ_OFFSET = 14;
    public static final int SEQS_OFFSET = 16;

    /** Bytes of a block with {@code numSeq} sequence numbers, 0..32767. */
    public static int sizeBytes(int numSeq) {
        return SEQS_OFFSET + Integer.BYTES * numSeq;
    }

    void wrap(ByteBuf buffer, int offset, Endian endian) {
        attach(buffer, offset, SEQS_OFFSET, endian);
        setLengthBytes(sizeBytes(numSeq()));
    }

    void wrapNew(
            ByteBuf buffer,
            int offset,
            Endian endian,
            int membershipProcId,
            int membershipTime,
            int procId,
            int segmentIndex) {
        attachNew(buffer, offset, SEQS_OFFSET, endian);
        setInt(MEMBERSHIP_PROC_ID_OFFSET, membershipProcId);
        setInt(MEMBERSHIP_TIME_OFFSET, membershipTime);
        setInt(PROC_ID_OFFSET, procId);
        setShort(SEGMENT_INDEX_OFFSET, segmentIndex);
    }

    void append(int seq) {
        int numSeq = numSeq();
        setInt(sizeBytes(numSeq), seq);
        setShort(NUM_SEQ_OFFSET, numSeq + 1);
        setLengthBytes(sizeBytes(numSeq + 1));
    }

    /** Copies the block in the byte order {@code target} and returns the bytes written. */
    int copyTo(ByteBuf destination, int destinationOffset, Endian target) {
        int length = lengthBytes();
        destination.setBytes(destinationOffset, buffer(), offset(), length);
        if (target != endian()) {
            for (int field = 0; field < length; field += Integer.BYTES) {
                if (field == SEGMENT_INDEX_OFFSET) {
                    RawBytes.swapShort(destination, destinationOffset + SEGMENT_INDEX_OFFSET);
                    RawBytes.swapShort(destination, destinationOffset + NUM_SEQ_OFFSET);
                } else {
                    RawBytes.swapInt(destination, destinationOffset + field);
                }
            }
        }
        return length;
    }

    /** Ring whose packets are asked for: the daemon of its id. */
    public int membershipProcId() {
        return getInt(MEMBERSHIP_PROC_ID_OFFSET);
    }

    /** Ring whose packets are asked for: the time of its id, seconds. */
    public int membershipTime() {
        return getInt(MEMBERSHIP_TIME_OFFSET);
    }

    /** Who asks; {@link WireLimits#NOBODY_IN_PARTICULAR} when several do. */
    public int procId() {
        return getInt(PROC_ID_OFFSET);
    }

    /** Segment of who asks; {@link WireLimits#NOBODY_IN_PARTICULAR} when several segments do. */
    public int segmentIndex() {
        return getShort(SEGMENT_INDEX_OFFSET);
    }

    public int numSeq() {
        return getShort(NUM_SEQ_OFFSET);
    }

    /** The requested packet at {@code index}, 0..{@link #numSeq} - 1. */
    public int seq(int index) {
        return getInt(SEQS_OFFSET + Integer.BYTES * index);
    }
}
