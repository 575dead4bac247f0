package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;
import org.ringcast.monitor.SpCheck;

/** Spread's daemons get probes of {@code spcheck}: nothing happens to them. Needs -Dspread.home and -Dspread4.home. */
class ReferencePathCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PROBES = 50;

    @TempDir
    Path folder;

    @Test
    void check60_15_probesDoNothingToTheirDaemon() throws Exception {
        probesDoNothing(ReferenceInstall.assumeLevel5(), 5);
    }

    @Test
    void check60_15_probesDoNothingToTheirDaemonAtLevel4() throws Exception {
        probesDoNothing(ReferenceInstall.assumeLevel4(), 4);
    }

    private void probesDoNothing(ReferenceInstall reference, int level) throws Exception {
        int first = FreePorts.next();
        int second = FreePorts.next();
        String address = level == 4 ? "127.0.0.2" : "127.0.0.1";
        String text = (level == 4 ? "#+ RingProtocol = 4\n" : "") + "AcceleratedRing = false\n"
                + MonitoredDaemon.CALM_TIMERS
                + "Spread_Segment 127.0.0.1:%d {\n\td1 127.0.0.1\n}\n".formatted(first)
                + "Spread_Segment %s:%d {\n\td2 %s\n}\n".formatted(address, second, address);
        Path file = folder.resolve("spcheck.conf");
        Files.writeString(file, text);
        try (CapturedProcess theirs = reference.startDaemon(folder, text, "d2")) {
            theirs.awaitLine("^=+$", PATIENCE);
            int lines = theirs.output().size();
            flood(InetAddress.getByName(address), second);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
            int status =
                    SpCheck.run(new String[] {"-c", file.toString(), "--as", "d1", "--seconds", "5", "--leave"}, out);
            String output = bytes.toString(StandardCharsets.ISO_8859_1);
            assertThat(status).as(output).isEqualTo(1);
            assertThat(output).contains("d2 answers status requests, but no probes: a daemon of Spread");
            assertThat(theirs.isAlive()).isTrue();
            List<String> after = theirs.output();
            // What it printed before may end with an empty line that comes late.
            assertThat(after.subList(lines, after.size())).allMatch(String::isBlank);
        } finally {
            Files.deleteIfExists(Path.of("/tmp", Integer.toString(second)));
        }
    }

    /** Probes of both sizes to both ports. */
    private static void flood(InetAddress address, int port) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < PROBES; i++) {
                int length = i % 2 == 0 ? PathProbe.SMALL_BYTES : PathProbe.LARGE_BYTES;
                PathProbe probe = new PathProbe();
                probe.wrapNew(Unpooled.buffer(PathProbe.LARGE_BYTES), length);
                probe.setAsker(0, 1, socket.getLocalPort(), 12345, 1);
                probe.stamp(1, 54321);
                probe.addHop(1, PathProbe.DATA, length);
                byte[] datagram = new byte[length];
                probe.bytes().getBytes(0, datagram);
                for (int to = port; to <= port + 1; to++) {
                    socket.send(new DatagramPacket(datagram, length, address, to));
                }
            }
        }
    }
}
