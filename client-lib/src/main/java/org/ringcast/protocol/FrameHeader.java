package org.ringcast.protocol;

/**
 * View of one 48-byte message header inside a byte array. Nothing is copied: the array must not change while the view is
 * used. One view can be pointed at many headers.
 *
 * <pre>
 * offset size field
 *      0    4 type            service bits and mark
 *      4   32 sender          private group of the sender; the group in membership messages
 *     36    4 group count     destinations, or members
 *     40    4 hint            message type, with a mark of its own
 *     44    4 data length
 * </pre>
 *
 * <p>After the header come 4 bytes with the original type in rejects, then 32 bytes for each group, then the data.
 */
public final class FrameHeader {
    public static final int TYPE_OFFSET = 0;
    public static final int SENDER_OFFSET = 4;
    public static final int GROUP_COUNT_OFFSET = 36;
    public static final int HINT_OFFSET = 40;
    public static final int DATA_LENGTH_OFFSET = 44;

    private byte[] bytes;
    private int offset;
    private boolean littleEndian;

    /** A view of nothing; call {@link #wrap} first. */
    public FrameHeader() {}

    /**
     * Points this view at a header and reads its byte order as a little-endian reader does, which is how every known
     * daemon reads.
     *
     * @param source array with 48 bytes at {@code start}
     * @return this
     */
    public FrameHeader wrap(byte[] source, int start) {
        return wrap(source, start, EndianMark.isLittleEndian(source, start + TYPE_OFFSET));
    }

    /** Points this view at a header of known byte order. */
    public FrameHeader wrap(byte[] source, int start, boolean isLittleEndian) {
        this.bytes = source;
        this.offset = start;
        this.littleEndian = isLittleEndian;
        return this;
    }

    /** Byte order of type, group count and data length (and of the integers in a membership body). */
    public boolean isLittleEndian() {
        return littleEndian;
    }

    /** The type word in host order, mark included. */
    public int typeWord() {
        return Words.get(bytes, offset + TYPE_OFFSET, littleEndian);
    }

    /** The service bits: the type word in host order without the mark. */
    public int serviceBits() {
        return EndianMark.strip(typeWord());
    }

    /** Array index of the 32-byte sender field in {@link #array()}. */
    public int senderIndex() {
        return offset + SENDER_OFFSET;
    }

    /** The sender's private group; in membership messages the group. */
    public GroupName sender() {
        return GroupName.fromField(bytes, senderIndex());
    }

    /** Number of groups as written, not yet validated. */
    public int groupCount() {
        return Words.get(bytes, offset + GROUP_COUNT_OFFSET, littleEndian);
    }

    /** The four hint bytes read as a little-endian word; written back the same way they are unchanged. */
    public int rawHint() {
        return Words.getLittleEndian(bytes, offset + HINT_OFFSET);
    }

    /** The application's message type. */
    public short messageType() {
        return HintField.messageType(bytes, offset + HINT_OFFSET);
    }

    /** True when the writer of the hint, that is the original sender, was little-endian. */
    public boolean isHintLittleEndian() {
        return EndianMark.isLittleEndianToBigEndianReader(bytes, offset + HINT_OFFSET);
    }

    /** Data length in bytes as written, not yet validated. */
    public int dataLength() {
        return Words.get(bytes, offset + DATA_LENGTH_OFFSET, littleEndian);
    }

    /** Bytes between the header and the groups: 4 in a reject, else 0. */
    public int rejectTypeLength() {
        return ServiceType.isReject(serviceBits()) ? Integer.BYTES : 0;
    }

    /** Bytes that follow the header: old type of a reject, groups and data. Wide, so that no field can overflow it. */
    public long payloadLength() {
        return (long) rejectTypeLength() + (long) groupCount() * Limits.GROUP_NAME + dataLength();
    }

    /** The array behind this view. */
    public byte[] array() {
        return bytes;
    }

    /** Index of the header's first byte in {@link #array()}. */
    public int index() {
        return offset;
    }

    /**
     * Makes the header of a message from a client into the header of the same message to clients, in place: type, group
     * count and data length in little-endian order with the mark of it, NUL in the last byte of the sender. The hint
     * stays as it is.
     */
    public void restampLittleEndian() {
        int type = EndianMark.stamp(typeWord(), true);
        int groups = groupCount();
        int data = dataLength();
        terminateSender();
        littleEndian = true;
        Words.putLittleEndian(bytes, offset + TYPE_OFFSET, type);
        Words.putLittleEndian(bytes, offset + GROUP_COUNT_OFFSET, groups);
        Words.putLittleEndian(bytes, offset + DATA_LENGTH_OFFSET, data);
    }

    /** Puts NUL into the last byte of the sender field. */
    void terminateSender() {
        bytes[senderIndex() + Limits.GROUP_NAME - 1] = 0;
    }

    /**
     * Writes a header of 48 bytes.
     *
     * @param serviceBits type without mark; the mark of the byte order is added
     * @param sender name for the sender field
     * @param hintLittleEndianWord the hint as {@link #rawHint()} reads it, mark included
     */
    public static void write(
            byte[] target,
            int offset,
            boolean littleEndian,
            int serviceBits,
            GroupName sender,
            int groupCount,
            int hintLittleEndianWord,
            int dataLength) {
        Words.put(target, offset + TYPE_OFFSET, EndianMark.stamp(serviceBits, littleEndian), littleEndian);
        sender.writeField(target, offset + SENDER_OFFSET);
        Words.put(target, offset + GROUP_COUNT_OFFSET, groupCount, littleEndian);
        Words.putLittleEndian(target, offset + HINT_OFFSET, hintLittleEndianWord);
        Words.put(target, offset + DATA_LENGTH_OFFSET, dataLength, littleEndian);
    }

    /** The hint word, for {@link #write}, of a message type written in the given byte order. */
    public static int rawHintOf(short messageType, boolean littleEndian) {
        int word = HintField.encode(messageType, littleEndian);
        return littleEndian ? word : Integer.reverseBytes(word);
    }
}
