package org.ringcast.harness.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of results, the table that is made of it, and the choice of rings. */
class ResultsTest {
    private static final RingPlan RING = new RingPlan(Layout.ONE_SEGMENT, 5, true, true, RingPlan.kinds("RSS"));
    private static final RingPlan OTHER = RingPlan.of(Layout.LOOPBACK, 4, "SR");

    @TempDir
    Path folder;

    @Test
    void linesAreReadAsTheyWereWritten() throws IOException {
        Cell bad = new Cell(RING, "form", 12.5, "", List.of("one\tfault\nin lines", "another"));
        Cell read = Results.parse(Results.format(bad));
        assertThat(read).isEqualTo(new Cell(RING, "form", 12.5, "", List.of("one fault in lines", "another")));
        Cell good = new Cell(OTHER, "kill-R", 1, "seen, and measured", List.of());
        assertThat(Results.parse(Results.format(good))).isEqualTo(good);
        assertThatThrownBy(() -> Results.parse("ONE_SEGMENT\t5")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Results.parse(Results.format(good).replace("SR", "XR")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theLastResultOfACellCountsAlsoInTheNextRun() throws IOException {
        Path file = folder.resolve("results");
        Results first = new Results(file);
        first.add(new Cell(RING, "form", 1, "", List.of("broken")));
        first.add(new Cell(OTHER, "form", 2, "", List.of()));
        assertThat(first.isGood(RING, "form")).isFalse();
        first.add(new Cell(RING, "form", 3, "", List.of()));

        Results second = new Results(file);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(second.isGood(RING, "form")).isTrue();
        assertThat(second.isGood(OTHER, "form")).isTrue();
        assertThat(second.isGood(OTHER, "churn")).isFalse();
        assertThat(second.rings()).containsExactly(RING, OTHER);
    }

    @Test
    void theTableTellsPassedFailedMissingAndImpossibleCells() throws IOException {
        Results results = new Results(null);
        results.add(new Cell(RING, "form", 12.4, "", List.of()));
        results.add(new Cell(RING, "churn", 1, "", List.of("first", "second")));
        List<Scenario> scenarios = List.of(
                new FormScenario(), new ChurnScenario(), new PartitionScenario(), new KillScenario(Kind.REFERENCE));
        String text = new Table(scenarios, List.of(OTHER), results).markdown();
        assertThat(text)
                .contains("| loopback | 4 | SR |  |  | - |  |\n")
                .contains("| one segment | 5, accelerated, IPv6 | RSS | 12 s | **1** |  |  |\n")
                .contains("1 of 2 cells passed")
                .contains("1. one segment RSS level 5, accelerated, IPv6, churn: `first`; `second`\n");
    }

    /** What {@link CoveringSet} promises. */
    @Test
    void check18_theRingsCoverEachValueWithEachScenarioAtEachLevel() {
        for (int level : new int[] {5, 4}) {
            List<RingPlan> rings = CoveringSet.rings().stream()
                    .filter(ring -> ring.level() == level)
                    .toList();
            for (Scenario scenario : Scenarios.all(1)) {
                if (scenario instanceof MigrationScenario) {
                    continue; // It takes a ring without Ringcast.
                }
                List<RingPlan> used = rings.stream().filter(scenario::appliesTo).toList();
                String what = scenario.name() + " at level " + level;
                assertThat(used).as(what).extracting(RingPlan::accelerated).contains(true, false);
                assertThat(used).as(what).extracting(RingPlan::letters).containsAll(places(scenario));
                for (Layout layout : EnumSet.complementOf(EnumSet.of(Layout.SWITCHED))) {
                    boolean possible = List.of("RSS", "SRS", "RS", "RSSR").stream()
                            .anyMatch(ring -> scenario.appliesTo(RingPlan.of(layout, level, ring)));
                    assertThat(used.stream().anyMatch(ring -> ring.layout() == layout))
                            .as(what + " in " + layout)
                            .isEqualTo(possible);
                }
                boolean sixPossible = level == 5
                        && scenario.appliesTo(new RingPlan(Layout.ONE_SEGMENT, 5, false, true, RingPlan.kinds("RSS")));
                assertThat(used.stream().anyMatch(RingPlan::ipv6)).as(what).isEqualTo(sixPossible);
            }
        }
        assertThat(CoveringSet.rings()).doesNotHaveDuplicates();
    }

    private static List<String> places(Scenario scenario) {
        return List.of("RSS", "SRS", "SSR", "RRS", "RSR", "SRR", "RRR", "SSS").stream()
                .filter(ring -> scenario.appliesTo(RingPlan.of(Layout.SEGMENT_EACH, 5, ring))
                        && scenario.appliesTo(RingPlan.of(Layout.ONE_SEGMENT, 5, ring)))
                .toList();
    }
}
