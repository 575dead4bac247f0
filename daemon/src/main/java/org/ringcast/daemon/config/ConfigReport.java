package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringcast.daemon.wire.WireLimits;

/** The text of {@code spread --check-config}: what a file amounts to, for an operator to read. */
public final class ConfigReport {
    private ConfigReport() {}

    /**
     * A file that can be used.
     *
     * @param identity which daemon this machine would be, or why it is none
     */
    public static String of(Configuration configuration, IdentityResult identity) {
        StringBuilder out = new StringBuilder();
        line(
                out,
                configuration.file()
                        + (identity.identity().isPresent() ? ": usable" : ": usable, but not on this machine"));
        line(out, "");
        topology(configuration, out);
        protocol(configuration, out);
        timers(configuration, out);
        line(out, "");
        options(configuration, out);
        extensions(configuration.extensions(), out);
        line(out, "");
        line(out, "On this machine");
        line(out, "  " + identity.describe());
        line(out, "");
        warnings(configuration, identity, out);
        return out.toString();
    }

    /** A file that cannot be used. */
    public static String of(ConfigError error) {
        return error.file() + ": not usable\n" + error.getMessage() + "\n";
    }

    /**
     * What {@link Identity#find} came to.
     *
     * @param identity who, or empty
     * @param why why not, or empty
     * @param warnings what would go wrong on this machine
     */
    public record IdentityResult(Optional<Identity> identity, String why, List<ConfigWarning> warnings) {
        /** Copies the warnings. */
        public IdentityResult {
            warnings = List.copyOf(warnings);
        }

        /** Asks {@link Identity#find} and keeps its answer. */
        public static IdentityResult find(Configuration configuration, LocalAddresses local, Optional<String> name) {
            try {
                Identity found = Identity.find(configuration, local, name);
                List<ConfigWarning> all = new ArrayList<>(found.warnings());
                all.addAll(sharedSockets(configuration, found, local));
                return new IdentityResult(Optional.of(found), "", all);
            } catch (ConfigError e) {
                return new IdentityResult(Optional.empty(), e.text(), List.of());
            }
        }

        /** Daemons of one machine with one port share the name of the Unix socket; only one of them can start. */
        private static List<ConfigWarning> sharedSockets(
                Configuration configuration, Identity found, LocalAddresses local) {
            ExtensionSettings.Setting directory = configuration.extensions().setting(ExtensionOption.UNIX_SOCKET_DIR);
            String names = found.others(configuration, local).stream()
                    .filter(d -> d.port() == found.me().port())
                    .map(Daemon::displayName)
                    .collect(Collectors.joining(", "));
            if (names.isEmpty() || directory.origin() == ExtensionSettings.Origin.COMMAND_LINE) {
                return List.of();
            }
            return List.of(new ConfigWarning(
                    ConfigWarning.Kind.UNIX_SOCKET_SHARED,
                    Position.NONE,
                    "",
                    "On this machine " + found.me().displayName() + " and " + names + " share the Unix socket "
                            + Text.display(directory.value().toString()) + "/"
                            + found.me().port() + ".",
                    "Start all but one with --set UnixSocketDir=DIR."));
        }

        String describe() {
            return identity.map(i -> "daemon " + i.me().displayName()).orElse("no daemon: " + why);
        }
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }

    private static void row(StringBuilder out, String name, String value) {
        line(out, "  " + ConfigLogLines.padRight(name, 28) + value);
    }

    private static void topology(Configuration configuration, StringBuilder out) {
        line(
                out,
                configuration.segments().size() + " segment(s), "
                        + configuration.daemons().size() + " daemon(s), "
                        + configuration.family().word());
        for (Segment segment : configuration.segments()) {
            String addresses =
                    segment.addresses().stream().map(AddressText::display).collect(Collectors.joining(" "));
            line(
                    out,
                    "  Segment " + segment.index() + "  " + addresses + "  port " + segment.port() + " (token port "
                            + (segment.port() + 1) + ")" + (segment.isShared() ? "" : ", one daemon"));
            for (Daemon daemon : segment.daemons()) {
                line(
                        out,
                        "    " + ConfigLogLines.padRight(daemon.displayName(), 20) + " "
                                + ConfigLogLines.padRight(AddressText.display(daemon.address()), 16) + " id "
                                + daemon.idText(configuration.level())
                                + (daemon.virtualIdExplicit() ? " (VirtualID)" : "") + interfaces(daemon));
            }
        }
        line(out, "");
    }

    private static String interfaces(Daemon daemon) {
        if (daemon.hasImplicitInterface()) {
            return "";
        }
        return daemon.interfaces().stream()
                .map(i -> i.letters() + " " + AddressText.display(i.address()))
                .collect(Collectors.joining(", ", "  { ", " }"));
    }

