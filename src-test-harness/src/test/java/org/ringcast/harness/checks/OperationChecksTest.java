package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.runtime.StartException;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;

/** Configuration and operation: the checks that take a daemon that runs, besides those of DaemonProcessTest. */
class OperationChecksTest {
    @TempDir
    Path folder;

    private static boolean connects(int port) {
        try (RawClient client = RawClient.connect(port)) {
            client.send(RawClient.hello("visitor", true));
            return client.read(6).length == 6;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void check8_defect18_restartWithClientsThatWereThereAndRefused() throws Exception {
        int port = FreePorts.next();
        String configuration = DaemonProcess.loneConfiguration(port) + LoneDaemon.FAST_TIMERS;
        for (int life = 0; life < 3; life++) {
            List<RawClient> clients = new ArrayList<>();
            try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration, "d1")) {
                for (int i = 0; i < 20; i++) {
                    clients.add(RawClient.session(port, "c" + i));
                    RawClient refused = RawClient.connect(port);
                    clients.add(refused);
                    refused.send(RawClient.connectMessage("c" + i, true));
                    assertThat(refused.readToEnd()).isEqualTo("fa");
                }
                assertThat(daemon.daemon().faults()).isZero();
            }
            assertThat(Path.of("/tmp/" + port)).doesNotExist();
            for (RawClient client : clients) {
                client.readToEnd();
                client.close();
            }
        }
    }

