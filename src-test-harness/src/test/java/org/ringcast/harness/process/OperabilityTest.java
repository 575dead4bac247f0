package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /** conf/three-on-one-machine.conf, with other ports. */
    private Path threeOnOneMachine() throws IOException {
        String text = Files.readString(Installation.top().resolve("conf/three-on-one-machine.conf"));
        for (String port : List.of("4803", "4805", "4807")) {
            text = text.replace(":" + port + " ", ":" + FreePorts.next() + " ");
        }
        return Files.writeString(folder.resolve("three.conf"), text);
    }

    @Test
    void theExampleOfThreeDaemonsOnOneMachineFormsARing() throws Exception {
        String text = Files.readString(threeOnOneMachine());
        try (EmbeddedDaemon one = EmbeddedDaemon.launch(text, "one");
                EmbeddedDaemon two = EmbeddedDaemon.launch(text, "two");
                EmbeddedDaemon three = EmbeddedDaemon.launch(text, "three")) {
            long end = System.nanoTime() + 2 * PATIENCE.toNanos();
            for (EmbeddedDaemon daemon : List.of(one, two, three)) {
                while (!hasAllThree(String.join("\n", daemon.log()))) {
                    assertThat(System.nanoTime())
                            .as(() -> String.join("\n", daemon.log()))
                            .isLessThan(end);
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static boolean hasAllThree(String log) {
        int last = log.lastIndexOf("Membership id is");
        String ring = last < 0 ? "" : log.substring(last);
        return ring.contains("\t\tone ") && ring.contains("\t\ttwo ") && ring.contains("\t\tthree ");
    }

    @Test
    void whenTheFirstDaemonRunsAlreadyTheOthersOfTheFileAreNamed() throws IOException {
        String file = threeOnOneMachine().toString();
        try (DaemonProcess first = DaemonProcess.launch(folder, "-c", file)) {
            first.awaitReady();
            try (DaemonProcess again = DaemonProcess.launch(folder, "-c", file)) {
                assertThat(again.awaitExit(PATIENCE)).isEqualTo(71);
                assertThat(again.output())
                        .contains("Without -n this is one, the first daemon of the file whose address this machine has."
                                + " For another one use -n NAME; the file also has two, three")
                        .last()
                        .asString()
                        .endsWith("probably already running!");
            }
        }
    }

    @Test
    void checkConfigStrict() throws IOException {
        Path elsewhere = Files.writeString(
                folder.resolve("elsewhere.conf"),
                "AcceleratedRing = false\nSpread_Segment 203.0.113.255:4803 { far 203.0.113.9 }\n");
        assertThat(check(elsewhere.toString())).isZero();
        assertThat(check(elsewhere.toString(), "--strict")).isEqualTo(1);
        assertThat(check(elsewhere.toString(), "--strict", "-n", "far")).isZero();
    }

    private int check(String file, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--check-config", file));
        arguments.addAll(List.of(more));
        try (DaemonProcess check = DaemonProcess.launch(folder, arguments.toArray(String[]::new))) {
            return check.awaitExit(PATIENCE);
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
