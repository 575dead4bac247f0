package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator meets on a real machine: full disks, shells, other users. */
class OperabilityTest {
    private static final Duration PATIENCE = DaemonProcess.START_PATIENCE;

    /** Runs what follows with SIGINT and SIGHUP ignored, as a script does with "&" and nohup. */
    private static final List<String> IGNORING = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    @TempDir
    Path folder;

    private String write(String options) throws IOException {
        Path file = folder.resolve("d1.conf");
        Files.writeString(file, options + DaemonProcess.loneConfiguration(FreePorts.next()));
        return file.toString();
    }

    @Test
    void fullLogFileSystem_theLinesComeOnStandardOutput() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")), "no /dev/full here");
        String file = write("EventLogFile = /dev/full\n");
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-n", "d1", "-c", file)) {
            daemon.awaitLine(
                    "^EventLogFile: /dev/full cannot be written: No space left on device; lines come here", PATIENCE);
            daemon.awaitReady();
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.output())
                    .filteredOn(line -> line.startsWith("EventLogFile:"))
                    .hasSize(1);
            assertThat(daemon.output()).last().isEqualTo("Spread daemon exiting normally!");
        }
    }

    @Test
    void signalsIgnoredByTheStarterAreToldAndSigtermEndsIt() throws IOException {
        Path log = folder.resolve("log");
        String file = write("EventLogFile = " + log + "\n");
        try (DaemonProcess daemon = DaemonProcess.launchPrefixed(folder, IGNORING, List.of(), "-n", "d1", "-c", file)) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(log) || !Files.readString(log).contains("is ready for clients")) {
                assertThat(System.nanoTime()).as("no line that it is ready").isLessThan(end);
                Thread.onSpinWait();
            }
            daemon.signal("INT");
            daemon.signal("HUP");
            assertThat(Files.readString(log))
                    .contains("SIGINT is ignored, for it was when this process was started (\"&\" in a script, nohup): "
                            + "end it with SIGTERM\n")
                    .contains("SIGHUP is ignored, ")
                    .doesNotContain("SIGTERM is ignored");
            assertThat(daemon.isAlive()).isTrue();
            assertThat(daemon.terminate()).isZero();
        }
    }

    @Test
    void libraryWarnsNobodyOfBroadcasts() throws IOException {
        String file = write("");
        try (DaemonProcess daemon = DaemonProcess.launchPrefixed(
                folder, List.of(), List.of("-Duser.name=operator"), "-n", "d1", "-c", file)) {
            daemon.awaitReady();
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.output())
                    .noneMatch(line -> line.contains("broadcast packet"))
                    .noneMatch(line -> line.contains("io.netty"));
        }
    }

    @Test
    void methodIpWithoutAccessFileIsToldAtTheStart() throws IOException {
        Assumptions.assumeFalse(Files.exists(Path.of("/etc/spread.access_ip")), "this machine has an access file");
        String file = write("AllowedAuthMethods = IP\n");
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-n", "d1", "-c", file)) {
            daemon.awaitReady();
            assertThat(daemon.output())
                    .contains("Authentication method IP is in use, but there is no spread.access_ip in the working"
                            + " directory or in /etc: no client can connect");
            assertThat(daemon.terminate()).isZero();
        }
    }

    @Test
    void sessionLogThatCannotBeCreatedIsToldInWordsOfTheSystem() throws IOException {
        Files.createDirectory(folder.resolve("d1"));
        String file = write("");
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-l", "y", "-n", "d1", "-c", file)) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(73);
            assertThat(daemon.output()).last().isEqualTo("Log_init: error (Is a directory) could not open file d1");
        }
    }
}
