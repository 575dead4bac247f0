package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ways of rotating {@code EventLogFile} that docs/install.md tells of. */
final class LogRotationTest {
    private static final String READY = "is ready for clients on port";
    private static final String REOPENED = "SIGHUP: event log opened again";

    @TempDir
    private Path directory;

    @Test
    void renamedAndOpenedAgainOrCutToNothingTheLogGoesOn() throws Exception {
        Path log = directory.resolve("spread.log");
        String configuration = "EventLogFile = " + log + "\n" + DaemonProcess.loneConfiguration(FreePorts.next());
        try (DaemonProcess daemon = DaemonProcess.launchConfigured(directory, configuration, "d1")) {
            awaitText(log, READY);

            Path rotated = Files.move(log, directory.resolve("spread.log.1"));
            daemon.signal("HUP");
            awaitText(log, REOPENED);
            assertThat(rotated).content().contains(READY).doesNotContain(REOPENED);
            assertThat(log).content().doesNotContain(READY);

            // As copytruncate: the daemon knows nothing of it and writes at the end, which is the beginning now.
            Files.copy(log, directory.resolve("spread.log.2"));
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
            daemon.terminate();
            assertThat(log)
                    .content()
                    .contains("Spread daemon exiting normally!")
                    .doesNotContain(REOPENED, "\0");
        }
    }

    private static void awaitText(Path file, String text) throws IOException {
        long fromNs = System.nanoTime();
        while (!(Files.exists(file) && Files.readString(file).contains(text))) {
            assertThat(System.nanoTime() - fromNs).as("ns without " + text).isLessThan(30_000_000_000L);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
