package org.ringcast.harness.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.protocol.ServiceType;

/** What a comparison of rings keeps and prints. */
class RingResultsTest {
    private static final RingSubject.Starter NOBODY = (directory, prefix, configuration, name) -> {
        throw new IOException("nothing is started here");
    };

    @TempDir
    Path folder;

    private static RingPart part() {
        List<Ring> rings = List.of(Ring.ours("Ringcast", NOBODY, 3), Ring.reference("Spread 5", NOBODY, 3));
        List<RingCell> cells =
                List.of(new RingCell(ServiceType.SAFE, 1350, 40, 0), new RingCell(ServiceType.AGREED, 1000, 0, 5000));
        return new RingPart("targets", "title", 1, rings, RingPart.firstToOthers(2), cells, 2);
    }

    @Test
    void aLaterRunGoesOnWhereTheFirstOneStopped() throws IOException {
        Path file = folder.resolve("results.jsonl");
        RingPart part = part();
        Ring ours = part.rings().get(0);
        RingCell cell = part.cells().get(0);
        new RingResults(file).add(part, ours, cell, 0, "{\"messagesPerSecond\":70000.0}");
        RingResults later = new RingResults(file);
        assertThat(later.has(part, ours, cell, 0)).isTrue();
        assertThat(later.has(part, ours, cell, 1)).isFalse();
        assertThat(later.has(part, ours, part.cells().get(1), 0)).isFalse();
        assertThat(later.has(part, part.rings().get(1), cell, 0)).isFalse();
    }

    @Test
    void theTableHasMediansAndRatios() throws IOException {
        RingResults results = new RingResults(null);
        RingPart part = part();
        for (int round = 0; round < 3; round++) {
            String ours = "{\"messagesPerSecond\":%d,\"p50us\":100.0}".formatted(40_000 + 1000 * round);
            results.add(part, part.rings().get(0), part.cells().get(0), round, ours);
        }
        results.add(part, part.rings().get(1), part.cells().get(0), 0, "{\"messagesPerSecond\":20500}");
        assertThat(results.table(part))
                .startsWith("| | Ringcast | Spread 5 | Ringcast / Spread 5 |\n|---|---:|---:|---:|\n")
                .contains("| SAFE, 1,350 B, window 40: messages/s | 41,000 | 20,500 | 2.00 |\n")
                .doesNotContain("AGREED");
    }

    @Test
    void theMatrixHasEveryCellOnce() {
        List<RingPart> matrix = RingPart.matrix(NOBODY, NOBODY, NOBODY);
        assertThat(matrix).extracting(RingPart::name).doesNotHaveDuplicates().contains("targets", "mixed");
        for (RingPart part : matrix) {
            assertThat(part.cells()).doesNotHaveDuplicates();
            assertThat(part.rings()).extracting(Ring::name).doesNotHaveDuplicates();
            assertThat(part.rings())
                    .allSatisfy(ring -> assertThat(ring.starters()).hasSize(part.daemons()));
        }
        assertThat(RingPart.matrix(NOBODY, null, null))
                .allSatisfy(part -> assertThat(part.rings()).hasSize(1));
    }

    @Test
    void callsAreReadFromTheTracersTable() {
        List<String> lines = List.of(
                "% time     seconds  usecs/call     calls    errors syscall",
                "------ ----------- ----------- --------- --------- ----------------",
                " 61.30    0.048213           4     11210           epoll_wait",
                " 10.02    0.007881           2      3333        12 recvfrom",
                "------ ----------- ----------- --------- --------- ----------------",
                "100.00    0.078650           5     14543        12 total");
        assertThat(CallsMain.calls(lines)).containsEntry("epoll_wait", 11210.0).containsEntry("recvfrom", 3333.0);
        assertThat(CallsMain.calls(lines)).hasSize(2);
    }
}
