package org.ringcast.daemon.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Values of all options of the file, with defaults filled in. Immutable. What depends on more than one option, or on the
 * segments, is concluded in {@link EffectiveSettings} and {@link AuthPolicy}.
 */
public final class Options {
    /** {@code EventTimeStamp} without a value. */
    static final String DEFAULT_TIME_STAMP_FORMAT = "%m/%d/%y %H:%M:%S";

    static final int TIME_STAMP_BYTES = 39;

    /**
     * A value and where it comes from.
     *
     * @param value Integer, Boolean, String, {@link EventPriority} or {@link PortReuse}, by option
     * @param explicit whether the file has it
     * @param position of the option's name where it stands last, {@link Position#NONE} for a default
     */
    public record Setting(Object value, boolean explicit, Position position) {}

    private final Map<SpreadOption, Setting> settings;

    Options(Map<SpreadOption, Setting> explicit) {
        Map<SpreadOption, Setting> all = new EnumMap<>(SpreadOption.class);
        for (SpreadOption option : SpreadOption.values()) {
            all.put(option, new Setting(option.defaultValue(), false, Position.NONE));
        }
        all.putAll(explicit);
        settings = Collections.unmodifiableMap(all);
    }

    /** One option with its origin. */
    public Setting setting(SpreadOption option) {
        return settings.get(option);
    }

    /** Whether the file has the option. */
    public boolean isExplicit(SpreadOption option) {
        return setting(option).explicit();
    }

    /** Options whose values differ; where they stand and whether they are written out does not count. */
    public Set<SpreadOption> differences(Options other) {
        Set<SpreadOption> changed = EnumSet.noneOf(SpreadOption.class);
        for (SpreadOption option : SpreadOption.values()) {
            if (!setting(option).value().equals(other.setting(option).value())) {
                changed.add(option);
            }
        }
        return changed;
    }

    int number(SpreadOption option) {
        return (Integer) setting(option).value();
    }

    private boolean flag(SpreadOption option) {
        return (Boolean) setting(option).value();
    }

    private String string(SpreadOption option) {
        return (String) setting(option).value();
    }

    private Optional<Boolean> flagIfExplicit(SpreadOption option) {
        return isExplicit(option) ? Optional.of(flag(option)) : Optional.empty();
    }

    /** Mask of the message types to print, bits of {@link DebugFlag}. */
    public int debugMask() {
        return number(SpreadOption.DEBUG_FLAGS);
    }

    /** Least priority to print. */
    public EventPriority eventPriority() {
        return (EventPriority) setting(SpreadOption.EVENT_PRIORITY).value();
    }

    /**
     * File for the event log; empty for standard output.
     *
     * @param hostName replaces {@code %h} and {@code %H}
     */
    public Optional<String> eventLogFile(String hostName) {
        String name = string(SpreadOption.EVENT_LOG_FILE);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.decoded(name).replace("%h", hostName).replace("%H", hostName));
    }

    /** Whether log lines start with a time stamp. */
    public boolean isTimeStamped() {
        return isExplicit(SpreadOption.EVENT_TIME_STAMP) || hasPreciseTimeStamp();
    }

    /** Whether microseconds are wanted: {@code .} and six digits right behind {@link #timeStampFormat()}. */
    public boolean hasPreciseTimeStamp() {
        return flag(SpreadOption.EVENT_PRECISE_TIME_STAMP);
    }

    /**
     * Whether microseconds are printed: they are wanted, and the format ends in seconds.
     */
    public boolean printsMicroseconds() {
        return hasPreciseTimeStamp() && endsInSeconds(timeStampFormat());
    }

    /**
     * The strftime format in force, at most 39 bytes. For precise time stamps a format that does not end in seconds is
     * extended by the seconds of the epoch, if there is room.
     */
    public String timeStampFormat() {
        String format = isExplicit(SpreadOption.EVENT_TIME_STAMP)
                ? string(SpreadOption.EVENT_TIME_STAMP)
                : DEFAULT_TIME_STAMP_FORMAT;
        boolean extend = hasPreciseTimeStamp() && !endsInSeconds(format) && format.length() + 3 <= TIME_STAMP_BYTES;
        return extend ? format + " %s" : format;
    }

    private static boolean endsInSeconds(String format) {
        return format.endsWith("%S") || format.endsWith("%s");
    }

    /** Whether the monitor commands partition, flow control and terminate are obeyed. */
    public boolean isDangerousMonitor() {
        return flag(SpreadOption.DANGEROUS_MONITOR);
    }

    public PortReuse socketPortReuse() {
        return (PortReuse) setting(SpreadOption.SOCKET_PORT_REUSE).value();
    }

    /** Accepted for the sake of shared files; Ringcast does not change its root directory. */
    public String runtimeDir() {
        return string(SpreadOption.RUNTIME_DIR);
    }

    /** Accepted for the sake of shared files; Ringcast does not change its user. */
    public String daemonUser() {
        return string(SpreadOption.DAEMON_USER);
    }

    /** Accepted for the sake of shared files; Ringcast does not change its group. */
    public String daemonGroup() {
        return string(SpreadOption.DAEMON_GROUP);
    }

    /** Names of all {@code AllowedAuthMethods} lines, in order. */
    public List<String> allowedAuthMethods() {
        return AuthPolicy.names(string(SpreadOption.ALLOWED_AUTH_METHODS));
    }

    /** Names of all {@code RequiredAuthMethods} lines, in order. */
    public List<String> requiredAuthMethods() {
        return AuthPolicy.names(string(SpreadOption.REQUIRED_AUTH_METHODS));
    }

    /** Messages that may wait for a session: with this many waiting, the next one disconnects it. */
    public int maxSessionMessages() {
        return number(SpreadOption.MAX_SESSION_MESSAGES);
    }

    /** {@code Window} as written; see {@link EffectiveSettings} for the value in force. */
    public int window() {
        return number(SpreadOption.WINDOW);
    }

    /** {@code PersonalWindow} as written. */
    public int personalWindow() {
        return number(SpreadOption.PERSONAL_WINDOW);
    }

    /** {@code AcceleratedWindow} as written. */
    public int acceleratedWindow() {
        return number(SpreadOption.ACCELERATED_WINDOW);
    }

    /** {@code AcceleratedRing}, if the file has it. */
    public Optional<Boolean> acceleratedRing() {
        return flagIfExplicit(SpreadOption.ACCELERATED_RING);
    }

    /** {@code WideAreaNetwork}, if the file has it. */
    public Optional<Boolean> wideAreaNetwork() {
        return flagIfExplicit(SpreadOption.WIDE_AREA_NETWORK);
    }

    /** One of the nine timeouts in milliseconds, if the file has it. */
    public OptionalInt timeoutMs(SpreadOption timeout) {
        return isExplicit(timeout) ? OptionalInt.of(number(timeout)) : OptionalInt.empty();
    }

    public boolean excludesSegmentAddressesFromHash() {
        return flag(SpreadOption.EXCLUDE_SEG_ADDRS_FROM_HASH);
    }

    public boolean ignoresMulticastJoinErrors() {
        return flag(SpreadOption.IGNORE_MULTICAST_JOIN_ERRORS);
    }
}
