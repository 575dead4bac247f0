package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ringcast.daemon.wire.PathProbe;

/** {@code spcheck} at d1, with other daemons played: what it says of paths that lose something. */
final class SpCheckTest {
    private static final PlayedPaths.Loss NONE = (from, to, way, bytes) -> false;

    // Below those that the system gives to whoever asks for any: between the look and the use nobody gets one of them.
    private static int nextPort = ThreadLocalRandom.current().nextInt(10_000, 31_000);

    @TempDir
    Path folder;

    private int port;
    private Path file;

    /** What a run printed, and its exit status. */
    private record Run(int status, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    @BeforeEach
    void findPorts() {
        port = nextPorts();
    }

    /** Two ports that no other test of this class has. */
    private static synchronized int nextPorts() {
        do {
            nextPort += 2;
        } while (!isFree(nextPort) || !isFree(nextPort + 1));
        return nextPort;
    }

    private static boolean isFree(int port) {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private Run check(int daemons, PlayedPaths.Loss loss, int[] silent, String... options) throws Exception {
        file = folder.resolve("spread.conf");
        Files.writeString(file, PlayedPaths.configuration(daemons, port));
        PathSite site = new PathSite(
                MonitorSite.load(new MonitorOptions(0, Optional.of("d1"), 1, Optional.of(file), Optional.empty())));
        try (PlayedPaths paths = new PlayedPaths(site, loss, silent)) {
            List<String> words = new ArrayList<>(List.of("--leave", "--as", "d1"));
            words.addAll(Arrays.asList(options));
            assertThat(paths).isNotNull();
            return run(words);
        }
    }

    private Run run(List<String> words) throws InterruptedException {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("-c", file.toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        int status = SpCheck.run(all.toArray(String[]::new), out);
        return new Run(status, bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private Run check(int daemons, PlayedPaths.Loss loss) throws Exception {
        return check(daemons, loss, new int[0]);
    }

    /** The lines behind the matrices. */
    private static List<String> findings(Run run) {
        List<String> lines = run.lines();
        return lines.subList(lines.lastIndexOf("") + 1, lines.size());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_allPairsPass() throws Exception {
        Run run = check(3, NONE);
        assertThat(run.output()).contains("This is d1, answering on ports " + port + " and " + (port + 1));
        assertThat(findings(run)).as(run.output()).containsExactly("All 6 pairs pass.");
        assertThat(run.status()).isZero();
        assertThat(run.lines())
                .contains(
                        "Unicast to port " + port + ", round trip in ms",
                        "Unicast to port " + (port + 1) + " (tokens), round trip in ms",
                        "Multicast 225.77.16.9 port " + port + ", round trip in ms");
        assertThat(run.lines())
                .filteredOn(line -> line.startsWith("from d1"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).matches("from d1 +\\. +\\d+\\.\\d\\d +\\d+\\.\\d\\d"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_thePortOfTheTokensIsBlockedAtOneDaemon() throws Exception {
        Run run = check(3, (from, to, way, bytes) -> to == 2 && way == PathProbe.TOKEN);
        assertThat(findings(run))
                .as(run.output())
                .containsExactly(
                        "d1 -> d3 lost: d3 does not hear d1 by unicast to port " + (port + 1)
                                + " (tokens), but by unicast to port " + port + ", multicast 225.77.16.9 port "
                                + port,
                        "d2 -> d3 lost: d3 does not hear d2 by unicast to port " + (port + 1)
                                + " (tokens), but by unicast to port " + port + ", multicast 225.77.16.9 port "
                                + port,
                        "d3 hears nobody by unicast to port " + (port + 1)
                                + " (tokens): its firewall, its address, or its switch",
                        "2 of 6 pairs do not pass.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_theSegmentsAddressDoesNotGetThrough() throws Exception {
        Run run = check(3, (from, to, way, bytes) -> from == 1 && to == 2 && way >= PlayedPaths.SEGMENT);
        assertThat(findings(run))
                .as(run.output())
                .containsExactly(
                        "d2 -> d3 lost: d3 does not hear d2 by multicast 225.77.16.9 port " + port
                                + ", but unicast arrives",
                        "1 of 6 pairs do not pass.");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aOneWayLinkBetweenTwoOthers() throws Exception {
        Run run = check(3, (from, to, way, bytes) -> from == 1 && to == 2);
        assertThat(findings(run).get(0))
                .as(run.output())
                .startsWith("d2 -> d3 lost: nothing that d2 sends arrives at d3 (")
                .endsWith("), but d3 -> d2 arrives: a one-way link");
        assertThat(findings(run)).hasSize(2);
        assertThat(run.status()).isEqualTo(1);
    }

    /** Question and answer go by way of the third. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void oneWayLinksOfTheAskerItself() throws Exception {
        Run deaf = check(3, (from, to, way, bytes) -> from == 2 && to == 0);
        assertThat(findings(deaf).get(0))
                .as(deaf.output())
                .startsWith("d3 -> d1 lost: nothing that d3 sends arrives at d1 (")
                .endsWith("), but d1 -> d3 arrives: a one-way link");
        assertThat(findings(deaf)).hasSize(2);
        Run dumb = check(3, (from, to, way, bytes) -> from == 0 && to == 2);
        assertThat(findings(dumb).get(0))
                .as(dumb.output())
                .startsWith("d1 -> d3 lost: nothing that d1 sends arrives at d3 (")
                .endsWith("), but d3 -> d1 arrives: a one-way link");
        assertThat(findings(dumb)).hasSize(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void largePacketsAreLostBetweenTwoOthers() throws Exception {
        Run run = check(3, (from, to, way, bytes) -> from == 1 && to == 2 && bytes > 995);
        assertThat(findings(run))
                .as(run.output())
                .containsExactly(
                        "d2 -> d3: small packets arrive, those above 995 bytes do not: packets of the ring have up to"
                                + " 1472 bytes, and something on this path takes 1023 with headers at most (MTU); by"
                                + " unicast to port " + port + ", unicast to port " + (port + 1)
                                + " (tokens), multicast 225.77.16.9 port " + port,
                        "1 of 6 pairs do not pass.");
        assertThat(run.lines())
                .filteredOn(line -> line.startsWith("     d2"))
                .allMatch(line -> line.endsWith("<=995B"));
    }

    /** What d1 asks d3 with is as long as what d3 is to send: it has to go by d2. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void largePacketsOfTheAskerAreLost() throws Exception {
        Run run = check(3, (from, to, way, bytes) -> from == 0 && to == 2 && bytes > 700);
        assertThat(findings(run)).as(run.output()).hasSize(2);
        assertThat(findings(run).get(0)).startsWith("d1 -> d3: small packets arrive, those above 700 bytes do not");
        assertThat(run.lines())
                .filteredOn(line -> line.startsWith("     d3"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).matches(" +d3 +\\d+\\.\\d\\d +\\d+\\.\\d\\d +\\."));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void someOfThePacketsAreLost() throws Exception {
        int[] count = {0};
        Run run = check(3, (from, to, way, bytes) -> {
            if (from == 2 && to == 1 && way == PathProbe.DATA) {
                count[0]++;
                return count[0] % 4 == 0;
            }
            return false;
        });
        assertThat(findings(run)).as(run.output()).hasSize(2);
        assertThat(findings(run).get(0)).matches("d3 -> d2: 2\\d % of \\d+ packets lost by unicast to port " + port);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDaemonThatDoesNotAnswer() throws Exception {
        Run run = check(3, NONE, new int[] {2}, "--seconds", "4");
        assertThat(findings(run))
                .as(run.output())
                .containsExactly(
                        "d3 does not answer: nothing runs there, or nothing gets there, or nothing gets back from"
                                + " there",
                        "4 of 6 pairs do not pass.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void json() throws Exception {
        Run run = check(2, (from, to, way, bytes) -> from == 0 && way == PathProbe.TOKEN, new int[0], "--json");
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output())
                .startsWith("{\"as\":\"d1\",\"hash_of_file\":")
                .contains("{\"daemon\":\"d2\",\"state\":\"answers\",\"hash\":")
                .contains("{\"from\":\"d1\",\"to\":\"d2\",\"way\":\"token\",\"by\":\"unicast to port " + (port + 1)
                        + " (tokens)\",\"state\":\"lost\",\"small_sent\":10,\"small_received\":0,")
                .contains("{\"from\":\"d2\",\"to\":\"d1\",\"way\":\"data\",\"by\":\"unicast to port " + port
                        + "\",\"state\":\"good\",\"small_sent\":10,\"small_received\":10,\"large_sent\":10,"
                        + "\"large_received\":10,\"round_trip_ms\":")
                .endsWith("\"pairs\":2,\"bad_pairs\":1,\"good\":false}\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void wrongCommandLinesAndFiles() throws Exception {
        file = folder.resolve("none.conf");
        assertThat(run(List.of()).status()).isEqualTo(78);
        assertThat(run(List.of("--seconds", "0")).status()).isEqualTo(64);
        assertThat(run(List.of("--level", "3")).status()).isEqualTo(64);
        assertThat(run(List.of("--what")).status()).isEqualTo(64);
        Run help = run(List.of("--help"));
        assertThat(help.status()).isZero();
        assertThat(help.output())
                .contains("Usage: spcheck [OPTIONS]")
                .contains("--answer")
                .contains("Exit status: 0");
    }
}
