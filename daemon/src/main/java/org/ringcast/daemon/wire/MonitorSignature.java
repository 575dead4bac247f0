package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that a monitor appends to its requests when monitor and daemon share a secret. It lies behind the body, where
 * Spread daemons do not look, and counts as body in the header's length: 4 bytes {@code RCS1}, the time in milliseconds since
 * 1970 as 8 bytes big-endian, HMAC-SHA256 of everything before. See docs/protocol/packets.md, "Signed requests".
 *
 * <p>Not for several threads at once.
 */
public final class MonitorSignature {
    /** Bytes that a signature adds to a request. */
    public static final int LENGTH_BYTES = 4 + Long.BYTES + 32;
    /** What {@link #signedAtMs} returns for a request that the secret did not sign. */
    public static final long NOT_SIGNED = -1;

    private static final int MARK = 0x52435331;
    private static final int MAC_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @param secret one char per byte, not empty */
    public MonitorSignature(String secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.ISO_8859_1), ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /**
     * Signs a request whose header and body are complete; its length grows by {@link #LENGTH_BYTES}.
     *
     * @param timeMs milliseconds since 1970; a daemon takes the same request with the same time only once
     */
    public void sign(PacketHeader request, long timeMs) {
        int at = request.endOffset();
        ByteBuf buffer = request.buffer();
        request.setDataLen(request.dataLen() + LENGTH_BYTES);
        buffer.setInt(at, MARK);
        buffer.setLong(at + Integer.BYTES, timeMs);
        buffer.setBytes(at + Integer.BYTES + Long.BYTES, code(buffer, request.offset(), at));
    }

    /**
     * Checks a request.
     *
     * @return when it was signed, milliseconds since 1970; {@link #NOT_SIGNED} when it was not, or with another secret
     */
    public long signedAtMs(ByteBuf buffer, int offset, int lengthBytes) {
        int at = offset + lengthBytes - LENGTH_BYTES;
        if (lengthBytes < WireLimits.PACKET_HEADER_BYTES + LENGTH_BYTES || buffer.getInt(at) != MARK) {
            return NOT_SIGNED;
        }
        byte[] given = new byte[MAC_BYTES];
        buffer.getBytes(at + Integer.BYTES + Long.BYTES, given);
        long timeMs = buffer.getLong(at + Integer.BYTES);
        return MessageDigest.isEqual(given, code(buffer, offset, at)) ? Math.max(timeMs, 0) : NOT_SIGNED;
    }

    /** Something of the signature of a request that has one, for telling requests apart. */
    public static long fingerprint(ByteBuf buffer, int offset, int lengthBytes) {
        return buffer.getLong(offset + lengthBytes - MAC_BYTES);
    }

    /** Code of the packet up to and with the time. */
    private byte[] code(ByteBuf buffer, int offset, int signatureAt) {
        byte[] bytes = new byte[signatureAt - offset + Integer.BYTES + Long.BYTES];
        buffer.getBytes(offset, bytes);
        return mac.doFinal(bytes);
    }
}
