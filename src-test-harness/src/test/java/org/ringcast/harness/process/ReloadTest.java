package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.runtime.ExitCode;
import spread.SpreadException;

/** A running daemon on real sockets reads other files: what comes into force, what does not, and what ends it. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReloadTest {
    private static final String TIMERS = """
            TokenTimeout = 1000
            HurryTimeout = 250
            AliveTimeout = 10
            JoinTimeout = 10
            RepTimeout = 50
            SegTimeout = 20
            GatherTimeout = 40
            FormTimeout = 500
            LookupTimeout = 30000
            """;

    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePorts.next();
    }

    private String file(String options, String d1, String others) {
        return options + "\n" + TIMERS + "Spread_Segment 127.0.0.1:" + port + " {\n\td1 127.0.0.1 " + d1 + "\n}\n"
                + others;
    }

    private EmbeddedDaemon start(String text) throws Exception {
        return EmbeddedDaemon.start(text, "d1", "UnixSocketDir=" + folder);
    }

    private static void await(EmbeddedDaemon daemon, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> String.join("\n", daemon.log()))
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean logged(EmbeddedDaemon daemon, String text) {
        return daemon.log().stream().anyMatch(line -> line.contains(text));
    }

    private static long rings(EmbeddedDaemon daemon) {
        return daemon.log().stream()
                .filter(line -> line.startsWith("Membership id is"))
                .count();
    }

    // Another object tells that a reload came through, also when it changed nothing.
    @SuppressWarnings("ReferenceEquality")
    private static void reload(EmbeddedDaemon daemon, String text) {
        var before = daemon.configurationInForce();
        daemon.reload(text);
        await(daemon, () -> daemon.configurationInForce() != before);
    }

    @Test
    void defect50_20_1_aFileWithAnErrorChangesNothing() throws Exception {
        try (EmbeddedDaemon daemon = start(file("", "", ""))) {
            daemon.reload("Window = 100\nnonsense = {\n");
            await(
                    daemon,
                    () -> logged(daemon, "Reload asked for by SIGHUP refused, the configuration in force stays:"));
            await(daemon, () -> logged(daemon, "d1.conf:2:"));
            assertThat(rings(daemon)).isEqualTo(1);
            daemon.reload(file("#+ RingProtocol = 4", "", ""));
            await(daemon, () -> logged(daemon, "RingProtocol cannot change while the daemon runs"));
            reload(daemon, file("Window = 77", "", ""));
            assertThat(rings(daemon)).isEqualTo(1);
        }
    }

    @Test
    void optionsComeIntoForceOrAreNamed() throws Exception {
        try (EmbeddedDaemon daemon = start(file("AllowedAuthMethods = \"NULL\"", "", ""))) {
            try (ClientProbe before = new ClientProbe("127.0.0.1", port, "early")) {
                reload(
                        daemon,
                        file("AllowedAuthMethods = \"IP\"\nSocketPortReuse = off\n#+ HandshakeTimeout = 900", "", "")
                                .replace("LookupTimeout = 30000", "LookupTimeout = 20000"));
                assertThat(logged(daemon, "SocketPortReuse has changed: needs a restart of this daemon"))
                        .isTrue();
                assertThat(logged(daemon, "LookupTimeout has changed: needs a restart"))
                        .isTrue();
                assertThat(logged(daemon, "HandshakeTimeout has changed: needs a restart"))
                        .isTrue();
                assertThat(logged(daemon, "AllowedAuthMethods has changed")).isFalse();
                assertThatThrownBy(() -> new ClientProbe("127.0.0.1", port, "late"))
                        .as("NULL is not allowed any more")
                        .isInstanceOf(SpreadException.class);
                before.join("g");
                before.awaitView("g", "#early#d1");
            }
            assertThat(rings(daemon)).isEqualTo(1);
        }
    }

    /** Both are read before there is a ring; the second waits until the first is in force. */
    @Test
    void aFileThatIsReadWhileAnotherWaitsForItsRingComesNext() throws Exception {
        String others = "Spread_Segment 127.0.0.1:" + FreePorts.next() + " {\n\td2 127.0.0.1\n}\n";
        String slow = file("", "", others).replace("SegTimeout = 20", "SegTimeout = 2000");
        try (EmbeddedDaemon daemon = EmbeddedDaemon.launch(slow, "d1", "UnixSocketDir=" + folder)) {
            var atStart = daemon.configurationInForce();
            daemon.reload("Window = 50\n" + slow);
            await(daemon, () -> logged(daemon, "Configuration read again"));
            daemon.reload("Window = 60\n" + slow);
            await(daemon, () -> daemon.configurationInForce().options().window() == 60);
            assertThat(daemon.log())
                    .filteredOn(line -> line.startsWith("Configuration read again"))
                    .hasSize(2);
            assertThat(atStart.options().window()).isEqualTo(160);
        }
    }

    /** A service manager would pass on too early that the service has the new configuration. */
    @Test
    void defect_aReloadIsDoneWhenItIsInForceAndNotWhenItWasAskedFor() throws Exception {
        String slow = file("", "", "").replace("SegTimeout = 20", "SegTimeout = 1500");
        String others = "Spread_Segment 127.0.0.1:" + FreePorts.next() + " {\n\td2 127.0.0.1\n}\n";
        try (EmbeddedDaemon daemon = EmbeddedDaemon.launch(slow + others, "d1", "UnixSocketDir=" + folder)) {
            daemon.setText("Window = 50\n" + slow + others);
            var outcome = daemon.daemon().reload();
            await(daemon, () -> logged(daemon, "Configuration read again"));
            assertThat(outcome).as("there is no ring yet").isNotDone();
            assertThat(outcome).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
            assertThat(daemon.configurationInForce().options().window()).isEqualTo(50);
            assertThat(rings(daemon)).isEqualTo(1);
            daemon.setText("nonsense");
            assertThat(daemon.daemon().reload())
                    .succeedsWithin(Duration.ofSeconds(30))
                    .isEqualTo(false);
        }
    }

    @Test
    void defect_limitsOnClientsStayedAsTheyWereAtTheStart() throws Exception {
        try (EmbeddedDaemon daemon = start(file("", "", ""));
                ClientProbe client = new ClientProbe("127.0.0.1", port, "client")) {
            client.join("one");
            client.awaitView("one", "#client#d1");
            reload(
                    daemon,
                    file("#+ MaxGroupsPerSession = 1\n#+ MaxMemberships = 30000\n#+ MaxTotalBytes = 5M", "", ""));
            client.join("two");
            await(daemon, () -> logged(daemon, "it is in 1 groups, as many as MaxGroupsPerSession allows"));
            assertThat(logged(daemon, "has changed: needs a restart")).isFalse();
        }
    }

    @Test
    void defect_theNumberOfClientsAndTheDirectoryOfDumpsNeededARestart() throws Exception {
        Path dumps = Files.createDirectory(folder.resolve("dumps"));
        try (EmbeddedDaemon daemon = start(file("", "", ""));
                ClientProbe client = new ClientProbe("127.0.0.1", port, "first")) {
            reload(daemon, file("#+ MaxConnections = 1\n#+ DumpDirectory = " + dumps, "", ""));
            assertThatThrownBy(() -> new ClientProbe("127.0.0.1", port, "second"))
                    .isInstanceOf(SpreadException.class);
            assertThat(daemon.daemon().dump("test")).hasParentRaw(dumps);
            reload(daemon, file("#+ MaxConnections = 5\n#+ DumpDirectory = " + dumps, "", ""));
            new ClientProbe("127.0.0.1", port, "second").close();
            client.join("g");
            client.awaitView("g", "#first#d1");
            assertThat(logged(daemon, "has changed: needs a restart")).isFalse();
        }
    }

    @Test
    void check13_aDaemonThatIsRemovedEndsInOrder() throws Exception {
        String others = "Spread_Segment 127.0.0.1:" + FreePorts.next() + " {\n\td2 127.0.0.1\n}\n";
        EmbeddedDaemon daemon = start(file("", "", others));
        daemon.reload(TIMERS + others);
        assertThat(daemon.daemon().awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(logged(daemon, "Conf_load_conf_file: My proc d1 is not in configuration!"))
                .isTrue();
    }

    @Test
    void aDaemonThatIsAnotherOneEndsToBeStartedAgain() throws Exception {
        EmbeddedDaemon daemon = start(file("", "", ""));
        daemon.reload(file("", "VirtualID = 77", ""));
        assertThat(daemon.daemon().awaitEnd()).isEqualTo(ExitCode.RESTART);
        assertThat(logged(daemon, "Conf_reload_initiate: My daemon parameters have changed! Exiting!"))
                .isTrue();
        assertThat(logged(daemon, "Changed: id; start this daemon again")).isTrue();
    }

    @Test
    void defect20_33_aSegmentOfOneBecomesOneOfTwo() throws Exception {
        try (EmbeddedDaemon daemon = start(file("AcceleratedRing = false", "", ""))) {
            String two = "AcceleratedRing = false\n" + TIMERS + "Spread_Segment 239.255.77.9:" + port
                    + " {\n\td1 127.0.0.1\n\td2 127.0.0.2\n}\n";
            reload(daemon, two);
            await(daemon, () -> rings(daemon) >= 2);
            assertThat(logged(daemon, "Conf_reload_initiate: Return need_singleton = 1"))
                    .isTrue();
            assertThat(daemon.daemon().faults()).isZero();
            reload(daemon, file("AcceleratedRing = false", "", ""));
            await(daemon, () -> logged(daemon, "Conf_reload_initiate: Removed daemon: name d2"));
        }
    }

    @Test
    void socketsOfOtherInterfacesAreOpenedAndClosed() throws Exception {
        String before = "{ D 127.0.0.1 C 127.0.0.1 }";
        try (EmbeddedDaemon daemon = start(file("", before, ""))) {
            assertThat(isServed("127.0.0.1")).isTrue();
            assertThat(isServed("127.0.0.2")).isFalse();
            reload(daemon, file("", "{ D 127.0.0.1 C 127.0.0.2 }", ""));
            await(daemon, () -> isServed("127.0.0.2"));
            await(daemon, () -> !isServed("127.0.0.1"));
            await(daemon, () -> rings(daemon) >= 2);

            daemon.reload(file("", "{ D 127.0.0.1 C 192.0.2.77 }", ""));
            await(daemon, () -> logged(daemon, "refused, the configuration in force stays:"));
            assertThat(isServed("127.0.0.2")).isTrue();
        }
    }

    private boolean isServed(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Spread changes its root directory and then looks for the file there; a file that is not there ends it. */
    @Test
    void defect20_23_defectD11_theFileIsFoundAgainAndOneThatIsMissingChangesNothing() throws Exception {
        Path conf = folder.resolve("d1.conf");
        String options = "RuntimeDir = " + folder.resolve("elsewhere") + "\n#+ UnixSocketDir = " + folder + "\n";
        Files.writeString(conf, file(options, "", ""));
        try (DaemonProcess daemon = DaemonProcess.launch(folder, "-n", "d1", "-c", "d1.conf")) {
            daemon.awaitReady();
            daemon.signal("HUP");
            daemon.awaitLine(
                    "Configuration read again, asked for by SIGHUP; hash \\d+ as before", DaemonProcess.START_PATIENCE);
            Files.delete(conf);
            daemon.signal("HUP");
            daemon.awaitLine("Reload asked for by SIGHUP refused", DaemonProcess.START_PATIENCE);
            daemon.awaitLine("Conf_load_conf_file: error opening config file d1.conf!", DaemonProcess.START_PATIENCE);
            assertThat(isServed("127.0.0.1")).isTrue();
            assertThat(daemon.terminate()).isZero();
        }
    }

    @Test
    void watchConfigReadsAFileThatIsReplacedOrWritten() throws Exception {
        Path conf = folder.resolve("d1.conf");
        String watched = "#+ WatchConfig = true\n#+ UnixSocketDir = " + folder + "\n";
        try (DaemonProcess daemon = DaemonProcess.start(folder, file(watched, "", ""), "d1")) {
            Path fresh = folder.resolve("fresh");
            Files.writeString(fresh, file(watched + "Window = 50\n", "", ""));
            Files.move(fresh, conf, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            daemon.awaitLine("Configuration read again, asked for by WatchConfig", DaemonProcess.START_PATIENCE);
            int from = daemon.output().size();
            Files.writeString(conf, file("#+ UnixSocketDir = " + folder + "\n", "", ""));
            daemon.awaitLine("Configuration read again, asked for by WatchConfig", from, DaemonProcess.START_PATIENCE);
            assertThat(daemon.terminate()).isZero();
        }
    }
}
