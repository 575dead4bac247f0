package org.ringcast.harness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every script in {@code src/test/resources/scenarios} and compares what happened with the transcript beside it, line by
 * line. All checkers look at every run. {@code -Dgolden.update=true} writes the transcripts anew: look at the difference,
 * and commit it only if you know where it comes from. {@code -Dscenario=text} plays only the scripts whose names contain the text.
 */
final class ScenarioTest {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final String ONLY = System.getProperty("scenario", "");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory())) {
            files = all.filter(file -> file.toString().endsWith(".scenario"))
                    .filter(file -> file.getFileName().toString().contains(ONLY))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(ScenarioFile::read)
                .map(file -> DynamicTest.dynamicTest(file.name(), file.path().toUri(), () -> play(file)));
    }

    /** Sources where there are any, so that transcripts can be written. */
    private static Path directory() {
        Path sources = Path.of("src", "test", "resources", "scenarios");
        if (Files.isDirectory(sources)) {
            return sources;
        }
        try {
            return Path.of(ScenarioTest.class.getResource("/scenarios").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void play(ScenarioFile file) throws IOException {
        Play play = new Play(file);
        String text;
        try (play) {
            play.run();
            text = play.transcriptText();
            if (UPDATE) {
                Files.writeString(file.transcript(), text);
            }
            play.comparisons().forEach(Comparison::check);
        }
        assertThat(play.violations()).as("broken promises").isEmpty();
        assertThat(play.damage()).as("damage").isEmpty();
        assertThat(Files.exists(file.transcript()))
                .as("no transcript yet: run once with -Dgolden.update=true")
                .isTrue();
        assertThat(text.lines().toList())
                .as("transcript of " + file.name())
                .isEqualTo(Files.readString(file.transcript()).lines().toList());
    }
}
