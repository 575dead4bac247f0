package org.ringcast.daemon.config;

/**
 * A line for the event log.
 *
 * @param priority shown if this is at least {@code EventPriority}; FATAL is always shown
 * @param type shown if {@code DebugFlags} has it
 * @param text without line end
 */
public record LogLine(EventPriority priority, DebugFlag type, String text) {
    static LogLine info(String text) {
        return new LogLine(EventPriority.INFO, DebugFlag.CONFIGURATION, text);
    }

    static LogLine always(String text) {
        return new LogLine(EventPriority.FATAL, DebugFlag.PRINT, text);
    }

    /** Whether a log with these settings shows the line. */
    public boolean isShown(EventPriority least, int debugMask) {
        return priority == EventPriority.FATAL || (priority.compareTo(least) >= 0 && (type.mask() & debugMask) != 0);
    }
}
