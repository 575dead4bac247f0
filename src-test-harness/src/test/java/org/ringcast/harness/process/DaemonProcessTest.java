package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends of real daemon processes, as an operator sees them. */
class DaemonProcessTest {
    private static final Duration PATIENCE = DaemonProcess.START_PATIENCE;

    private static final int USAGE = 64;
    private static final int SOCKET = 71;
    private static final int SESSION_LOG = 73;
    private static final int CONFIGURATION = 78;

    @TempDir
    Path folder;

    private DaemonProcess lone(int port) throws IOException {
        return DaemonProcess.launchConfigured(folder, DaemonProcess.loneConfiguration(port), "d1");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void check8_sigtermEndsItInOrderAndItStartsAgainAtOnce() throws IOException {
        int port = FreePorts.next();
        for (int i = 0; i < 2; i++) {
            try (DaemonProcess daemon = lone(port)) {
                daemon.awaitReady();
                assertThat(Path.of("/tmp/" + port)).exists();
                long start = System.nanoTime();
                assertThat(daemon.terminate()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
                assertThat(daemon.output()).last().isEqualTo("Spread daemon exiting normally!");
                assertThat(Path.of("/tmp/" + port)).doesNotExist();
            }
        }
    }

    @Test
    void theStartTellsVersionProgressMembershipAndReadiness() throws IOException {
        int port = FreePorts.next();
        try (DaemonProcess daemon = lone(port)) {
            daemon.awaitReady();
            assertThat(daemon.output())
                    .anyMatch(line -> line.matches("\\| Version 5\\.00\\.01 .*\\|"))
                    .contains(
                            "Conf_load_conf_file: using file: " + folder.resolve("d1.conf"),
                            "Finished configuration file.",
                            "Conf_load_conf_file: My name: d1, id: 1552775919, addr: 127.0.0.1, port: " + port,
                            "--------------------",
                            "Configuration at d1 is:",
                            "Num Segments 1",
                            "\t1\t[127.0.0.255]:" + port,
                            "\t\td1                  \t127.0.0.1\tID: 1552775919      ",
                            "====================")
                    .anyMatch(line -> line.matches("Membership id is \\( 1552775919, \\d+\\)"))
                    .last()
                    .isEqualTo("Ringcast daemon d1 is ready for clients on port " + port);
            daemon.signal("INT");
            assertThat(daemon.awaitExit(PATIENCE)).isZero();
        }
    }

    @Test
    void level4IsToldToOperators() throws IOException {
        Path file = write("d1.conf", DaemonProcess.loneConfiguration(FreePorts.next()));
        try (DaemonProcess daemon =
                DaemonProcess.launch(folder, "-n", "d1", "-c", file.toString(), "--set", "RingProtocol=4")) {
            daemon.awaitLine("^\\| Version 4\\.04\\.00 ", PATIENCE);
            daemon.awaitReady();
            assertThat(daemon.terminate()).isZero();
        }
    }

    @Test
    void check7_takenUdpPort() throws IOException {
        int port = FreePorts.next();
        for (int taken = port; taken <= port + 1; taken++) {
            try (DatagramSocket owner = new DatagramSocket(taken);
                    DaemonProcess daemon = lone(port)) {
                assertThat(owner.isBound()).isTrue();
                assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(SOCKET);
                assertThat(daemon.output())
                        .last()
                        .asString()
                        // Only the native transport knows the number.
                        .matches(
                                "DL_init_channel_gen: bind error \\((98: )?Address already in use\\) for \\[0\\.0\\.0\\.0\\]:"
                                        + taken + "; probably already running!");
            }
        }
    }

    @Test
    void check7_takenTcpPort() throws IOException {
        int port = FreePorts.next();
        try (ServerSocket owner = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"));
                DaemonProcess daemon = lone(port)) {
            assertThat(owner.isBound()).isTrue();
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(SOCKET);
            assertThat(daemon.output())
                    .last()
                    .isEqualTo("Sess_init: unable to bind to port [0.0.0.0]:" + port
                            + "; likely already bound by another process: -1 98 'Address already in use'");
        }
    }

    @Test
    void defect24_aLiveOwnerOfTheUnixSocketKeepsIt() throws IOException {
        int port = FreePorts.next();
        Path path = Path.of("/tmp/" + port);
        try (ServerSocketChannel owner = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            owner.bind(UnixDomainSocketAddress.of(path));
            try (DaemonProcess daemon = lone(port)) {
                assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(SOCKET);
                assertThat(daemon.output()).last().asString().contains("AF_UNIX", path.toString());
                assertThat(path).exists();
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @Test
    void check8_aSocketFileLeftByACrashIsNoHindrance() throws IOException {
        int port = FreePorts.next();
        try (DaemonProcess daemon = lone(port)) {
            daemon.awaitReady();
            daemon.crash();
        }
        assertThat(Path.of("/tmp/" + port)).exists();
        try (DaemonProcess daemon = lone(port)) {
            daemon.awaitReady();
            assertThat(daemon.terminate()).isZero();
        }
        assertThat(Path.of("/tmp/" + port)).doesNotExist();
    }

    @Test
    void check18_aMissingFileIsAnErrorEvenIfAnotherIsThere() throws IOException {
        write("spread.conf", DaemonProcess.loneConfiguration(FreePorts.next()));
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-n", "d1", "-c", "missing.conf")) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(CONFIGURATION);
            assertThat(daemon.output())
                    .contains("Conf_load_conf_file: error opening config file missing.conf!")
                    .noneMatch(line -> line.contains("using file"));
        }
    }

    @Test
    void check7_threeWaysOfNotBeingInTheConfiguration() throws IOException {
        String elsewhere = "Spread_Segment 192.0.2.255:4803 {\n\td1 192.0.2.1\n}\n";
        Path file = write("other.conf", elsewhere);
        List<List<String>> cases = List.of(
                List.of("Conf_load_conf_file: My proc d9 is not in configuration!", "-n", "d9"),
                List.of(
                        "Conf_load_conf_file: None of this machine's internet addresses match this daemon's address"
                                + " 192.0.2.1!",
                        "-n",
                        "d1"),
                List.of("Conf_load_conf_file: None of this machine's internet addresses match any daemon's address in"
                        + " configuration!"));
        for (List<String> one : cases) {
            String[] arguments = new String[one.size() + 1];
            arguments[0] = "-c";
            arguments[1] = file.toString();
            for (int i = 1; i < one.size(); i++) {
                arguments[i + 1] = one.get(i);
            }
            try (DaemonProcess daemon = DaemonProcess.launch(folder, arguments)) {
                assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(CONFIGURATION);
                assertThat(daemon.output()).contains(one.get(0));
            }
        }
    }

    @Test
    void onlyTheFirstLetterOfAFlagCountsAndTheSessionLogIsKept() throws Exception {
        int port = FreePorts.next();
        Path file = write("ring.conf", DaemonProcess.loneConfiguration(port));
        try (DaemonProcess daemon =
                DaemonProcess.launch(folder, "-log", "y", "-name", "d1", "-config", file.toString())) {
            daemon.awaitReady();
            try (ClientProbe client = new ClientProbe("127.0.0.1", port, "alice")) {
                client.join("g");
                client.awaitView("g", "#alice#d1");
            }
            awaitInFile(folder.resolve("d1"), "D ");
            assertThat(daemon.terminate()).isZero();
        }
        List<String> records = Files.readAllLines(folder.resolve("d1"));
        assertThat(records).hasSize(4);
        assertThat(records.get(0)).matches("B +\\d{10}");
        assertThat(records.get(1)).matches("M +\\d{10} +\\d{10} +\\d+ >   0");
        assertThat(records.get(2)).matches("C +\\d{10} +\\d+ +\\d+ 127\\.0\\.0\\.1 {8}alice {5}");
        assertThat(records.get(3)).matches("D +\\d{10} +\\d+ +\\d+ 127\\.0\\.0\\.1 {38}alice {6}0");
    }

    @Test
    void aSessionLogThatCannotBeWrittenIsFatal() throws IOException {
        Path file = write("ring.conf", DaemonProcess.loneConfiguration(FreePorts.next()));
        Files.createDirectory(folder.resolve("d1"));
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-l", "y", "-n", "d1", "-c", file.toString())) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(SESSION_LOG);
            assertThat(daemon.output())
                    .last()
                    .asString()
                    .startsWith("Log_init: error (")
                    .endsWith("could not open file d1");
        }
    }

    @Test
    void aWrongCommandLineShowsTheUsage() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-x")) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(USAGE);
            assertThat(daemon.output()).contains("Usage: spread", "\t[-l y/n]          : print log");
        }
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "--set", "MaxConections=1")) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(USAGE);
            assertThat(daemon.output()).anyMatch(line -> line.contains("Did you mean MaxConnections?"));
        }
    }

    @Test
    void checkConfigTellsWhetherAFileCanBeUsed() throws IOException {
        Path good = write("good.conf", DaemonProcess.loneConfiguration(4803));
        Path bad = write("bad.conf", "Spread_Segment 127.0.0.255:4803 {\n}\n");
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "--check-config", good.toString())) {
            assertThat(daemon.awaitExit(PATIENCE)).isZero();
            assertThat(daemon.output()).first().asString().endsWith("good.conf: usable");
            assertThat(daemon.output()).anyMatch(line -> line.contains("warning(s)"));
        }
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "--check-config", bad.toString())) {
            assertThat(daemon.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(daemon.output()).first().asString().endsWith("bad.conf: not usable");
        }
    }

    @Test
    void defect16_defect29_logFileTimeStampsAndReopening() throws IOException {
        int port = FreePorts.next();
        Path logFile = folder.resolve("events.log");
        String options =
                "EventTimeStamp = \"[%%Y]\"\nEventLogFile = %s\nDebugFlags = { PRINT EXIT }\n".formatted(logFile);
        try (DaemonProcess daemon =
                DaemonProcess.launchConfigured(folder, options + DaemonProcess.loneConfiguration(port), "d1")) {
            awaitInFile(logFile, "is ready for clients");
            Files.move(logFile, folder.resolve("events.log.1"));
            daemon.signal("HUP");
            awaitInFile(logFile, "SIGHUP: event log opened again");
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.output()).noneMatch(line -> line.contains("exiting"));
        }
        assertThat(Files.readAllLines(logFile)).last().asString().matches("\\[\\d{4}] Spread daemon exiting normally!");
        String bad = "EventLogFile = " + folder.resolve("missing/events.log") + "\n";
        try (DaemonProcess daemon =
                DaemonProcess.launchConfigured(folder, bad + DaemonProcess.loneConfiguration(port), "d1")) {
            daemon.awaitLine("EventLogFile: .*missing/events.log.*the output stays where it is", PATIENCE);
            daemon.awaitReady();
            daemon.signal("HUP");
            daemon.awaitLine("Configuration read again, asked for by SIGHUP; hash \\d+ as before", PATIENCE);
            assertThat(daemon.terminate()).isZero();
        }
    }

    private static void awaitInFile(Path file, String text) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertThat(System.nanoTime() - end)
                    .as("waiting for '%s' in %s", text, file)
                    .isNegative();
            Thread.onSpinWait();
        }
    }
}
