package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;

class SessionLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1795178526), ZoneOffset.UTC);
    private static final Topology TOPOLOGY = new Topology(
            List.of(
                    new Topology.Daemon("d1", 1, 0, 0),
                    new Topology.Daemon("d2", 2, 0, 1),
                    new Topology.Daemon("d3", 3, 0, 2)),
            1,
            0);

    private final List<String> trouble = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void recordsLookLikeThoseOfSpread() throws IOException {
        Path file = folder.resolve("d1");
        SessionLog log = new SessionLog(file, CLOCK, trouble::add);
        log.connect(3, 11, "127.0.0.1", "userA");
        log.disconnect(3, 11, "127.0.0.1", "userA", 0);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "B    1795178526",
                        "C    1795178526           3  11 127.0.0.1        userA     ",
                        "D    1795178526           3  11 127.0.0.1                                      userA      0");
        assertThat(trouble).isEmpty();
    }

    @Test
    void defect27_everyPresentDaemonHasItsOwnIndex() throws IOException {
        Path file = folder.resolve("d1");
        SessionLog log = new SessionLog(file, CLOCK, trouble::add);
        log.membership(new RingMembers(new MembershipId(1, 1795178530), TOPOLOGY, 0, 1, 2), 0);
        log.membership(new RingMembers(new MembershipId(1, 1795178536), TOPOLOGY, 0, 2), 5);
        assertThat(Files.readAllLines(file))
                .endsWith(
                        "M    1795178526    1795178530           0 >   0  1  2",
                        "M    1795178526    1795178536           5 >   0 --  2");
    }

    @Test
    void aFileThatCannotBeOpenedIsAnErrorAtTheStartAndALineLater() throws IOException {
        assertThatThrownBy(() -> new SessionLog(folder, CLOCK, trouble::add)).isInstanceOf(IOException.class);
        Path below = Files.createDirectory(folder.resolve("gone"));
        Path file = below.resolve("d1");
        SessionLog log = new SessionLog(file, CLOCK, trouble::add);
        Files.delete(file);
        Files.delete(below);
        log.connect(0, 1, "127.0.0.1", "a");
        assertThat(trouble).hasSize(1);
        assertThat(trouble.get(0)).startsWith("Log_alive: error (").endsWith("could not open file " + file);
    }
}
