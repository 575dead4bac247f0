package org.ringcast.harness.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.check.history.ClientEvent.Data;
import org.ringcast.harness.check.history.ClientEvent.LayerState;
import org.ringcast.harness.check.history.ClientEvent.View;
import org.ringcast.harness.check.history.DaemonEvent;
import org.ringcast.harness.check.history.DaemonEvent.GroupState;
import org.ringcast.harness.check.history.History;
import org.ringcast.protocol.ServiceType;

/** What the checkers are told of a run. */
final class HistoryFeedTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int GATHERING = 3;

    /** Found by seed 301595: a message that was handed out before an exchange, and read after it, is no message of the exchange. */
    @Test
    void changesOfStateStandWhereTheyHappenedInTheStreamOfAClientThatReadsLate() {
        SimConfig config = SimConfig.segments(2);
        History history = new History(HistoryFeed.daemons(config));
        try (SimCluster cluster =
                SimCluster.of(config).observer(new HistoryFeed(history)).build()) {
            cluster.daemon(0).start();
            cluster.runUntil(cluster::isOneRing, 3 * SECOND_NS);
            SimClient client = cluster.client("late", 0);
            client.connect();
            cluster.runMillis(10);
            client.join("g");
            cluster.runMillis(10);
            client.stopReading();
            client.say(ServiceType.AGREED, "before", "g");
            cluster.runMillis(10);
            cluster.daemon(1).start();
            cluster.runUntil(() -> cluster.isRing(0, 1), 5 * SECOND_NS);
            cluster.runMillis(100);
            client.say(ServiceType.AGREED, "behind", "g");
            cluster.runMillis(10);
            client.read();
            cluster.runMillis(10);
        }

        List<ClientEvent> log = history.clients().values().iterator().next();
        int before = place(log, "before");
        int behind = place(log, "behind");
        List<Integer> states = log.subList(before, behind).stream()
                .filter(LayerState.class::isInstance)
                .map(event -> ((LayerState) event).state())
                .toList();
        assertThat(states).containsExactly(2, GATHERING, 1);
        assertThat(log.get(before).number())
                .as("received when the exchange was over")
                .isGreaterThan(numberOfExchange(history));
        assertThat(log).filteredOn(View.class::isInstance).hasSize(1);
    }

    private static int place(List<ClientEvent> log, String uid) {
        return IntStream.range(0, log.size())
                .filter(i -> log.get(i) instanceof Data data && data.uid().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    private static long numberOfExchange(History history) {
        return history.processes().entrySet().stream()
                .filter(process -> process.getKey().daemon() == 0)
                .flatMap(process -> process.getValue().stream())
                .filter(event -> event instanceof GroupState state && state.state() == GATHERING)
                .mapToLong(DaemonEvent::number)
                .max()
                .orElseThrow();
    }
}
