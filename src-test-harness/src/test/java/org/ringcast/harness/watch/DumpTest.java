package org.ringcast.harness.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.monitor.SpMonitor;

/** Dumps of the flight recorder that somebody asks for. */
@Timeout(120)
class DumpTest {
    @TempDir
    Path folder;

    private List<Path> dumps() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".dump")).toList();
        }
    }

    private String monitor(int status, String configuration, String... words) throws Exception {
        Path file = Files.createTempFile(folder, "monitor", ".conf");
        Files.writeString(file, configuration);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        String[] all = Stream.concat(Stream.of(words), Stream.of("-c", file.toString()))
                .toArray(String[]::new);
        assertThat(SpMonitor.run(all, InputStream.nullInputStream(), out)).isEqualTo(status);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void awaitLine(EmbeddedDaemon daemon, String text) {
        long end = System.nanoTime() + DaemonProcess.START_PATIENCE.toNanos();
        while (daemon.log().stream().noneMatch(line -> line.contains(text))) {
            assertThat(System.nanoTime()).as("no line " + text).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aMonitorAsksAndIsToldTheFile() throws Exception {
        Ring ring = Ring.of(folder, "").calm();
        try (EmbeddedDaemon daemon = ring.launch(1)) {
            daemon.awaitReady();
            String said = monitor(0, ring.configuration(), "dump", "d1", "-n", "d2");
            awaitLine(daemon, "Flight recorder written to ");
            Path file = dumps().get(0);
            assertThat(said).isEqualTo("d1: writes " + file + "\n");
            assertThat(Files.readString(file))
                    .contains("Why: a monitor that poses as d2 asked for it\n")
                    .contains("ring of 1 installed, id (")
                    .contains("state FORM -> EVS: FORM2_READ")
                    .contains("    membership_changes 1\n");
            assertThat(monitor(0, ring.configuration(), "dump", "d1", "--json"))
                    .isEqualTo("{\"daemon\":\"d1\",\"answered\":true,\"outcome\":\"too_soon\"}\n");
            assertThat(monitor(1, ring.configuration(), "dump", "--wait", "1")).contains("d2: no answer.");
        }
    }

    @Test
    void withASecretItMustBeSigned() throws Exception {
        String secret = "#+ MonitorSecret = not to be guessed";
        Ring ring = Ring.of(folder, secret).calm();
        try (EmbeddedDaemon daemon = ring.launch(1)) {
            daemon.awaitReady();
            assertThat(monitor(3, ring.configuration().replace(secret, ""), "dump", "d1"))
                    .isEqualTo("d1: refuses; its log says why (MonitorSecret)\n");
            assertThat(daemon.log())
                    .anyMatch(line -> line.startsWith("Monitor request for a dump refused: it is not signed"));
            assertThat(dumps()).isEmpty();
            assertThat(monitor(0, ring.configuration(), "dump", "d1")).startsWith("d1: writes ");
        }
    }

    @Test
    void ofAnotherConfigurationNobodyAnswers() throws Exception {
        Ring ring = Ring.of(folder, "").calm();
        try (EmbeddedDaemon daemon = ring.launch(1)) {
            daemon.awaitReady();
            String other = ring.configuration().replace("d2 ", "d9 ");
            assertThat(monitor(1, other, "dump", "d1", "--wait", "1")).startsWith("d1: no answer.");
            assertThat(dumps()).isEmpty();
        }
    }

    @Test
    void onSigusr2AProcessWritesOne() throws Exception {
        int port = FreePorts.next();
        try (DaemonProcess daemon = DaemonProcess.start(folder, DaemonProcess.loneConfiguration(port), "d1")) {
            daemon.signal("USR2");
            daemon.awaitLine("Flight recorder written to " + folder, DaemonProcess.START_PATIENCE);
            assertThat(Files.readString(dumps().get(0)))
                    .startsWith("Flight recorder of d1, Ringcast ")
                    .contains("Why: SIGUSR2\n")
                    .contains("\nring: ");
            assertThat(daemon.terminate()).isZero();
        }
    }
}
