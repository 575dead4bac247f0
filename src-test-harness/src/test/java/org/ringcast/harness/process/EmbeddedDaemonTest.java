package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.StartException;

/** Whole daemons on real sockets of the loopback interface. */
class EmbeddedDaemonTest {
    /** Three daemons of one segment on one host: each has an address and an interface block of its own. */
    private static String oneSegment(String segmentAddress, int port) {
        return """
                AcceleratedRing = false
                Spread_Segment %s:%d {
                    d1 127.0.0.1 { 127.0.0.1 }
                    d2 127.0.0.2 { 127.0.0.2 }
                    d3 127.0.0.3 { 127.0.0.3 }
                }
                """.formatted(segmentAddress, port);
    }

    @Test
    void aLoneDaemonServesAClientAndEnds() throws Exception {
        int port = FreePorts.next();
        EmbeddedDaemon daemon = EmbeddedDaemon.start(DaemonProcess.loneConfiguration(port), "d1");
        try (ClientProbe client = new ClientProbe("127.0.0.1", port, "alice")) {
            client.join("g");
            client.awaitView("g", "#alice#d1");
            client.send("g", "hello");
            client.awaitText("hello");
        }
        daemon.close();
        assertThat(daemon.daemon().faults()).isZero();
        assertThat(Path.of("/tmp/" + port)).doesNotExist();
        assertThat(daemon.log()).anyMatch(line -> line.startsWith("Membership id is ( 1552775919, "));
    }

    private static void threeDaemons(String segmentAddress, String... settings) throws Exception {
        Assumptions.assumeTrue(
                IoTransport.best() != IoTransport.NIO || !segmentAddress.endsWith(".255"),
                "skipped: Java's own sockets cannot be bound to a broadcast address of the loopback interface");
        int port = FreePorts.next();
        String text = oneSegment(segmentAddress, port);
        String[] sockets = Arrays.copyOf(settings, settings.length + 1);
        // They share a port, so they cannot share the directory of the Unix socket.
        Path[] folders = new Path[3];
        EmbeddedDaemon[] daemons = new EmbeddedDaemon[3];
        try {
            for (int i = 0; i < 3; i++) {
                folders[i] = Files.createTempDirectory("ringcast");
                sockets[settings.length] = "UnixSocketDir=" + folders[i];
                daemons[i] = EmbeddedDaemon.launch(text, "d" + (i + 1), sockets);
            }
            try (ClientProbe alice = new ClientProbe("127.0.0.1", port, "alice");
                    ClientProbe bob = new ClientProbe("127.0.0.3", port, "bob")) {
                alice.join("g");
                alice.awaitView("g", "#alice#d1");
                bob.join("g");
                alice.awaitView("g", "#alice#d1", "#bob#d3");
                bob.awaitView("g", "#alice#d1", "#bob#d3");
                bob.send("g", "hello");
                alice.awaitText("hello");
                bob.awaitText("hello");
            }
        } finally {
            for (int i = 0; i < 3; i++) {
                if (daemons[i] != null) {
                    daemons[i].close();
                }
                if (folders[i] != null) {
                    Files.delete(folders[i]);
                }
            }
        }
    }

    @Test
    void aSegmentWithABroadcastAddressFormsOneRing() throws Exception {
        threeDaemons("127.255.255.255");
    }

    @Test
    void aSegmentWithAMulticastAddressFormsOneRing() throws Exception {
        threeDaemons("239.255.42.42");
    }

    @Test
    void aSegmentOfLevel4FormsOneRing() throws Exception {
        threeDaemons("127.255.255.255", "RingProtocol=4");
    }

    @Test
    void check7_aSecondDaemonOnTheSamePortsFailsAndTheFirstGoesOn() throws Exception {
        int port = FreePorts.next();
        String text = DaemonProcess.loneConfiguration(port);
        try (EmbeddedDaemon first = EmbeddedDaemon.start(text, "d1")) {
            assertThatThrownBy(() -> EmbeddedDaemon.launch(text, "d1"))
                    .isInstanceOfSatisfying(
                            StartException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOCKET))
                    .hasMessageContaining("probably already running!");
            try (ClientProbe client = new ClientProbe("127.0.0.1", port, "alice")) {
                client.join("g");
                client.awaitView("g", "#alice#d1");
            }
            assertThat(first.daemon().faults()).isZero();
        }
    }
}
