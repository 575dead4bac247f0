package org.ringcast.harness.scenario;

import java.util.List;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.harness.sim.Datagram;
import org.ringcast.harness.sim.Fate;
import org.ringcast.harness.sim.SimTrace;

/** Several traces as one, for what scripts want to know. */
record Traces(List<SimTrace> all) implements SimTrace {
    @Override
    public void onSent(long nowNs, Datagram datagram, Fate fate) {
        all.forEach(trace -> trace.onSent(nowNs, datagram, fate));
    }

    @Override
    public void onLog(long nowNs, String daemon, CoreLog.Kind kind, CoreLog.Level level, String text) {
        all.forEach(trace -> trace.onLog(nowNs, daemon, kind, level, text));
    }

    @Override
    public boolean wantsLogs() {
        return true;
    }
}
