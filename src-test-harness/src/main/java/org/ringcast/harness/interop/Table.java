package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as a table in Markdown, with what failed below it. */
final class Table {
    private final List<Scenario> scenarios;
    private final Map<RingPlan, Map<String, Cell>> rows = new LinkedHashMap<>();

    /** Rows stand in the order of {@code rings}. */
    Table(List<Scenario> scenarios, List<RingPlan> rings) {
        this.scenarios = List.copyOf(scenarios);
        rings.forEach(ring -> rows.put(ring, new LinkedHashMap<>()));
    }

    synchronized void add(Cell cell) {
        rows.get(cell.ring()).put(cell.scenario(), cell);
    }

    /** Cells that failed. */
    synchronized long failures() {
        return rows.values().stream()
                .flatMap(row -> row.values().stream())
                .filter(cell -> !cell.isGood())
                .count();
    }

    /** The whole text. */
    synchronized String markdown() {
        StringBuilder text = new StringBuilder("| where | level | ring |");
        scenarios.forEach(scenario -> text.append(' ').append(scenario.name()).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(scenarios.size())).append('\n');
        List<String> notes = new ArrayList<>();
        int passed = 0;
        int done = 0;
        for (Map.Entry<RingPlan, Map<String, Cell>> row : rows.entrySet()) {
            RingPlan ring = row.getKey();
            text.append("| %s | %s | %s |".formatted(ring.layout().label(), ring.protocol(), ring.letters()));
            for (Scenario scenario : scenarios) {
                Cell cell = row.getValue().get(scenario.name());
                text.append(' ').append(mark(cell, notes)).append(" |");
                done += cell == null ? 0 : 1;
                passed += cell != null && cell.isGood() ? 1 : 0;
            }
            text.append('\n');
        }
        text.append(
                "\n%d of %d cells passed. A number is a failure, described below; an empty cell: not done, because it does"
                        .formatted(passed, done));
        text.append(" not apply to the ring or was not asked for.\n");
        notes.forEach(note -> text.append('\n').append(note));
        return text.append(notes.isEmpty() ? "" : "\n").toString();
    }

    private static String mark(Cell cell, List<String> notes) {
        if (cell == null) {
            return "";
        }
        if (cell.isGood()) {
            return String.format(Locale.ROOT, "ok %.0f s", cell.seconds());
        }
        notes.add((notes.size() + 1) + ". " + cell.ring() + ", " + cell.scenario() + ": `"
                + String.join("`; `", cell.faults()).replace('\n', ' ') + "`");
        return "**" + notes.size() + "**";
    }
}
