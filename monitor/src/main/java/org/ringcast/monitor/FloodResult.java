package org.ringcast.monitor;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How it went.
 *
 * @param messages sent, or received by a reader
 * @param bytes in the bodies of all of them
 * @param durationNs from the start of the first to the end of the last
 */
record FloodResult(long messages, long bytes, long durationNs) {
    /** For people: {@code 10000 messages, 10000000 bytes in 0.512 s: 19531 messages/s, 19.5 MB/s}. */
    String text() {
        double seconds = Math.max(1, durationNs) / (double) TimeUnit.SECONDS.toNanos(1);
        return String.format(
                Locale.ROOT,
                "%d messages, %d bytes in %.3f s: %.0f messages/s, %.1f MB/s",
                messages,
                bytes,
                seconds,
                messages / seconds,
                bytes / seconds / 1e6);
    }

    JsonObject json() {
        double seconds = durationNs / (double) TimeUnit.SECONDS.toNanos(1);
        return new JsonObject()
                .put("messages", messages)
                .put("bytes", bytes)
                .put("seconds", seconds, 6)
                .put("messages_per_second", durationNs == 0 ? 0 : messages / seconds, 1);
    }
}
