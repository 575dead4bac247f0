package org.ringcast.harness.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;
import org.ringcast.harness.process.ToolProcess;
import spread.SpreadConnection;
import spread.SpreadGroup;

/**
 * spuser, spflooder and spping as processes. Check 34 is that Spread's tools run with this daemon, check 35 that these
 * tools print what Spread's do, with either daemon; both need -Dspread.home.
 */
final class ClientToolsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A prompt is a line once something follows it: the next prompt. */
    private static final String PROMPT = "^User> $";

    /** Commands, each with what must be printed before the next is given; null for the answer to a question. */
    private static final List<Step> SESSION = List.of(
            new Step("j g1", "Due to the JOIN of #alice#d1"),
            new Step("s g1", null),
            new Step("hello", "\\(6 bytes\\): hello"),
            new Step("d", PROMPT),
            new Step("p", "Polling sais: 0"),
            new Step("s g1 g2", null),
            new Step("more", "enter message: $"),
            new Step("r", "\\(5 bytes\\): more"),
            new Step("e", PROMPT),
            new Step("m g1", null),
            new Step("one", null),
            new Step("two", null),
            new Step("", "\\(8 bytes\\): one"),
            new Step("b g1", null),
            new Step("100000", "\\(100000 bytes\\): mess num 13 "),
            new Step("s #alice#d1", null),
            new Step("to myself", "to myself"),
            new Step("j a#b", "-14"),
            new Step("x", "q -- quit"),
            new Step("l g1", "left group g1"),
            new Step("q", "Bye"));

    private record Step(String line, String awaited) {}

    /** Starts one of the tools, whoever made them. */
    private interface Tools {
        CapturedProcess start(Path folder, String tool, String... arguments) throws IOException;
    }

    private static final Map<String, String> CLASSES =
            Map.of("spuser", "SpUser", "spflooder", "SpFlooder", "spping", "SpPing");
    private static final Tools OURS =
            (folder, tool, arguments) -> ToolProcess.start(folder, CLASSES.get(tool), arguments);

    @TempDir
    Path folder;

    private static EmbeddedDaemon ourDaemon(int port) throws Exception {
        return EmbeddedDaemon.start(DaemonProcess.loneConfiguration(port), "d1");
    }

    private CapturedProcess theirDaemon(ReferenceInstall reference, int port) throws IOException {
        CapturedProcess daemon = reference.startDaemon(folder, DaemonProcess.loneConfiguration(port), "d1");
        daemon.awaitLine("^\t\td1 ", PATIENCE);
        return daemon;
    }

    private void checkSession(Tools tools, String address) throws IOException {
        try (CapturedProcess user = tools.start(folder, "spuser", "-s", address, "-u", "alice")) {
            user.awaitLine("q -- quit", PATIENCE);
            for (Step step : SESSION) {
                int before = user.output().size();
                user.send(step.line());
                if (step.awaited() != null) {
                    user.awaitLine(step.awaited(), before, PATIENCE);
                }
            }
            assertThat(user.awaitExit(PATIENCE)).isZero();
            List<String> masked = user.output().stream()
                    .map(line -> line.replace(" " + address + " ", " ADDRESS ")
                            .replaceFirst("^grp id is 1552775919 \\d+ ", "grp id is 1552775919 TIME "))
                    .toList();
            assertThat(masked).containsExactlyElementsOf(expectedSession());
        }
    }

    private static List<String> expectedSession() throws IOException {
        try (var golden = ClientToolsTest.class.getResourceAsStream("/tools/spuser-session.txt")) {
            return new String(golden.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        }
    }

    /** A flood with one sender and one reader, then one with two senders that wait for each other. */
    private void checkFloods(Tools first, Tools second, String address) throws IOException {
        try (CapturedProcess reader =
                first.start(folder, "spflooder", "-s", address, "-u", "reader", "-ro", "-n", "2", "-m", "1500")) {
            reader.awaitLine("where I am member 0", PATIENCE);
            try (CapturedProcess writer =
                    second.start(folder, "spflooder", "-s", address, "-u", "writer", "-n", "2", "-m", "1500")) {
                assertThat(writer.awaitExit(PATIENCE)).isZero();
                assertThat(reader.awaitExit(PATIENCE)).isZero();
                assertThat(reader.output())
                        .containsExactly(
                                "flooder: connecting to " + address + " with group membership",
                                "flooder: Only receiving messages",
                                "Received REGULAR membership for group flooder with 1 members, where I am member 0:",
                                "\t#reader#d1",
                                "Received REGULAR membership for group flooder with 2 members, where I am member 0:",
                                "\t#reader#d1",
                                "\t#writer#d1",
                                "flooder: completed   1000 messages of 1000 bytes",
                                "flooder: completed multicast of 1500 messages, 1000 bytes each.");
                assertThat(writer.output())
                        .containsExactly(
                                "flooder: connecting to " + address + " with group membership",
                                "flooder: starting  multicast of 1500 messages, 1000 bytes each.",
                                "Received REGULAR membership for group flooder with 2 members, where I am member 1:",
                                "\t#reader#d1",
                                "\t#writer#d1",
                                "flooder: completed   1000 messages of 1000 bytes",
                                "flooder: completed multicast of 1500 messages, 1000 bytes each.");
            }
        }
        checkLargeFlood(first, "large1", address);
        checkLargeFlood(second, "large2", address);
    }

    /** Each flooder has a name of its own: that of the last one is free only when its end has been ordered. */
    private void checkLargeFlood(Tools tools, String user, String address) throws IOException {
        try (CapturedProcess flooder =
                tools.start(folder, "spflooder", "-s", address, "-u", user, "-m", "300", "-b", "100000")) {
            assertThat(flooder.awaitExit(PATIENCE))
                    .as(() -> String.join("\n", flooder.output()))
                    .isZero();
            assertThat(flooder.output())
                    .containsExactly(
                            "flooder: connecting to " + address,
                            "flooder: starting  multicast of 300 messages, 100000 bytes each.",
                            "flooder: completed multicast of 300 messages, 100000 bytes each.");
        }
    }

    /** What a flood left behind may be in the way of a join for seconds; pings do not wait for joins. */
    private static void awaitEndOfFlood(String port) throws Exception {
        try (SpreadConnection connection = new SpreadConnection()) {
            connection.connect(InetAddress.getLoopbackAddress(), Integer.parseInt(port), "", false, true);
            new SpreadGroup().join(connection, "after_the_flood");
            assertThat(connection.receive().isMembership()).isTrue();
        }
    }

    private void checkPings(Tools first, Tools second, String address) throws Exception {
        awaitEndOfFlood(address);
        try (CapturedProcess mirror = first.start(folder, "spping", "-s", address, "-u", "mirror", "-g", "gg", "-ro")) {
            mirror.awaitLine("only reflecting", PATIENCE);
            try (CapturedProcess ping =
                    second.start(folder, "spping", "-s", address, "-u", "ping", "-g", "gg", "-m", "3", "-p", "1000")) {
                assertThat(ping.awaitExit(PATIENCE)).isZero();
                List<String> masked = ping.output().stream()
                        .map(line -> line.replaceFirst("time = \\d+\\.\\d{3} ms$", "time = T ms"))
                        .toList();
                assertThat(masked)
                        .startsWith(
                                "spping: connecting to '" + address + "'",
                                "spping: connected as '#ping#d1'",
                                "PING gg: 48 data bytes",
                                "48 bytes from #mirror#d1: seq = 0 time = T ms",
                                "48 bytes from #mirror#d1: seq = 1 time = T ms",
                                "48 bytes from #mirror#d1: seq = 2 time = T ms",
                                "",
                                "--- gg ping statistics ---",
                                "3 packets transmitted, 3 packets received, 0.000000% packet loss",
                                "round-trip percentiles (ms) (slightly biased outwards):")
                        .hasSize(26);
                assertThat(masked.subList(10, 25)).allMatch(line -> line.matches("[ \\d.]{4}: [ \\d]{5}\\.\\d{3}"));
                assertThat(masked).last().asString().startsWith("round-trip mean/stddev = ");
            }
            mirror.signal("INT");
            assertThat(mirror.awaitExit(PATIENCE)).isZero();
            assertThat(mirror.output())
                    .endsWith(
                            "--- gg ping statistics ---",
                            "0 packets transmitted, 0 packets received, 0.000000% packet loss");
        }
    }

    @Test
    void spuserWithOurDaemon() throws Exception {
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = ourDaemon(port)) {
            daemon.awaitReady();
            checkSession(OURS, Integer.toString(port));
            checkSession(OURS, port + "@127.0.0.1");
        }
    }

    @Test
    void floodsAndPingsWithOurDaemon() throws Exception {
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = ourDaemon(port)) {
            daemon.awaitReady();
            checkFloods(OURS, OURS, Integer.toString(port));
            checkPings(OURS, OURS, Integer.toString(port));
        }
    }

    @Test
    void check34_theToolsOfSpreadWithOurDaemon() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        int port = FreePorts.next();
        String address = Integer.toString(port);
        try (EmbeddedDaemon daemon = ourDaemon(port)) {
            daemon.awaitReady();
            checkSession(reference::startTool, address);
            checkFloods(reference::startTool, OURS, address);
            checkFloods(OURS, reference::startTool, address);
            checkPings(reference::startTool, OURS, address);
            checkPings(OURS, reference::startTool, address);
        }
    }

    @Test
    void check35_ourToolsWithTheDaemonOfSpread() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        int port = FreePorts.next();
        String address = Integer.toString(port);
        try (CapturedProcess daemon = theirDaemon(reference, port)) {
            assertThat(daemon.isAlive()).isTrue();
            checkSession(OURS, address);
            checkSession(reference::startTool, address);
            checkFloods(OURS, reference::startTool, address);
            checkPings(OURS, OURS, address);
        }
    }
}
