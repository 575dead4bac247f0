package org.ringcast.daemon.observe;

import org.ringcast.daemon.core.CoreLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the lines to SLF4J under the name {@value #LOGGER}. The layout of {@code conf/logback.xml} prints the bare message;
 * which lines are wanted is decided before, by {@code DebugFlags} and {@code EventPriority}.
 */
public final class Slf4jSink implements EventSink {
    /** Name of the logger that carries the event log. */
    public static final String LOGGER = "ringcast.event";

    private final Logger logger = LoggerFactory.getLogger(LOGGER);

    @Override
    public void write(CoreLog.Level level, String text) {
        switch (level) {
            case DEBUG -> logger.debug(text);
            case INFO, PRINT -> logger.info(text);
            case WARNING -> logger.warn(text);
            case ERROR, CRITICAL, FATAL -> logger.error(text);
        }
    }
}
