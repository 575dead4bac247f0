package org.ringcast.monitor;

import java.util.concurrent.TimeUnit;

/**
 * How it went.
 *
 * @param messages sent, or received by a reader
 * @param bytes in the bodies of all of them
 * @param durationNs from the start of the first to the end of the last
 */
record FloodResult(long messages, long bytes, long durationNs) {
    JsonObject json() {
        double seconds = durationNs / (double) TimeUnit.SECONDS.toNanos(1);
        return new JsonObject()
                .put("messages", messages)
                .put("bytes", bytes)
                .put("seconds", seconds, 6)
                .put("messages_per_second", durationNs == 0 ? 0 : messages / seconds, 1);
    }
}
