package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * How a monitor learns that a daemon runs with another configuration: a status request with four bytes of body, which Spread
 * daemons drop like any request with a foreign hash. A Ringcast daemon answers it, if it comes from the address of a configured
 * daemon, with a packet of the same length that has its own hash in the header. See docs/protocol/packets.md, "Hash inquiry".
 */
public final class HashInquiry {
    /** Length of request and answer, the header included. */
    public static final int LENGTH_BYTES = WireLimits.PACKET_HEADER_BYTES + Integer.BYTES;

    /** Body of the request, bytes in this order: {@code RCHQ}. */
    private static final int QUESTION = 0x52434851;
    /** Body of the answer: {@code RCHA}. */
    private static final int ANSWER = 0x52434841;

    private HashInquiry() {}

    /** Whether a valid status packet is an inquiry. */
    public static boolean isQuestion(ByteBuf buffer, int offset, int lengthBytes) {
        return lengthBytes == LENGTH_BYTES && buffer.getInt(offset + PacketHeader.BODY_OFFSET) == QUESTION;
    }

    /** Whether a datagram that a monitor received is an answer; proc id and hash of its header are the daemon's. */
    public static boolean isAnswer(ByteBuf buffer, int offset, int lengthBytes) {
        return PacketHeader.validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes)
                        .isOk()
                && lengthBytes == LENGTH_BYTES
                && buffer.getInt(offset + PacketHeader.BODY_OFFSET) == ANSWER;
    }

    /** Starts an inquiry; its header is to be filled in with {@link MonitorSender#stamp}. */
    public static void wrapQuestion(PacketHeader packet, ByteBuf buffer) {
        wrap(packet, buffer, QUESTION);
    }

    /** Starts an answer; proc id and hash are to be set. */
    public static void wrapAnswer(PacketHeader packet, ByteBuf buffer) {
        wrap(packet, buffer, ANSWER);
    }

    private static void wrap(PacketHeader packet, ByteBuf buffer, int body) {
        packet.wrapNew(buffer, 0, Endian.LITTLE, PacketType.STATUS, Integer.BYTES);
        buffer.setInt(PacketHeader.BODY_OFFSET, body);
    }
}
