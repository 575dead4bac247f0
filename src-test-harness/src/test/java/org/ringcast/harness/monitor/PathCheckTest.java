package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.monitor.SpCheck;

/** {@code spcheck} on the loopback interface, with daemons that run and without. */
class PathCheckTest {
    private static final String ORIGINAL = "AcceleratedRing = false\n";
    private static final long PATIENCE_S = 30;

    @TempDir
    Path folder;

    private final int port;

    PathCheckTest() throws Exception {
        port = FreePorts.next();
    }

    private record Run(int status, String output) {
        List<String> findings() {
            List<String> lines = output.lines().toList();
            return lines.subList(lines.lastIndexOf("") + 1, lines.size());
        }
    }

    /** Three daemons in one segment. */
    private String three(String options) {
        StringBuilder text = new StringBuilder(options)
                .append(MonitoredDaemon.FAST_TIMERS)
                .append("Spread_Segment 225.77.16.10:" + port + " {\n");
        for (int i = 1; i <= 3; i++) {
            text.append("\td%d 127.0.0.%d { D 127.0.0.%d C 127.0.0.%d }\n".formatted(i, 20 + i, 20 + i, 20 + i));
        }
        return text.append("}\n").toString();
    }

    private Run spcheck(String configuration, String... words) throws Exception {
        Path file = Files.createTempFile(folder, "spcheck", ".conf");
        Files.writeString(file, configuration);
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("-c", file.toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        int status = SpCheck.run(arguments.toArray(String[]::new), out);
        return new Run(status, bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private CompletableFuture<Run> inBackground(String configuration, String... words) {
        CompletableFuture<Run> result = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                result.complete(spcheck(configuration, words));
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        },
                        "spcheck")
                .start();
        return result;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_daemonsAnswerAndWhereNoneRunsSpcheckDoes() throws Exception {
        String text = three(ORIGINAL);
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text);
                MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", text)) {
            CompletableFuture<Run> d3 = inBackground(text, "--as", "d3", "--answer", "--seconds", "7", "--json");
            Run run = spcheck(text, "--as", "d1");
            assertThat(run.findings()).as(run.output()).containsExactly("All 6 pairs pass.");
            assertThat(run.status()).isZero();
            assertThat(run.output()).contains("This is d1, where a daemon has the ports");
            Run answered = d3.get(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(answered.status()).isZero();
            assertThat(answered.output())
                    .startsWith("{\"as\":\"d3\",\"answered\":")
                    .doesNotContain(":0}");
            Run taken = spcheck(text, "--as", "d2", "--answer");
            assertThat(taken.status()).isEqualTo(71);
            assertThat(taken.output()).contains("are taken: a daemon runs here");
            for (MonitoredDaemon daemon : List.of(d1, d2)) {
                assertThat(daemon.daemon().log()).noneMatch(line -> line.contains("different spread configuration"));
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_aRingOfLevel4() throws Exception {
        String text = three("#+ RingProtocol = 4\n" + ORIGINAL);
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text);
                MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", text);
                MonitoredDaemon d3 = MonitoredDaemon.startConfigured("d3", text)) {
            Run run = spcheck(text, "--as", "d3");
            assertThat(run.findings()).as(run.output()).containsExactly("All 6 pairs pass.");
            assertThat(run.status()).isZero();
            assertThat(run.output()).contains("This is d3, where a daemon has the ports", "Multicast 225.77.16.10");
            // Without the line the file has another hash.
            Run level5 = spcheck(text.replace("#+ RingProtocol = 4\n", ""), "--as", "d3", "--seconds", "4");
            assertThat(level5.status()).as(level5.output()).isEqualTo(2);
            for (MonitoredDaemon daemon : List.of(d1, d2, d3)) {
                assertThat(daemon.daemon().daemon().faults()).isZero();
                assertThat(daemon.daemon().log()).noneMatch(line -> line.contains("different spread configuration"));
            }
        }
    }

    /** The loopback interface has one address of IPv6 only, so each daemon has a segment and a port of its own. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_overIpv6() throws Exception {
        Ipv6MonitorChecksTest.assumeIpv6();
        int second = FreePorts.next();
        String text = ORIGINAL
                + MonitoredDaemon.FAST_TIMERS
                + "Spread_Segment [::1]:%d {\n\td1 ::1\n}\nSpread_Segment [::1]:%d {\n\td2 ::1\n}\n"
                        .formatted(port, second);
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text);
                MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", text)) {
            Run run = spcheck(text, "--as", "d1");
            assertThat(run.findings()).as(run.output()).containsExactly("All 2 pairs pass.");
            assertThat(run.status()).isZero();
            for (MonitoredDaemon daemon : List.of(d1, d2)) {
                assertThat(daemon.daemon().daemon().faults()).isZero();
            }
        }
        CompletableFuture<Run> d2 = inBackground(text, "--as", "d2", "--answer", "--seconds", "7");
        Run run = spcheck(text, "--as", "d1", "--seconds", "7", "--leave");
        assertThat(run.findings()).as(run.output()).containsExactly("All 2 pairs pass.");
        assertThat(d2.get(PATIENCE_S, TimeUnit.SECONDS).status()).isZero();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_15_otherConfigurationsAndThoseWhoDoNotAnswerProbes() throws Exception {
        String text = three(ORIGINAL);
        String another = text.replace("}\n}\n", "}\n\td4 127.0.0.24 { D 127.0.0.24 C 127.0.0.24 }\n}\n");
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text, "AnswerProbes=false");
                MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", three("AcceleratedRing = true\n"));
                MonitoredDaemon d4 = MonitoredDaemon.startConfigured("d3", another)) {
            assertThat(List.of(d1, d2, d4)).hasSize(3);
            Run run = spcheck(text, "--as", "d1", "--seconds", "6");
            assertThat(run.status()).as(run.output()).isEqualTo(2);
            assertThat(run.findings().get(0))
                    .as(run.output())
                    .startsWith(
                            "d1 answers status requests, but no probes: a daemon of Spread, or one with AnswerProbes");
            assertThat(run.findings().get(1))
                    .startsWith("d2 has another configuration: its hash is ")
                    .endsWith("; it is the hash of this file with AcceleratedRing = true");
            assertThat(run.findings().get(2)).startsWith("d3 has another configuration: its hash is ");
        }
    }

    /** Nobody who does not have the address of a configured daemon is answered. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void strangersGetNoAnswer() throws Exception {
        String text = three(ORIGINAL);
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text);
                DatagramSocket stranger = new DatagramSocket(new InetSocketAddress("127.0.0.99", 0));
                DatagramSocket neighbour = new DatagramSocket(new InetSocketAddress("127.0.0.22", 0))) {
            for (DatagramSocket socket : List.of(stranger, neighbour)) {
                PathProbe probe = new PathProbe();
                probe.wrapNew(Unpooled.buffer(PathProbe.LARGE_BYTES), PathProbe.LARGE_BYTES);
                // Another list of daemons: who is configured here is told so, in a short answer.
                probe.setAsker(1, 22, neighbour.getLocalPort(), 12345, 1);
                probe.addHop(0, PathProbe.DATA, PathProbe.LARGE_BYTES);
                byte[] bytes = new byte[PathProbe.LARGE_BYTES];
                probe.bytes().getBytes(0, bytes);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.21"), port));
            }
            byte[] answer = new byte[2048];
            DatagramPacket packet = new DatagramPacket(answer, answer.length);
            neighbour.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_S));
            neighbour.receive(packet);
            assertThat(packet.getLength()).isEqualTo(PathProbe.SMALL_BYTES);
            neighbour.setSoTimeout(200);
            assertThat(isSilent(neighbour, packet)).isTrue();
            assertThat(d1.daemon().log()).noneMatch(line -> line.contains("different spread configuration"));
        }
    }

    private static boolean isSilent(DatagramSocket socket, DatagramPacket packet) throws Exception {
        try {
            socket.receive(packet);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
