package org.ringcast.harness.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.groups.GroupState;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.Predicate;
import org.ringcast.harness.check.history.History;
import org.ringcast.protocol.ServiceType;

/** Daemons read another configuration while the ring works and clients send: nothing is lost, nothing changes its place. */
final class ReloadTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int[] SERVICES = {ServiceType.RELIABLE, ServiceType.FIFO, ServiceType.AGREED, ServiceType.SAFE
    };

    /** A cluster with a client at each daemon that sends and receives all the time; the checkers judge its history at the end. */
    private static final class Busy implements AutoCloseable {
        private final History history;
        private final HistoryFeed feed;
        private final SimCluster cluster;
        private final List<SimClient> clients = new ArrayList<>();
        private boolean sending = true;
        private int sent;

        Busy(SimConfig config, SimFile first) {
            history = new History(HistoryFeed.daemons(config));
            feed = new HistoryFeed(history);
            cluster = SimCluster.of(config).observer(feed).keepLogs().build();
            cluster.setFile(first);
            cluster.startAll();
            awaitRing();
            cluster.runMillis(200);
            for (int machine : cluster.running()) {
                enter(machine);
            }
            cluster.runMillis(500);
        }

        /** A client of a daemon joins a group and begins to send. */
        void enter(int machine) {
            SimClient client = cluster.client("c" + machine, machine);
            clients.add(client);
            client.connect();
            cluster.runMillis(20);
            client.join("g");
            cluster.runMillis(20);
            next(client);
        }

        private void next(SimClient client) {
            cluster.after(8 * SimCluster.MS + clients.indexOf(client) * 100_000L, () -> {
                if (sending && client.isConnected() && !client.isWriteBlocked()) {
                    sent++;
                    client.multicast(SERVICES[sent % SERVICES.length], sent % 7 == 0 ? 4_000 : 200, "g");
                    if (sent % 40 == 0) {
                        client.join("h" + sent);
                    }
                }
                if (sending) {
                    next(client);
                }
            });
        }

        long tokensOfASecond() {
            long before = tokens();
            cluster.runMillis(1_000);
            return tokens() - before;
        }

        private long tokens() {
            return cluster.daemon(0).process().core().counters().get(CounterId.TOKENS_PROCESSED);
        }

        void awaitRing() {
            assertThat(cluster.runUntil(this::isRingOfTheFile, cluster.config().convergenceNs()))
                    .as(this::rings)
                    .isTrue();
        }

        private boolean isRingOfTheFile() {
            for (SimDaemon daemon : cluster.daemons()) {
                if (daemon.isRunning() && daemon.process().file() != cluster.file()) {
                    return false;
                }
            }
            return cluster.isOneRing();
        }

        private String rings() {
            List<String> rings = new ArrayList<>();
            for (int machine : cluster.running()) {
                SimProcess process = cluster.daemon(machine).process();
                rings.add(process + " state " + process.core().membershipState() + " " + process.ring() + " "
                        + process.file());
            }
            return rings.toString();
        }

        /** Regular configurations that a daemon has installed. */
        long ringsOf(int machine) {
            return cluster.daemon(machine).process().configurations().stream()
                    .filter(configuration -> !configuration.transitional())
                    .count();
        }

        /** All stop, everything comes to rest, and the history must be right. */
        void judge(Predicate... notApplicable) {
            List<Predicate> ignored = List.of(notApplicable);
            sending = false;
            cluster.runFor(3 * SECOND_NS);
            for (int machine : cluster.running()) {
                SimProcess process = cluster.daemon(machine).process();
                assertThat(process.count(CounterId.RING_ARU)).isEqualTo(process.count(CounterId.RING_HIGHEST_SEQ));
                assertThat(process.core().acceptsClients()).isTrue();
                assertThat(process.core().isReloadPending()).isFalse();
                assertThat(process.count(CounterId.INTERNAL_FAULTS)).isZero();
            }
            for (SimClient client : clients) {
                if (client.daemon().isRunning() && client.daemon().processes().size() == 1) {
                    assertThat(client.isConnected()).as("%s", client).isTrue();
                }
            }
            feed.end(true);
            CheckOptions options =
                    CheckOptions.complete().withConvergence(cluster.config().convergenceNs());
            assertThat(Checkers.check(history, options))
                    .filteredOn(violation -> !ignored.contains(violation.predicate()))
                    .isEmpty();
        }

        @Override
        public void close() {
            cluster.close();
            for (SimDaemon daemon : cluster.daemons()) {
                for (SimProcess process : daemon.processes()) {
                    assertThat(process.bufferBytes()).as("%s", process).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "4, false"})
    void check13_aDaemonIsAddedAndRemovedUnderTraffic(int level, boolean accelerated) {
        SimConfig config = SimConfig.segments(4).level(level).accelerated(accelerated);
        SimFile three = config.file().without(3);
        try (Busy busy = new Busy(config, three)) {
            long before = busy.ringsOf(0);
            busy.cluster.reload(config.file());
            busy.awaitRing();
            assertThat(busy.ringsOf(0)).isEqualTo(before + 1);
            busy.cluster.daemon(3).start();
            busy.awaitRing();
            busy.enter(3);
            busy.cluster.runMillis(500);

            busy.cluster.reload(three);
            assertThat(busy.cluster.daemon(3).isRunning()).isFalse();
            busy.awaitRing();
            busy.judge();
            assertThat(busy.clients.get(0).view("g").groups()).containsExactly("#c0#d1", "#c1#d2", "#c2#d3");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void check13_aDaemonInTheMiddleOrAtAnEndIsRemoved(int removed) {
        SimConfig config = SimConfig.segments(4);
        try (Busy busy = new Busy(config, config.file())) {
            int witness = removed == 0 ? 1 : 0;
            long before = busy.ringsOf(witness);
            busy.cluster.reload(config.file().without(removed));
            busy.awaitRing();
            assertThat(busy.ringsOf(witness)).isEqualTo(before + 1);
            busy.judge();
        }
    }

    @Test
    void check13_aChangedDaemonMakesAllSingletonsForAMoment() {
        SimConfig config = SimConfig.segments(3);
        try (Busy busy = new Busy(config, config.file())) {
            long before = busy.ringsOf(0);
            busy.cluster.reload(config.file().touched(1));
            busy.awaitRing();
            busy.cluster.runMillis(100);
            assertThat(busy.ringsOf(0)).isEqualTo(before + 2);
            List<SimProcess.Configuration> seen =
                    busy.cluster.daemon(0).process().configurations();
            assertThat(seen.get(seen.size() - 3).members().size()).isEqualTo(1);
            busy.judge();
        }
    }

    @Test
    void check14_anUnchangedFileChangesNothing() {
        SimConfig config = SimConfig.segments(3);
        try (Busy busy = new Busy(config, config.file())) {
            long before = busy.ringsOf(0);
            busy.cluster.reload(config.file());
            busy.cluster.reload(config.file().windows(80, 10));
            busy.cluster.runMillis(3_000);
            assertThat(busy.ringsOf(0)).isEqualTo(before);
            assertThat(busy.cluster.daemon(0).process().core().flowControl().window())
                    .isEqualTo(80);
            busy.judge();
        }
    }

    /** The ring goes on, and its parts keep the settings that they were made with. */
    @Test
    void defect_tokenRestOfAReloadThatKeepsTheRingIsInForce() {
        SimConfig config = SimConfig.segments(3);
        try (Busy busy = new Busy(config, config.file())) {
            long before = busy.ringsOf(0);
            long usual = busy.tokensOfASecond();
            busy.cluster.reload(config.tokenRest(20 * SimCluster.MS).file());
            long rested = busy.tokensOfASecond();
            assertThat(rested).isLessThan(usual / 2);
            busy.cluster.reload(config.tokenRest(0).file());
            assertThat(busy.tokensOfASecond()).isGreaterThan(rested * 2);
            assertThat(busy.ringsOf(0)).isEqualTo(before);
            busy.judge();
        }
    }

    @Test
    void defectD10_anotherRingProtocolComesIntoForce() {
        SimConfig config = SimConfig.segments(3);
        try (Busy busy = new Busy(config, config.file())) {
            busy.cluster.reload(config.file().accelerated(true));
            busy.awaitRing();
            assertThat(busy.cluster.daemon(0).process().core().flowControl().isAccelerated())
                    .isTrue();
            busy.judge();
        }
    }

    @Test
    void segmentsComeAndGo() {
        SimConfig config = SimConfig.segments(2, 1, 1);
        SimFile first = config.file().without(2, 3);
        try (Busy busy = new Busy(config, first)) {
            busy.cluster.reload(config.file());
            busy.cluster.startAll();
            busy.awaitRing();
            busy.enter(2);
            busy.enter(3);
            busy.cluster.reload(config.file().without(0, 2));
            busy.awaitRing();
            busy.judge();
        }
    }

    @Test
    void defect33_aSegmentOfOneBecomesOneOfTwo() {
        SimConfig config = SimConfig.segments(2);
        try (Busy busy = new Busy(config, config.file().without(1))) {
            busy.cluster.reload(config.file());
            busy.cluster.startAll();
            busy.awaitRing();
            busy.enter(1);
            busy.cluster.runMillis(500);
            busy.judge();
        }
    }

    /** The timers of the only daemon of a file are short, and those of two are not. */
    @ParameterizedTest
    @CsvSource({"5, false", "5, true", "4, false"})
    void check13_aLoneDaemonGetsASecondAndLosesItAgain(int level, boolean accelerated) {
        SimConfig config = SimConfig.segments(1, 1).level(level).accelerated(accelerated);
        SimFile alone = config.file().without(1);
        try (Busy busy = new Busy(config, alone)) {
            for (int i = 0; i < 2; i++) {
                long before = busy.ringsOf(0);
                busy.cluster.reload(config.file());
                busy.awaitRing();
                assertThat(busy.ringsOf(0)).isEqualTo(before + 1);
                busy.cluster.daemon(1).start();
                busy.awaitRing();
                busy.cluster.runMillis(500);
                long two = busy.ringsOf(0);
                busy.cluster.reload(alone);
                assertThat(busy.cluster.daemon(1).isRunning()).isFalse();
                busy.cluster.runMillis(1_000);
                assertThat(busy.isRingOfTheFile()).as(busy::rings).isTrue();
                assertThat(busy.ringsOf(0)).isEqualTo(two + 1);
            }
            busy.judge();
        }
    }

    /** The removal of the first daemon gives all others another index, while messages of 70 fragments are half received. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 15})
    void defectD23_largeMessagesAreWholeAlthoughIndexesChange(int millis) {
        SimConfig config = SimConfig.segments(4);
        try (Busy busy = new Busy(config, config.file())) {
            for (int i = 0; i < 6; i++) {
                busy.clients.get(2).multicast(ServiceType.AGREED, 100_000, "g");
            }
            busy.cluster.runMillis(millis);
            busy.cluster.reload(config.file().without(0));
            busy.awaitRing();
            busy.judge();
            for (int machine = 1; machine < 4; machine++) {
                assertThat(busy.cluster.daemon(machine).process().count(CounterId.MESSAGES_INCOMPLETE))
                        .isLessThanOrEqualTo(1); // what d1's own client was sending
            }
            assertThat(busy.clients.get(1).received().stream()
                            .filter(frame -> frame.isData() && frame.text().length() >= 99_000)
                            .count())
                    .isEqualTo(6);
        }
    }

    /** A change that makes singletons comes while the groups' state is exchanged: it waits. */
    @Test
    void defect14_17a_singletonsWaitForTheExchange() {
        SimConfig config = SimConfig.segments(3);
        try (Busy busy = new Busy(config, config.file().without(2))) {
            busy.cluster.reload(config.file());
            busy.cluster.startAll();
            assertThat(busy.cluster.runUntil(
                            () -> busy.cluster
                                            .daemon(0)
                                            .process()
                                            .core()
                                            .groups()
                                            .state()
                                    == GroupState.GGATHER,
                            10 * SECOND_NS))
                    .isTrue();
            busy.cluster.reload(config.file().touched(1));
            assertThat(busy.cluster.daemon(0).process().core().isReloadPending())
                    .isTrue();
            busy.awaitRing();
            busy.cluster.runMillis(200);
            busy.awaitRing();
            busy.judge();
        }
    }

    @Test
    void daemonsThatReloadOneAfterTheOtherMeetAgain() {
        SimConfig config = SimConfig.segments(4);
        try (Busy busy = new Busy(config, config.file())) {
            SimFile file = config.file().of(2, 0, 1);
            busy.cluster.setFile(file);
            for (int machine = 0; machine < 4; machine++) {
                SimDaemon daemon = busy.cluster.daemon(machine);
                busy.cluster.after(machine * 40L * SimCluster.MS, daemon::reload);
            }
            busy.cluster.runMillis(200);
            busy.awaitRing();
            // The order of the configuration is another one now.
            busy.judge(Predicate.EVS_P3, Predicate.EVS_P4, Predicate.GROUPS_P2);
            assertThat(busy.clients.get(0).view("g").groups()).containsExactly("#c2#d3", "#c0#d1", "#c1#d2");
        }
    }

    /** From the first packet after the loss of the token to the new ring: every state, and the exchange of groups. */
    @ParameterizedTest
    @ValueSource(ints = {20, 499, 501, 1_000, 1_749, 1_750, 1_751, 1_753, 1_760})
    void inEveryStateOfTheMembership(int millis) {
        SimConfig config = SimConfig.segments(4);
        SimFile three = config.file().without(3);
        try (Busy busy = new Busy(config, three)) {
            // The daemon that comes back brings the groups' exchange with it.
            busy.cluster.daemon(2).kill();
            busy.cluster.runMillis(100);
            busy.cluster.daemon(2).start();
            busy.cluster.runMillis(millis);
            busy.cluster.reload(config.file());
            busy.cluster.startAll();
            busy.awaitRing();
            busy.judge();
        }
    }

    /** Reloads of all kinds, at times left to chance, some before the one before is in force. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyReloads(long seed) {
        SimConfig config = SimConfig.segments(3, 2).seed(seed).timers(TimerSettings.LAN);
        SimRandom random = new SimRandom(seed);
        try (Busy busy = new Busy(config, config.file().without(4))) {
            for (int i = 0; i < 8; i++) {
                SimFile file = busy.cluster.file();
                int machine = random.below(5);
                switch (random.below(5)) {
                    case 0 ->
                        file = file.names(machine) && file.machines().length > 1
                                ? file.without(machine)
                                : file.with(machine);
                    case 1 -> file = file.with(machine);
                    case 2 -> file = file.touched(machine);
                    case 3 -> file = file.accelerated(random.chance(0.5));
                    default -> file = file.windows(random.between(20, 200), 15);
                }
                busy.cluster.setFile(file);
                for (SimDaemon daemon : busy.cluster.daemons()) {
                    busy.cluster.after(random.between(0, 30) * SimCluster.MS, daemon::reload);
                }
                busy.cluster.runMillis(31);
                busy.cluster.startAll();
                busy.cluster.runMillis(random.chance(0.5) ? random.between(1, 4_000) : random.between(8_000, 12_000));
            }
            busy.awaitRing();
            busy.judge();
        }
    }
}
