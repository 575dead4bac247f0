package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P3;
import static org.ringcast.harness.check.Predicate.EVS_P4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;

/** P3 and P4: an id stands for one set of members, and ids of one daemon grow. */
final class RingIds {
    private record Use(ProcessId process, long number, RingId id, List<Integer> members) {}

    private final History history;
    private final Violations violations;
    private final Map<RingId, Use> regular = new HashMap<>();
    private final Map<RingId, Use> transitional = new HashMap<>();

    private RingIds(History history, Violations violations) {
        this.history = history;
        this.violations = violations;
    }

    static void check(History history, Violations violations) {
        RingIds ids = new RingIds(history, violations);
        Map<Integer, Use> lastOfDaemon = new HashMap<>();
        history.processes().forEach((process, events) -> {
            Map<Integer, Use> lastOfId = new HashMap<>();
            for (DaemonEvent event : events) {
                Use use = ids.use(event);
                if (use != null) {
                    ids.grows(lastOfId, use.id().procId(), use);
                    if (ids.isOwn(use)) {
                        ids.grows(lastOfDaemon, use.id().procId(), use);
                    }
                }
            }
        });
    }

    private Use use(DaemonEvent event) {
        if (event instanceof Transitional t) {
            Use use = new Use(t.process(), t.number(), t.id(), t.members());
            agrees(transitional, use);
            return use;
        }
        if (event instanceof Regular r) {
            Use use = new Use(r.process(), r.number(), r.id(), r.members());
            agrees(regular, use);
            return use;
        }
        return null;
    }

    private boolean isOwn(Use use) {
        return !use.members().isEmpty() && use.members().get(0) == use.process().daemon();
    }

    private void agrees(Map<RingId, Use> uses, Use use) {
        Use first = uses.putIfAbsent(use.id(), use);
        if (first != null && !first.members().equals(use.members())) {
            String what = first.members() + " but " + use.members();
            violations.add(EVS_P3, first.process(), use.process(), use.id(), what, first.number(), use.number());
        }
        List<Integer> procIds = history.daemons().procIds();
        boolean named = !use.members().isEmpty()
                && use.members().get(0) < procIds.size()
                && procIds.get(use.members().get(0)) == use.id().procId();
        if (!named && !procIds.isEmpty()) {
            String what = "id does not name the first of " + use.members();
            violations.add(EVS_P3, use.process(), use.id(), what, use.number(), use.number());
        }
    }

    private void grows(Map<Integer, Use> last, int procId, Use use) {
        Use before = last.put(procId, use);
        if (before != null
                && before.number() != use.number()
                && before.id().time() >= use.id().time()) {
            String what = before.id() + " then " + use.id();
            violations.add(EVS_P4, before.process(), use.process(), use.id(), what, before.number(), use.number());
        }
    }
}
