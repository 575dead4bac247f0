package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Cells that were run, in a text file that is only ever added to: one line for each, the last one of a cell counts. So a run that
 * was ended goes on where it was, and the table can be made from several runs.
 *
 * <p>A line has, separated by tabs: layout, level, {@code original} or {@code accelerated}, {@code 4} or {@code 6}, the ring in
 * letters, the scenario, seconds, {@code =} and a remark if there is one, and the faults, none when it passed. Any thread may call.
 */
final class Results {
    private static final int FIELDS_BEFORE_FAULTS = 7;
    private static final String COMMENT = "#";
    private static final String REMARK = "=";

    private record Key(RingPlan ring, String scenario) {}

    private final Path file;
    private final Map<Key, Cell> cells = new LinkedHashMap<>();

    /** Reads a file, if there is one; null keeps results in memory only. */
    Results(Path file) throws IOException {
        this.file = file;
        if (file != null && Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith(COMMENT)) {
                    keep(parse(line));
                }
            }
        }
    }

    private void keep(Cell cell) {
        cells.put(new Key(cell.ring(), cell.scenario()), cell);
    }

    /** Adds a result, to the file too. */
    synchronized void add(Cell cell) throws IOException {
        keep(cell);
        if (file != null) {
            Files.writeString(file, format(cell) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** What came of a scenario with a ring; empty when it has not been run. */
    synchronized Optional<Cell> of(RingPlan ring, String scenario) {
        return Optional.ofNullable(cells.get(new Key(ring, scenario)));
    }

    /** Whether it was run and passed. */
    boolean isGood(RingPlan ring, String scenario) {
        return of(ring, scenario).map(Cell::isGood).orElse(false);
    }

    /** All rings of which there is a result, in the order of the file. */
    synchronized List<RingPlan> rings() {
        return cells.keySet().stream().map(Key::ring).distinct().toList();
    }

    static String format(Cell cell) {
        RingPlan ring = cell.ring();
        StringBuilder line = new StringBuilder();
        line.append(ring.layout()).append('\t').append(ring.level()).append('\t');
        line.append(ring.accelerated() ? "accelerated" : "original").append('\t');
        line.append(ring.ipv6() ? 6 : 4).append('\t').append(ring.letters()).append('\t');
        line.append(cell.scenario()).append('\t').append(String.format(Locale.ROOT, "%.1f", cell.seconds()));
        if (!cell.remark().isEmpty()) {
            line.append('\t').append(REMARK).append(flat(cell.remark()));
        }
        cell.faults().forEach(fault -> line.append('\t').append(flat(fault)));
        return line.toString();
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }

    static Cell parse(String line) throws IOException {
        String[] words = line.split("\t", -1);
        try {
            RingPlan ring = new RingPlan(
                    Layout.valueOf(words[0]),
                    Integer.parseInt(words[1]),
                    words[2].equals("accelerated"),
                    words[3].equals("6"),
                    RingPlan.kinds(words[4]));
            List<String> faults = new ArrayList<>(List.of(words).subList(FIELDS_BEFORE_FAULTS, words.length));
            boolean remarked = !faults.isEmpty() && faults.get(0).startsWith(REMARK);
            String remark = remarked ? faults.remove(0).substring(REMARK.length()) : "";
            return new Cell(ring, words[5], Double.parseDouble(words[6]), remark, faults);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("not a line of results: " + line, e);
        }
    }
}
