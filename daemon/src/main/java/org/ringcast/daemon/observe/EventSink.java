package org.ringcast.daemon.observe;

import org.ringcast.daemon.core.CoreLog;

/** Takes finished lines of the event log. */
@FunctionalInterface
public interface EventSink {
    /**
     * Writes one message at once, without buffering.
     *
     * @param level the message's priority
     * @param text {@code [TIMESTAMP ]MESSAGE}, without line end; may hold several lines
     */
    void write(CoreLog.Level level, String text);
}
