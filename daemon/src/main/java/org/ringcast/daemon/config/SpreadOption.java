package org.ringcast.daemon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code spread.conf}: their names, kinds and defaults (see docs/configuration.md, "Options"). */
public enum SpreadOption {
    DEBUG_FLAGS("DebugFlags", Kind.FLAGS, defaultMask(), true),
    EVENT_PRIORITY("EventPriority", Kind.PRIORITY, EventPriority.INFO, true),
    EVENT_LOG_FILE("EventLogFile", Kind.STRING, "", true),
    EVENT_TIME_STAMP("EventTimeStamp", Kind.OPTIONAL_STRING, "", true),
    EVENT_PRECISE_TIME_STAMP("EventPreciseTimeStamp", Kind.BARE, false, true),
    DANGEROUS_MONITOR("DangerousMonitor", Kind.BOOLEAN, false, true),
    SOCKET_PORT_REUSE("SocketPortReuse", Kind.TRIVAL, PortReuse.AUTO, false),
    RUNTIME_DIR("RuntimeDir", Kind.STRING, "/var/run/spread", false),
    DAEMON_USER("DaemonUser", Kind.STRING, "spread", false),
    DAEMON_GROUP("DaemonGroup", Kind.STRING, "spread", false),
    ALLOWED_AUTH_METHODS("AllowedAuthMethods", Kind.STRING, "", true),
    REQUIRED_AUTH_METHODS("RequiredAuthMethods", Kind.STRING, "", true),
    ACCESS_CONTROL_POLICY("AccessControlPolicy", Kind.STRING, "PERMIT", true),
    MAX_SESSION_MESSAGES("MaxSessionMessages", Kind.NUMBER, 1000, true),
    ACTIVE_IP_VERSION("ActiveIPVersion", Kind.STRING, "", false),
    WINDOW("Window", Kind.NUMBER, 160, true),
    PERSONAL_WINDOW("PersonalWindow", Kind.NUMBER, 20, true),
    ACCELERATED_RING("AcceleratedRing", Kind.BOOLEAN, false, true),
    ACCELERATED_WINDOW("AcceleratedWindow", Kind.NUMBER, 15, true),
    TOKEN_TIMEOUT("TokenTimeout", Kind.NUMBER, 0, false),
    HURRY_TIMEOUT("HurryTimeout", Kind.NUMBER, 0, false),
    ALIVE_TIMEOUT("AliveTimeout", Kind.NUMBER, 0, false),
    JOIN_TIMEOUT("JoinTimeout", Kind.NUMBER, 0, false),
    REP_TIMEOUT("RepTimeout", Kind.NUMBER, 0, false),
    SEG_TIMEOUT("SegTimeout", Kind.NUMBER, 0, false),
    GATHER_TIMEOUT("GatherTimeout", Kind.NUMBER, 0, false),
    FORM_TIMEOUT("FormTimeout", Kind.NUMBER, 0, false),
    LOOKUP_TIMEOUT("LookupTimeout", Kind.NUMBER, 0, false),
    WIDE_AREA_NETWORK("WideAreaNetwork", Kind.BOOLEAN, false, false),
    EXCLUDE_SEG_ADDRS_FROM_HASH("ExcludeSegAddrsFromHash", Kind.BOOLEAN, false, true),
    IGNORE_MULTICAST_JOIN_ERRORS("IgnoreMulticastJoinErrors", Kind.BOOLEAN, false, false);

    /** What may follow the name. */
    enum Kind {
        /** {@code = { flag !flag ... }}. */
        FLAGS,
        PRIORITY,
        STRING,
        /** Nothing, or {@code = string}. */
        OPTIONAL_STRING,
        /** Nothing. */
        BARE,
        BOOLEAN,
        TRIVAL,
        NUMBER
    }

    /** The nine membership timers, in the order in which they are documented. All of them or none are in a file. */
    public static final List<SpreadOption> TIMEOUTS = List.of(
            TOKEN_TIMEOUT,
            HURRY_TIMEOUT,
            ALIVE_TIMEOUT,
            JOIN_TIMEOUT,
            REP_TIMEOUT,
            SEG_TIMEOUT,
            GATHER_TIMEOUT,
            FORM_TIMEOUT,
            LOOKUP_TIMEOUT);

    private static final Map<String, SpreadOption> BY_KEYWORD = new HashMap<>();

    static {
        for (SpreadOption option : values()) {
            BY_KEYWORD.put(option.keyword, option);
        }
    }

    private final String keyword;
    private final Kind kind;

    // Integer, Boolean, String or a constant of an enum.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Object defaultValue;

    private final boolean live;

    SpreadOption(String keyword, Kind kind, Object defaultValue, boolean live) {
        this.keyword = keyword;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.live = live;
    }

    private static int defaultMask() {
        return DebugFlag.PRINT.mask() | DebugFlag.EXIT.mask() | DebugFlag.CONFIGURATION.mask();
    }

    /** As written in the file, exact case. */
    public String keyword() {
        return keyword;
    }

    Kind kind() {
        return kind;
    }

    /**
     * What holds when the file is silent. 0 for the timeouts and false for WideAreaNetwork and AcceleratedRing stand for
     * "derived": see {@link EffectiveSettings}.
     */
    Object defaultValue() {
        return defaultValue;
    }

    /** Whether a reload puts a changed value into force without a restart. */
    public boolean isLive() {
        return live;
    }

    /** The option with this name, or null. */
    static SpreadOption byKeyword(String word) {
        return BY_KEYWORD.get(word);
    }
}
