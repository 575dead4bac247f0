package org.ringcast.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringcast.harness.check.Predicate.CLIENT_C3;
import static org.ringcast.harness.check.Predicate.CLIENT_C4;
import static org.ringcast.harness.check.Predicate.GROUPS_P8;
import static org.ringcast.harness.check.Predicate.GROUPS_P9;
import static org.ringcast.harness.check.Predicate.GROUPS_P9A;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.harness.check.history.History;

/** What clients of real daemons saw keeps the promises, but for the known faults of those daemons. */
final class RecordedRunsTest {
    private static final Path LOGS = resource("/vectors/membership");

    private static Path resource(String name) {
        try {
            return Path.of(RecordedRunsTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static Set<Predicate> broken(History history, CheckOptions options) {
        List<Violation> violations = Checkers.checkClients(history, options);
        violations.forEach(violation -> assertThat(violation.who()).isNotEmpty());
        return Checkers.predicates(violations);
    }

    @ParameterizedTest
    @CsvSource({
        "basic, 5",
        "bigstate, 2",
        "daemonkill, 5",
        "gtrans, 8",
        "gtrans2, 10",
        "partmerge, 6",
        "reliable, 3",
        "swap, 4"
    })
    void groupsRunsKeepAllPromises(String name, int connections) {
        for (String version : List.of("-501", "-440")) {
            History history = RecordedGroupsRun.load(name + version);
            assertThat(history.clients()).hasSizeGreaterThanOrEqualTo(connections);
            assertThat(Checkers.checkClients(history, CheckOptions.complete()))
                    .as(name + version)
                    .isEmpty();
        }
    }

    /** The representative that merged states stamps all daemons alike: its receivers see other sets than the others. */
    @ParameterizedTest
    @ValueSource(strings = {"cascade-501", "cascade-440"})
    void groupsRunWithACascadeHasDifferentSets(String name) {
        assertThat(broken(RecordedGroupsRun.load(name), CheckOptions.complete()))
                .containsExactly(GROUPS_P9A);
    }

    /** Members are lost in the middle of a state exchange, when there is no time for a signal. */
    @ParameterizedTest
    @ValueSource(strings = {"notrans-501", "notrans-440"})
    void groupsRunWithALossDuringTheExchangeHasNoSignal(String name) {
        assertThat(broken(RecordedGroupsRun.load(name), CheckOptions.complete()))
                .containsExactlyInAnyOrder(GROUPS_P8, CLIENT_C4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09-merge-2+2-traffic-501",
                "10-holes-kill-sender-501",
                "20-livelock-oneway-nonadjacent-501",
                "21-livelock-two-multicast-deaf-501",
                "23-membership-livelock-fragments-501",
                "25-evs-late-packet-500-rounds-501",
                "26-evs-late-packet-crash-501",
                "27-form-late-packet-crash-501",
                "28-form-late-packet-crash-440",
                "29-stale-token-crash-501",
                "32-evs-livelock-mtu-blackhole-501"
            })
    void clientLogsKeepAllPromises(String name) {
        History history = RecordedClientLogs.load(LOGS.resolve(name));
        assertThat(Checkers.checkClients(history, CheckOptions.receivedOnly())).isEmpty();
    }

    /** A packet that came late was delivered by one of two daemons that went on together. */
    @ParameterizedTest
    @ValueSource(strings = "24-evs-late-packet-vs-violation-501")
    void clientLogsOfALatePacketBreakVirtualSynchrony(String name) {
        History history = RecordedClientLogs.load(LOGS.resolve(name));
        List<Violation> violations = Checkers.checkClients(history, CheckOptions.receivedOnly());
        assertThat(Checkers.predicates(violations)).containsExactlyInAnyOrder(GROUPS_P9, CLIENT_C3);
        assertThat(violations.get(0).toString()).contains("#u1#d1", "#u2#d2", "#u3#d3 u3 84", "grp");
    }
}
