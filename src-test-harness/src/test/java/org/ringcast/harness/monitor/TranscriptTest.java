package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationHash;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.vectors.DatagramCapture;
import org.ringcast.monitor.SpMonitor;

/**
 * Monitor, checks 3 and 12: recorded sessions of Spread's spmonitor, typed again into this one. A recording plays the daemons;
 * every request must be the recorded one, and the screen must be the recorded one, character for character.
 */
class TranscriptTest {
    private static final Pattern MENU = Pattern.compile("(?s)^=============\nMonitor Menu:.*?\t9\\. Exit\n");

    @TempDir
    Path folder;

    static Stream<String> sessions() {
        return Stream.of("5.0.1", "4.4.0")
                .flatMap(version -> Stream.of(
                                "-01-banner-menu-exit",
                                "-02-status",
                                "-03-unknown-and-eof",
                                "-04-partition",
                                "-05-flow-control",
                                "-06-reload",
                                "-07-terminate",
                                "-08-safe-mode")
                        .map(name -> version + name));
    }

    /** What was on the recorded screen, from the menu to the last word. */
    private static String transcript(String name) {
        String text = String.join("\n", DatagramCapture.linesOf("monitor/" + name + ".txt"));
        return "\n" + text.substring(0, text.indexOf("\n[exit status 0]"));
    }

    private static String configuration(int port, boolean level4) {
        StringBuilder text = new StringBuilder(level4 ? "#+ RingProtocol = 4\n" : "");
        text.append("DangerousMonitor = true\nSocketPortReuse = ON\nAcceleratedRing = true\n");
        text.append("Spread_Segment 127.0.0.255:").append(port).append(" {\n");
        for (int i = 1; i <= 3; i++) {
            text.append("\td%d 127.0.0.%d %s{ D 127.0.0.%d\n C 127.0.0.%d }\n"
                    .formatted(i, i, level4 ? "" : "VirtualID = " + i + " ", i, i));
        }
        return text.append("}\n").toString();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("sessions")
    void check60_3_check60_12_theRecordedSession(String name) throws Exception {
        int port = FreePorts.next();
        int replyPort = FreePorts.next();
        boolean level4 = name.startsWith("4");
        Path file = folder.resolve("spread.conf");
        Files.writeString(file, configuration(port, level4));
        Configuration configuration = new ConfigurationLoader(HostResolver.system(), ExtensionSettings.DEFAULTS)
                .parse("spread.conf", Files.readAllBytes(file));
        int hash = ConfigurationHash.of(configuration, true);
        String expected = transcript(name)
                .replaceAll("hash is: \\d+", "hash is: " + Integer.toUnsignedString(hash))
                .replace("using file: spread.conf", "using file: " + file);
        // Recorded with 2 seconds; where no query repeats itself none shall, however slow the machine is.
        String period = expected.contains("Monitor> Monitor: send status query") ? "2" : "100";
        boolean talks = DatagramCapture.names().contains("monitor/" + name);
        DatagramCapture capture = talks ? DatagramCapture.load("monitor/" + name) : null;
        try (PlayedRing ring = talks ? new PlayedRing(capture, port, replyPort, hash) : null;
                Terminal terminal = new Terminal((in, out) -> SpMonitor.run(
                        new String[] {
                            "-n", "d1", "-c", file.toString(), "-p", "" + replyPort, "-t", period, "--compatible"
                        },
                        in,
                        out))) {
            type(terminal, expected);
            assertThat(terminal.awaitEnd()).isZero();
            String screen = terminal.screen();
            assertThat(screen.substring(screen.indexOf("\n\n=====") + 1)).isEqualTo(expected);
            if (ring != null) {
                ring.awaitPlayed();
            }
        }
    }

    /** Types what was typed: whatever stands behind a question in the recording, when the screen has come there. */
    private static void type(Terminal terminal, String transcript) throws Exception {
        Matcher question = Pattern.compile(
                        "Monitor> (?!Monitor:|\n===|$)|Proc Name: |Terminate: |\td\\d\t|window\t|Window size: (?! )"
                                + "|Reload Membership\\. \n")
                .matcher(transcript);
        int shownFrom = transcript.indexOf("Monitor Menu");
        while (question.find()) {
            int end = transcript.indexOf('\n', question.end());
            String line = transcript.substring(question.end(), end < 0 ? transcript.length() : end);
            if (isReview(transcript, question.start())) {
                continue;
            }
            String before = transcript.substring(shownFrom, question.end());
            terminal.await(before);
            boolean endOfInput = transcript.startsWith("\nBye.", question.end()) && line.isEmpty();
            if (endOfInput) {
                // The terminal showed the end of the input as an empty line.
                terminal.showEndOfInput();
                terminal.endInput();
            } else {
                terminal.type(line);
            }
        }
    }

    /** Lines like those of a dialogue, but printed. */
    private static boolean isReview(String transcript, int at) {
        int heading = Math.max(
                transcript.lastIndexOf("Partition Map:", at), transcript.lastIndexOf("Flow Control Parameters:", at));
        int dialogue = Math.max(
                Math.max(transcript.lastIndexOf("Monitor> ", at), transcript.lastIndexOf("Define ", at)),
                transcript.lastIndexOf("Reload Membership", at));
        return heading > dialogue;
    }

    @Test
    void commandLineErrorsAreToldInTheRecordedWords() throws Exception {
        List<String> lines = DatagramCapture.linesOf("monitor/5.0.1-13-command-line-errors.txt");
        int compared = 0;
        for (int i = 0; i < lines.size(); i++) {
            // A file name may be longer here.
            if (lines.get(i).startsWith("$ spmonitor(5.0.1)")
                    && lines.get(i + 3).startsWith("Usage:")
                    && !lines.get(i).contains("-c xxx")) {
                String[] arguments =
                        lines.get(i).replace("$ spmonitor(5.0.1) ", "").split(" ");
                try (Terminal terminal = new Terminal((in, out) -> SpMonitor.run(arguments, in, out))) {
                    assertThat(terminal.awaitEnd()).isEqualTo(64);
                    List<String> printed = terminal.screen().lines().toList();
                    assertThat(printed.subList(0, 7)).isEqualTo(lines.subList(i + 1, i + 8));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(6);
        assertThat(MENU.matcher(transcript("5.0.1-01-banner-menu-exit").substring(1))
                        .find())
                .isTrue();
    }
}
