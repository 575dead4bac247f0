package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;
import org.ringcast.monitor.SpMonitor;

/**
 * Monitor, checks 1, 2, 3, 5 and 7 to 10: Spread's spmonitor with this daemon, this spmonitor with Spread's daemons, and rings of
 * both kinds of daemons under this spmonitor; at both levels. Needs -Dspread.home and -Dspread4.home.
 */
class ReferenceMonitorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DANGEROUS = "DangerousMonitor = true\nDebugFlags = { PRINT EXIT FLOW_CONTROL }\n";

    @TempDir
    Path folder;

    private final int first;
    private final int second;

    ReferenceMonitorTest() throws Exception {
        first = FreePorts.next();
        second = FreePorts.next();
    }

    /** Two daemons on this machine; at level 4 the address is the id, so they must differ. */
    private String configuration(int level, String options) {
        String address = level == 4 ? "127.0.0.2" : "127.0.0.1";
        return (level == 4 ? "#+ RingProtocol = 4\n" : "") + options + "AcceleratedRing = false\n"
                + MonitoredDaemon.FAST_TIMERS
                + "Spread_Segment 127.0.0.1:%d {\n\td1 127.0.0.1\n}\n".formatted(first)
                + "Spread_Segment %s:%d {\n\td2 %s\n}\n".formatted(address, second, address);
    }

    /** For a daemon that stays alone. */
    private static String calm(String configuration) {
        return configuration.replace(MonitoredDaemon.FAST_TIMERS, MonitoredDaemon.CALM_TIMERS);
    }

    private SpMonitorRun spmonitor(String configuration, String... words) throws Exception {
        return SpMonitorRun.of(folder, configuration, words);
    }

    private static ReferenceInstall install(int level) {
        return level == 4 ? ReferenceInstall.assumeLevel4() : ReferenceInstall.assumeLevel5();
    }

    private void deleteSockets() throws Exception {
        Files.deleteIfExists(Path.of("/tmp", Integer.toString(first)));
        Files.deleteIfExists(Path.of("/tmp", Integer.toString(second)));
    }

    @Test
    void check60_1_theirMonitorWithThisDaemon() throws Exception {
        theirMonitorWithThisDaemon(5, "5.00. 1");
    }

    @Test
    void check60_2_theirMonitorWithThisDaemonAtLevel4() throws Exception {
        theirMonitorWithThisDaemon(4, "4.04. 0");
    }

    private void theirMonitorWithThisDaemon(int level, String version) throws Exception {
        ReferenceInstall reference = install(level);
        String text = configuration(level, DANGEROUS);
        Path file = folder.resolve("monitor.conf");
        Files.writeString(file, text);
        try (MonitoredDaemon daemon = MonitoredDaemon.startConfigured("d1", text);
                CapturedProcess monitor = reference.startTool(
                        folder, "spmonitor", "-n", "d1", "-c", file.toString(), "-p", "" + FreePorts.next())) {
            monitor.awaitLine("9. Exit", PATIENCE);
            send(monitor, "0", "d1", "");
            monitor.awaitLine("^Status at d1 V " + version + " \\(state 1, gstate 1\\) after \\d+ seconds :", PATIENCE);
            monitor.awaitLine("^Membership  :  1  procs in 1 segments, leader is d1, regular protocol$", PATIENCE);
            monitor.awaitLine("^rounds   : +\\d+\ttok_hurry : +\\d+\tmemb change: +1$", PATIENCE);
            monitor.awaitLine("^sent pack: +\\d+\trecv pack : +0\tretrans    : +0$", PATIENCE);
            monitor.awaitLine("^Sessions : +0\tGroups    : +0\tWindow     : +160$", PATIENCE);
            monitor.awaitLine("P/A Window : +20/15$", PATIENCE);
            send(monitor, "5", "80", "12", "9", "6");
            Await.until(() -> daemon.logged("FC_handle_message: Got monitor mess, Window 80 Personal 12") == 2);
            send(monitor, "1", "3", "4", "2");
            Await.until(() -> {
                String line = level == 5
                        ? "Net_handle_monitor: Got monitor partition message; I'm in component 3"
                        : "Net_recv: Got monitor message, component 3";
                return daemon.logged(line) == 2;
            });
            send(monitor, "4", "r");
            Await.until(() -> daemon.logged("A monitor asks to reload the configuration") == (level == 5 ? 2 : 1));
            send(monitor, "8", "d1", "");
            daemon.daemon().daemon().awaitEnd();
            assertThat(daemon.logged("Net_handle_monitor: Instructed to exit by monitor!"))
                    .isEqualTo(1);
            assertThat(daemon.daemon().daemon().faults()).isZero();
        }
    }

    @Test
    void check60_1_theirMonitorWithARingOfThis() throws Exception {
        theirMonitorWithARing(5);
    }

    @Test
    void check60_2_theirMonitorWithARingOfThisAtLevel4() throws Exception {
        theirMonitorWithARing(4);
    }

    /** Every command for several daemons, and the status again and again. */
    private void theirMonitorWithARing(int level) throws Exception {
        ReferenceInstall reference = install(level);
        String text = configuration(level, DANGEROUS);
        Path file = folder.resolve("monitor.conf");
        Files.writeString(file, text);
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", text);
                MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", text);
                CapturedProcess monitor = reference.startTool(
                        folder,
                        "spmonitor",
                        "-n",
                        "d1",
                        "-t",
                        "1",
                        "-c",
                        file.toString(),
                        "-p",
                        "" + FreePorts.next())) {
            awaitProcs(text, 2);
            monitor.awaitLine("9. Exit", PATIENCE);
            // Level 4 daemons answer to the address of the monitor's daemon, whoever they are.
            send(monitor, "0", "all", "");
            for (String name : List.of("d1", "d2")) {
                monitor.await(
                        "three reports of " + name,
                        PATIENCE,
                        output -> output.stream()
                                        .filter(line -> line.startsWith("Status at " + name + " V"))
                                        .count()
                                >= 3);
            }
            monitor.awaitLine("^Membership  :  2  procs in 2 segments, leader is d1, regular protocol$", PATIENCE);
            send(monitor, "0", "none", "");
            send(monitor, "1", "1", "2", "3", "2");
            Await.until(() -> spmonitor(text, "status").line("d1").matches(".* GOP +1 .*"));
            send(monitor, "4");
            awaitProcs(text, 2);
            send(monitor, "5", "70", "11", "12", "6", "7");
            Await.until(() -> d1.logged("Got monitor mess, Window 70 Personal 11") == 2
                    && d2.logged("Got monitor mess, Window 70 Personal 12") == 2);
            send(monitor, "8", "d2", "");
            d2.daemon().daemon().awaitEnd();
            Await.until(() -> spmonitor(text, "status").line("d1").matches(".* GOP +1 .*"));
            send(monitor, "9");
            assertThat(monitor.awaitExit(PATIENCE)).isZero();
            assertThat(d1.daemon().daemon().faults()).isZero();
        }
    }

    @Test
    void check60_5_theirMonitorAndThisSafeMode() throws Exception {
        for (int level : List.of(5, 4)) {
            ReferenceInstall reference = install(level);
            String text = configuration(level, "");
            Path file = folder.resolve("monitor.conf");
            Files.writeString(file, text);
            try (MonitoredDaemon daemon = MonitoredDaemon.startConfigured("d1", text);
                    CapturedProcess monitor = reference.startTool(
                            folder, "spmonitor", "-n", "d1", "-c", file.toString(), "-p", "" + FreePorts.next())) {
                monitor.awaitLine("9. Exit", PATIENCE);
                send(monitor, "8", "d1", "");
                Await.until(() -> daemon.logged("Request to set partition or kill daemons from") > 0
                        && daemon.logged("in safe mode") > 0);
                send(monitor, "0", "d1", "");
                monitor.awaitLine("^Status at d1 V", PATIENCE);
                send(monitor, "r");
                Await.until(() -> daemon.logged("A monitor asks to reload the configuration") > 0);
                assertThat(daemon.daemon().daemon().faults()).isZero();
            }
        }
    }

    @Test
    void check60_10_theirMonitorReloadsARingOfThis() throws Exception {
        for (int level : List.of(5, 4)) {
            ReferenceInstall reference = install(level);
            int third = FreePorts.next();
            String before = configuration(level, DANGEROUS);
            String address = level == 4 ? "127.0.0.3" : "127.0.0.1";
            String after = before + "Spread_Segment %s:%d {\n\td3 %s\n}\n".formatted(address, third, address);
            Path file = folder.resolve("monitor.conf");
            Files.writeString(file, before);
            try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", before);
                    MonitoredDaemon d2 = MonitoredDaemon.startConfigured("d2", before);
                    CapturedProcess monitor = reference.startTool(
                            folder, "spmonitor", "-n", "d1", "-c", file.toString(), "-p", "" + FreePorts.next())) {
                awaitProcs(before, 2);
                monitor.awaitLine("9. Exit", PATIENCE);
                d1.daemon().setText(after);
                d2.daemon().setText(after);
                Files.writeString(file, after);
                send(monitor, "r");
                monitor.awaitLine("^New configuration hash is: \\d+", PATIENCE);
                try (MonitoredDaemon d3 = MonitoredDaemon.startConfigured("d3", after)) {
                    Await.until(() -> spmonitor(after, "status").line("d3").matches(".* GOP +3 .*"));
                    send(monitor, "0", "d3", "");
                    monitor.awaitLine("^Status at d3 V", PATIENCE);
                    monitor.awaitLine("^Membership  :  3  procs in 3 segments", PATIENCE);
                    assertThat(d3.daemon().daemon().faults()).isZero();
                }
                assertThat(d1.logged("Configuration read again, asked for by a monitor; hash "))
                        .isEqualTo(1);
            }
        }
    }

    /** Line by line: it reads further ones only when something wakes it. */
    private static void send(CapturedProcess monitor, String... lines) throws Exception {
        for (String line : lines) {
            int before = monitor.output().size();
            monitor.send(line);
            // Most answers do not end with a line end, so there is nothing to wait for but time.
            LockSupport.parkNanos(60_000_000L);
            assertThat(monitor.output().size()).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void check60_3_check60_9_thisMonitorWithTheirDaemon() throws Exception {
        thisMonitorWithTheirDaemon(5, "5.0.1");
    }

    @Test
    void check60_3_check60_9_thisMonitorWithTheirDaemonAtLevel4() throws Exception {
        thisMonitorWithTheirDaemon(4, "4.4.0");
    }

    private void thisMonitorWithTheirDaemon(int level, String version) throws Exception {
        ReferenceInstall reference = install(level);
        String text = calm(configuration(level, DANGEROUS));
        try (CapturedProcess daemon = reference.startDaemon(folder, text, "d1")) {
            Await.until(() -> spmonitor(text, "status", "d1")
                    .output()
                    .matches("(?s).*\\nd1 +OP +GOP +1 d1 .* " + Pattern.quote(version) + "\n"));
            SpMonitorRun flow = spmonitor(text, "flow", "--window", "70", "--personal", "d1=9", "--wait", "0.4");
            assertThat(flow.output()).isEqualTo("The windows are in force; no answer from d2.\n");
            assertThat(spmonitor(text, "status", "d1", "--json").output())
                    .contains("\"window\":70,\"personal_window\":9,");
            // The signature is nothing to them.
            SpMonitorRun signed =
                    spmonitor("#+ MonitorSecret = 12345678\n" + text, "flow", "--window", "71", "--wait", "0.4");
            assertThat(signed.output()).startsWith("The windows are in force");
            // The same file with the other ring protocol: what a reload can lead to.
            if (level == 5) {
                SpMonitorRun other = spmonitor(
                        text.replace("AcceleratedRing = false", "AcceleratedRing = true"),
                        "status",
                        "d1",
                        "--wait",
                        "0.4");
                assertThat(other.status()).isEqualTo(2);
                assertThat(other.output()).contains("d1: another configuration. The daemon has hash ");
            }
            assertThat(spmonitor(text, "history", "d1", "--every", "0.2", "--count", "3")
                            .output()
                            .lines()
                            .filter(line -> line.matches(".* d1 +OP +1 .*")))
                    .hasSize(3);
            assertThat(spmonitor(text, "top", "d1", "--count", "1").line("d1")).contains(" OP ", " d1 (1) ");
            SpMonitorRun report = spmonitor(text, "status", "d1", "--report");
            assertThat(report.output()).contains("Status at d1 V", "P/A Window :       9/");
            SpMonitorRun partition = spmonitor(text, "partition", "d1=3", "--wait", "0.4");
            assertThat(partition.output()).doesNotStartWith("No effect");
            daemon.awaitLine("component 3$", PATIENCE);
            assertThat(spmonitor(text, "dump", "d1", "--wait", "0.4").output()).startsWith("d1: no answer.");
            dialogueWithTheirDaemon(text);
            assertThat(spmonitor(text, "reload", "--wait", "0.4").status()).isEqualTo(1);
            daemon.awaitLine("Conf_reload_initiate: Return need_singleton = 0|Membership id is", PATIENCE);
            SpMonitorRun kill = spmonitor(text, "kill", "d1");
            assertThat(kill.output()).isEqualTo("Ended: d1\n");
            assertThat(daemon.awaitExit(PATIENCE)).as("SIGABRT").isEqualTo(134);
        } finally {
            deleteSockets();
        }
    }

    private void dialogueWithTheirDaemon(String text) throws Exception {
        Path file = folder.resolve("dialogue.conf");
        Files.writeString(file, text);
        String[] arguments = {"-c", file.toString(), "-n", "d1", "-p", "0", "-t", "1"};
        try (Terminal monitor = new Terminal((in, out) -> SpMonitor.run(arguments, in, out))) {
            monitor.awaitEnding("\nMonitor> ");
            for (String line : List.of("0", "d1", "")) {
                monitor.type(line);
            }
            for (int reports = 1; reports <= 2; reports++) {
                int wanted = reports;
                Await.until(() -> monitor.screen().split("\nStatus at d1 V", -1).length > wanted);
            }
            for (String line : List.of("0", "none", "", "5", "60", "8", "", "6", "0", "d1", "")) {
                monitor.type(line);
            }
            monitor.await("P/A Window :       8/");
            monitor.type("9");
            assertThat(monitor.awaitEnd()).isZero();
        }
    }

    @Test
    void check60_5_theirSafeMode() throws Exception {
        theirSafeMode(5);
    }

    @Test
    void check60_5_theirSafeModeAtLevel4() throws Exception {
        theirSafeMode(4);
    }

    private void theirSafeMode(int level) throws Exception {
        ReferenceInstall reference = install(level);
        String text = calm(configuration(level, ""));
        try (CapturedProcess daemon = reference.startDaemon(folder, text, "d1")) {
            Await.until(() -> spmonitor(text, "status", "d1").output().contains(" OP "));
            assertThat(spmonitor(text, "kill", "d1").status()).isEqualTo(3);
            SpMonitorRun forced = spmonitor(text, "kill", "d1", "--force", "--wait", "0.5");
            assertThat(forced.status()).isEqualTo(1);
            assertThat(forced.output()).startsWith("No effect at d1. A daemon refuses this unless");
            daemon.awaitLine("denied. (Daemon|Monitor) in safe mode", PATIENCE);
        } finally {
            deleteSockets();
        }
    }

    @Test
    void check60_7_check60_8_partitionAndTerminateInAMixedRing() throws Exception {
        for (int level : List.of(5, 4)) {
            ReferenceInstall reference = install(level);
            String text = configuration(level, DANGEROUS);
            try (MonitoredDaemon ours = MonitoredDaemon.startConfigured("d1", text);
                    CapturedProcess theirs = reference.startDaemon(folder, text, "d2")) {
                awaitProcs(text, 2);
                SpMonitorRun split = spmonitor(text, "partition", "d1=1", "d2=2");
                assertThat(split.output()).isEqualTo("The daemons are split as wanted.\n");
                assertThat(spmonitor(text, "partition", "--cancel").status()).isZero();
                awaitProcs(text, 2);
                assertThat(spmonitor(text, "kill", "d2").output()).isEqualTo("Ended: d2\n");
                Await.until(() -> spmonitor(text, "status", "d1").line("d1").matches(".* GOP +1 .*"));
                assertThat(ours.daemon().daemon().faults()).isZero();
                assertThat(theirs.awaitExit(PATIENCE)).isEqualTo(134);
            } finally {
                deleteSockets();
            }
        }
    }

    private void awaitProcs(String text, int procs) throws Exception {
        Await.until(() -> spmonitor(text, "status")
                        .output()
                        .lines()
                        .filter(line -> line.matches("d\\d .*GOP +" + procs + " .*"))
                        .count()
                == 2);
    }

    /** A third daemon is appended to the file; the new one is started by hand. */
    @Test
    void check60_10_reloadOfTheirRing() throws Exception {
        reloadOfTheirRing(5);
    }

    @Test
    void check60_10_reloadOfTheirRingAtLevel4() throws Exception {
        reloadOfTheirRing(4);
    }

    private void reloadOfTheirRing(int level) throws Exception {
        ReferenceInstall reference = install(level);
        int third = FreePorts.next();
        String before = configuration(level, DANGEROUS);
        String address = level == 4 ? "127.0.0.3" : "127.0.0.1";
        String after = before + "Spread_Segment %s:%d {\n\td3 %s\n}\n".formatted(address, third, address);
        try (CapturedProcess d1 = reference.startDaemon(folder, before, "d1");
                CapturedProcess d2 = reference.startDaemon(folder, before, "d2")) {
            awaitProcs(before, 2);
            Path old = folder.resolve("old.conf");
            Files.writeString(old, before);
            String root = "\nDaemonUser = \"root\"\nDaemonGroup = \"root\"\nRuntimeDir = \"/\"\n";
            for (String name : List.of("d1", "d2")) {
                Files.writeString(folder.resolve(name + "-reference.conf"), after + root);
            }
            SpMonitorRun reload = spmonitor(after, "reload", "--old", old.toString(), "--wait", "8");
            assertThat(reload.output()).contains("Added: d3 (to be started)", "from d3.");
            try (MonitoredDaemon d3 = MonitoredDaemon.startConfigured("d3", after)) {
                Await.until(() -> spmonitor(after, "status").line("d3").matches(".* GOP +3 .*"));
                assertThat(d1.isAlive() && d2.isAlive()).isTrue();
                assertThat(d3.daemon().daemon().faults()).isZero();
            }
        } finally {
            deleteSockets();
        }
    }
}
