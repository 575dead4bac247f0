package org.ringcast.harness.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Namespaces themselves: cuts, and that nothing stays behind. */
class NamespacesTest {
    @BeforeEach
    void onlyWhereTheyCanBeMade() {
        Namespaces.assumeAvailable();
    }

    /** A TCP connection of one node to the other, which needs both directions. */
    private static boolean reaches(Namespaces net, int from, int to) throws IOException {
        List<String> command = new ArrayList<>(net.inNode(from));
        // Nobody listens there: an answer is a refusal.
        command.addAll(List.of("timeout", "0.5", "bash", "-c", "exec 3<>/dev/tcp/" + net.address(to) + "/9"));
        return Shell.run(command).output().contains("refused");
    }

    @Test
    void cutsWorkInOneDirectionAndCanBeTakenBack() throws Exception {
        try (Namespaces net = Namespaces.create(3)) {
            assertThat(reaches(net, 0, 1)).isTrue();
            assertThat(reaches(net, 2, 1)).isTrue();
            net.cut(0, 1);
            assertThat(reaches(net, 0, 1)).isFalse();
            assertThat(reaches(net, 1, 0)).as("the answer is lost").isFalse();
            assertThat(reaches(net, 2, 1)).isTrue();
            assertThat(reaches(net, 0, 2)).isTrue();
            net.heal(0, 1);
            assertThat(reaches(net, 0, 1)).isTrue();
            net.partition(0, 1);
            assertThat(reaches(net, 0, 1)).isTrue();
            assertThat(reaches(net, 0, 2)).isFalse();
            assertThat(reaches(net, 2, 1)).isFalse();
            net.healAll();
            assertThat(reaches(net, 2, 1)).isTrue();
            assertThat(net.traffic(2).packets()).isPositive();
            assertThat(net.traffic(2).bytes()).isGreaterThan(net.traffic(2).packets() * 40);
        }
    }

    @Test
    void nothingStaysBehind() throws Exception {
        String mine = "ringcast-" + ProcessHandle.current().pid() + "-";
        Namespaces net = Namespaces.create(2);
        assertThat(Leftovers.list().stream().filter(name -> name.startsWith(mine)))
                .hasSize(3);
        List<String> command = new ArrayList<>(net.inNode(1));
        command.addAll(List.of("sleep", "1000"));
        Process running = new ProcessBuilder(command).start();
        net.close();
        assertThat(running.waitFor()).isEqualTo(128 + 9);
        assertThat(Leftovers.list()).noneMatch(name -> name.startsWith(mine));
    }

    @Test
    void whatAKilledJvmLeftIsRemovedByTheNext() throws Exception {
        // No process has a number as high as this.
        String orphan = "ringcast-99999999-0-n0";
        Process running = leave(orphan);
        Namespaces.create(1).close();
        assertThat(Leftovers.list()).doesNotContain(orphan);
        assertThat(running.waitFor()).isEqualTo(128 + 9);
    }

    /** A process that runs in a namespace of this name. Tests in another JVM may sweep it away before it is complete. */
    private static Process leave(String orphan) throws Exception {
        while (true) {
            Shell.run(List.of("ip", "netns", "add", orphan));
            Process running = new ProcessBuilder("ip", "netns", "exec", orphan, "sleep", "1000").start();
            Shell.Result pids = Shell.run(List.of("ip", "netns", "pids", orphan));
            while (running.isAlive() && pids.isOk() && pids.output().isBlank()) {
                Thread.onSpinWait();
                pids = Shell.run(List.of("ip", "netns", "pids", orphan));
            }
            if (running.isAlive() && pids.isOk()) {
                return running;
            }
            running.destroyForcibly().waitFor();
        }
    }
}
