package org.ringcast.harness.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.ToolProcess;

/** {@code spcheck} beside the first of three daemons on one switch that loses what the test wants. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PathCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String GROUP = "225.1.2.3";
    private static final int PORT = 4803;

    @TempDir
    Path folder;

    private Path file;

    /** What a run printed behind the matrices, and its exit status. */
    private record Run(int status, List<String> output) {
        List<String> findings() {
            return output.subList(output.lastIndexOf("") + 1, output.size());
        }
    }

    private Run check(Namespaces net, int node, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("-c", file.toString()));
        words.addAll(List.of(options));
        try (CapturedProcess spcheck =
                ToolProcess.startPrefixed(folder, net.inNode(node), "SpCheck", words.toArray(String[]::new))) {
            int status = spcheck.awaitExit(PATIENCE);
            return new Run(status, spcheck.output());
        }
    }

    @Test
    void check60_15_oneWayLinksAndBlackHolesAreNamed() throws Exception {
        Namespaces.assumeAvailable();
        try (Namespaces net = Namespaces.create(3)) {
            file = folder.resolve("spread.conf");
            Files.writeString(
                    file,
                    "AcceleratedRing = false\nSpread_Segment " + GROUP + ":" + PORT + " {\n\td1 " + net.address(0)
                            + "\n\td2 " + net.address(1) + "\n\td3 " + net.address(2) + "\n}\n");
            List<DaemonProcess> daemons = new ArrayList<>();
            try {
                for (int node = 0; node < 3; node++) {
                    daemons.add(DaemonProcess.launch(
                            folder,
                            net.inNode(node),
                            "-n",
                            "d" + (node + 1),
                            "-c",
                            file.toString(),
                            "--set",
                            "UnixSocketDir=" + Files.createDirectory(folder.resolve("sockets" + node))));
                }
                daemons.forEach(DaemonProcess::awaitReady);
                breakPaths(net);
                assertThat(daemons)
                        .allSatisfy(daemon -> assertThat(daemon.output())
                                .noneMatch(line -> line.contains("different spread configuration")));
            } finally {
                daemons.forEach(DaemonProcess::close);
            }
        }
    }

    private void breakPaths(Namespaces net) throws Exception {
        Run healthy = check(net, 0);
        assertThat(healthy.findings()).as("%s", healthy).containsExactly("All 6 pairs pass.");
        assertThat(healthy.status()).isZero();
        assertThat(healthy.output().get(0)).contains("This is d1, where a daemon has the ports 4803 and 4804.");

        net.cut(1, 2);
        Run cut = check(net, 0);
        assertThat(cut.findings())
                .as("%s", cut)
                .containsExactly(
                        "d2 -> d3 lost: nothing that d2 sends arrives at d3 (unicast to port 4803, unicast to port 4804"
                                + " (tokens), multicast 225.1.2.3 port 4803), but d3 -> d2 arrives: a one-way link",
                        "1 of 6 pairs do not pass.");
        assertThat(cut.status()).isEqualTo(1);
        net.healAll();

        net.cutAddress(1, 2, GROUP);
        net.cutLarge(2, 0);
        Run part = check(net, 0);
        assertThat(part.findings())
                .as("%s", part)
                .containsExactly(
                        "d2 -> d3 lost: d3 does not hear d2 by multicast 225.1.2.3 port 4803, but unicast arrives",
                        "d3 -> d1: small packets arrive, those above 995 bytes do not: packets of the ring have up to"
                                + " 1472 bytes, and something on this path takes 1023 with headers at most (MTU); by"
                                + " unicast to port 4803, unicast to port 4804 (tokens), multicast 225.1.2.3 port 4803",
                        "2 of 6 pairs do not pass.");
        net.healAll();

        // The one that asks is the one that hears nothing of another: what it knows it has by way of the third.
        net.cut(2, 0);
        Run deaf = check(net, 0);
        assertThat(deaf.findings()).as("%s", deaf).hasSize(2);
        assertThat(deaf.findings().get(0))
                .startsWith("d3 -> d1 lost: nothing that d3 sends arrives at d1 (")
                .endsWith("), but d1 -> d3 arrives: a one-way link");
        net.healAll();
    }
}
