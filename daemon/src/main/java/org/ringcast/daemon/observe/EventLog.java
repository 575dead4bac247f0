package org.ringcast.daemon.observe;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.ringcast.daemon.config.DebugFlag;
import org.ringcast.daemon.core.CoreLog;

/**
 * The event log: which messages are shown, and how they look. A message is shown when its priority is PRINT or FATAL, when
 * its class is EXIT, or when its class is in {@code DebugFlags} and its priority is at least {@code EventPriority}. A line
 * is {@code [TIMESTAMP ]MESSAGE}; continuation lines of a message have no stamp.
 *
 * <p>Written by any thread, configured by one.
 */
public final class EventLog implements CoreLog {
    /** Mask before a configuration was read: PRINT, EXIT and CONFIGURATION. */
    public static final int INITIAL_MASK =
            DebugFlag.PRINT.mask() | DebugFlag.EXIT.mask() | DebugFlag.CONFIGURATION.mask();

    private static final Map<Kind, Integer> MASKS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            MASKS.put(kind, DebugFlag.valueOf(kind.name()).mask());
        }
    }

    /** Everything that a reload may change, replaced as a whole. */
    private record Settings(int mask, Level minimum, TimeStampFormat stamp) {}

    private final EventSink sink;
    private final InstantSource clock;
    private volatile Settings settings = new Settings(INITIAL_MASK, Level.INFO, null);

    public EventLog(EventSink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** On standard output, with the system's clock. */
    public static EventLog standard() {
        return new EventLog(new Slf4jSink(), InstantSource.system());
    }

    /**
     * Puts the options of a configuration into force.
     *
     * @param mask bits of {@link DebugFlag}
     * @param minimum least priority shown; {@code FATAL} leaves the lines that are always shown
     * @param stamp null for lines without time stamp
     */
    public void configure(int mask, Level minimum, TimeStampFormat stamp) {
        settings = new Settings(mask, minimum, stamp);
        if (stamp != null && stamp.format(clock.instant()).isEmpty()) {
            line(
                    Kind.CONFIGURATION,
                    Level.WARNING,
                    "EventTimeStamp: the format gives no text, lines have no time stamp");
        }
    }

    @Override
    public boolean enabled(Kind kind, Level level) {
        Settings now = settings;
        return level.compareTo(Level.PRINT) >= 0
                || (level.compareTo(now.minimum) >= 0 && (MASKS.get(kind) & now.mask) != 0);
    }

    @Override
    public void line(Kind kind, Level level, String text) {
        if (enabled(kind, level)) {
            write(level, text);
        }
    }

    /** A line that is always shown. */
    public void print(String text) {
        write(Level.PRINT, text);
    }

    /** A line of class EXIT: it tells why the process ends, and is always shown. */
    public void exit(String text) {
        write(Level.FATAL, text);
    }

    /** An error inside the daemon, always shown, with its stack trace. */
    public void fault(String text, Throwable cause) {
        write(Level.FATAL, text + '\n' + StackTraces.text(cause));
    }

    private void write(Level level, String text) {
        TimeStampFormat stamp = settings.stamp;
        String time = stamp == null ? "" : stamp.format(clock.instant());
        sink.write(level, time.isEmpty() ? text : time + ' ' + text);
    }
}