    @Test
    void check8_sigtermWithClientsEndsAtOnce() throws Exception {
        int port = FreePorts.next();
        try (DaemonProcess daemon = DaemonProcess.start(folder, DaemonProcess.loneConfiguration(port), "d1");
                RawClient client = RawClient.session(port, "client");
                RawClient silent = RawClient.connect(port)) {
            client.join("g");
            client.readFrame();
            long start = System.nanoTime();
            assertThat(daemon.terminate()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            client.expectEnd();
            silent.expectEnd();
            assertThat(Path.of("/tmp/" + port)).doesNotExist();
            assertThat(daemon.output()).last().isEqualTo("Spread daemon exiting normally!");
        }
    }

    /** One second, on a machine whose cores are free; on a busy one as much longer as it is busy. */
    @Test
    void defect_sigtermWith500StuckSessionsTakesLong() throws Exception {
        int port = FreePorts.next();
        int bodyBytes = 10_000;
        List<RawClient> stuck = new ArrayList<>();
        try (DaemonProcess daemon = DaemonProcess.start(folder, DaemonProcess.loneConfiguration(port), "d1");
                RawClient sender = RawClient.session(port, "sender", false)) {
            for (int i = 0; i < 500; i++) {
                RawClient client = RawClient.session(port, "s" + i, false, 4096);
                client.join("flood");
                stuck.add(client);
            }
            stuck.get(499).expectNothing();
            for (int i = 0; i < 200; i++) {
                sender.multicast("flood", new byte[bodyBytes]);
            }
            sender.expectNothing();
            long start = System.nanoTime();
            assertThat(daemon.terminate()).isZero();
            OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
            double busy = Math.max(1, machine.getSystemLoadAverage() / machine.getAvailableProcessors());
            assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(busy);
            assertThat(daemon.output()).last().isEqualTo("Spread daemon exiting normally!");
            assertThat(Path.of("/tmp/" + port)).doesNotExist();
            String left = stuck.get(7).readToEnd();
            assertThat(left.length() / 2).as("it was stuck").isLessThan(200 * bodyBytes);
        } finally {
            for (RawClient client : stuck) {
                client.close();
            }
        }
    }

    @Test
    void check12_withoutDebugFlagsOnlyWhatIsAlwaysShown() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { }\n");
                RawClient client = RawClient.session(daemon.port(), "client")) {
            client.send(Frame.of(0x04, "other", "g", new byte[0]));
            client.expectEnd();
            daemon.awaitLogged(
                    0, "Sess_validate_read_header: Session other trying to make session client do something");
            assertThat(daemon.log())
                    .noneMatch(line -> line.startsWith("Sess_kill") || line.startsWith("Sess_session_authorized"))
                    .anyMatch(line -> line.contains("Configuration at d1 is:"));
        }
    }

    @Test
    void check12_eachClassOfMessagesCanBeLeftOut() throws Exception {
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { ALL !SESSION }\n");
                RawClient client = RawClient.session(daemon.port(), "client")) {
            client.join("g12");
            client.readFrame();
            assertThat(daemon.log())
                    .noneMatch(line -> line.startsWith("Sess_"))
                    .contains("G_handle_join: #client#d1 joins group g12");
        }
        try (LoneDaemon daemon = LoneDaemon.start("DebugFlags = { ALL !GROUPS }\n");
                RawClient client = RawClient.session(daemon.port(), "client")) {
            client.join("g12");
            client.readFrame();
            assertThat(daemon.log())
                    .noneMatch(line -> line.startsWith("G_handle_join"))
                    .anyMatch(line -> line.startsWith("Sess_session_authorized: Accepting with private name client"));
        }
    }

    @Test
    void check15_crlfTabsCommentsAndAFullConfiguration() throws Exception {
        int port = FreePorts.next();
        StringBuilder text = new StringBuilder("# comment\r\nDebugFlags = { PRINT EXIT }#glued\r\n");
        text.append("Spread_Segment\t127.0.0.255:").append(port).append(" {\r\n");
        text.append("\td1\t127.0.0.1 {\r\n\t\tD 127.0.0.1\r\n\t\tC 127.0.0.1\r\n\t\tC 127.0.0.3\r\n\t}\r\n}\r\n");
        text.append(LoneDaemon.FAST_TIMERS.replace("\n", "\r\n"));
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(text.toString(), "d1")) {
            assertThat(connects(port)).isTrue();
            assertThat(daemon.daemon().clientAddresses()).hasSize(2);
        }
    }

    @Test
    void check15_128Daemons20SegmentsStillStart() throws Exception {
        int port = FreePorts.next();
        StringBuilder text = new StringBuilder();
        for (int segment = 0; segment < 20; segment++) {
            text.append("Spread_Segment 127.0.")
                    .append(segment)
                    .append(".255:")
                    .append(port)
                    .append(" {\n");
            int daemons = segment == 0 ? 14 : 6;
            for (int i = 1; i <= daemons; i++) {
                text.append("\td")
                        .append(segment * 100 + i)
                        .append(" 127.0.")
                        .append(segment)
                        .append('.')
                        .append(i)
                        .append('\n');
            }
            text.append("}\n");
        }
        text.append(LoneDaemon.FAST_TIMERS);
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(text.toString(), "d1")) {
            assertThat(daemon.configuration().daemons()).hasSize(128);
            assertThat(connects(port)).isTrue();
        }
    }

    @Test
    void check16_port65535IsRefused() {
        assertThatThrownBy(() -> EmbeddedDaemon.start(DaemonProcess.loneConfiguration(65_535), "d1"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("65535");
    }

    @Test
    void check17_aDaemonOnIpv6() throws Exception {
        int port = FreePorts.next();
        String text = "Spread_Segment [::1]:" + port + " {\n\td1 ::1\n}\n" + LoneDaemon.FAST_TIMERS;
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(text, "d1")) {
            assertThat(daemon.daemon().clientAddresses()).hasSize(1);
            try (RawClient client = RawClient.connectTo("::1", port)) {
                client.send(RawClient.hello("six", true));
                assertThat(client.read(6)).hasSize(6);
            }
        } catch (StartException e) {
            Assumptions.abort("skipped: no IPv6 on this machine: " + e.getMessage());
        }
    }

    @Test
    void section16_sessionLogOfClients() throws Exception {
        int port = FreePorts.next();
        Path file = Files.writeString(
                folder.resolve("spread.conf"), DaemonProcess.loneConfiguration(port) + LoneDaemon.FAST_TIMERS);
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-l", "y", "-n", "d1", "-c", file.toString())) {
            daemon.awaitReady();
            try (RawClient client = RawClient.session(port, "userA")) {
                client.disconnect();
                client.expectEnd();
            }
            assertThat(daemon.terminate()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve("d1")))
                .anyMatch(line -> line.matches("B +\\d+"))
                .anyMatch(line -> line.matches("M +\\d+ +\\d+ +-?\\d+ > {3}0"))
                .anyMatch(line -> line.matches("C +\\d+ +\\d+ +\\d+ 127\\.0\\.0\\.1        userA     "))
                .anyMatch(line -> line.matches("D +\\d+ +\\d+ +\\d+ 127\\.0\\.0\\.1 {38}userA      0"));
    }
}
