package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.MonitorSignature;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;
import org.ringcast.harness.process.FreePorts;

/** The commands of {@code spmonitor} against daemons that run: d1 and d2 of three, each with real sockets in this JVM. */
class CommandChecksTest {
    private static final String DANGEROUS = "DangerousMonitor = true\nDebugFlags = { PRINT EXIT FLOW_CONTROL }";

    @TempDir
    Path folder;

    private final int port;

    CommandChecksTest() throws Exception {
        port = FreePorts.next();
    }

    private SpMonitorRun spmonitor(String options, String... words) throws Exception {
        return SpMonitorRun.of(folder, MonitoredDaemon.three(port, options), words);
    }

    private MonitoredDaemon start(String name, String options, String... settings) throws Exception {
        return MonitoredDaemon.startConfigured(name, MonitoredDaemon.three(port, options), settings);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void statusOfAllAndOfSome() throws Exception {
        try (MonitoredDaemon d1 = start("d1", "");
                MonitoredDaemon d2 = start("d2", "")) {
            assertThat(d1.id(0)).isNotEqualTo(d2.id(1));
            awaitProcs(2, "d1", "d2");
            SpMonitorRun run = spmonitor("", "status", "--wait", "1");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.line("d1")).contains(" OP ", " GOP ", "     2 d1 ", "5.0.1");
            assertThat(run.line("d2")).contains(" OP ", " GOP ", "     2 d1 ", "5.0.1");
            assertThat(run.output()).contains("d3: no answer. It is down, ");

            assertThat(spmonitor("", "status", "d1", "d2").status()).isZero();
            SpMonitorRun json = spmonitor("", "status", "d2", "--json");
            assertThat(json.status()).isZero();
            assertThat(json.output())
                    .startsWith("{\"daemon\":\"d2\",\"answered\":true,\"state_name\":\"OP\",\"gstate_name\":\"GOP\",")
                    .contains(
                            "\"leader\":\"d1\"",
                            "\"num_procs\":2",
                            "\"num_segments\":2",
                            "\"my_id\":2",
                            "\"window\":160",
                            "\"hash\":" + Integer.toUnsignedLong(d2.hash()))
                    .endsWith("}\n");
            assertThat(spmonitor("", "-n", "d2", "status", "d2", "--report").output())
                    .startsWith("\n============================\nStatus at d2 V 5.00. 1 (state 1, gstate 1) after ");
            SpMonitorRun unknown = spmonitor("", "status", "d4");
            assertThat(unknown.status()).isEqualTo(64);
            assertThat(unknown.output()).contains("No daemon 'd4'", "d1, d2, d3");
        }
    }

    private void awaitProcs(int procs, String... daemons) throws Exception {
        Await.until(() -> {
            SpMonitorRun run = spmonitor("", concat("status", daemons));
            return run.output()
                            .lines()
                            .filter(l -> l.matches("d\\d .*GOP +" + procs + " .*"))
                            .count()
                    == daemons.length;
        });
    }

    private static String[] concat(String first, String... rest) {
        List<String> words = new ArrayList<>(List.of(first));
        words.addAll(List.of(rest));
        return words.toArray(String[]::new);
    }

