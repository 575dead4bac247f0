package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.harness.scenario.ScenarioFile.Line;
import org.ringcast.harness.sim.LinkConditions;
import org.ringcast.harness.sim.SimConfig;

/** What a script says before anything happens: daemons and settings. */
final class Stage {
    private static final Set<String> SETTINGS =
            Set.of("daemons", "level", "accelerated", "lookup", "windows", "firstseq");
    /** A switch whose delay is always the same: times in transcripts do not depend on chance. */
    private static final LinkConditions SWITCH = LinkConditions.LAN.with(draft -> draft.delay(50_000, 0));

    private Stage() {}

    static boolean isSetting(Line line) {
        return SETTINGS.contains(line.command());
    }

    static SimConfig config(ScenarioFile file) {
        SimConfig config = SimConfig.segments(segments(setting(file, "daemons")));
        config.links(SWITCH, SWITCH);
        int segments = segments(setting(file, "daemons")).length;
        for (Line line : file.lines()) {
            switch (line.command()) {
                case "level" -> config.level(Integer.parseInt(line.arg(0)));
                case "accelerated" -> config.accelerated(true);
                case "lookup" -> config.timers(withLookup(segments, Long.parseLong(line.arg(0))));
                case "windows" -> config.windows(Integer.parseInt(line.arg(0)), Integer.parseInt(line.arg(1)));
                case "firstseq" -> config.firstSeq(Integer.parseInt(line.arg(0)));
                default -> {
                    // happens later
                }
            }
        }
        return config;
    }

    private static Line setting(ScenarioFile file, String name) {
        return file.lines().stream()
                .filter(line -> line.command().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(file.path() + " says nothing about " + name));
    }

    /** Daemons must be d1, d2, ... in order; a slash begins another segment. */
    private static int[] segments(Line line) {
        List<Integer> sizes = new ArrayList<>(List.of(0));
        int count = 0;
        for (String word : line.args(0)) {
            if (word.equals("/")) {
                sizes.add(0);
            } else if (word.equals("d" + ++count)) {
                sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) + 1);
            } else {
                throw new IllegalArgumentException(line + ": the next daemon is d" + count);
            }
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static TimerSettings withLookup(int segments, long millis) {
        TimerSettings t = segments > 1 ? TimerSettings.WAN : TimerSettings.LAN;
        return new TimerSettings(
                t.tokenNs(),
                t.hurryNs(),
                t.aliveNs(),
                t.joinNs(),
                t.repNs(),
                t.segNs(),
                t.gatherNs(),
                t.formNs(),
                millis * 1_000_000L);
    }
}
