package org.ringcast.harness.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.monitor.SpMonitor;

/** The dialogue of {@code spmonitor} where it does better than Spread's, against a daemon that runs: d1 of three. */
class ConsoleChecksTest {
    private static final String DANGEROUS = "DangerousMonitor = true\nDebugFlags = { PRINT EXIT FLOW_CONTROL }";
    private static final String PROMPT = "\nMonitor> ";

    @TempDir
    Path folder;

    private Path file;
    private String configuration;

    @BeforeEach
    void writeConfiguration() throws Exception {
        configuration = MonitoredDaemon.three(FreePorts.next(), DANGEROUS);
        file = Files.writeString(folder.resolve("spread.conf"), configuration);
    }

    private Terminal spmonitor(String... more) throws Exception {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(new String[] {"-c", file.toString(), "-p", "0", "-t", "100"}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return new Terminal((in, out) -> SpMonitor.run(arguments, in, out));
    }

    @Test
    void defect60_14_6_whoDoesNotAnswerIsNamed() throws Exception {
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", configuration);
                Terminal monitor = spmonitor()) {
            monitor.awaitEnding(PROMPT);
            monitor.type("0");
            monitor.type("all");
            monitor.type("");
            monitor.await("\nStatus at d1 V 5.00. 1 (state 1, gstate 1) after ");
            monitor.awaitEnding("""
                    Monitor: no answer from d2 within 2 seconds
                    Monitor: no answer from d3 within 2 seconds

                    Monitor>\s""");
            monitor.type("9");
            assertThat(monitor.awaitEnd()).isZero();
            assertThat(d1.daemon().daemon().faults()).isZero();
        }
    }

    @Test
    void defect60_14_2_undefinedWindowsAreNotSent() throws Exception {
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", configuration);
                Terminal monitor = spmonitor()) {
            monitor.awaitEnding(PROMPT);
            monitor.type("6");
            monitor.awaitEnding("Define the windows first (command 5). Undefined ones are 0, and nobody could send any"
                    + " more.\n" + PROMPT);
            monitor.type("5");
            monitor.type("0");
            monitor.awaitEnding("Please enter a number from 1 to 32767, or nothing\n    Window size: ");
            for (String answer : new String[] {"70", "9", "", ""}) {
                monitor.type(answer);
            }
            monitor.awaitEnding(
                    "\td1 personal window\t9\n\n\td2 personal window\t-1\n\n\td3 personal window\t-1\n\n" + PROMPT);
            monitor.type("6");
            Await.until(
                    () -> d1.logged("FC_handle_message: Got monitor mess, Window 70 Personal 9 Accelerated 15") == 2);
        }
    }

    /** The broken file would end every Spread daemon that reads it. */
    @Test
    void defect60_14_11_aBrokenFileIsNotReloaded() throws Exception {
        try (MonitoredDaemon d1 = MonitoredDaemon.startConfigured("d1", configuration);
                Terminal monitor = spmonitor()) {
            monitor.awaitEnding(PROMPT);
            Files.writeString(file, "Spread_Segment nonsense");
            monitor.type("r");
            monitor.awaitEnding("Nothing was sent: no daemon could use this file, either.\n" + PROMPT);
            Files.writeString(file, configuration);
            monitor.type("r");
            monitor.awaitEnding("\nReload Membership. \n");
            Await.until(() -> d1.logged("A monitor asks to reload the configuration") == 2);
        }
    }

    /** Lines that come all at once, and the end right behind them. */
    @Test
    void defect60_14_14_allLinesAreObeyed() throws Exception {
        try (Terminal monitor = spmonitor()) {
            for (String line : new String[] {"1", "5", "x", "6", "7", "3", "2", "3"}) {
                monitor.type(line);
            }
            monitor.endInput();
            assertThat(monitor.awaitEnd()).isZero();
            assertThat(monitor.screen())
                    .contains("Please enter a number\n", "Monitor: send partition\n")
                    .endsWith("\td1\t5\n\n\td2\t6\n\n\td3\t7\n\n" + PROMPT + "Bye.\n");
        }
    }

    @Test
    void errorsBeforeTheMenu() throws Exception {
        try (Terminal monitor = spmonitor("-n", "zz")) {
            assertThat(monitor.awaitEnd()).isEqualTo(78);
            assertThat(monitor.screen()).contains("Conf_load_conf_file: My proc zz is not in configuration!\n");
        }
        try (RawMonitor other = new RawMonitor("127.0.0.1", null, 5, 1, 0);
                Terminal monitor = spmonitor("-p", "" + other.port())) {
            assertThat(monitor.awaitEnd()).isEqualTo(71);
            assertThat(monitor.screen())
                    .endsWith("DL_init_channel_gen: bind error (98: Address already in use) for [127.0.0.1]:"
                            + other.port() + "; probably already running!\n");
        }
    }
}