    private static void protocol(Configuration configuration, StringBuilder out) {
        Daemon first = configuration.daemons().get(0);
        EffectiveSettings start = EffectiveSettings.atStart(configuration, first);
        EffectiveSettings reloaded = start.afterReload(configuration, first);
        ProtocolLevel level = start.level();
        ProtocolLevel other = level == ProtocolLevel.LEVEL_5 ? ProtocolLevel.LEVEL_4 : ProtocolLevel.LEVEL_5;
        line(out, "Ring");
        row(out, "protocol level", level.number() + origin(configuration.extensions(), ExtensionOption.RING_PROTOCOL));
        row(out, "protocol", ring(start.acceleratedRing()) + origin(configuration, SpreadOption.ACCELERATED_RING));
        row(out, "hash", Integer.toUnsignedString(start.hash()));
        if (reloaded.hash() != start.hash()) {
            row(
                    out,
                    "after a reload",
                    ring(reloaded.acceleratedRing()) + ", hash " + Integer.toUnsignedString(reloaded.hash()));
        }
        row(
                out,
                "hash at level " + other.number(),
                ConfigurationHash.at(other, configuration, start.acceleratedRing())
                        .map(Integer::toUnsignedString)
                        .orElse("none: level 4 has only IPv4 and one address per segment"));
        if (start.maxPacketBytes() != WireLimits.MAX_PACKET_BYTES) {
            row(
                    out,
                    "packets",
                    "up to " + start.maxPacketBytes() + " bytes"
                            + origin(configuration.extensions(), ExtensionOption.MAX_PACKET_SIZE)
                            + ": no Spread daemon can be in this ring");
        }
        row(
                out,
                "Window",
                start.window() + " packets per round, " + start.personalWindow() + " per daemon"
                        + (start.acceleratedRing() ? ", " + start.acceleratedWindow() + " after the token" : ""));
    }

    private static String ring(boolean accelerated) {
        return accelerated ? "accelerated" : "original";
    }

    private static void timers(Configuration configuration, StringBuilder out) {
        EffectiveSettings start =
                EffectiveSettings.atStart(configuration, configuration.daemons().get(0));
        boolean written = configuration.options().isExplicit(SpreadOption.TOKEN_TIMEOUT);
        String network = start.wideArea() ? "wide-area network" : "local network";
        line(out, "");
        line(out, "Timers (" + (written ? "from the file" : "defaults of a " + network) + ")");
        Iterator<Long> values = start.timers().toMillis().iterator();
        for (SpreadOption timer : SpreadOption.TIMEOUTS) {
            row(out, timer.keyword(), values.next() + " ms");
        }
    }

    private static void options(Configuration configuration, StringBuilder out) {
        Options options = configuration.options();
        AuthPolicy auth = AuthPolicy.of(options);
        line(out, "Clients");
        row(
                out,
                "methods offered",
                auth.offer().isEmpty()
                        ? "none, nobody can connect"
                        : auth.offer().strip());
        row(
                out,
                "methods required",
                auth.required().isEmpty()
                        ? "none"
                        : auth.required().stream().map(Enum::name).collect(Collectors.joining(" ")));
        row(
                out,
                "MaxSessionMessages",
                options.maxSessionMessages() + origin(configuration, SpreadOption.MAX_SESSION_MESSAGES));
        line(out, "");
        line(out, "Log");
        row(
                out,
                "DebugFlags",
                "mask " + Integer.toHexString(options.debugMask()) + origin(configuration, SpreadOption.DEBUG_FLAGS));
        row(out, "EventPriority", options.eventPriority().word() + origin(configuration, SpreadOption.EVENT_PRIORITY));
        row(out, "EventLogFile", options.eventLogFile("%h").map(Text::display).orElse("standard output"));
        row(
                out,
                "EventTimeStamp",
                options.isTimeStamped()
                        ? Text.display(options.timeStampFormat())
                                + (options.printsMicroseconds() ? " with microseconds" : "")
                        : "off");
        line(out, "");
        line(out, "Administration");
        row(
                out,
                "DangerousMonitor",
                options.isDangerousMonitor() + origin(configuration, SpreadOption.DANGEROUS_MONITOR));
        line(out, "");
    }

    private static String origin(Configuration configuration, SpreadOption option) {
        Options.Setting setting = configuration.options().setting(option);
        return setting.explicit() ? " (line " + setting.position().line() + ")" : " (default)";
    }

    private static String origin(ExtensionSettings extensions, ExtensionOption option) {
        ExtensionSettings.Setting setting = extensions.setting(option);
        return switch (setting.origin()) {
            case FILE -> " (line " + setting.position().line() + ")";
            case COMMAND_LINE -> " (command line)";
            case DEFAULT -> " (default)";
        };
    }

    private static void extensions(ExtensionSettings extensions, StringBuilder out) {
        line(out, "Extension options");
        for (ExtensionOption option : ExtensionOption.values()) {
            String value = extensions.setting(option).value().toString();
            if (option.isSecret()) {
                value = value.isEmpty() ? "none" : "(set)";
            }
            row(out, option.optionName(), Text.display(value) + origin(extensions, option));
        }
    }

    private static void warnings(Configuration configuration, IdentityResult identity, StringBuilder out) {
        List<ConfigWarning> ofIdentity = identity.warnings();
        int count = configuration.warnings().size() + ofIdentity.size();
        line(out, count == 0 ? "No warnings" : count + " warning(s)");
        configuration.warnings().forEach(w -> line(out, "  " + w));
        ofIdentity.forEach(w -> line(out, "  " + w));
    }
}
