package org.ringcast.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringcast.daemon.config.AddressText;
import org.ringcast.daemon.config.ConfigLogLines;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationChange;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.Segment;
import org.ringcast.daemon.config.SpreadOption;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.observe.EventLog;

/** What a reload writes into the log. */
final class ReloadLines {
    private ReloadLines() {}

    static String hashes(int before, int after) {
        String hash = Integer.toUnsignedString(before);
        return before == after
                ? "hash " + hash + " as before"
                : "hash " + hash + " -> " + Integer.toUnsignedString(after);
    }

    /** Progress as at the start, then what the daemons of the ring have to do with it. */
    static void progress(
            Configuration before,
            Configuration after,
            EffectiveSettings settings,
            ConfigurationChange change,
            EventLog log) {
        EventLines.print(log, ConfigLogLines.hashText(after, settings.acceleratedRing()));
        EventLines.print(log, ConfigLogLines.progress(after, settings.hash()));
        EventLines.print(log, ConfigLogLines.warnings(after));
        for (Daemon daemon : change.added()) {
            info(log, "Conf_reload_initiate: Added new daemon: " + of(daemon, after));
        }
        for (Daemon daemon : change.removed()) {
            info(log, "Conf_reload_initiate: Removed daemon: " + of(daemon, before));
        }
        for (ConfigurationChange.Changed changed : change.changed()) {
            info(log, "Conf_reload_initiate: Changed daemon: " + of(changed.after(), after) + ": " + changed.text());
        }
        info(log, "Conf_reload_initiate: Return need_singleton = " + (change.needsSingletons() ? 1 : 0));
    }

    private static void info(EventLog log, String text) {
        log.line(CoreLog.Kind.CONFIGURATION, CoreLog.Level.INFO, text);
    }

    private static String of(Daemon daemon, Configuration configuration) {
        return "name " + daemon.displayName() + ", addr [" + AddressText.display(daemon.address()) + "]:"
                + daemon.port() + ", id '" + daemon.idText(configuration.level()) + "'";
    }

    /** Why this daemon ends. */
    static List<String> ownChange(Configuration before, ConfigurationChange.Changed mine) {
        return List.of(
                "Conf_reload_initiate: My daemon parameters have changed! Exiting!",
                "Old: " + of(mine.before(), before),
                "New: " + of(mine.after(), before),
                "Changed: " + mine.text() + "; start this daemon again");
    }

    /**
     * One line for each option that has changed and is not in force before a restart. One that is back to what it was at the start
     * is in force.
     */
    static List<String> needRestart(Configuration atStart, Configuration before, Configuration after) {
        List<String> lines = new ArrayList<>();
        Set<SpreadOption> changed = before.options().differences(after.options());
        changed.retainAll(atStart.options().differences(after.options()));
        for (SpreadOption option : changed) {
            boolean sameFamily = option == SpreadOption.ACTIVE_IP_VERSION && before.family() == after.family();
            if (!option.isLive() && !sameFamily) {
                lines.add(needsRestart(option.keyword()));
            }
        }
        Set<ExtensionOption> ours = before.extensions().differences(after.extensions());
        ours.retainAll(atStart.extensions().differences(after.extensions()));
        for (ExtensionOption option : ours) {
            if (!option.isLive()) {
                lines.add(needsRestart(option.optionName()));
            }
        }
        if (before.isWideArea() != after.isWideArea() && !after.options().isExplicit(SpreadOption.TOKEN_TIMEOUT)) {
            lines.add("The default timeouts of a " + (after.isWideArea() ? "wide-area" : "local") + " network ("
                    + segments(before) + " -> " + segments(after)
                    + ") need a restart; those of the start stay in force");
        }
        return lines;
    }

    private static String segments(Configuration configuration) {
        List<Segment> segments = configuration.segments();
        return segments.size() + (segments.size() == 1 ? " segment" : " segments");
    }

    private static String needsRestart(String option) {
        return option + " has changed: needs a restart of this daemon, the old value stays in force";
    }
}
