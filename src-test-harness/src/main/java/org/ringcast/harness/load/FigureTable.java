package org.ringcast.harness.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several subjects that were measured in turn: prints medians and their ratios in Markdown. */
final class FigureTable {
    private final List<String> subjects;
    private final List<RingPart.Ratio> ratios;
    private final Map<String, List<List<Double>>> rows = new LinkedHashMap<>();

    /**
     * An empty table.
     *
     * @param subjects names of the columns
     */
    FigureTable(List<String> subjects) {
        this(subjects, RingPart.firstToOthers(subjects.size()));
    }

    /**
     * An empty table.
     *
     * @param subjects names of the columns
     * @param ratios a column each, behind the subjects'
     */
    FigureTable(List<String> subjects, List<RingPart.Ratio> ratios) {
        this.subjects = List.copyOf(subjects);
        this.ratios = List.copyOf(ratios);
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

    /** The table, with a column for each ratio of medians. */
    String markdown() {
        StringBuilder text = new StringBuilder("| |");
        subjects.forEach(subject -> text.append(' ').append(subject).append(" |"));
        for (RingPart.Ratio ratio : ratios) {
            text.append(' ').append(subjects.get(ratio.of())).append(" / ");
            text.append(subjects.get(ratio.to())).append(" |");
        }
        text.append("\n|---|")
                .append("---:|".repeat(subjects.size() + ratios.size()))
                .append('\n');
        rows.forEach((figure, row) -> {
            text.append("| ").append(figure).append(" |");
            for (List<Double> values : row) {
                text.append(' ').append(text(median(values))).append(" |");
            }
            for (RingPart.Ratio ratio : ratios) {
                double quotient = median(row.get(ratio.of())) / median(row.get(ratio.to()));
                text.append(' ').append(text(quotient)).append(" |");
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
