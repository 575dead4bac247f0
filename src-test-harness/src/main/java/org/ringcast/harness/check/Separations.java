package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.GroupState;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Stopped;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;

/**
 * When two daemons went different ways: from a transitional configuration without the other, or the end of one of them, until
 * the groups layers of both are operational in one ring. Outside these times both deliver the same events.
 */
final class Separations {
    /** Both ends are numbers of events. */
    private record Span(long begin, long end) {}

    private record Pair(int one, int other) {}

    private static final int GROUPS_OPERATIONAL = 1;

    private final History history;
    private final Map<Integer, List<DaemonEvent>> ofDaemon = new HashMap<>();
    private final Map<Pair, List<Span>> spans = new HashMap<>();

    Separations(History history) {
        this.history = history;
        history.processes().forEach((process, events) -> {
            List<DaemonEvent> steps = ofDaemon.computeIfAbsent(process.daemon(), d -> new ArrayList<>());
            events.stream().filter(Separations::isStep).forEach(steps::add);
        });
    }

    private static boolean isStep(DaemonEvent event) {
        return event instanceof Transitional
                || event instanceof Regular
                || event instanceof GroupState
                || event instanceof Stopped;
    }

    /**
     * Whether the daemons were apart at some time between two events, in whatever order these are given. Not where the history
     * does not tell of daemons.
     */
    boolean between(String daemon, String other, long oneNumber, long otherNumber) {
        int a = history.daemons().names().indexOf(daemon);
        int b = history.daemons().names().indexOf(other);
        if (!ofDaemon.containsKey(a) || !ofDaemon.containsKey(b) || a == b) {
            return false;
        }
        long from = Math.min(oneNumber, otherNumber);
        long to = Math.max(oneNumber, otherNumber);
        return spans.computeIfAbsent(new Pair(Math.min(a, b), Math.max(a, b)), this::find).stream()
                .anyMatch(span -> span.begin() <= to && from <= span.end());
    }

    private List<Span> find(Pair pair) {
        List<Span> found = new ArrayList<>();
        Map<Integer, RingId> ring = new HashMap<>();
        Map<Integer, RingId> operational = new HashMap<>();
        long apartSince = 0;
        List<DaemonEvent> steps = Stream.concat(steps(pair.one()), steps(pair.other()))
                .sorted(Comparator.comparingLong(DaemonEvent::number))
                .toList();
        for (DaemonEvent step : steps) {
            int daemon = step.process().daemon();
            int other = daemon == pair.one() ? pair.other() : pair.one();
            boolean parts = step instanceof Stopped
                    || (step instanceof Transitional trans && !trans.members().contains(other));
            if (step instanceof Regular regular) {
                ring.put(daemon, regular.id());
            } else if (step instanceof GroupState state && state.state() == GROUPS_OPERATIONAL) {
                operational.put(daemon, ring.get(daemon));
            } else {
                operational.remove(daemon);
            }
            if (parts && apartSince < 0) {
                apartSince = step.number();
            }
            RingId here = operational.get(daemon);
            if (apartSince >= 0 && here != null && here.equals(operational.get(other))) {
                found.add(new Span(apartSince, step.number()));
                apartSince = -1;
            }
        }
        if (apartSince >= 0) {
            found.add(new Span(apartSince, Long.MAX_VALUE));
        }
        return found;
    }

    private Stream<DaemonEvent> steps(int daemon) {
        return ofDaemon.getOrDefault(daemon, List.of()).stream();
    }
}
