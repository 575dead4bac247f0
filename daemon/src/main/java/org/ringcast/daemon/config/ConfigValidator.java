package org.ringcast.daemon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks what needs the whole file: combinations of options, ids, and what the level of the ring allows. */
final class ConfigValidator {
    /** Windows are 16-bit signed numbers on a ring. */
    static final int MAX_WINDOW = Short.MAX_VALUE;

    private final Configuration configuration;
    private final Options options;
    private final TokenStream tokens;
    private final List<Token> nameTokens;
    /** Members of a ring; the protocol has room for one daemon more than can ever be in it. */
    private static final int LARGEST_RING = 127;

    private final WarningList warnings;

    ConfigValidator(Configuration configuration, TokenStream tokens, List<Token> nameTokens, WarningList warnings) {
        this.configuration = configuration;
        this.options = configuration.options();
        this.tokens = tokens;
        this.nameTokens = nameTokens;
        this.warnings = warnings;
    }

    void validate() throws ConfigError {
        checkWindows();
        checkTimeouts();
        if (configuration.level() == ProtocolLevel.LEVEL_4) {
            checkLevel4();
            warnAboutLevel4();
        }
        checkIds();
        checkHashText();
        warnAboutRingProtocol();
        warnAboutSessions();
        warnAboutTimeStamp();
        warnAboutLargestRing();
    }

    private void warnAboutLargestRing() {
        if (configuration.daemons().size() > LARGEST_RING) {
            warnings.add(
                    ConfigWarning.Kind.MORE_DAEMONS_THAN_A_RING_HAS,
                    nameTokens.get(LARGEST_RING),
                    "A ring has at most " + LARGEST_RING + " daemons.",
                    "One of these " + configuration.daemons().size() + " has to stay outside.");
        }
    }

    private ConfigError error(SpreadOption culprit, String text, String hint) throws ConfigError {
        Options.Setting setting = options.setting(culprit);
        Token token = setting.explicit()
                ? Token.plain(TokenKind.OPTION, culprit.keyword(), setting.position())
                : tokens.peek();
        return tokens.error(token, text, hint);
    }

    private void warn(ConfigWarning.Kind kind, SpreadOption about, String text, String hint) {
        Options.Setting setting = options.setting(about);
        warnings.add(kind, setting.position(), setting.explicit() ? about.keyword() : "", text, hint);
    }

    private void checkWindows() throws ConfigError {
        if (options.personalWindow() > options.window()) {
            boolean personalIsWritten = options.isExplicit(SpreadOption.PERSONAL_WINDOW);
            throw error(
                    personalIsWritten ? SpreadOption.PERSONAL_WINDOW : SpreadOption.WINDOW,
                    "PersonalWindow > Window!",
                    "PersonalWindow is " + options.personalWindow() + ", Window is " + options.window());
        }
        boolean tooLarge = options.acceleratedWindow() > options.personalWindow();
        String values = "AcceleratedWindow is " + options.acceleratedWindow() + ", PersonalWindow is "
                + options.personalWindow();
        if (tooLarge && options.acceleratedRing().orElse(false)) {
            throw error(SpreadOption.ACCELERATED_WINDOW, "AcceleratedWindow > PersonalWindow!", values);
        }
        if (tooLarge && options.isExplicit(SpreadOption.ACCELERATED_WINDOW)) {
            warn(
                    ConfigWarning.Kind.ACCELERATED_WINDOW_TOO_LARGE,
                    SpreadOption.ACCELERATED_WINDOW,
                    "AcceleratedWindow > PersonalWindow!",
                    values + "; an accelerated ring does not start with that.");
        }
        for (SpreadOption window :
                List.of(SpreadOption.WINDOW, SpreadOption.PERSONAL_WINDOW, SpreadOption.ACCELERATED_WINDOW)) {
            if (options.number(window) > MAX_WINDOW) {
                warn(
                        ConfigWarning.Kind.WINDOW_TOO_LARGE,
                        window,
                        window.keyword() + " is above " + MAX_WINDOW + ", which is used instead.",
                        "In a Spread daemon such a value becomes negative.");
            }
        }
    }

