package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of the recorded faults, in Markdown. */
final class CaptureTable {
    private CaptureTable() {}

    static String markdown(Results results) {
        StringBuilder text = new StringBuilder("| fault | where | level |");
        Captures.RINGS.forEach(ring -> text.append(' ').append(ring).append(" |"));
        text.append("\n|---|---|---|")
                .append("---|".repeat(Captures.RINGS.size()))
                .append('\n');
        List<String> notes = new ArrayList<>();
        for (CaptureScenario capture : Captures.all()) {
            RingPlan any = capture.ring(Captures.RINGS.get(0));
            text.append(
                    "| %s | %s | %d |".formatted(capture.name(), any.layout().label(), any.level()));
            for (String letters : Captures.RINGS) {
                Optional<Cell> cell = results.of(capture.ring(letters), capture.name());
                text.append(' ')
                        .append(cell.map(c -> mark(c, notes)).orElse(""))
                        .append(" |");
            }
            text.append('\n');
        }
        notes.forEach(note -> text.append('\n').append(note));
        return text.append(notes.isEmpty() ? "" : "\n").toString();
    }

    private static String mark(Cell cell, List<String> notes) {
        if (cell.isGood()) {
            return cell.remark().isEmpty() ? "ok" : cell.remark();
        }
        char letter = (char) ('a' + notes.size());
        notes.add("- " + letter + ": " + cell.scenario() + " " + cell.ring().letters() + ": `"
                + String.join("`; `", cell.faults()).replace('\n', ' ') + "`");
        return ("**" + letter + "** " + cell.remark()).trim();
    }
}
