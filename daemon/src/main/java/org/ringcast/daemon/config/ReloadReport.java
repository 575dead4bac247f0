package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of {@code spread --check-config NEW --against OLD}: what a reload from one file to another costs, before anybody does
 * it.
 *
 * @param cost the dearest of all that happens
 * @param text for an operator to read
 * @param warned whether it tells of something that is most likely not meant
 */
public record ReloadReport(Cost cost, String text, boolean warned) {
    /** What a reload costs, ascending. */
    public enum Cost {
        NOTHING("nothing: the ring goes on as it is"),
        ONE_CHANGE("one membership change"),
        SINGLETONS(
                "two membership changes: every daemon is a ring of its own for a moment, clients lose all others and get"
                        + " them back"),
        RESTART("daemons have to be restarted");

        private final String text;

        Cost(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    /** Compares two files that can be used. */
    public static ReloadReport of(Configuration before, Configuration after) {
        return new Writer(before, after).report();
    }

    private static final class Writer {
        private final Configuration before;
        private final Configuration after;
        private final ConfigurationChange change;
        private final EffectiveSettings start;
        private final EffectiveSettings byMonitor;
        private final EffectiveSettings bySignal;
        private final List<String> reasons = new ArrayList<>();
        private final List<String> restarts = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Cost cost = Cost.NOTHING;

        Writer(Configuration before, Configuration after) {
            this.before = before;
            this.after = after;
            change = ConfigurationChange.between(before, after);
            start = EffectiveSettings.atStart(before, before.daemons().get(0));
            Daemon first = after.daemons().get(0);
            byMonitor = start.afterReload(after, first);
            bySignal = start.afterOwnReload(after, first);
        }

        ReloadReport report() {
            if (before.level() != after.level()) {
                costs(Cost.RESTART);
                restarts.add("all daemons: RingProtocol has changed");
            } else {
                daemons();
                ring();
                spreadsDaemons();
            }
            options();
            StringBuilder out = new StringBuilder();
            line(out, after.file() + " after " + before.file() + ": " + cost.text);
            section(out, "Reasons", reasons);
            section(out, "Restarts", restarts);
            section(out, "Warnings", warnings);
            return new ReloadReport(cost, out.toString(), !warnings.isEmpty());
        }

        private void costs(Cost atLeast) {
            cost = cost.compareTo(atLeast) < 0 ? atLeast : cost;
        }

        private void daemons() {
            for (Daemon daemon : change.added()) {
                costs(Cost.ONE_CHANGE);
                reasons.add(of(daemon)
                        + " is added: start it before or after the reload; it joins with a membership change of"
                        + " its own");
            }
            for (Daemon daemon : change.removed()) {
                costs(Cost.ONE_CHANGE);
                reasons.add(of(daemon) + " is removed: it ends by itself, its clients lose their connections");
            }
            for (ConfigurationChange.Changed changed : change.changed()) {
                costs(Cost.SINGLETONS);
                String name = changed.before().displayName();
                reasons.add(name + " has changed: " + changed.text());
                if (changed.needsRestart()) {
                    costs(Cost.RESTART);
                    restarts.add(
                            name + " ends by itself with status 75 and has to be started again: " + changed.text());
                }
            }
            if (change.changed().isEmpty() && isReordered()) {
                costs(Cost.ONE_CHANGE);
                reasons.add("The order of the daemons has changed");
            }
        }

        private boolean isReordered() {
            List<String> old = names(before);
            List<String> now = names(after);
            old.retainAll(now);
            now.retainAll(old);
            return !old.equals(now);
        }

        private static List<String> names(Configuration configuration) {
            return configuration.daemons().stream().map(Daemon::name).collect(Collectors.toCollection(ArrayList::new));
        }

        private void ring() {
            reasons.add(hash("by a monitor", byMonitor));
            if (bySignal.hash() != byMonitor.hash()) {
                reasons.add(hash("by SIGHUP or WatchConfig", bySignal));
            }
            if (start.hash() != byMonitor.hash()) {
                costs(Cost.ONE_CHANGE);
            }
            boolean flips = after.options().acceleratedRing().isEmpty()
                    && byMonitor.acceleratedRing() != start.acceleratedRing();
            if (flips) {
                warnings.add("No AcceleratedRing line: a reload that a monitor asks for changes the ring protocol from "
                        + ring(start) + " to " + ring(byMonitor)
                        + ", and the hash with it, even if nothing else has changed."
                        + " Daemons that start later with this file have hash "
                        + Integer.toUnsignedString(bySignal.hash())
                        + " and do not find the others. Write AcceleratedRing = false (or true) into both files.");
            }
        }

        private String hash(String how, EffectiveSettings next) {
            String old = Integer.toUnsignedString(start.hash());
            return start.hash() == next.hash()
                    ? "Asked for " + how + ", the hash stays " + old
                    : "Asked for " + how + ", the hash changes from " + old + " to "
                            + Integer.toUnsignedString(next.hash()) + " (" + ring(next) + " ring)";
        }

        private static String ring(EffectiveSettings settings) {
            return settings.acceleratedRing() ? "accelerated" : "original";
        }

        /** What the same reload does to daemons of the C implementation that share the ring. */
        private void spreadsDaemons() {
            for (ConfigurationChange.Changed changed : change.changed()) {
                if (!changed.needsRestart()) {
                    warnings.add("If " + changed.before().displayName()
                            + " is a Spread daemon it ends and has to be started" + " again: " + changed.text());
                }
            }
            if (before.level() == ProtocolLevel.LEVEL_4) {
                return;
            }
            List<String> wrong = new ArrayList<>();
            int both = Math.min(before.daemons().size(), after.daemons().size());
            for (int i = 0; i < both; i++) {
                Daemon now = after.daemons().get(i);
                if (!now.virtualIdExplicit()
                        && now.virtualId() != before.daemons().get(i).virtualId()) {
                    wrong.add(now.displayName());
                }
            }
            if (!wrong.isEmpty()) {
                warnings.add(
                        "Spread 5.0 daemons keep ids by the place in the file: they take " + String.join(", ", wrong)
                                + " for others and end, or stay with a hash of their own. Write VirtualID for every daemon, add"
                                + " daemons at the end only, or restart all Spread daemons");
            }
            for (Daemon daemon : before.daemons()) {
                boolean alone = !before.segmentOf(daemon).isShared();
                boolean joined = after.daemonNamed(daemon.name())
                        .map(now -> after.segmentOf(now).isShared())
                        .orElse(false);
                if (alone && joined) {
                    warnings.add("If " + daemon.displayName()
                            + " is a Spread 5.0 daemon it ends: its segment had one daemon" + " and has more now");
                }
            }
        }

        private void options() {
            Set<SpreadOption> spread = before.options().differences(after.options());
            Set<ExtensionOption> ours = before.extensions().differences(after.extensions());
            if (before.family() == after.family()) {
                spread.remove(SpreadOption.ACTIVE_IP_VERSION);
            }
            ours.removeAll(EnumSet.of(ExtensionOption.RING_PROTOCOL));
            String live = names(spread, ours, true);
            String restart = names(spread, ours, false);
            if (!live.isEmpty()) {
                reasons.add("In force without a restart: " + live);
            }
            if (!restart.isEmpty()) {
                costs(Cost.RESTART);
                restarts.add("every daemon, for these to be in force there: " + restart);
            }
        }

        private static String names(Set<SpreadOption> spread, Set<ExtensionOption> ours, boolean live) {
            List<String> names = new ArrayList<>();
            spread.stream().filter(o -> o.isLive() == live).forEach(o -> names.add(o.keyword()));
            ours.stream().filter(o -> o.isLive() == live).forEach(o -> names.add(o.optionName()));
            return String.join(", ", names);
        }

        private static String of(Daemon daemon) {
            return daemon.displayName() + " (" + AddressText.display(daemon.address()) + ")";
        }

        private static void section(StringBuilder out, String title, List<String> lines) {
            if (!lines.isEmpty()) {
                line(out, "");
                line(out, title);
                lines.forEach(text -> line(out, "  " + text));
            }
        }

        private static void line(StringBuilder out, String text) {
            out.append(text).append('\n');
        }
    }
}
