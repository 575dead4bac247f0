package org.ringcast.harness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.scenario.ScenarioFile.Line;

/**
 * What had happened at some place of a script, and what real daemons had done when that was recorded: the states and rings of
 * each daemon, or everything that each client received.
 */
record Comparison(String recording, Map<String, List<String>> expected, Map<String, List<String>> actual) {
    /**
     * {@code compare states NAME}, {@code compare rings NAME} (without the states that log lines name) or
     * {@code compare clients NAME [without PATTERN]}.
     */
    static Comparison of(Line line, History history, StateLog states) {
        String name = line.arg(1);
        if (!line.arg(0).equals("clients")) {
            Map<String, List<String>> expected = new TreeMap<>();
            resource("/vectors/membership/" + name + "/states.txt").lines().forEach(text -> {
                List<String> words = List.of(text.split(" ", -1));
                expected.put(words.get(0), words.subList(1, words.size()));
            });
            Map<String, List<String>> actual = states.tokens();
            if (line.arg(0).equals("rings")) {
                expected.replaceAll((daemon, tokens) -> lossesAndRings(tokens));
                actual.replaceAll((daemon, tokens) -> lossesAndRings(tokens));
            }
            return new Comparison(name, expected, actual);
        }
        String without = line.after("without");
        return new Comparison(
                name,
                leaveOut(RecordedClients.recorded(name), without),
                leaveOut(RecordedClients.lines(history), without));
    }

    private static List<String> lossesAndRings(List<String> tokens) {
        return tokens.stream().filter(token -> token.contains(":")).toList();
    }

    void check() {
        expected.forEach((who, lines) -> assertThat(actual.get(who))
                .as(who + " as in the recording " + recording)
                .isEqualTo(lines));
    }

    private static Map<String, List<String>> leaveOut(Map<String, List<String>> all, String pattern) {
        if (pattern != null) {
            Pattern left = Pattern.compile(pattern);
            all.replaceAll((who, lines) ->
                    lines.stream().filter(line -> !left.matcher(line).find()).toList());
        }
        return all;
    }

    private static String resource(String name) {
        try (InputStream in = Comparison.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