    private void checkTimeouts() throws ConfigError {
        List<SpreadOption> missing = SpreadOption.TIMEOUTS.stream()
                .filter(t -> !options.isExplicit(t))
                .toList();
        if (missing.isEmpty() || missing.size() == SpreadOption.TIMEOUTS.size()) {
            return;
        }
        SpreadOption written = SpreadOption.TIMEOUTS.stream()
                .filter(options::isExplicit)
                .findFirst()
                .orElseThrow();
        throw error(
                written,
                "Memb_init: Only some of the membership timeouts were specified! If you specify any, then you must specify"
                        + " all!",
                "missing: " + missing.stream().map(SpreadOption::keyword).collect(Collectors.joining(", ")));
    }

    private void checkIds() throws ConfigError {
        ProtocolLevel level = configuration.level();
        Map<Integer, Daemon> byId = new HashMap<>();
        for (Daemon daemon : configuration.daemons()) {
            Daemon other = byId.putIfAbsent(daemon.id(level), daemon);
            if (other != null) {
                String text = level == ProtocolLevel.LEVEL_4
                        ? "The address '" + daemon.idText(level) + "' of '" + daemon.displayName()
                                + "' is already in use by '" + other.displayName() + "'!"
                        : "The virtual ID '" + daemon.idText(level) + "' of '" + daemon.displayName()
                                + "' is already in use by '" + other.displayName()
                                + "'!  You will probably need to explicitly reconfigure the daemons' virtual IDs so that"
                                + " they don't conflict.";
                throw tokens.error(
                        nameTokens.get(daemon.index()),
                        text,
                        level == ProtocolLevel.LEVEL_4 ? "with RingProtocol = 4 the address is the id" : "");
            }
        }
    }

    private void checkLevel4() throws ConfigError {
        for (Daemon daemon : configuration.daemons()) {
            boolean onlyV4 = IpFamily.of(daemon.address()) == IpFamily.IPV4
                    && daemon.interfaces().stream().allMatch(i -> IpFamily.of(i.address()) == IpFamily.IPV4);
            if (!onlyV4) {
                throw tokens.error(
                        nameTokens.get(daemon.index()), "RingProtocol = 4 knows no IPv6", "use RingProtocol = 5");
            }
        }
        for (Segment segment : configuration.segments()) {
            if (segment.addresses().size() > 1) {
                throw tokens.error(
                        nameTokens.get(segment.daemons().get(0).index()),
                        "RingProtocol = 4 knows one address per segment",
                        "segment " + segment.index() + " has "
                                + segment.addresses().size());
            }
        }
    }

    private void warnAboutLevel4() {
        String unreadable = "A 4.4 daemon cannot read this.";
        for (Daemon daemon : configuration.daemons()) {
            Token token = nameTokens.get(daemon.index());
            if (daemon.virtualIdExplicit()) {
                warnings.add(
                        ConfigWarning.Kind.LEVEL_4,
                        token,
                        "VirtualID has no effect with RingProtocol = 4.",
                        unreadable);
            }
            if (token.is(TokenKind.ADDRESS)) {
                warnings.add(ConfigWarning.Kind.LEVEL_4, token, "A daemon without a name.", unreadable);
            }
            if (token.string().length() > Daemon.MAX_NAME_BYTES) {
                warnings.add(ConfigWarning.Kind.LEVEL_4, token, "A name of more than 19 bytes.", unreadable);
            }
        }
        for (SpreadOption option : List.of(
                SpreadOption.ACTIVE_IP_VERSION,
                SpreadOption.WIDE_AREA_NETWORK,
                SpreadOption.EXCLUDE_SEG_ADDRS_FROM_HASH,
                SpreadOption.IGNORE_MULTICAST_JOIN_ERRORS)) {
            if (options.isExplicit(option)) {
                warn(ConfigWarning.Kind.LEVEL_4, option, option.keyword() + " with RingProtocol = 4.", unreadable);
            }
        }
    }

