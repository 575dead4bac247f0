package org.ringcast.monitor.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.SpreadOption;

/** The pages and completions that the distribution gets. */
final class ManualTest {
    private static final List<String> TOOLS =
            List.of("spmonitor", "spuser", "spflooder", "spping", "spcheck", "spsend", "sprecv");

    @TempDir
    private static Path made;

    @BeforeAll
    static void make() {
        Path top = Path.of(System.getProperty("ringcast.top", ".."));
        List<String> arguments = new ArrayList<>(List.of(
                "--to",
                made.toString(),
                "--release",
                "9.8.7",
                "--configuration",
                top.resolve("docs/configuration.md").toString(),
                "org.ringcast.daemon.DaemonMain"));
        for (String tool : List.of("SpMonitor", "SpUser", "SpFlooder", "SpPing", "SpCheck", "SpSend", "SpRecv")) {
            arguments.add("org.ringcast.monitor." + tool);
        }
        assertThat(ManualMain.run(arguments.toArray(String[]::new))).isZero();
    }

    @Test
    void everyCommandHasAPageAndCompletions() throws IOException {
        assertThat(text("man/man8/spread.8"))
                .contains(".TH \"SPREAD\" \"8\" \"\" \"Ringcast 9.8.7\"")
                .contains("\\fB\\-\\-check\\-config\\fR \\fIFILE\\fR")
                .contains(".SH EXIT STATUS");
        for (String tool : TOOLS) {
            assertThat(text("man/man1/" + tool + ".1"))
                    .contains(".SH \"SYNOPSIS\"\n\\fB" + tool + "\\fR ")
                    .contains(".SH SEE ALSO");
            assertThat(text("completion/bash/" + tool)).contains("complete -F _complete_" + tool);
            assertThat(text("completion/zsh/_" + tool)).startsWith("#compdef " + tool + "\n");
        }
    }

    @Test
    void thePageOfTheMonitorHasItsCommands() throws IOException {
        assertThat(text("man/man1/spmonitor.1"))
                .contains(".SS \"partition\"", "\\fBspmonitor flow\\fR", "\\fB\\-\\-report\\fR");
        assertThat(text("completion/zsh/_spmonitor")).contains("'kill:Ends daemons", "--window[");
    }

    @Test
    void thePageOfTheConfigurationHasEveryOption() throws IOException {
        String page = text("man/man5/spread.conf.5");
        for (SpreadOption option : SpreadOption.values()) {
            assertThat(page).contains("\n\\fB" + option.keyword() + "\\fR\n");
        }
        for (ExtensionOption option : ExtensionOption.values()) {
            assertThat(page).contains("\n\\fB" + option.optionName() + "\\fR\n");
            assertThat(page)
                    .contains("default: "
                            + Roff.bold(option.defaultText())
                                    .replace("\u0001", "\\fB")
                                    .replace("\u0003", "\\fR"));
        }
    }

    @Test
    void markdownBecomesRoff() {
        Roff page = new Roff("x", 5, "s", "m");
        MarkdownPage.append("""
                # Title
                Some *words* of [a link](page.md) and `code -x`:
                .dot
                ## Part
                * one
                  and more
                * two

                | name | default | meaning |
                |---|---|---|
                | `A` | 1 | a \\| b |

                ```
                'verbatim \\n
                ```
                """, page);
        assertThat(page.toString()).endsWith("""
                        .SH "DESCRIPTION"
                        .PP
                        Some \\fIwords\\fR of a link and \\fBcode \\-x\\fR:
                        \\&.dot
                        .SH "PART"
                        .IP \\(bu 2
                        one
                        and more
                        .IP \\(bu 2
                        two
                        .TP
                        \\fBA\\fR
                        default: 1.
                        a | b
                        .PP
                        .RS 4
                        .nf
                        \\&'verbatim \\en
                        .fi
                        .RE
                        """);
    }

    @Test
    void theTypesetterHasNothingToComplainOf() throws Exception {
        assumeTrue(has("groff"), "groff is not installed: the pages are not set");
        for (Path page : files("man")) {
            assertThat(run("groff", "-man", "-Tutf8", "-ww", "-z", page.toString()))
                    .as("%s", page)
                    .isEmpty();
        }
    }

    @Test
    void bashReadsItsCompletions() throws Exception {
        isRead("bash");
    }

    @Test
    void zshReadsItsCompletions() throws Exception {
        isRead("zsh");
    }

    private static void isRead(String shell) throws Exception {
        assumeTrue(has(shell), shell + " is not installed: its completions are not read");
        for (Path file : files("completion/" + shell)) {
            assertThat(run(shell, "-n", file.toString())).as("%s", file).isEmpty();
        }
    }

    private static String text(String name) throws IOException {
        return Files.readString(made.resolve(name));
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(made.resolve(directory))) {
            List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static boolean has(String command) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, command)));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream in = process.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output;
        }
    }
}
