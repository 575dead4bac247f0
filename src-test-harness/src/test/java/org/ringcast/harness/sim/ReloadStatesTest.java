package org.ringcast.harness.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.history.History;
import org.ringcast.protocol.ServiceType;

/**
 * A reload that meets a daemon in a certain state, for each state of the membership and of the groups. GTRANS and GGT come and
 * go within one visit of the token, so that nothing from outside can meet them.
 */
final class ReloadStatesTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int WITNESS = 1;

    /** States of the membership, and the one of the groups. */
    enum State {
        OP(1),
        SEG(2),
        REPRESENTED(3),
        GATHER(4),
        FORM(5),
        EVS(6),
        GGATHER(3);

        /** As the core tells it: of the membership, for GGATHER of the groups. */
        final int number;

        State(int number) {
            this.number = number;
        }
    }

    /** Reloads once, as soon as a daemon is in the state. */
    private static final class Trigger implements RunObserver {
        private final State wanted;
        private Runnable action = () -> {};
        private SimCluster cluster;
        private boolean armed;
        private boolean met;

        Trigger(State wanted) {
            this.wanted = wanted;
        }

        @Override
        public void onBegin(SimCluster begun) {
            cluster = begun;
        }

        @Override
        public void onStateChange(SimProcess process, int oldState, int newState, String reason) {
            if (wanted != State.GGATHER && newState == wanted.number) {
                entered(process);
            }
        }

        @Override
        public void onGroupState(SimProcess process, int newState) {
            if (wanted == State.GGATHER && newState == wanted.number) {
                entered(process);
            }
        }

        private void entered(SimProcess process) {
            boolean right = wanted == State.GATHER || process.daemon().index() == WITNESS;
            if (armed && right) {
                armed = false;
                cluster.after(1_000, () -> {
                    met = wanted == State.GGATHER
                            ? !process.core().acceptsClients()
                            : process.core().membershipState() == wanted.number;
                    action.run();
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void check13_aDaemonIsAdded(State state) {
        reload(state, file -> file.without(3), file -> file.with(3));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void check13_aDaemonIsRemoved(State state) {
        reload(state, file -> file, file -> file.without(3));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void check13_aDaemonIsChanged(State state) {
        reload(state, file -> file, file -> file.touched(0));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void check14_nothingIsChanged(State state) {
        reload(state, file -> file, file -> file);
    }

    /** A daemon dies, which the others notice when it comes back; on the way to the new ring they are told to reload. */
    private static void reload(State state, UnaryOperator<SimFile> before, UnaryOperator<SimFile> after) {
        SimConfig config = SimConfig.segments(4);
        History history = new History(HistoryFeed.daemons(config));
        HistoryFeed feed = new HistoryFeed(history);
        Trigger trigger = new Trigger(state);
        SimCluster cluster =
                SimCluster.of(config).observer(new Observers(feed, trigger)).build();
        try (cluster) {
            cluster.setFile(before.apply(config.file()));
            cluster.startAll();
            cluster.runUntil(cluster::isOneRing, 3 * SECOND_NS);
            cluster.runMillis(100);
            List<SimClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                SimClient client = cluster.client("c" + i, i);
                clients.add(client);
                client.connect();
                cluster.runMillis(20);
                client.join("g");
            }
            cluster.runMillis(100);
            trigger.action = () -> {
                cluster.reload(after.apply(cluster.file()));
                cluster.startAll();
            };
            cluster.daemon(2).kill();
            cluster.runMillis(100);
            cluster.daemon(2).start();
            trigger.armed = true;
            talkWhile(cluster, clients);

            assertThat(trigger.met).as("reload in " + state).isTrue();
            assertThat(cluster.isOneRing()).isTrue();
            for (int machine : cluster.running()) {
                SimProcess process = cluster.daemon(machine).process();
                assertThat(process.file()).isSameAs(cluster.file());
                assertThat(process.core().isReloadPending()).isFalse();
                assertThat(process.count(CounterId.INTERNAL_FAULTS)).isZero();
            }
            assertThat(clients.get(0).view("g").groups()).containsExactly("#c0#d1", "#c1#d2");
            feed.end(true);
            CheckOptions options = CheckOptions.complete().withConvergence(config.convergenceNs());
            assertThat(Checkers.check(history, options)).isEmpty();
        }
    }

    private static void talkWhile(SimCluster cluster, List<SimClient> clients) {
        for (int round = 0; round < 100; round++) {
            for (SimClient client : clients) {
                if (client.isConnected() && !client.isWriteBlocked()) {
                    client.say(round % 2 == 0 ? ServiceType.SAFE : ServiceType.AGREED, client.name() + round, "g");
                }
            }
            cluster.runMillis(100);
        }
        cluster.runMillis(2_000);
        cluster.letLookupEnd();
    }
}
