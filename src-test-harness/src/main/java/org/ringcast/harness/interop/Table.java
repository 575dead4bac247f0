package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The results as a table in Markdown, with what failed below it. */
final class Table {
    private final List<Scenario> scenarios;
    private final List<RingPlan> rings;
    private final Results results;

    /** Rows: these rings, and then those of the results that are not among them. */
    Table(List<Scenario> scenarios, List<RingPlan> rings, Results results) {
        this.scenarios = List.copyOf(scenarios);
        Set<RingPlan> all = new LinkedHashSet<>(rings);
        results.rings().stream()
                .filter(ring -> scenarios.stream()
                        .anyMatch(s -> results.of(ring, s.name()).isPresent()))
                .forEach(all::add);
        this.rings = List.copyOf(all);
        this.results = results;
    }

    /** The whole text. */
    String markdown() {
        StringBuilder text = new StringBuilder("| where | level | ring |");
        scenarios.forEach(scenario -> text.append(' ').append(scenario.name()).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(scenarios.size())).append('\n');
        List<String> notes = new ArrayList<>();
        int passed = 0;
        int done = 0;
        for (RingPlan ring : rings) {
            text.append("| %s | %s | %s |".formatted(ring.layout().label(), ring.protocol(), ring.letters()));
            for (Scenario scenario : scenarios) {
                Optional<Cell> cell = results.of(ring, scenario.name());
                String mark = cell.map(c -> mark(c, notes)).orElse(scenario.appliesTo(ring) ? "" : "-");
                text.append(' ').append(mark).append(" |");
                done += cell.isPresent() ? 1 : 0;
                passed += cell.isPresent() && cell.get().isGood() ? 1 : 0;
            }
            text.append('\n');
        }
        text.append("\n%d of %d cells passed. A number is a failure, described below; -: does not apply to the ring; an"
                .formatted(passed, done));
        text.append(" empty cell: not run.\n");
        notes.forEach(note -> text.append('\n').append(note));
        return text.append(notes.isEmpty() ? "" : "\n").toString();
    }

    private static String mark(Cell cell, List<String> notes) {
        if (cell.isGood()) {
            return cell.remark().isEmpty() ? String.format(Locale.ROOT, "%.0f s", cell.seconds()) : cell.remark();
        }
        notes.add((notes.size() + 1) + ". " + cell.ring() + ", " + cell.scenario() + ": `"
                + String.join("`; `", cell.faults()).replace('\n', ' ') + "`");
        return "**" + notes.size() + "**";
    }
}
