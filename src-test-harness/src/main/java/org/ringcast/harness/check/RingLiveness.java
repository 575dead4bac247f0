package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P16;
import static org.ringcast.harness.check.Predicate.EVS_P17;
import static org.ringcast.harness.check.Predicate.EVS_P18;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.ringcast.harness.check.QuietTimes.Quiet;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Sample;
import org.ringcast.harness.check.history.DaemonEvent.Started;
import org.ringcast.harness.check.history.DaemonEvent.Stopped;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;

/** P16, P17 and P18: what must come about in time. These need times and samples; a history without them passes. */
final class RingLiveness {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private record Growth(int highestSeq, long timeNs) {}

    private final History history;
    private final CheckOptions options;
    private final Violations violations;

    private RingLiveness(History history, CheckOptions options, Violations violations) {
        this.history = history;
        this.options = options;
        this.violations = violations;
    }

    static void check(History history, CheckOptions options, Violations violations) {
        RingLiveness check = new RingLiveness(history, options, violations);
        List<Sample> samples = new ArrayList<>();
        for (List<DaemonEvent> events : history.processes().values()) {
            List<Sample> own = new ArrayList<>();
            events.forEach(event -> {
                if (event instanceof Sample sample) {
                    own.add(sample);
                }
            });
            check.boundedRepair(own);
            samples.addAll(own);
        }
        samples.sort(Comparator.comparingLong(Sample::timeNs).thenComparingLong(Sample::number));
        for (Quiet quiet : QuietTimes.of(history)) {
            if (quiet.toNs() - quiet.fromNs() >= options.convergenceNs()) {
                check.oneRing(quiet);
                check.comesToRest(quiet, samples);
            }
        }
    }

    /** P16. */
    private void oneRing(Quiet quiet) {
        long dueNs = quiet.fromNs() + options.convergenceNs();
        TreeSet<Integer> running = new TreeSet<>();
        Map<ProcessId, Regular> rings = new HashMap<>();
        List<ProcessId> ringless = new ArrayList<>();
        history.processes().forEach((process, events) -> {
            Regular last = null;
            boolean runs = false;
            for (DaemonEvent event : events) {
                if (event instanceof Started started) {
                    runs |= started.timeNs() <= dueNs;
                } else if (event instanceof Stopped stopped) {
                    runs &= stopped.timeNs() > dueNs;
                } else if (event instanceof Regular regular && regular.timeNs() <= dueNs) {
                    last = regular;
                }
            }
            if (runs) {
                running.add(process.daemon());
                if (last == null) {
                    ringless.add(process);
                } else {
                    rings.put(process, last);
                }
            }
        });
        boolean one = rings.values().stream().map(Regular::id).distinct().count() <= 1
                && rings.values().stream().allMatch(regular -> regular.members().equals(List.copyOf(running)));
        if (!one || !ringless.isEmpty()) {
            List<String> who = running.stream().map(d -> "d" + (d + 1)).toList();
            StringBuilder what = new StringBuilder(
                    "not in one ring %.1f s after the last fault:".formatted(options.convergenceNs() / 1e9));
            rings.forEach((p, r) ->
                    what.append(' ').append(p).append(' ').append(r.id()).append(r.members()));
            ringless.forEach(p -> what.append(' ').append(p).append(" in none"));
            violations.add(EVS_P16, who, "the run", what.toString(), quiet.firstNumber(), quiet.lastNumber());
        }
    }

    /** P17: a while after the last packet all have it, and from then on nothing is sent again. */
    private void comesToRest(Quiet quiet, List<Sample> samples) {
        long fromNs = quiet.fromNs() + options.convergenceNs();
        Map<RingId, Growth> growth = new HashMap<>();
        Map<ProcessId, Sample> atRest = new HashMap<>();
        for (Sample sample : samples) {
            if (sample.timeNs() < fromNs || sample.timeNs() >= quiet.toNs()) {
                continue;
            }
            Growth last = growth.get(sample.ring());
            if (last == null || sample.highestSeq() > last.highestSeq()) {
                growth.put(sample.ring(), new Growth(sample.highestSeq(), sample.timeNs()));
                atRest.clear();
                continue;
            }
            if (sample.timeNs() - last.timeNs() <= options.stabilityNs()) {
                continue;
            }
            if (sample.aru() != last.highestSeq()) {
                String what =
                        "%.1f s after the last packet not stable: %s".formatted(options.stabilityNs() / 1e9, sample);
                violations.add(EVS_P17, sample.process(), sample.ring(), what, quiet.firstNumber(), sample.number());
            }
            Sample before = atRest.put(sample.process(), sample);
            if (before != null && before.retransmissions() != sample.retransmissions()) {
                String what =
                        "still sends again: %d then %d".formatted(before.retransmissions(), sample.retransmissions());
                violations.add(EVS_P17, sample.process(), sample.ring(), what, before.number(), sample.number());
            }
        }
    }

    /** P18: in any window of a second, or between two samples that are further apart. */
    private void boundedRepair(List<Sample> samples) {
        Deque<Sample> window = new ArrayDeque<>();
        for (Sample sample : samples) {
            while (window.size() > 1 && sample.timeNs() - window.peekFirst().timeNs() > SECOND_NS) {
                window.removeFirst();
            }
            Sample first = window.peekFirst();
            window.addLast(sample);
            if (first == null) {
                continue;
            }
            long seconds = Math.max(1, (sample.timeNs() - first.timeNs() + SECOND_NS - 1) / SECOND_NS);
            long repairs = sample.retransmissions() - first.retransmissions();
            if (repairs > options.repairsPerSecond() * seconds) {
                String what = "%d packets sent again within %d s".formatted(repairs, seconds);
                violations.add(EVS_P18, sample.process(), sample.ring(), what, first.number(), sample.number());
            }
        }
    }
}
