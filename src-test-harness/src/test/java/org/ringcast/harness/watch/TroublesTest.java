package org.ringcast.harness.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.monitor.SpMonitor;
import spread.SpreadConnection;
import spread.SpreadGroup;
import spread.SpreadMessage;

/** What {@code spmonitor top} tells of clients that do not read, of daemons that run. */
@Timeout(240)
class TroublesTest {
    private static final String SECRET = "#+ MonitorSecret = not to be guessed\n";
    private static final int MESSAGES = 300;
    private static final int BYTES = 100_000;

    @TempDir
    Path folder;

    private String top(String configuration) throws Exception {
        Path file = Files.createTempFile(folder, "monitor", ".conf");
        Files.writeString(file, configuration);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        String[] words = {"top", "-c", file.toString(), "d1", "--count", "1"};
        assertThat(SpMonitor.run(words, InputStream.nullInputStream(), out)).isZero();
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static SpreadConnection connect(int port, String name) throws Exception {
        SpreadConnection connection = new SpreadConnection();
        connection.connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port, name, false, false);
        return connection;
    }

    @Test
    void aClientThatDoesNotReadIsNamed() throws Exception {
        for (int level : new int[] {5, 4}) {
            Ring ring = Ring.of(folder, SECRET + "#+ RingProtocol = " + level + "\n")
                    .calm();
            try (EmbeddedDaemon daemon = ring.launch(1)) {
                daemon.awaitReady();
                assertThat(top(ring.configuration())).contains("d1 ").doesNotContain("SLOWEST");
                int port = daemon.configuration().daemons().get(0).port();
                SpreadConnection lazy = connect(port, "lazy");
                SpreadConnection sender = connect(port, "sender");
                new SpreadGroup().join(lazy, "g");
                for (int i = 0; i < MESSAGES; i++) {
                    SpreadMessage message = new SpreadMessage();
                    message.setFifo();
                    message.addGroup("g");
                    message.setData(new byte[BYTES]);
                    sender.multicast(message);
                }
                String picture = top(ring.configuration());
                long end = System.nanoTime() + 60_000_000_000L;
                while (!picture.contains("SLOWEST CLIENTS") && System.nanoTime() < end) {
                    picture = top(ring.configuration());
                }
                assertThat(picture)
                        .containsPattern("(?m)^#lazy#d1 +d1 +\\d+ +\\d{5,} +\\d+\\.\\d s$")
                        .doesNotContain("sender");
                assertThat(top(ring.configuration().replace(SECRET, "")))
                        .contains("No clients and paths of d1: MonitorSecret differs from this file's")
                        .doesNotContain("lazy");
                sender.disconnect();
                assertThat(daemon.daemon().faults()).isZero();
            }
        }
    }
}
