package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Topology;

/** Files of the flight recorder. */
class FlightDumpsTest {
    @TempDir
    private Path directory;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nowNs = new AtomicLong(1);
    private final FlightRecorder recorder = new FlightRecorder();

    private FlightDumps.Content content() {
        recorder.onTimer(TimerKind.HURRY, 1);
        Topology topology = new Topology(List.of(new Topology.Daemon("d1", 7, 0, 0)), 1, 0);
        return new FlightDumps.Content(
                "d1, Ringcast 1.2.3", recorder.complete(), topology, Instant.now(), 1, List.of("note"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aFileHasEventsAndThreads() throws IOException {
        Path file;
        try (FlightDumps dumps = new FlightDumps(directory, "a/b d1", log::add, nowNs::get)) {
            file = dumps.request("test", this::content);
        }
        assertThat(file.getFileName().toString()).matches("ringcast-a_b_d1-\\d{8}-\\d{6}-\\d{3}\\.dump");
        assertThat(Files.readString(file))
                .startsWith("Flight recorder of d1, Ringcast 1.2.3\nWhy: test\nnote\n")
                .contains("  timer HURRY\n")
                .contains("\nThreads\n")
                .contains("org.ringcast.daemon.observe.FlightDumps.print(");
        assertThat(log).containsExactly("Flight recorder written to " + file + ": test");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void notMoreOftenThanEveryTenSeconds() throws IOException {
        try (FlightDumps dumps = new FlightDumps(directory, "d1", log::add, nowNs::get)) {
            assertThat(dumps.request("first", this::content)).isNotNull();
            nowNs.addAndGet(FlightDumps.PAUSE_NS - 1);
            assertThat(dumps.request("second", this::content)).isNull();
            nowNs.addAndGet(1);
            assertThat(dumps.request("third", this::content)).isNotNull();
        }
        assertThat(log).hasSize(2);
    }

    @Test
    void theNewestTenAreKept() throws IOException {
        for (int i = 0; i < 13; i++) {
            Files.createFile(directory.resolve("ringcast-d1-20200101-0000%02d-000.dump".formatted(i)));
        }
        Files.createFile(directory.resolve("ringcast-d1-20190101-000000-000.dump.part"));
        Path other = Files.createFile(directory.resolve("ringcast-d1-x-20200101-000000-000.dump"));
        Path log1 = Files.createFile(directory.resolve("spread.log"));
        try (FlightDumps dumps = new FlightDumps(directory, "d1", log::add, nowNs::get)) {
            dumps.request("test", this::content);
        }
        assertThat(files()).hasSize(FlightDumps.KEPT + 2).contains(other, log1);
        assertThat(files().get(0).getFileName()).hasToString("ringcast-d1-20200101-000004-000.dump");
    }

    @Test
    void aDirectoryThatIsNotThereIsTold() {
        try (FlightDumps dumps = new FlightDumps(directory.resolve("no"), "d1", log::add, nowNs::get)) {
            dumps.request("test", this::content);
        }
        assertThat(log)
                .singleElement()
                .asString()
                .endsWith(".dump.part: No such file or directory; nothing was written");
    }

    @Test
    void whatFailsWhileWritingLeavesNothingBehind() throws IOException {
        try (FlightDumps dumps = new FlightDumps(directory, "d1", log::add, nowNs::get)) {
            dumps.request("test", () -> {
                throw new IllegalStateException("no content");
            });
        }
        assertThat(log).singleElement().asString().contains("no content");
        assertThat(files()).isEmpty();
    }

    @Test
    void aSlowDiskHoldsUpNobody() throws InterruptedException {
        CountDownLatch disk = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        try (FlightDumps dumps = new FlightDumps(directory, "d1", log::add, nowNs::get)) {
            dumps.request("slow", () -> {
                writing.countDown();
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return content();
            });
            writing.await();
            int accepted = 0;
            for (int i = 0; i < 10; i++) {
                nowNs.addAndGet(FlightDumps.PAUSE_NS);
                accepted += dumps.request("more", this::content) == null ? 0 : 1;
            }
            assertThat(accepted).as("the rest is not kept for later").isEqualTo(2);
            disk.countDown();
        }
    }
}
