package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A monitor's question what troubles a daemon: which clients are behind, and which daemons packets do not reach. A status request
 * with a body, and with the daemon's configuration hash turned into another one, so that Spread daemons, and daemons of another
 * configuration, drop it. It is as long as the longest answer, so that nobody is sent more than was sent in his name. See
 * docs/protocol/packets.md, "Trouble request".
 */
public final class TroubleRequest {
    /** Longest text of an answer, bytes. */
    public static final int MAX_TEXT_BYTES = 1024;

    private static final int HASH_CHANGE = 0x52435452;
    /** Beginning of the body of the request: {@code RCTQ}. Zeros follow, then perhaps a signature. */
    private static final int QUESTION = 0x52435451;
    /** Beginning of the body of the answer: {@code RCTA}. Whether it is refused (u32, 0 or 1) and the text follow. */
    private static final int ANSWER = 0x52435441;

    private static final int REFUSED_AT = PacketHeader.BODY_OFFSET + Integer.BYTES;
    private static final int TEXT_AT = REFUSED_AT + Integer.BYTES;

    /** Room that an answer needs. */
    public static final int MAX_ANSWER_BYTES = TEXT_AT + MAX_TEXT_BYTES;

    private TroubleRequest() {}

    /** Hash in the header of requests to a daemon with this configuration. */
    public static int changedHash(int configurationHash) {
        return configurationHash ^ HASH_CHANGE;
    }

    /** Whether a packet is a request, for a daemon with this configuration. */
    public static boolean isQuestion(ByteBuf buffer, int offset, int lengthBytes, int configurationHash) {
        return (lengthBytes == MAX_ANSWER_BYTES || lengthBytes == MAX_ANSWER_BYTES + MonitorSignature.LENGTH_BYTES)
                && PacketHeader.validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes)
                        .isOk()
                && buffer.getInt(offset + PacketHeader.BODY_OFFSET) == QUESTION
                && hashOf(buffer, offset, lengthBytes) == changedHash(configurationHash);
    }

    private static int hashOf(ByteBuf buffer, int offset, int lengthBytes) {
        PacketHeader header = new PacketHeader();
        header.wrap(buffer, offset, lengthBytes);
        return header.confHash();
    }

    /** Starts a request; its header is to be filled in with {@link MonitorSender#stamp}, its hash set behind that. */
    public static void wrapQuestion(PacketHeader packet, ByteBuf buffer) {
        int bodyBytes = MAX_ANSWER_BYTES - PacketHeader.BODY_OFFSET;
        packet.wrapNew(buffer, 0, Endian.LITTLE, PacketType.STATUS, bodyBytes);
        buffer.setZero(PacketHeader.BODY_OFFSET, bodyBytes);
        buffer.setInt(PacketHeader.BODY_OFFSET, QUESTION);
    }

    /**
     * Starts an answer; proc id and hash are to be set.
     *
     * @param buffer with room for {@link #MAX_ANSWER_BYTES}
     * @param text in UTF-8, no longer than {@link #MAX_TEXT_BYTES}
     */
    public static void wrapAnswer(PacketHeader packet, ByteBuf buffer, boolean refused, byte[] text) {
        packet.wrapNew(buffer, 0, Endian.LITTLE, PacketType.STATUS, 2 * Integer.BYTES + text.length);
        buffer.setInt(PacketHeader.BODY_OFFSET, ANSWER);
        buffer.setInt(REFUSED_AT, refused ? 1 : 0);
        buffer.setBytes(TEXT_AT, text);
    }

    /** Whether a datagram that a monitor received is an answer; proc id and hash of its header are the daemon's. */
    public static boolean isAnswer(ByteBuf buffer, int offset, int lengthBytes) {
        return lengthBytes >= TEXT_AT
                && lengthBytes <= MAX_ANSWER_BYTES
                && PacketHeader.validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes)
                        .isOk()
                && buffer.getInt(offset + PacketHeader.BODY_OFFSET) == ANSWER;
    }

    /** Whether an answer tells nothing because the request was not signed. */
    public static boolean isRefused(ByteBuf buffer, int offset) {
        return buffer.getInt(offset + REFUSED_AT) != 0;
    }

    /** What an answer tells. */
    public static String text(ByteBuf buffer, int offset, int lengthBytes) {
        return buffer.toString(offset + TEXT_AT, lengthBytes - TEXT_AT, StandardCharsets.UTF_8);
    }
}
