package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random clients on daemons whose rings change at random, and a checker that knows nothing of the implementation. To replay
 * one run, give its seed.
 */
final class RandomWorkloadTest {
    /** More for a long look: {@code -Dtest.jvm=-Dgroups.seeds=1000}. */
    private static final int SEEDS = Integer.getInteger("groups.seeds", 15);

    private static final String[] FOUR = {"d1", "d2", "d3", "d4"};
    private static final String[] SIX = {"d1", "d2", "d3", "d4", "x5", "x6"};

    private int changesWhileGathering;
    private int completionsInTransition;
    private int transitions;
    private int networkViews;
    private int pairs;

    @Test
    void check25_predicatesHoldOverRandomWorkloads() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(seed, 2500, 8, FOUR);
        }
        assertThat(transitions).isGreaterThan(200);
        assertThat(networkViews).isGreaterThan(200);
        assertThat(pairs).isGreaterThan(5000);
    }

    @Test
    void check25_predicatesHoldWhenRingsChangeMoreOftenThanTheyComeToRest() {
        for (int seed = 1001; seed <= 1000 + SEEDS; seed++) {
            run(seed, 2500, 60, SIX);
        }
        assertThat(changesWhileGathering).as("cascades").isGreaterThan(100);
        assertThat(completionsInTransition).as("ends of exchanges in GGT").isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void replaysASeedExactly(long seed) {
        List<String> first = transcript(seed);

        assertThat(transcript(seed)).isEqualTo(first).hasSizeGreaterThan(100);
    }

    private static List<String> transcript(long seed) {
        RandomWorkload workload = new RandomWorkload(seed, FOUR);
        workload.run(1500, 20);
        return workload.traces().stream()
                .flatMap(t -> t.events.stream())
                .map(Object::toString)
                .toList();
    }

    private void run(long seed, int steps, int changePermille, String... daemons) {
        RandomWorkload workload = new RandomWorkload(seed, daemons);
        workload.run(steps, changePermille);
        workload.heal();

        GroupPredicates predicates = new GroupPredicates(List.of(daemons), workload.traces());
        assertThat(workload.disagreements).as("seed %d", seed).isEmpty();
        assertThat(predicates.check()).as("seed %d", seed).isEmpty();
        assertConverged(seed, workload);
        changesWhileGathering += workload.changesWhileGathering;
        completionsInTransition += workload.completionsInTransition;
        transitions += predicates.transitions;
        networkViews += predicates.networkViews;
        pairs += predicates.checkedPairs;
    }

    /** P19: in the end everybody is where he asked to be, and knows who else is. */
    private static void assertConverged(long seed, RandomWorkload workload) {
        for (TestDaemon daemon : workload.ring().daemons()) {
            assertThat(daemon.layer().state())
                    .as("seed %d %s", seed, daemon.name())
                    .isEqualTo(GroupState.GOP);
            assertThat(daemon.usedBytes()).as("seed %d %s", seed, daemon.name()).isZero();
            assertThat(daemon.forcedChanges)
                    .as("seed %d %s", seed, daemon.name())
                    .isEmpty();
            assertThat(daemon.layer().groupCount())
                    .as("seed %d %s", seed, daemon.name())
                    .isEqualTo(workload.wantedMembers().size());
        }
        Map<String, Set<String>> wanted = workload.wantedMembers();
        for (TestClient client : workload.connected()) {
            if (!client.session().wantsMembership()) {
                continue;
            }
            Map<String, Set<String>> last = new TreeMap<>();
            for (byte[] frame : client.frames()) {
                ClientEvent event = ClientEvent.decode(frame);
                if (event instanceof ClientEvent.View view) {
                    last.put(view.group(), new TreeSet<>(view.members()));
                } else if (event instanceof ClientEvent.SelfLeave leave) {
                    last.remove(leave.group());
                }
            }
            Map<String, Set<String>> own = new TreeMap<>(wanted);
            own.values().removeIf(members -> !members.contains(client.name()));
            assertThat(last).as("seed %d %s", seed, client.name()).isEqualTo(own);
        }
    }
}
