package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P1;
import static org.ringcast.harness.check.Predicate.EVS_P15;
import static org.ringcast.harness.check.Predicate.EVS_P2;
import static org.ringcast.harness.check.Predicate.EVS_P6;
import static org.ringcast.harness.check.Predicate.EVS_P7;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.DaemonEvent.PacketSent;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;

/** Cuts the log of every process into its rings, and checks on the way what one log alone can show: P1, P2, P6, P15. */
final class RingPeriods {
    private final List<RingPeriod> all = new ArrayList<>();
    private final Map<RingId, List<RingPeriod>> byRing = new LinkedHashMap<>();

    private RingPeriods() {}

    static RingPeriods split(History history, Violations violations) {
        RingPeriods periods = new RingPeriods();
        history.processes().forEach((process, events) -> periods.new Splitter(process, violations).run(events));
        for (RingPeriod period : periods.all) {
            periods.byRing
                    .computeIfAbsent(period.ring(), r -> new ArrayList<>())
                    .add(period);
        }
        return periods;
    }

    /** All, process by process, in order of installation. */
    List<RingPeriod> all() {
        return all;
    }

    /** Those of each ring. */
    Map<RingId, List<RingPeriod>> byRing() {
        return byRing;
    }

    /** One log. */
    private final class Splitter {
        private final ProcessId process;
        private final Violations violations;
        private final Set<Long> uids = new HashSet<>();
        private RingPeriod period;
        private Transitional pending;
        private boolean stopped;

        Splitter(ProcessId process, Violations violations) {
            this.process = process;
            this.violations = violations;
        }

        void run(List<DaemonEvent> events) {
            for (DaemonEvent event : events) {
                if (stopped) {
                    violations.add(EVS_P1, process, where(), "after its end: " + event, event.number(), event.number());
                }
                if (event instanceof Transitional transitional) {
                    transitional(transitional);
                } else if (event instanceof Regular regular) {
                    regular(regular);
                } else if (event instanceof PacketSent sent) {
                    sent(sent);
                } else if (event instanceof PacketDelivered delivered) {
                    delivered(delivered);
                } else if (event instanceof DaemonEvent.Stopped) {
                    stopped = true;
                }
            }
        }

        private Object where() {
            return period == null ? "no ring" : period.ring();
        }

        private void transitional(Transitional event) {
            if (pending != null) {
                violations.add(EVS_P1, process, where(), "two TRANS in a row", pending.number(), event.number());
            }
            if (!event.members().contains(process.daemon())) {
                violations.add(
                        EVS_P2, process, event.id(), "not in its TRANS " + event, event.number(), event.number());
            }
            if (period == null) {
                if (event.members().size() != 1) {
                    violations.add(EVS_P1, process, where(), "first TRANS of several", event.number(), event.number());
                }
            } else {
                isPart(event, period.regular);
                period.transitional = event;
            }
            pending = event;
        }

        private void regular(Regular event) {
            if (pending == null) {
                long before = period == null ? event.number() : period.regular.number();
                violations.add(EVS_P1, process, event.id(), "REG without TRANS", before, event.number());
            } else {
                isPart(pending, event);
            }
            if (!event.members().contains(process.daemon())) {
                violations.add(EVS_P2, process, event.id(), "not in its REG " + event, event.number(), event.number());
            }
            RingPeriod next = new RingPeriod(event, period);
            if (period != null) {
                period.next = next;
            }
            all.add(next);
            period = next;
            pending = null;
        }

        private void isPart(Transitional part, Regular whole) {
            if (!new HashSet<>(whole.members()).containsAll(part.members())) {
                violations.add(
                        EVS_P2, process, whole.id(), part + " is not part of " + whole, part.number(), whole.number());
            }
        }

        private void sent(PacketSent event) {
            if (period == null || !event.ring().equals(period.ring())) {
                violations.add(EVS_P7, process, where(), "sent in another ring: " + event, begin(), event.number());
            } else {
                period.sent.add(event);
            }
        }

        private long begin() {
            return period == null ? 0 : period.regular.number();
        }

        private void delivered(PacketDelivered event) {
            if (period == null) {
                violations.add(EVS_P1, process, where(), "before the first ring: " + event, 0, event.number());
                return;
            }
            if (!event.ring().equals(period.ring())) {
                violations.add(EVS_P15, process, where(), "of another ring: " + event, begin(), event.number());
                return;
            }
            PacketDelivered first = period.bySeq.get(event.seq());
            boolean again = !uids.add(event.uid());
            if (first != null || again) {
                long number = first == null ? event.number() : first.number();
                violations.add(EVS_P6, process, event.ring(), "delivered again: " + event, number, event.number());
            }
            period.deliver(event);
        }
    }
}
