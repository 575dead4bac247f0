package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measurements, a line of JSON each, in a file that a later run goes on with: what it holds is not measured again.
 */
final class RingResults {
    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    /** @param file where they are kept, read if it is there; null: nowhere */
    RingResults(Path file) throws IOException {
        this.file = file;
        if (file != null && Files.exists(file)) {
            lines.addAll(Files.readAllLines(file));
        }
    }

    private static String key(RingPart part, Ring ring, RingCell cell) {
        return "{\"part\":\"%s\",\"ring\":\"%s\",\"cell\":\"%s\","
                .formatted(part.name(), ring.name(), cell.label(part.daemons()));
    }

    private static String key(RingPart part, Ring ring, RingCell cell, int round) {
        return key(part, ring, cell) + "\"round\":" + round + ",";
    }

    boolean has(RingPart part, Ring ring, RingCell cell, int round) {
        String key = key(part, ring, cell, round);
        return lines.stream().anyMatch(line -> line.startsWith(key));
    }

    /** Notes a line of the load generator; returns it with where it belongs. */
    String add(RingPart part, Ring ring, RingCell cell, int round, String json) throws IOException {
        String line = key(part, ring, cell, round) + json.substring(1);
        lines.add(line);
        if (file != null) {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return line;
    }

    /** A figure of the load generator's line; NaN when it is not there. */
    static double figure(String line, String name) {
        Matcher matcher = FIGURE.matcher(line);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return Double.parseDouble(matcher.group(2));
            }
        }
        return Double.NaN;
    }

    /** Medians and ratios of one part, in Markdown. */
    String table(RingPart part) {
        FigureTable table =
                new FigureTable(part.rings().stream().map(Ring::name).toList(), part.ratios());
        for (RingCell cell : part.cells()) {
            for (int column = 0; column < part.rings().size(); column++) {
                String key = key(part, part.rings().get(column), cell);
                for (String line : lines) {
                    if (line.startsWith(key)) {
                        for (String figure : cell.figures()) {
                            String row = cell.label(part.daemons()) + ": " + words(figure);
                            table.add(row, column, figure(line, figure));
                        }
                    }
                }
            }
        }
        return table.markdown();
    }

    private static String words(String figure) {
        return switch (figure) {
            case "messagesPerSecond" -> "messages/s";
            case "daemonCpuUsPerMessage" -> "CPU of all daemons, us per message";
            case "p50us" -> "p50, us";
            default -> "p99, us";
        };
    }
}
