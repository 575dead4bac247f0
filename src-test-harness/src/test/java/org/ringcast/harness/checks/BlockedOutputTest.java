package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.Installation;

/** A daemon whose standard output is a pipe that nobody reads, with everything logged. */
@Timeout(120)
class BlockedOutputTest {
    /** Each makes several lines: more than the pipe holds. */
    private static final int MESSAGES = 2000;

    @TempDir
    Path folder;

    @Test
    void aStoppedReaderOfTheLog_clientsConnectAndSigtermEndsTheDaemonWithinTwoSeconds() throws Exception {
        int port = FreePorts.next();
        Path file = folder.resolve("d1.conf");
        Files.writeString(file, "DebugFlags = { ALL }\n" + DaemonProcess.loneConfiguration(port));
        Process daemon = new ProcessBuilder(List.of(
                        Installation.java().toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Dlogback.configurationFile=" + Installation.top().resolve("conf/logback.xml"),
                        "-cp",
                        Installation.classPath(),
                        "org.ringcast.daemon.DaemonMain",
                        "-n",
                        "d1",
                        "-c",
                        file.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8), 256);
            String line = "";
            while (!line.contains("is ready for clients")) {
                line = output.readLine();
                assertThat(line).as("ends before it is ready").isNotNull();
            }
            try (RawClient client = RawClient.session(port, "talks")) {
                client.join("room");
                client.expectMembershipOf("room", 0x100);
                for (int i = 0; i < MESSAGES; i++) {
                    client.multicast("room", (byte) i);
                    client.expectMessage((byte) i);
                }
            }
            RawClient.session(port, "comes").close();
            long beginNs = System.nanoTime();
            daemon.destroy();
            assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs))
                    .isLessThan(2000);
            assertThat(daemon.exitValue()).isZero();
        } finally {
            daemon.destroyForcibly();
        }
    }
}
