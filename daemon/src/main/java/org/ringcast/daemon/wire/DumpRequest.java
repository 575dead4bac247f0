package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A monitor's wish that a daemon writes its flight recorder into a file: a status request with a body, and with the daemon's
 * configuration hash turned into another one, so that Spread daemons, and daemons of another configuration, drop it. The answer
 * says what becomes of it. See docs/protocol/packets.md, "Dump request".
 */
public final class DumpRequest {
    /** Longest name of a file in an answer, bytes. */
    public static final int MAX_NAME_BYTES = 1024;

    private static final int HASH_CHANGE = 0x5243444d;
    /** Body of the request, bytes in this order: {@code RCDQ}. A signature may follow. */
    private static final int QUESTION = 0x52434451;
    /** Beginning of the body of the answer: {@code RCDA}. The outcome (u32) and the name follow. */
    private static final int ANSWER = 0x52434441;

    private static final int OUTCOME_AT = PacketHeader.BODY_OFFSET + Integer.BYTES;
    private static final int NAME_AT = OUTCOME_AT + Integer.BYTES;

    /** What becomes of a request; numbers on the wire are those of the order. */
    public enum Outcome {
        WRITTEN,
        /** The last one was written only just now. */
        TOO_SOON,
        REFUSED
    }

    private static final Outcome[] OUTCOMES = Outcome.values();

    private DumpRequest() {}

    /** Hash in the header of requests to a daemon with this configuration. */
    public static int changedHash(int configurationHash) {
        return configurationHash ^ HASH_CHANGE;
    }

    /** Whether a request can have this length: the cheap part of {@link #isQuestion}. */
    public static boolean hasLength(int lengthBytes) {
        return lengthBytes == OUTCOME_AT || lengthBytes == OUTCOME_AT + MonitorSignature.LENGTH_BYTES;
    }

    /** Whether a packet is a request, for a daemon with this configuration. */
    public static boolean isQuestion(ByteBuf buffer, int offset, int lengthBytes, int configurationHash) {
        return hasLength(lengthBytes)
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
        packet.wrapNew(buffer, 0, Endian.LITTLE, PacketType.STATUS, Integer.BYTES);
        buffer.setInt(PacketHeader.BODY_OFFSET, QUESTION);
    }

    /**
     * Starts an answer; proc id and hash are to be set.
     *
     * @param buffer with room for the header, 8 bytes and the name
     * @param file its name; cut to {@link #MAX_NAME_BYTES}
     */
    public static void wrapAnswer(PacketHeader packet, ByteBuf buffer, Outcome outcome, String file) {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, MAX_NAME_BYTES);
        packet.wrapNew(buffer, 0, Endian.LITTLE, PacketType.STATUS, 2 * Integer.BYTES + length);
        buffer.setInt(PacketHeader.BODY_OFFSET, ANSWER);
        buffer.setInt(OUTCOME_AT, number(outcome));
        buffer.setBytes(NAME_AT, name, 0, length);
    }

    @SuppressWarnings("EnumOrdinal") // the order is that of the wire
    private static int number(Outcome outcome) {
        return outcome.ordinal();
    }

    /** Whether a datagram that a monitor received is an answer; proc id and hash of its header are the daemon's. */
    public static boolean isAnswer(ByteBuf buffer, int offset, int lengthBytes) {
        return PacketHeader.validateHeaderOf(PacketKind.STATUS, buffer, offset, lengthBytes)
                        .isOk()
                && lengthBytes >= NAME_AT
                && lengthBytes <= NAME_AT + MAX_NAME_BYTES
                && buffer.getInt(offset + PacketHeader.BODY_OFFSET) == ANSWER
                && buffer.getInt(offset + OUTCOME_AT) >= 0
                && buffer.getInt(offset + OUTCOME_AT) < OUTCOMES.length;
    }

    /** Outcome in an answer. */
    public static Outcome outcome(ByteBuf buffer, int offset) {
        return OUTCOMES[buffer.getInt(offset + OUTCOME_AT)];
    }

    /** Name of the file in an answer; empty when there is none. */
    public static String file(ByteBuf buffer, int offset, int lengthBytes) {
        return buffer.toString(offset + NAME_AT, lengthBytes - NAME_AT, StandardCharsets.UTF_8);
    }
}
