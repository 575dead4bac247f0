package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lines that a daemon prints about its configuration, in the words that operators grep for. */
public final class ConfigLogLines {
    private static final String RULE = "--------------------";
    private static final String END_RULE = "====================";

    private ConfigLogLines() {}

    /** Progress of reading a good file: options, daemons, segments, hash. Warnings come apart. */
    public static List<LogLine> progress(Configuration configuration, int hash) {
        List<LogLine> lines = new ArrayList<>();
        lines.add(LogLine.info("Conf_load_conf_file: using file: " + configuration.file()));
        options(configuration, lines);
        ProtocolLevel level = configuration.level();
        for (Segment segment : configuration.segments()) {
            for (Daemon daemon : segment.daemons()) {
                lines.add(LogLine.info("Configured daemon '" + daemon.displayName() + "' with IP '"
                        + AddressText.display(daemon.address()) + "'"));
                if (level == ProtocolLevel.LEVEL_5) {
                    lines.add(LogLine.info((daemon.virtualIdExplicit() ? "Explicit" : "Auto-generated")
                            + " virtual ID = '" + daemon.idText(level) + "' for daemon '" + daemon.displayName()
                            + "'"));
                }
            }
            lines.add(LogLine.info("Successfully configured Segment " + segment.index() + " "
                    + bracketed(segment.addresses().get(0), segment.port()) + " with "
                    + segment.daemons().size() + " procs:"));
            for (Daemon daemon : segment.daemons()) {
                lines.add(LogLine.info(
                        "\t" + padLeft(daemon.displayName(), 20) + ": " + AddressText.display(daemon.address())));
            }
        }
        lines.add(LogLine.info("Hash value for this configuration is: " + Integer.toUnsignedString(hash)));
        lines.add(LogLine.info("Finished configuration file."));
        return List.copyOf(lines);
    }

    private static void options(Configuration configuration, List<LogLine> lines) {
        Options options = configuration.options();
        if (options.isExplicit(SpreadOption.DEBUG_FLAGS)) {
            lines.add(LogLine.info("Set Alarm mask to: " + Integer.toHexString(options.debugMask())));
        }
        if (options.isExplicit(SpreadOption.DANGEROUS_MONITOR)) {
            lines.add(LogLine.always(
                    options.isDangerousMonitor()
                            ? "ENABLING Dangerous Monitor Commands! Make sure Spread network is secured"
                            : "Disabling Dangerous Monitor Commands!"));
        }
        if (options.isExplicit(SpreadOption.SOCKET_PORT_REUSE)) {
            lines.add(LogLine.always(reuse(options.socketPortReuse())));
        }
        if (options.isExplicit(SpreadOption.ACTIVE_IP_VERSION)) {
            lines.add(LogLine.info(
                    "Setting active IP version to " + configuration.family().number()));
        }
        for (SpreadOption ignored :
                List.of(SpreadOption.RUNTIME_DIR, SpreadOption.DAEMON_USER, SpreadOption.DAEMON_GROUP)) {
            if (options.isExplicit(ignored)) {
                lines.add(LogLine.info(
                        ignored.keyword() + " is ignored: this daemon changes neither its root directory nor"
                                + " its user; start it as the user that it shall run as."));
            }
        }
    }

    private static String reuse(PortReuse reuse) {
        return switch (reuse) {
            case ON -> "Setting SO_REUSEADDR to always on -- make sure Spread daemon host is secured!";
            case OFF -> "Setting SO_REUSEADDR to always off";
            case AUTO -> "Setting SO_REUSEADDR to auto";
        };
    }

    /** Who this daemon has turned out to be. */
    public static List<LogLine> identity(Configuration configuration, Identity identity) {
        List<LogLine> lines = new ArrayList<>();
        Daemon me = identity.me();
        int scope = identity.scope();
        if (scope != 0) {
            lines.add(LogLine.info("Conf_load_conf_file: my ipv6 address ["
                    + AddressText.display(identity.withMyScope(me.address())) + "] corresponds with interface index "
                    + scope + "; using that (sin6_scope_id) for all unicast sends!"));
            for (InetAddress address : identity.segmentAddresses(configuration)) {
                lines.add(LogLine.info("Conf_load_conf_file: my ipv6 segment address [" + AddressText.display(address)
                        + "] corresponds with interface index " + AddressText.scopeOf(address)
                        + "; using that (sin6_scope_id) for this segment address!"));
            }
        }
        for (ConfigWarning warning : identity.warnings()) {
            for (String line : warning.logLines()) {
                lines.add(new LogLine(EventPriority.WARNING, DebugFlag.CONFIGURATION, line));
            }
        }
        lines.add(LogLine.info("Conf_load_conf_file: My name: " + me.displayName() + ", id: "
                + me.idText(configuration.level()) + ", addr: "
                + AddressText.display(identity.withMyScope(me.address())) + ", port: " + me.port()));
        return List.copyOf(lines);
    }

    /** The warnings of a configuration. */
    public static List<LogLine> warnings(Configuration configuration) {
        return configuration.warnings().stream()
                .flatMap(w -> w.logLines().stream())
                .map(text -> new LogLine(EventPriority.WARNING, DebugFlag.CONFIGURATION, text))
                .toList();
    }

    /** The text that is hashed, as it is printed at priority pDEBUG. */
    public static List<LogLine> hashText(Configuration configuration, boolean accelerated) {
        String text = ConfigurationHash.text(configuration.level(), configuration, accelerated)
                .orElseThrow();
        List<LogLine> lines = new ArrayList<>();
        lines.add(debug("Full hash string is " + text.length() + " " + text.length() + " characters long:"));
        for (String line : ("'" + text + "'").split("\n", -1)) {
            lines.add(debug(line));
        }
        return List.copyOf(lines);
    }

    private static LogLine debug(String text) {
        return new LogLine(EventPriority.DEBUG, DebugFlag.CONFIGURATION, text);
    }

    /**
     * The dump that follows a new membership: every segment, with those of its daemons that are in the membership.
     *
     * @param me this daemon
     * @param isMember whether a daemon is in the membership
     */
    public static List<LogLine> membershipDump(Configuration configuration, Daemon me, Predicate<Daemon> isMember) {
        List<String> lines = new ArrayList<>();
        lines.add(RULE);
        lines.add("Configuration at " + me.displayName() + " is:");
        lines.add("Num Segments " + configuration.segments().size());
        for (Segment segment : configuration.segments()) {
            List<Daemon> present = segment.daemons().stream().filter(isMember).toList();
            String addresses = segment.addresses().stream()
                    .map(a -> bracketed(a, segment.port()))
                    .collect(Collectors.joining("\t"));
            lines.add("\t" + present.size() + "\t" + addresses);
            for (Daemon daemon : present) {
                lines.add("\t\t" + padRight(daemon.displayName(), 20) + "\t" + AddressText.display(daemon.address())
                        + "\tID: " + padRight(daemon.idText(configuration.level()), 16));
            }
        }
        lines.add(END_RULE);
        lines.add("");
        return lines.stream().map(LogLine::always).toList();
    }

    private static String bracketed(InetAddress address, int port) {
        return "[" + AddressText.display(address) + "]:" + port;
    }

    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