    private void checkHashText() throws ConfigError {
        int limit = configuration.level() == ProtocolLevel.LEVEL_4
                ? ConfigurationHash.MAX_BYTES_LEVEL_4
                : ConfigurationHash.MAX_BYTES_LEVEL_5;
        int length = ConfigurationHash.text(configuration.level(), configuration, true)
                .orElseThrow()
                .length();
        if (length > limit) {
            throw tokens.error(
                    tokens.peek(), "Configuration string too long! (1)", length + " bytes, at most " + limit);
        }
    }

    private void warnAboutRingProtocol() {
        boolean keeps = configuration
                .extensions()
                .text(ExtensionOption.ACCELERATED_RING_AT_RELOAD)
                .equals("keep");
        if (options.acceleratedRing().isEmpty() && !configuration.isWideArea() && !keeps) {
            warn(
                    ConfigWarning.Kind.ACCELERATED_RING_ABSENT,
                    SpreadOption.ACCELERATED_RING,
                    "No AcceleratedRing line: the original ring protocol is in force until a reload, which changes protocol"
                            + " and hash.",
                    "Write AcceleratedRing = false (or true) in the file of every daemon.");
        }
    }

    private void warnAboutSessions() {
        if (options.isExplicit(SpreadOption.MAX_SESSION_MESSAGES) && options.maxSessionMessages() == 0) {
            warn(
                    ConfigWarning.Kind.NO_SESSION_MESSAGES,
                    SpreadOption.MAX_SESSION_MESSAGES,
                    "MaxSessionMessages = 0 disconnects a client at its first waiting message.",
                    "");
        }
        AuthPolicy policy = AuthPolicy.of(options);
        for (String name : policy.unknown()) {
            boolean allowed = options.allowedAuthMethods().contains(name);
            warn(
                    ConfigWarning.Kind.UNKNOWN_AUTH_METHOD,
                    allowed ? SpreadOption.ALLOWED_AUTH_METHODS : SpreadOption.REQUIRED_AUTH_METHODS,
                    "Unknown authentication method '" + Text.excerpt(name) + "' is ignored.",
                    "The methods are NULL, IP and PWORD, in capital letters.");
        }
        if (!policy.enabled().isEmpty()) {
            return;
        }
        if (options.isExplicit(SpreadOption.ALLOWED_AUTH_METHODS)) {
            warn(
                    ConfigWarning.Kind.NO_AUTH_METHOD,
                    SpreadOption.ALLOWED_AUTH_METHODS,
                    "AllowedAuthMethods names no method: every client is refused.",
                    "");
        } else {
            warn(
                    ConfigWarning.Kind.REQUIRED_AUTH_ALONE,
                    SpreadOption.REQUIRED_AUTH_METHODS,
                    "RequiredAuthMethods without AllowedAuthMethods: no method is offered, every client is refused.",
                    "Add AllowedAuthMethods = NULL.");
        }
    }

    private void warnAboutTimeStamp() {
        if (!options.hasPreciseTimeStamp()) {
            return;
        }
        String text = "";
        if (!options.isExplicit(SpreadOption.EVENT_TIME_STAMP)) {
            text = "EventPreciseTimeStamp without EventTimeStamp: lines are stamped all the same.";
        } else if (!options.printsMicroseconds()) {
            text = "EventPreciseTimeStamp has no effect: the format does not end in %S and is too long to add %s.";
        } else if (!options.timeStampFormat()
                .equals(options.setting(SpreadOption.EVENT_TIME_STAMP).value())) {
            text = "EventPreciseTimeStamp adds the seconds of the epoch: the format does not end in %S.";
        }
        if (!text.isEmpty()) {
            warn(ConfigWarning.Kind.PRECISE_TIME_STAMP, SpreadOption.EVENT_PRECISE_TIME_STAMP, text, "");
        }
    }
}
