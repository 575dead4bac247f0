package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;

/** Monitor, check 11: over IPv6. */
class Ipv6MonitorChecksTest {
    @TempDir
    Path folder;

    private final int port;
    private final String configuration;

    Ipv6MonitorChecksTest() throws Exception {
        port = FreePorts.next();
        configuration = "DangerousMonitor = true\n" + MonitoredDaemon.CALM_TIMERS + "Spread_Segment [::1]:" + port
                + " {\n\td1 ::1\n}\n";
    }

    static void assumeIpv6() {
        try (DatagramSocket socket = new DatagramSocket(
                0, InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}))) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("skipped: no IPv6 on this machine: " + e.getMessage());
        }
    }

    @Test
    void check60_11_thisDaemonAndThisMonitor() throws Exception {
        assumeIpv6();
        try (MonitoredDaemon daemon = MonitoredDaemon.startConfigured("d1", configuration)) {
            statusFlowAndKill();
            daemon.daemon().daemon().awaitEnd();
        }
    }

    @Test
    void check60_11_theirDaemonAndThisMonitor() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        assumeIpv6();
        try (CapturedProcess daemon = reference.startDaemon(folder, configuration, "d1")) {
            Await.until(() ->
                    SpMonitorRun.of(folder, configuration, "status").output().contains(" OP "));
            statusFlowAndKill();
            assertThat(daemon.isAlive()).isFalse();
        } finally {
            Files.deleteIfExists(Path.of("/tmp", Integer.toString(port)));
        }
    }

    private void statusFlowAndKill() throws Exception {
        SpMonitorRun status = SpMonitorRun.of(folder, configuration, "status");
        assertThat(status.status()).isZero();
        assertThat(status.line("d1")).contains(" OP ", "     1 d1 ");
        assertThat(SpMonitorRun.of(folder, configuration, "flow", "--window", "50")
                        .status())
                .isZero();
        assertThat(SpMonitorRun.of(folder, configuration, "status", "--json").output())
                .contains("\"window\":50,");
        assertThat(SpMonitorRun.of(folder, configuration, "kill", "d1").output())
                .isEqualTo("Ended: d1\n");
    }
}