    /** Another file than the monitor's: nobody can tell from silence, so the daemon is asked for its hash. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void defect60_14_6_anotherConfigurationIsToldWithBothHashes() throws Exception {
        try (MonitoredDaemon daemon = MonitoredDaemon.startConfigured(
                "d1",
                MonitoredDaemon.three(port, "") + "Spread_Segment 127.0.0.9:" + port + " {\n\td9 127.0.0.9\n}\n")) {
            SpMonitorRun run = spmonitor("", "status", "d1", "--wait", "1");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.output())
                    .contains("d1: another configuration. The daemon has hash "
                            + Integer.toUnsignedString(daemon.hash()) + ", ");
            long other = Integer.toUnsignedLong(daemon.hash());
            assertThat(spmonitor("", "status", "d1", "--json", "--wait", "1").output())
                    .startsWith(
                            "{\"daemon\":\"d1\",\"answered\":false,\"hash_of_daemon\":" + other + ",\"hash_of_file\":");
        }
        try (MonitoredDaemon daemon = start("d1", "AcceleratedRing = true")) {
            SpMonitorRun run = spmonitor("", "status", "d1", "--wait", "1");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.output())
                    .contains(
                            Integer.toUnsignedString(daemon.hash()),
                            "that is the same file with AcceleratedRing = true, as after a reload");
        }
        try (MonitoredDaemon daemon = start("d1", "#+ RingProtocol = 4\nAcceleratedRing = true")) {
            SpMonitorRun run = spmonitor("", "status", "d1", "--level", "4");
            assertThat(run.status()).as("level 4 daemons answer all the same").isEqualTo(2);
            assertThat(run.line("d1")).contains(" OP ");
            assertThat(run.output())
                    .contains("d1: another configuration. The daemon has hash "
                            + Integer.toUnsignedString(daemon.hash()));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_9_flowControl() throws Exception {
        try (MonitoredDaemon d1 = start("d1", DANGEROUS)) {
            SpMonitorRun run = spmonitor(
                    DANGEROUS, "flow", "--window", "90", "--personal", "12", "--personal", "d2=7", "--wait", "1");
            assertThat(run.output()).isEqualTo("The windows are in force; no answer from d2, d3.\n");
            assertThat(run.status()).isZero();
            assertThat(d1.logged("FC_handle_message: Got monitor mess, Window 90 Personal 12 Accelerated 15"))
                    .isEqualTo(2);
            for (String bad : new String[] {"0", "32768", "x", "d7=3", "-1"}) {
                assertThat(spmonitor(DANGEROUS, "flow", "--personal=" + bad).status())
                        .as(bad)
                        .isEqualTo(64);
            }
            assertThat(spmonitor(DANGEROUS, "flow").status()).isEqualTo(64);
        }
    }

    /** The file says whether it will be obeyed; and when it is sent all the same, the effect is looked at. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_5_refusedCommandsAreToldClearly() throws Exception {
        try (MonitoredDaemon d1 = start("d1", "")) {
            for (String[] words : new String[][] {{"flow", "--window", "9"}, {"kill", "d1"}, {"partition", "d1=1"}}) {
                SpMonitorRun run = spmonitor("", words);
                assertThat(run.status()).isEqualTo(3);
                assertThat(run.output()).startsWith("Refused: ").contains("does not say DangerousMonitor = true");
            }
            assertThat(d1.logged("safe mode")).isZero();
            SpMonitorRun flow = spmonitor("", "flow", "--window", "9", "--force", "--wait", "1");
            assertThat(flow.status()).isEqualTo(1);
            assertThat(flow.output()).startsWith("No effect at d1. A daemon refuses this unless its own file says");
            SpMonitorRun kill = spmonitor("", "kill", "d1", "--force", "--json", "--wait", "1");
            assertThat(kill.status()).isEqualTo(1);
            assertThat(kill.output()).startsWith("{\"error\":\"No effect at d1.");
            assertThat(d1.logged("safe mode")).isEqualTo(4);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_8_terminate() throws Exception {
        MonitoredDaemon victim = start("d2", DANGEROUS);
        try (MonitoredDaemon d1 = start("d1", DANGEROUS)) {
            awaitProcs(2, "d1", "d2");
            SpMonitorRun run = spmonitor(DANGEROUS, "kill", "d2");
            assertThat(run.output()).isEqualTo("Ended: d2\n");
            assertThat(run.status()).isZero();
            assertThat(victim.daemon().daemon().awaitEnd()).isEqualTo(ExitCode.OK);
            assertThat(victim.logged("Net_handle_monitor: Instructed to exit by monitor!"))
                    .isEqualTo(1);
            awaitProcs(1, "d1");
            assertThat(d1.daemon().daemon().faults()).isZero();
        } finally {
            victim.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void check60_7_partitionAndCancel() throws Exception {
        try (MonitoredDaemon d1 = start("d1", DANGEROUS);
                MonitoredDaemon d2 = start("d2", DANGEROUS)) {
            awaitProcs(2, "d1", "d2");
            SpMonitorRun run = spmonitor(DANGEROUS, "partition", "d2=5", "--wait", "8");
            assertThat(run.output()).isEqualTo("The daemons are split as wanted.\n");
            assertThat(run.status()).isZero();
            awaitProcs(1, "d1", "d2");
            assertThat(d2.logged("I'm in component 5")).isEqualTo(2);
            assertThat(d1.logged("I'm in component 0")).isEqualTo(2);
            assertThat(spmonitor(DANGEROUS, "partition", "--cancel").status()).isZero();
            awaitProcs(2, "d1", "d2");
            assertThat(spmonitor(DANGEROUS, "partition").status()).isEqualTo(64);
            assertThat(spmonitor(DANGEROUS, "partition", "d1").status()).isEqualTo(64);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reloadIsAskedForWithTheOldHash() throws Exception {
        try (MonitoredDaemon d1 = start("d1", "")) {
            SpMonitorRun same = spmonitor("", "reload", "--wait", "1");
            assertThat(same.status()).as("d2 and d3 are down").isEqualTo(1);
            assertThat(same.output())
                    .startsWith("Old configuration hash is: " + Integer.toUnsignedString(d1.hash()) + "\n"
                            + "New configuration hash is: " + Integer.toUnsignedString(d1.hash()) + "\n"
                            + "Sent. No answer to hash ")
                    .contains("from d2, d3.");
            assertThat(d1.logged("A monitor asks to reload the configuration")).isEqualTo(2);

            Path old = folder.resolve("old.conf");
            Files.writeString(old, MonitoredDaemon.three(port, ""));
            String text = MonitoredDaemon.three(port, "")
                    .replace("d3 127.0.0.3", "d4 127.0.0.3")
                    .replace("d2 127.0.0.2 VirtualID = 2", "d2 127.0.0.2 VirtualID = 22");
            SpMonitorRun changed = SpMonitorRun.of(folder, text, "reload", "--old", old.toString(), "--wait", "1");
            assertThat(changed.output())
                    .contains("Changed: d2 (address, port, id or interfaces)", "Removed: d3", "Added: d4");
            assertThat(changed.output()).contains("d1 has hash " + Integer.toUnsignedString(d1.hash()));
            assertThat(changed.status()).isEqualTo(2);
            assertThat(d1.logged("A monitor asks to reload the configuration")).isEqualTo(4);

            SpMonitorRun broken = SpMonitorRun.of(folder, "nonsense", "reload", "--old", old.toString());
            assertThat(broken.status()).isEqualTo(78);
            assertThat(d1.logged("A monitor asks to reload the configuration")).isEqualTo(4);
        }
        try (MonitoredDaemon d1 = start("d1", "", "MonitorReload=refuse")) {
            spmonitor("", "reload", "--wait", "1");
            assertThat(d1.logged("Monitor request RELOAD from daemon 1 refused: MonitorReload is refuse"))
                    .isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void history() throws Exception {
        try (MonitoredDaemon d1 = start("d1", "")) {
            SpMonitorRun run = spmonitor("", "history", "d1", "--every", "0.2", "--count", "3");
            assertThat(run.status()).isZero();
            List<String> lines = run.output().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).startsWith("TIME     DAEMON");
            assertThat(lines.get(1)).contains(" d1 ", " OP ", " - ");
            assertThat(lines.get(3)).contains(" d1 ", " OP ").doesNotContain(" - ");
            SpMonitorRun json = spmonitor("", "history", "--json", "--every", "0.2", "--count", "2");
            assertThat(json.status()).as("two are down").isEqualTo(1);
            assertThat(json.output().lines().toList()).hasSize(6);
            assertThat(json.output()).contains("\"rounds_per_second\":", "\"answered\":false,\"time\":\"");
            assertThat(d1.daemon().daemon().faults()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void topWithoutATerminalPrintsPictures() throws Exception {
        try (MonitoredDaemon d1 = start("d1", "")) {
            SpMonitorRun run = spmonitor("", "top", "d1", "d3", "--every", "2", "--count", "2");
            assertThat(run.status()).isZero();
            assertThat(run.output()).doesNotContain("\u001b");
            List<String> lines = run.output().lines().toList();
            assertThat(lines).hasSize(14);
            // A daemon that is alone looks for others now and then.
            assertThat(lines.get(8)).matches("2 daemons, 1 answer, 1 ring(, 1 changing)?");
            assertThat(lines.get(11)).matches("d1             (OP     |GATHER )     d1 \\(1\\) .*");
            assertThat(lines.get(12)).isEqualTo("d3             no answer");
            assertThat(d1.daemon().daemon().faults()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void secret_whatChangesSomethingMustBeSigned() throws Exception {
        String secret = "\n#+ MonitorSecret = correct-horse-battery";
        try (MonitoredDaemon d1 = start("d1", DANGEROUS + secret);
                RawMonitor raw = d1.monitor(1)) {
            SpMonitorRun signed = spmonitor(DANGEROUS + secret, "flow", "--window", "90", "--wait", "1");
            assertThat(signed.output()).startsWith("The windows are in force");
            SpMonitorRun unsigned = spmonitor(DANGEROUS, "flow", "--window", "91", "--wait", "1");
            assertThat(unsigned.status()).isEqualTo(1);
            SpMonitorRun other =
                    spmonitor(DANGEROUS + "\n#+ MonitorSecret = wrong-secret", "flow", "--window", "92", "--wait", "1");
            assertThat(other.status()).isEqualTo(1);
            assertThat(spmonitor(DANGEROUS, "status", "d1").status())
                    .as("status needs no signature")
                    .isZero();
            assertThat(d1.logged("refused: it is not signed with the MonitorSecret of this daemon"))
                    .isEqualTo(4);

            // Recorded and sent again, or signed long ago: no effect.
            byte[] now = signedFlowControl(raw, 77, System.currentTimeMillis());
            raw.send(now);
            assertThat(raw.ask().get(Field.WINDOW)).isEqualTo(77);
            raw.send(signedFlowControl(raw, 88, System.currentTimeMillis() + 10));
            assertThat(raw.ask().get(Field.WINDOW)).isEqualTo(88);
            raw.send(now);
            assertThat(raw.ask().get(Field.WINDOW)).isEqualTo(88);
            raw.send(signedFlowControl(raw, 99, System.currentTimeMillis() + 120_000));
            StatusReply reply = raw.ask();
            assertThat(reply.get(Field.WINDOW)).isEqualTo(88);
            assertThat(d1.logged("refused: it was signed more than 60 s ago or from now"))
                    .isEqualTo(1);
        }
    }

    private static byte[] signedFlowControl(RawMonitor monitor, int window, long timeMs) {
        byte[] bytes = monitor.flowControl(Endian.LITTLE, 512, -1, -1, -1, -1, -1, -1, window);
        ByteBuf buffer = Unpooled.buffer(1472).writeBytes(bytes);
        FlowControlRequest request = new FlowControlRequest();
        request.wrap(buffer, 0, bytes.length);
        new MonitorSignature("correct-horse-battery").sign(request, timeMs);
        byte[] signed = new byte[request.lengthBytes()];
        buffer.getBytes(0, signed);
        return signed;
    }
}
