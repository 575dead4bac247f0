package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import org.ringcast.daemon.wire.MonitorSignature;

/**
 * Takes each signed request once: its time must be near the clock's and later than that of any request before. Monitors send
 * every request twice; the second is a copy and not worth a word.
 */
final class SignatureCheck {
    /** How far the clocks of monitor and daemon may be apart, milliseconds. */
    static final long TOLERANCE_MS = 60_000;

    /** What became of a request. */
    enum Result {
        GOOD,
        /** Seen before, or older than one seen before. */
        COPY,
        /** Not signed, or with another secret. */
        UNSIGNED,
        /** Signed at a time that is far from now. */
        WRONG_TIME
    }

    private final MonitorSignature signature;
    private final InstantSource clock;
    private long lastMs = -1;

    SignatureCheck(String secret, InstantSource clock) {
        this.signature = new MonitorSignature(secret);
        this.clock = clock;
    }

    Result check(ByteBuf request) {
        long timeMs = signature.signedAtMs(request, request.readerIndex(), request.readableBytes());
        if (timeMs == MonitorSignature.NOT_SIGNED) {
            return Result.UNSIGNED;
        }
        if (timeMs <= lastMs) {
            return Result.COPY;
        }
        if (Math.abs(clock.millis() - timeMs) > TOLERANCE_MS) {
            return Result.WRONG_TIME;
        }
        lastMs = timeMs;
        return Result.GOOD;
    }
}
