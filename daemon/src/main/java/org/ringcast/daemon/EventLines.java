package org.ringcast.daemon;

import java.util.List;
import org.ringcast.daemon.config.EventPriority;
import org.ringcast.daemon.config.LogLine;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.observe.EventLog;

/** Lines about the configuration, for the event log. */
final class EventLines {
    private EventLines() {}

    static void print(EventLog log, List<LogLine> lines) {
        for (LogLine line : lines) {
            log.line(CoreLog.Kind.valueOf(line.type().name()), level(line.priority()), line.text());
        }
    }

    static CoreLog.Level level(EventPriority priority) {
        return switch (priority) {
            case DEBUG -> CoreLog.Level.DEBUG;
            case INFO -> CoreLog.Level.INFO;
            case WARNING -> CoreLog.Level.WARNING;
            case ERROR -> CoreLog.Level.ERROR;
            case CRITICAL -> CoreLog.Level.CRITICAL;
            case FATAL -> CoreLog.Level.PRINT;
        };
    }
}
