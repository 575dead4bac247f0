package org.ringcast.harness.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.protocol.ServiceType;

/** Short runs against a real daemon. */
class LoadRunTest {
    @TempDir
    Path folder;

    @Test
    void bothLoopsMeasureADaemonThatKeepsTheOrder() throws IOException {
        int port = FreePorts.next();
        try (DaemonProcess daemon = DaemonProcess.start(folder, DaemonProcess.loneConfiguration(port), "d1")) {
            List<InetSocketAddress> address = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            LoadResult closed = LoadRun.run(
                    new LoadPlan(address, 2, 3, 100, ServiceType.AGREED, 20, 0, false, 50, 200), daemon.pid());
            assertThat(closed.orderViolations()).isZero();
            assertThat(closed.messagesPerSecond()).isGreaterThan(100);
            assertThat(closed.latencyNs().getTotalCount()).isGreaterThan(3 * 20);
            assertThat(closed.json()).contains("\"service\":\"AGREED\"", "\"load\":\"window 20\"");

            LoadResult open = LoadRun.run(new LoadPlan(address, 1, 1, 1000, ServiceType.SAFE, 0, 200, true, 0, 500));
            assertThat(open.orderViolations()).isZero();
            // 100 messages were due in the time of the measurement, whenever they arrived.
            assertThat(open.latencyNs().getTotalCount()).isBetween(99L, 101L);
            assertThat(open.daemonCpuNs()).isEqualTo(-1);
        }
    }

    @Test
    void theDaemonsAreTakenInTurn() {
        InetSocketAddress one = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        InetSocketAddress two = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
        LoadPlan plan = new LoadPlan(List.of(one, two), 1, 2, 100, ServiceType.FIFO, 1, 0, false, 0, 1);
        assertThat(plan.daemonOfSender(0)).isEqualTo(one);
        assertThat(plan.daemonOfReceiver(0)).isEqualTo(two);
        assertThat(plan.daemonOfReceiver(1)).isEqualTo(one);
    }
}
