package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.ringcast.daemon.wire.MonitorSignature;

/**
 * Takes each signed request once: its time must be near the clock's, and it must not have been seen before. Monitors send every
 * request twice; the second is a copy and not worth a word. Only who has the secret can fill the memory of what was seen.
 */
final class SignatureCheck {
    /** How far the clocks of monitor and daemon may be apart, milliseconds. */
    static final long TOLERANCE_MS = 60_000;

    /** Requests that are remembered; more within two minutes are not taken. */
    static final int MEMORY = 4096;

    /** What became of a request. */
    enum Result {
        GOOD,
        /** Seen before. */
        COPY,
        /** Not signed, or with another secret. */
        UNSIGNED,
        /** Signed at a time that is far from now. */
        WRONG_TIME,
        TOO_MANY
    }

    private final MonitorSignature signature;
    private final InstantSource clock;
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();

    /**
     * A request that was taken.
     *
     * @param code of its signature, the first 8 bytes
     */
    private record Seen(long timeMs, long code) {}

    SignatureCheck(String secret, InstantSource clock) {
        this.signature = new MonitorSignature(secret);
        this.clock = clock;
    }

    /** Whether a request is signed, and not long ago: enough for one that changes nothing and may come twice. */
    boolean isOfNow(ByteBuf request) {
        long timeMs = signature.signedAtMs(request, request.readerIndex(), request.readableBytes());
        return timeMs != MonitorSignature.NOT_SIGNED && Math.abs(clock.millis() - timeMs) <= TOLERANCE_MS;
    }

    Result check(ByteBuf request) {
        long timeMs = signature.signedAtMs(request, request.readerIndex(), request.readableBytes());
        if (timeMs == MonitorSignature.NOT_SIGNED) {
            return Result.UNSIGNED;
        }
        long now = clock.millis();
        if (Math.abs(now - timeMs) > TOLERANCE_MS) {
            return Result.WRONG_TIME;
        }
        // What is older than this would not be taken any more.
        seen.removeIf(old -> old.timeMs() < now - TOLERANCE_MS);
        Seen one =
                new Seen(timeMs, MonitorSignature.fingerprint(request, request.readerIndex(), request.readableBytes()));
        if (seen.contains(one)) {
            return Result.COPY;
        }
        if (seen.size() >= MEMORY) {
            return Result.TOO_MANY;
        }
        seen.add(one);
        return Result.GOOD;
    }
}
