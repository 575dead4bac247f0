package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings of this daemon and installed Spread daemons, and Spread's tools as clients. Needs -Dspread.home, -Dspread4.home. */
class ReferenceInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static String twoSegments(int first, int second) {
        return """
                AcceleratedRing = false
                Spread_Segment 127.0.0.1:%d {
                    d1 127.0.0.1
                }
                Spread_Segment 127.0.0.1:%d {
                    d2 127.0.0.1
                }
                """.formatted(first, second);
    }

    @Test
    void check5_oneRingWithA50Daemon() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        int first = FreePorts.next();
        int second = FreePorts.next();
        mixedRing(reference, twoSegments(first, second), first, "127.0.0.1", second);
    }

    @Test
    void oneRingWithA44Daemon() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel4();
        int first = FreePorts.next();
        int second = FreePorts.next();
        // At level 4 the address is the daemon's id.
        String text = "#+ RingProtocol = 4\n"
                + twoSegments(first, second)
                        .replace("d2 127.0.0.1", "d2 127.0.0.2")
                        .replace("127.0.0.1:" + second, "127.0.0.2:" + second);
        mixedRing(reference, text, first, "127.0.0.2", second);
    }

    private void mixedRing(ReferenceInstall reference, String text, int ours, String theirHost, int theirs)
            throws Exception {
        try (EmbeddedDaemon daemon = EmbeddedDaemon.launch(text, "d1");
                CapturedProcess other = reference.startDaemon(folder, text, "d2")) {
            daemon.awaitReady();
            other.awaitLine("^\t\td1 ", PATIENCE);
            try (ClientProbe alice = new ClientProbe("127.0.0.1", ours, "alice");
                    ClientProbe bob = new ClientProbe(theirHost, theirs, "bob")) {
                alice.join("g");
                alice.awaitView("g", "#alice#d1");
                bob.join("g");
                alice.awaitView("g", "#alice#d1", "#bob#d2");
                bob.awaitView("g", "#alice#d1", "#bob#d2");
                alice.send("g", "from alice");
                alice.awaitText("from alice");
                bob.awaitText("from alice");
                bob.send("g", "from bob");
                bob.awaitText("from bob");
                alice.awaitText("from bob");
                other.crash();
                alice.awaitView("g", "#alice#d1");
            }
            assertThat(daemon.daemon().faults()).isZero();
        } finally {
            Files.deleteIfExists(Path.of("/tmp", Integer.toString(theirs)));
        }
    }

    @Test
    void spreadsOwnUserProgramIsServedOverTcpAndUnixSocket() throws Exception {
        ReferenceInstall reference = ReferenceInstall.assumeLevel5();
        int port = FreePorts.next();
        try (EmbeddedDaemon daemon = EmbeddedDaemon.start(DaemonProcess.loneConfiguration(port), "d1");
                CapturedProcess alice =
                        reference.startTool(folder, "spuser", "-u", "alice", "-s", port + "@localhost");
                CapturedProcess bob = reference.startTool(folder, "spuser", "-u", "bob", "-s", "" + port)) {
            alice.awaitLine("connected to " + port + "@localhost with private group #alice#d1", PATIENCE);
            bob.awaitLine("connected to " + port + " with private group #bob#d1", PATIENCE);
            alice.send("j g");
            alice.awaitLine("REGULAR membership for group g with 1 members, where I am member 0", PATIENCE);
            bob.send("j g");
            alice.awaitLine("REGULAR membership for group g with 2 members, where I am member 0", PATIENCE);
            bob.send("s g");
            bob.send("hello");
            alice.awaitLine("received SAFE message from #bob#d1, of type 1", PATIENCE);
            bob.send("q");
            assertThat(bob.awaitExit(PATIENCE)).isZero();
            alice.awaitLine("Due to the DISCONNECT of #bob#d1", PATIENCE);
            assertThat(daemon.daemon().faults()).isZero();
        }
    }
}
