package org.ringcast.daemon.core;

/**
 * Where the core's log lines go. The core never logs by itself: production hands the lines to the event log, the
 * simulator to its trace. A line is formatted only after {@link #enabled} said yes, so a silent class costs nothing.
 */
public interface CoreLog {
    /** Event classes: the words of the {@code DebugFlags} option. */
    enum Kind {
        DATA_LINK,
        MEMORY,
        EVENTS,
        PRINT,
        NETWORK,
        PROTOCOL,
        SESSION,
        CONFIGURATION,
        MEMBERSHIP,
        FLOW_CONTROL,
        STATUS,
        DEBUG,
        GROUPS,
        ACM,
        SECURITY
    }

    /** Ascending; {@code PRINT} and {@code FATAL} are shown whatever the mask. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL,
        PRINT,
        FATAL
    }

    boolean enabled(Kind kind, Level level);

    /** One message; it may hold several lines separated by line feeds. */
    void line(Kind kind, Level level, String text);

    /** Swallows everything. */
    CoreLog SILENT = new CoreLog() {
        @Override
        public boolean enabled(Kind kind, Level level) {
            return false;
        }

        @Override
        public void line(Kind kind, Level level, String text) {
            // silent
        }
    };
}
