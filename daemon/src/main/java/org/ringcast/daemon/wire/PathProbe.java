package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * A packet that goes from daemon to daemon along a route which it carries, and at last to who asks: how {@code spcheck} learns
 * which ways of the ring's datagrams work. All fields are little-endian. Daemons that do not know it see a packet, or a token,
 * of another configuration. See docs/protocol/packets.md, "Path probe".
 */
public final class PathProbe {
    /** Way to a daemon: unicast to its data port. */
    public static final int DATA = 0;
    /** Way to a daemon: unicast to its token port. */
    public static final int TOKEN = 1;
    /** Way to a daemon: to the first address of the sender's segment; those of the others follow. */
    public static final int SEGMENT = 2;
    /** Ways that there can be: the two unicasts and five addresses. */
    public static final int WAYS = SEGMENT + 5;

    /** Sizes that are counted apart: small and large. */
    public static final int SIZES = 2;

    public static final int MAX_HOPS = 6;
    public static final int HEADER_BYTES = 56;
    public static final int HOP_BYTES = 12;
    /** Room for the longest route, and a little less than most of the ring's own packets. */
    public static final int SMALL_BYTES = 128;
    /** The ring's largest. */
    public static final int LARGE_BYTES = WireLimits.MAX_PACKET_BYTES;

    /** Daemons that one report tells of. */
    public static final int REPORT_SOURCES = 4;

    /** Of one daemon, received and sent, for each way and size. */
    public static final int REPORT_ENTRY_BYTES = 2 * Short.BYTES * WAYS * SIZES;

    /** A hop number that means none. */
    public static final int NONE = 0xff;

    /** A bit of the type word that no kind of packet or token has. */
    private static final int TYPE = PacketType.ENDIAN_MARK | 0x800;
    /** {@code RCPP}, bytes in this order. */
    private static final int MAGIC = 0x52435050;

    private static final int VERSION = 1;

    private static final int FOREIGN = 1;

    private static final int TRANSMITTER_OFFSET = 4;
    private static final int PROC_OFFSET = 8;
    private static final int MAGIC_OFFSET = 12;
    private static final int VERSION_OFFSET = 16;
    private static final int FLAGS_OFFSET = 17;
    private static final int HOPS_OFFSET = 18;
    private static final int POSITION_OFFSET = 19;
    private static final int RUN_OFFSET = 20;
    private static final int SEQUENCE_OFFSET = 24;
    private static final int DATA_GUARD_OFFSET = 28;
    private static final int DATA_LENGTH_OFFSET = 32;
    private static final int TOKEN_LENGTH_OFFSET = 34;
    private static final int TOKEN_GUARD_OFFSET = 36;
    private static final int NETWORK_HASH_OFFSET = 40;
    private static final int ASKER_OFFSET = 44;
    private static final int COUNTED_OFFSET = 45;
    private static final int SIZE_CLASS_OFFSET = 46;
    private static final int REPORTER_OFFSET = 47;
    private static final int REPLY_PORT_OFFSET = 48;
    private static final int REPORT_FIRST_OFFSET = 50;
    private static final int REPORT_COUNT_OFFSET = 51;
    private static final int FOREIGN_HASH_OFFSET = 52;

    private ByteBuf buffer;
    private int offset;
    private int lengthBytes;

    /** Whether a datagram of either port claims to be one; {@link #validate} tells whether it is. */
    public static boolean isProbe(ByteBuf datagram) {
        int at = datagram.readerIndex();
        return datagram.readableBytes() >= HEADER_BYTES
                && datagram.getIntLE(at) == TYPE
                && datagram.getInt(at + MAGIC_OFFSET) == MAGIC;
    }

    /** Checks counts and lengths of a datagram that {@link #isProbe}. */
    public static Verdict validate(ByteBuf datagram) {
        return validate(datagram, LARGE_BYTES);
    }

    /** As {@link #validate(ByteBuf)}, in a ring with larger packets. */
    public static Verdict validate(ByteBuf datagram, int maxBytes) {
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        if (datagram.getUnsignedByte(at + VERSION_OFFSET) != VERSION) {
            return Verdict.WRONG_KIND;
        }
        if (length > maxBytes) {
            return Verdict.TOO_LONG;
        }
        int hops = datagram.getUnsignedByte(at + HOPS_OFFSET);
        if (hops < 1 || hops > MAX_HOPS || datagram.getUnsignedByte(at + POSITION_OFFSET) > hops) {
            return Verdict.WRONG_KIND;
        }
        if (length < HEADER_BYTES + hops * HOP_BYTES) {
            return Verdict.TOO_SHORT;
        }
        return length == PacketHeader.BODY_OFFSET + datagram.getUnsignedShortLE(at + DATA_LENGTH_OFFSET)
                ? Verdict.OK
                : Verdict.LENGTH_MISMATCH;
    }

