package org.ringcast.harness.sim.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.harness.sim.DigestTrace;
import org.ringcast.harness.sim.SimTrace;

/** The runs of the swarm that belong to every build: those that found something once, and some that nobody has seen yet. */
final class SwarmTest {
    /** One or two of each kind of fault, and those in which daemons stood still for longest. */
    private static final long[] ASYMMETRIC_SEEDS = {5, 8, 9, 15, 34, 60};

    private static final int FRESH_SEEDS = Integer.getInteger("sim.fresh", 60);

    static Stream<String> regressions() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SwarmTest.class.getResourceAsStream("/sim/regression-seeds.txt")),
                StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return lines.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("regressions")
    void whatWasFoundOnceIsMended(String line) {
        hold(Long.parseLong(line.substring(0, line.indexOf(' '))));
    }

    /** Others each time. A seed that fails here is to be looked at, mended, and added to the regression seeds. */
    @Test
    void freshSeeds(TestReporter reporter) {
        long first = Long.getLong("sim.first", System.currentTimeMillis());
        reporter.publishEntry("fresh seeds from", Long.toString(first));
        for (long seed = first; seed < first + FRESH_SEEDS; seed++) {
            hold(seed);
        }
    }

    /** Links that are bad in one direction for long: no daemon stands still for longer than the bound. */
    @Test
    void asymmetricLinksLeaveNobodyStuck() {
        for (long seed : ASYMMETRIC_SEEDS) {
            SwarmResult result = SwarmRun.run(PlanKind.ASYMMETRIC, seed, SimTrace.NONE);
            assertThat(result.violations())
                    .as("seed %d; replay with: swarm --replay %d --plans ASYMMETRIC", seed, seed)
                    .isEmpty();
        }
    }

    private static void hold(long seed) {
        SwarmResult result = SwarmRun.run(seed);
        assertThat(result.violations())
                .as("seed %d; replay with: swarm --replay %d", seed, seed)
                .isEmpty();
    }

    @Test
    void aSeedReplaysByteForByte() {
        DigestTrace first = new DigestTrace(true);
        DigestTrace again = new DigestTrace(true);
        SwarmResult result = SwarmRun.run(1284, first);
        assertThat(SwarmRun.run(1284, again)).isEqualTo(result);
        assertThat(again.hex()).isEqualTo(first.hex());
    }

    @Test
    void seedsStandForDifferentPlans() {
        assertThat(SwarmRun.describe(1)).isEqualTo(SwarmRun.describe(1)).isNotEqualTo(SwarmRun.describe(2));
    }
}
