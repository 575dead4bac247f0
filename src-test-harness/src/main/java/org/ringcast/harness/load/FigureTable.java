package org.ringcast.harness.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several subjects that were measured in turn: prints medians, and ratios to the first subject's, in Markdown. */
final class FigureTable {
    private final List<String> subjects;
    private final Map<String, List<List<Double>>> rows = new LinkedHashMap<>();

    /**
     * An empty table.
     *
     * @param subjects names of the columns
     */
    FigureTable(List<String> subjects) {
        this.subjects = List.copyOf(subjects);
    }

    /** Notes one measurement. */
    void add(String figure, int subject, double value) {
        rows.computeIfAbsent(figure, name -> emptyRow()).get(subject).add(value);
    }

    boolean has(String figure) {
        return rows.containsKey(figure);
    }

    private List<List<Double>> emptyRow() {
        List<List<Double>> row = new ArrayList<>();
        subjects.forEach(subject -> row.add(new ArrayList<>()));
        return row;
    }

    /** The table, a ratio column for each subject but the first: the first's median through that one's. */
    String markdown() {
        StringBuilder text = new StringBuilder("| |");
        subjects.forEach(subject -> text.append(' ').append(subject).append(" |"));
        for (int i = 1; i < subjects.size(); i++) {
            text.append(" ratio to ").append(subjects.get(i)).append(" |");
        }
        text.append("\n|---|").append("---:|".repeat(2 * subjects.size() - 1)).append('\n');
        rows.forEach((figure, row) -> {
            text.append("| ").append(figure).append(" |");
            for (List<Double> values : row) {
                text.append(' ').append(text(median(values))).append(" |");
            }
            for (int i = 1; i < row.size(); i++) {
                text.append(' ')
                        .append(text(median(row.get(0)) / median(row.get(i))))
                        .append(" |");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }
}