    /** Views a valid one. */
    public void wrap(ByteBuf datagram) {
        buffer = datagram;
        offset = datagram.readerIndex();
        lengthBytes = datagram.readableBytes();
    }

    /** Starts one without hops: header and zeros. */
    public void wrapNew(ByteBuf target, int newLengthBytes) {
        buffer = target;
        offset = 0;
        target.setZero(0, newLengthBytes);
        buffer.setIntLE(0, TYPE);
        buffer.setInt(MAGIC_OFFSET, MAGIC);
        buffer.setByte(VERSION_OFFSET, VERSION);
        buffer.setByte(COUNTED_OFFSET, NONE);
        buffer.setByte(REPORTER_OFFSET, NONE);
        setLengthBytes(newLengthBytes);
    }

    /** Makes it shorter: nobody ever makes it longer. */
    public void setLengthBytes(int newLengthBytes) {
        lengthBytes = newLengthBytes;
        buffer.setShortLE(offset + DATA_LENGTH_OFFSET, newLengthBytes - PacketHeader.BODY_OFFSET);
        buffer.setShortLE(offset + TOKEN_LENGTH_OFFSET, newLengthBytes - PacketHeader.BODY_OFFSET);
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    /** The packet's bytes, as long as the buffer is not used for another. */
    public ByteBuf bytes() {
        return buffer.slice(offset, lengthBytes);
    }

    /**
     * Who sends the datagram now.
     *
     * @param id of the daemon
     * @param hash of its configuration; the complement stands where packets and tokens have theirs, so that nobody takes this
     *     for one of them
     */
    public void stamp(int id, int hash) {
        setInt(TRANSMITTER_OFFSET, id);
        setInt(DATA_GUARD_OFFSET, ~hash);
        setInt(TOKEN_GUARD_OFFSET, ~hash);
    }

    /**
     * Who asks.
     *
     * @param index of the daemon at whose address the asker is
     * @param id of that daemon
     * @param replyPort UDP port at that address
     * @param networkHash {@link #networkHash}
     * @param run number that the asker has chosen for all its probes
     */
    public void setAsker(int index, int id, int replyPort, int networkHash, int run) {
        buffer.setByte(offset + ASKER_OFFSET, index);
        setInt(PROC_OFFSET, id);
        buffer.setShortLE(offset + REPLY_PORT_OFFSET, replyPort);
        setInt(NETWORK_HASH_OFFSET, networkHash);
        setInt(RUN_OFFSET, run);
    }

    public int asker() {
        return unsignedByte(ASKER_OFFSET);
    }

    public int replyPort() {
        return buffer.getUnsignedShortLE(offset + REPLY_PORT_OFFSET);
    }

    /** Hash of what the routes depend on: daemons, addresses and their order, whatever protocol the ring has. */
    public int networkHash() {
        return getInt(NETWORK_HASH_OFFSET);
    }

    public int run() {
        return getInt(RUN_OFFSET);
    }

    /** The asker's number of this probe. */
    public int sequence() {
        return getInt(SEQUENCE_OFFSET);
    }

    public void setSequence(int sequence) {
        setInt(SEQUENCE_OFFSET, sequence);
    }

    public int hopCount() {
        return unsignedByte(HOPS_OFFSET);
    }

    /** The hop that is to receive it now; {@link #hopCount} on the way to the asker. */
    public int position() {
        return unsignedByte(POSITION_OFFSET);
    }

    public void setPosition(int position) {
        buffer.setByte(offset + POSITION_OFFSET, position);
    }

    /**
     * Appends a hop.
     *
     * @param daemon index of the daemon that receives it
     * @param way how it is sent there
     * @param bytes UDP payload with which it is sent there
     */
    public void addHop(int daemon, int way, int bytes) {
        int hop = hopCount();
        int at = hopOffset(hop);
        buffer.setByte(at, daemon);
        buffer.setByte(at + 1, way);
        buffer.setShortLE(at + 2, bytes);
        buffer.setByte(offset + HOPS_OFFSET, hop + 1);
    }

    public int hopDaemon(int hop) {
        return buffer.getUnsignedByte(hopOffset(hop));
    }

    public int hopWay(int hop) {
        return buffer.getUnsignedByte(hopOffset(hop) + 1);
    }

    public int hopBytes(int hop) {
        return buffer.getUnsignedShortLE(hopOffset(hop) + 2);
    }

    /** When the daemon of a hop had it, microseconds of that daemon's own clock, 32 bits that wrap. */
    public int hopMicros(int hop) {
        return buffer.getIntLE(hopOffset(hop) + 4);
    }

    /** Configuration hash of the daemon of a hop. */
    public int hopHash(int hop) {
        return buffer.getIntLE(hopOffset(hop) + 8);
    }

    /** Notes that a hop had it. */
    public void setHopPassed(int hop, int micros, int hash) {
        buffer.setIntLE(hopOffset(hop) + 4, micros);
        buffer.setIntLE(hopOffset(hop) + 8, hash);
    }

    /** The hop on whose way it is counted, by the one who sends and the one who receives; or {@link #NONE}. */
    public int countedHop() {
        return unsignedByte(COUNTED_OFFSET);
    }

    /** 0 for small, 1 for large. */
    public int sizeClass() {
        return unsignedByte(SIZE_CLASS_OFFSET);
    }

    public void setCounted(int hop, int sizeClass) {
        buffer.setByte(offset + COUNTED_OFFSET, hop);
        buffer.setByte(offset + SIZE_CLASS_OFFSET, sizeClass);
    }

    /** The hop whose daemon tells what it has counted; or {@link #NONE}. */
    public int reporter() {
        return unsignedByte(REPORTER_OFFSET);
    }

    /** Wants a report of {@link #REPORT_SOURCES} daemons at most, from {@code first} on; all hops are to be added before. */
    public void setReporter(int hop, int first, int count) {
        buffer.setByte(offset + REPORTER_OFFSET, hop);
        buffer.setByte(offset + REPORT_FIRST_OFFSET, first);
        buffer.setByte(offset + REPORT_COUNT_OFFSET, count);
    }

    public int reportFirst() {
        return unsignedByte(REPORT_FIRST_OFFSET);
    }

    public int reportCount() {
        return unsignedByte(REPORT_COUNT_OFFSET);
    }

    /** Length of header and route, and of the report if one is wanted: what goes back. */
    public int neededBytes() {
        int report = reporter() == NONE ? 0 : reportCount() * REPORT_ENTRY_BYTES;
        return Math.max(SMALL_BYTES, HEADER_BYTES + hopCount() * HOP_BYTES + report);
    }

    /** Whether a report is wanted that it has no room for. */
    boolean lacksRoom() {
        return reporter() != NONE && (reportCount() > REPORT_SOURCES || lengthBytes < neededBytes());
    }

    /** Packets that the reporter got from a daemon; 65535 stands for more as well. */
    public int reportedReceived(int daemon, int way, int sizeClass) {
        return buffer.getUnsignedShortLE(reportOffset(daemon, way, sizeClass));
    }

    /** Packets that the reporter sent to a daemon. */
    public int reportedSent(int daemon, int way, int sizeClass) {
        return buffer.getUnsignedShortLE(reportOffset(daemon, way, sizeClass) + Short.BYTES);
    }

    void setReported(int daemon, int way, int sizeClass, int received, int sent) {
        buffer.setShortLE(reportOffset(daemon, way, sizeClass), received);
        buffer.setShortLE(reportOffset(daemon, way, sizeClass) + Short.BYTES, sent);
    }

    /** Whether the daemon that was asked first has another list of daemons, and so followed no route. */
    public boolean isForeign() {
        return (unsignedByte(FLAGS_OFFSET) & FOREIGN) != 0;
    }

    /** The hash of the daemon that {@link #isForeign}. */
    public int foreignHash() {
        return getInt(FOREIGN_HASH_OFFSET);
    }

    void setForeign(int hash) {
        buffer.setByte(offset + FLAGS_OFFSET, FOREIGN);
        setInt(FOREIGN_HASH_OFFSET, hash);
    }

    private int hopOffset(int hop) {
        return offset + HEADER_BYTES + hop * HOP_BYTES;
    }

    private int reportOffset(int daemon, int way, int sizeClass) {
        int entry = (daemon - reportFirst()) * REPORT_ENTRY_BYTES;
        return hopOffset(hopCount()) + entry + (way * SIZES + sizeClass) * 2 * Short.BYTES;
    }

    private int unsignedByte(int fieldOffset) {
        return buffer.getUnsignedByte(offset + fieldOffset);
    }

    private int getInt(int fieldOffset) {
        return buffer.getIntLE(offset + fieldOffset);
    }

    private void setInt(int fieldOffset, int value) {
        buffer.setIntLE(offset + fieldOffset, value);
    }
}
