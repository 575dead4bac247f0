package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.Started;
import org.ringcast.harness.check.history.DaemonEvent.Stopped;
import org.ringcast.harness.check.history.History;

/** Stretches of a run in which the network had no faults and no process was started or stopped. */
final class QuietTimes {
    /** From the last disturbance up to the next, or the end of the run. */
    record Quiet(long fromNs, long toNs, long firstNumber, long lastNumber) {}

    private record Change(long timeNs, long number, Boolean faultFree) {}

    private QuietTimes() {}

    static List<Quiet> of(History history) {
        List<Change> changes = new ArrayList<>();
        history.networkMarks().forEach(m -> changes.add(new Change(m.timeNs(), m.number(), m.faultFree())));
        for (List<DaemonEvent> events : history.processes().values()) {
            for (DaemonEvent event : events) {
                if (event instanceof Started started) {
                    changes.add(new Change(started.timeNs(), started.number(), null));
                } else if (event instanceof Stopped stopped) {
                    changes.add(new Change(stopped.timeNs(), stopped.number(), null));
                }
            }
        }
        changes.sort(Comparator.comparingLong(Change::timeNs).thenComparingLong(Change::number));
        changes.add(new Change(history.endNs(), history.endNumber(), false));
        List<Quiet> quiet = new ArrayList<>();
        boolean faultFree = false;
        for (int i = 0; i + 1 < changes.size(); i++) {
            Change from = changes.get(i);
            Change to = changes.get(i + 1);
            faultFree = from.faultFree() == null ? faultFree : from.faultFree();
            if (faultFree && to.timeNs() > from.timeNs()) {
                quiet.add(new Quiet(from.timeNs(), to.timeNs(), from.number(), to.number()));
            }
        }
        return quiet;
    }
}
