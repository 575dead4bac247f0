package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.harness.sim.RunObserver;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimProcess;
import org.ringcast.harness.sim.SimTrace;

/**
 * What the logs of daemons tell of their states, in a form in which logs of real daemons can be compared: states named in log
 * lines, losses of the token, rings. The same thing several times in a row counts once. FORM and EVS last for a moment; whether
 * a message comes just then is chance, so they are left out.
 */
final class StateLog implements RunObserver, SimTrace {
    private static final Pattern STATE = Pattern.compile("State is ([1-4])");
    private static final Pattern LOSS = Pattern.compile("I lost my token, state was (\\d)");

    private final Map<String, List<String>> tokens = new TreeMap<>();
    private SimCluster cluster;

    @Override
    public void onBegin(SimCluster begun) {
        cluster = begun;
    }

    @Override
    public boolean wantsLogs() {
        return true;
    }

    @Override
    public void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {
        Matcher loss = LOSS.matcher(text);
        Matcher state = STATE.matcher(text);
        String name = daemon.indexOf('\'') < 0 ? daemon : daemon.substring(0, daemon.indexOf('\''));
        if (loss.find()) {
            add(name, "lost:" + loss.group(1));
        } else if (state.find()) {
            add(name, state.group(1));
        }
    }

    @Override
    public void onRegular(SimProcess process, RingMembers regular) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < regular.size(); i++) {
            members.add(cluster.daemon(regular.member(i)).name());
        }
        add(process.daemon().name(), "ring:" + String.join(",", members));
    }

    private void add(String daemon, String token) {
        List<String> all = tokens.computeIfAbsent(daemon, d -> new ArrayList<>());
        if (all.isEmpty() || !all.get(all.size() - 1).equals(token)) {
            all.add(token);
        }
    }

    /** What each daemon went through so far. */
    Map<String, List<String>> tokens() {
        Map<String, List<String>> copy = new TreeMap<>();
        tokens.forEach((daemon, all) -> copy.put(daemon, List.copyOf(all)));
        return copy;
    }
}
