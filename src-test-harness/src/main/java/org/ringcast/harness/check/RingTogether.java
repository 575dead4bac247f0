package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P10;
import static org.ringcast.harness.check.Predicate.EVS_P5;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.RingId;

/** P5 and P10: who goes from one ring to the same next one agrees on who does, and has delivered the same. */
final class RingTogether {
    private record Step(RingId from, RingId to) {}

    private final Violations violations;

    private RingTogether(Violations violations) {
        this.violations = violations;
    }

    static void check(RingPeriods periods, Violations violations) {
        RingTogether check = new RingTogether(violations);
        Map<Step, RingPeriod> first = new HashMap<>();
        for (RingPeriod period : periods.all()) {
            if (period.next == null || period.transitional == null) {
                continue;
            }
            RingPeriod other = first.putIfAbsent(new Step(period.ring(), period.next.ring()), period);
            if (other != null) {
                check.same(other, period);
            }
            check.allCameThisWay(period, periods.byRing().get(period.next.ring()));
        }
    }

    private void same(RingPeriod one, RingPeriod other) {
        List<Integer> t1 = one.transitional.members();
        List<Integer> t2 = other.transitional.members();
        if (!t1.equals(t2) || !t1.contains(one.process.daemon()) || !t1.contains(other.process.daemon())) {
            report(EVS_P5, one, other, "TRANS " + t1 + " and " + t2, one.endNumber(), other.endNumber());
        }
        compare(one, other, one.before, other.before, "before TRANS");
        compare(one, other, one.all, other.all, "in all");
    }

    private void compare(
            RingPeriod one, RingPeriod other, List<PacketDelivered> a, List<PacketDelivered> b, String when) {
        int common = Math.min(a.size(), b.size());
        for (int i = 0; i < common; i++) {
            if (a.get(i).seq() != b.get(i).seq() || a.get(i).uid() != b.get(i).uid()) {
                String what =
                        "%s %s delivered %s, %s %s".formatted(when, one.process, a.get(i), other.process, b.get(i));
                report(EVS_P10, one, other, what, a.get(i).number(), b.get(i).number());
                return;
            }
        }
        if (a.size() != b.size()) {
            boolean firstHas = a.size() > b.size();
            PacketDelivered extra = firstHas ? a.get(common) : b.get(common);
            RingPeriod without = firstHas ? other : one;
            String what = "%s only one delivered %s".formatted(when, extra);
            report(EVS_P10, one, other, what, extra.number(), without.endNumber());
        }
    }

    /** Whoever is in the transitional configuration and gets to the next ring has come directly. */
    private void allCameThisWay(RingPeriod period, List<RingPeriod> installers) {
        List<Integer> together = period.transitional.members();
        for (RingPeriod installer : installers) {
            boolean promised = together.contains(installer.process.daemon());
            boolean came =
                    installer.previous != null && installer.previous.ring().equals(period.ring());
            if (promised && !came) {
                String from = installer.previous == null ? "nowhere" : "" + installer.previous.ring();
                String what = "TRANS " + together + ", but " + installer.process + " came from " + from;
                report(EVS_P5, period, installer, what, period.endNumber(), installer.regular.number());
            }
        }
    }

    private void report(Predicate predicate, RingPeriod one, RingPeriod other, String what, long first, long second) {
        violations.add(predicate, one.process, other.process, one.ring(), what, first, second);
    }
}
