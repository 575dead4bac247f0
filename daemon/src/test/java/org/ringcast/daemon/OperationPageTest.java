package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.runtime.ExitCode;
import picocli.CommandLine;

/** docs/operations.md tells what the program does. */
class OperationPageTest {
    private static List<String> page() throws IOException {
        return Files.readAllLines(Path.of(System.getProperty("ringcast.top", ".."), "docs", "operations.md"));
    }

    @Test
    void theTableOfExitStatusesIsTheEnum() throws IOException {
        assertThat(page())
                .filteredOn(line -> line.matches("\\| \\d+ \\|.*"))
                .containsExactlyElementsOf(Arrays.stream(ExitCode.values())
                        .map(code -> "| " + code.code() + " | " + code.meaning() + " |")
                        .toList());
    }

    @Test
    void everyFlagIsOnThePage() throws IOException {
        String text = String.join("\n", page());
        for (CommandLine.Model.OptionSpec option :
                DaemonMain.commandLine().getCommandSpec().options()) {
            assertThat(text).contains("`" + option.longestName());
        }
    }
}
