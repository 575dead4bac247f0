package org.ringcast.daemon.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus, version 0.0.4, as strictly as its page describes it. */
public final class ExpositionCheck {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private ExpositionCheck() {}

    /** One line with a value: the name with its labels, as written. */
    public record Sample(String name, String labels, double value) {}

    /** All samples of a text; fails when it is not one. */
    public static List<Sample> read(String text) {
        assertThat(text).endsWith("\n");
        List<Sample> samples = new ArrayList<>();
        Set<String> families = new HashSet<>();
        Set<String> series = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                if (!words[2].equals(family)) {
                    assertThat(families.add(words[2]))
                            .as("one block for " + words[2])
                            .isTrue();
                    family = words[2];
                    type = "";
                }
                if (words[1].equals("TYPE")) {
                    type = words[3];
                    assertThat(type).isIn("counter", "gauge", "histogram", "summary", "untyped");
                }
            } else if (!line.isEmpty()) {
                Sample sample = sample(line);
                assertThat(sample.name()).as(line).startsWith(family);
                assertThat(type).as("type before " + line).isNotEmpty();
                if (type.equals("counter")) {
                    assertThat(sample.value()).as(line).isNotNegative();
                }
                assertThat(series.add(sample.name() + sample.labels()))
                        .as("once: " + line)
                        .isTrue();
                samples.add(sample);
            }
        }
        return samples;
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as("a sample: " + line).isTrue();
        String labels = matcher.group(2) == null ? "" : matcher.group(2);
        Matcher label = LABEL.matcher(labels);
        int end = 0;
        while (end < labels.length()) {
            assertThat(label.find() && label.start() == end)
                    .as("labels: " + line)
                    .isTrue();
            end = label.end();
        }
        String value = matcher.group(3).replace("Inf", "Infinity");
        return new Sample(matcher.group(1), labels, Double.parseDouble(value));
    }
}
