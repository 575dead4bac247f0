package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.daemon.core.Topology;
import org.ringcast.protocol.ServiceType;

/** What members see when rings split and merge. */
final class RingChangeTest {
    private static void settled(PerfectRing ring, Runnable request) {
        request.run();
        ring.settle();
    }

    /** One member at each daemon, joined in order: group g at (R,n). */
    private static List<TestClient> oneEach(PerfectRing ring, String... names) {
        List<TestClient> clients = new ArrayList<>();
        for (TestDaemon daemon : ring.daemons()) {
            TestClient client = daemon.connect(names[clients.size()], true);
            clients.add(client);
            settled(ring, () -> client.join("g"));
        }
        clients.forEach(TestClient::takeFrames);
        return clients;
    }

    @Test
    void check8_partition() {
        PerfectRing ring = PerfectRing.joined("d1", "d2", "d3");
        List<TestClient> abc = oneEach(ring, "a", "b", "c");
        TestClient a = abc.get(0);
        settled(ring, () -> a.join("z"));
        settled(ring, () -> abc.get(2).join("z"));
        settled(ring, () -> a.join("only here"));
        a.takeFrames();
        abc.get(1).multicast(ServiceType.SAFE, "unstable", "g");
        ring.sequence();
        ring.trans("t", "d1 d2");
        ring.deliver(ring.some("d1 d2"));
        ring.reg("r", "d1 d2");
        ring.settle();

        assertThat(a.lines())
                .containsExactly(
                        "TRANS g (R,3)",
                        "TRANS z (R,2)",
                        "DATA unstable",
                        "NETWORK g (r,1) [a b] sets [a b] own 0",
                        "NETWORK z (r,1) [a] sets [a] own 0");
        settled(ring, () -> a.leave("only here"));
        assertThat(a.lines()).containsExactly("SELFLEAVE only here");
    }

    @Test
    void check9_merge() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        for (String group : List.of("g", "mine")) {
            settled(ring, () -> a.join(group));
        }
        settled(ring, () -> b.join("g"));
        a.takeFrames();
        b.takeFrames();
        ring.change("r", "d1 d2");

        // d2's id is the smaller one: its set comes first.
        assertThat(a.lines()).containsExactly("NETWORK g (r,1) [a b] sets [b][a] own 1");
        assertThat(b.lines()).containsExactly("NETWORK g (r,1) [a b] sets [b][a] own 0");
        settled(ring, () -> b.join("mine"));
        assertThat(b.lines())
                .as("id learnt from the other side")
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(",2) [a b] by b").doesNotContain("(r,"));
    }

    @Test
    void check10_swapTellsChangedAndTheTransitionalId() {
        PerfectRing ring = PerfectRing.joined("d1", "d2", "d3");
        List<TestClient> abc = oneEach(ring, "a", "b", "c");
        ring.change("x", "d1 d2");
        ring.change("y", "d3");
        ring.trans("t1", "d1");
        ring.trans("t2", "d2");
        ring.trans("t3", "d3");
        ring.reg("r1", "d1");
        ring.reg("r2", "d2 d3");
        assertThat(new StateText(ring.daemon("d2").firstGroupsMessage()).toString())
                .isEqualTo("set [d2] g (t2,1) changed d2 (t2) [b]");
        assertThat(new StateText(ring.daemon("d3").firstGroupsMessage()).toString())
                .isEqualTo("set [d3] g (y,1) d3 (y) [c]");
        abc.get(1).takeFrames();
        ring.settle();

        assertThat(abc.get(1).lines()).containsExactly("NETWORK g (r2,1) [b c] sets [c][b] own 1");
    }

    @Test
    void check12_groupThatTheChangeDoesNotTouchGoesOnAsIfNothingHappened() {
        PerfectRing ring = PerfectRing.joined("d1", "d2", "d3");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(ring, () -> a.join("g"));
        b.join("g");
        b.leave("g");
        b.join("g");
        b.disconnect();
        ring.sequence();
        ring.trans("t", "d1 d2");
        ring.trans("d3");
        ring.deliver();
        ring.reg("r", "d1 d2");
        ring.reg("d3");
        ring.settle();

        assertThat(a.lines())
                .containsExactly(
                        "JOIN g (R,1) [a] by a",
                        "JOIN g (R,2) [a b] by b",
                        "LEAVE g (R,3) [a] by b",
                        "JOIN g (R,4) [a b] by b",
                        "DISCONNECT g (R,5) [a] by b");
    }

    @Test
    void defect14_16_groupCreatedInTheChangeKeepsTheTransitionalId() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        a.join("new");
        ring.sequence();
        ring.trans("t", "d1");
        ring.trans("d2");
        ring.deliver();
        ring.reg("r", "d1");
        ring.reg("d2");
        settled(ring, () -> a.join("newer"));
        settled(ring, () -> ring.connect("d1", "b").join("new"));

        assertThat(a.lines())
                .containsExactly("JOIN new (t,1) [a] by a", "JOIN newer (r,1) [a] by a", "JOIN new (t,2) [a b] by b");
    }

    /** The exchange of one ring ends behind the transitional configuration of the next. */
    @Test
    void check15_completionInGgt() {
        PerfectRing ring = new PerfectRing("d1", "d2", "d3");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        TestClient c = ring.connect("d3", "c");
        for (TestClient client : List.of(a, b, c)) {
            settled(ring, () -> client.join("g"));
            client.takeFrames();
        }
        ring.trans("d1");
        ring.trans("d2");
        ring.trans("d3");
        ring.reg("r", "d1 d2 d3");
        a.multicast("waits", "g");
        ring.sequence();
        ring.deliver(ring.some("d3"));
        c.multicast("from c", "g");
        ring.sequence();
        ring.trans("t", "d1 d2");
        assertThat(ring.daemon("d1").layer().state()).isEqualTo(GroupState.GGT);
        ring.deliver(ring.some("d1 d2"));
        assertThat(ring.daemon("d1").layer().state()).isEqualTo(GroupState.GTRANS);
        ring.reg("s", "d1 d2");
        ring.settle();

        String sets = "sets [c][b][a]";
        assertThat(a.lines())
                .containsExactly(
                        "NETWORK g (r,1) [a b c] " + sets + " own 2",
                        "TRANS g (r,1)",
                        "DATA from c",
                        "NETWORK g (s,1) [a b] sets [a b] own 0",
                        "DATA waits");
        assertThat(b.lines())
                .containsExactly(
                        "NETWORK g (r,1) [a b c] " + sets + " own 1",
                        "TRANS g (r,1)",
                        "DATA from c",
                        "NETWORK g (s,1) [a b] sets [a b] own 0",
                        "DATA waits");
    }

    /** d1 learns from d3 what d3 and d4 know together, and with the next ring change d4 is gone. */
    @Test
    void check13_mergedSetLosesADaemon() {
        PerfectRing ring = new PerfectRing("d1", "d2", "d3", "d4");
        ring.change("x", "d3 d4");
        TestClient c = ring.connect("d3", "c");
        TestClient e = ring.connect("d4", "e");
        settled(ring, () -> c.join("g"));
        settled(ring, () -> e.join("g"));
        c.takeFrames();
        ring.trans("d1");
        ring.trans("d2");
        ring.trans("d3 d4");
        ring.reg("r", "d1 d2 d3 d4");
        ring.sequence();
        for (TestDaemon daemon : ring.some("d1 d3")) {
            while (daemon.delivered < daemon.log.messages.size()) {
                if (daemon.log.messages.get(daemon.delivered).originator() == 1) {
                    daemon.skipNext();
                } else {
                    daemon.deliverNext();
                }
            }
        }
        ring.trans("d1 d3");
        ring.reg("s", "d1 d3");
        ring.settle();

        assertThat(ring.daemon("d1").knowledge()).isEqualTo(ring.daemon("d3").knowledge());
        TestClient a = ring.connect("d1", "a");
        settled(ring, () -> a.join("g"));
        assertThat(a.lines()).containsExactly("JOIN g (s,2) [a c] by a");
        assertThat(c.lines()).containsExactly("NETWORK g (s,1) [c] sets [c] own 0", "JOIN g (s,2) [a c] by a");
    }

    /** d1 and d2 come from different rings; when one of them tells what both know, it tells that, too. */
    @Test
    void defect14_2_aMergedSetTellsWhereEachDaemonCameFrom() {
        PerfectRing ring = new PerfectRing("d1", "d2", "d3", "d4");
        List<TestClient> clients = oneEach(ring, "a", "b", "c", "e");
        for (TestDaemon daemon : ring.daemons()) {
            ring.trans("t" + daemon.name(), daemon.name());
        }
        ring.reg("r", "d1 d2 d3");
        ring.sequence();
        for (TestDaemon daemon : ring.some("d1 d2")) {
            while (daemon.delivered < daemon.log.messages.size()) {
                if (daemon.log.messages.get(daemon.delivered).originator() == 2) {
                    daemon.skipNext();
                } else {
                    daemon.deliverNext();
                }
            }
        }
        ring.trans("d1 d2");
        ring.reg("s", "d1 d2 d4");
        assertThat(new StateText(ring.daemon("d1").firstGroupsMessage()).toString())
                .startsWith("set [d1, d2] g ")
                .contains(" changed d1 ")
                .matches(".* d1 \\((.+)\\) \\[a\\] d2 \\((?!\\1).+\\) \\[b\\]");
        ring.settle();
        Set<Set<List<String>>> told = new HashSet<>();
        for (TestClient client : List.of(clients.get(0), clients.get(1), clients.get(3))) {
            ClientEvent.View view = (ClientEvent.View) client.takeEvents().get(0);
            told.add(new HashSet<>(view.sets()));
        }
        assertThat(told)
                .as("all are told the same sets")
                .containsExactly(Set.of(List.of("#a#d1"), List.of("#b#d2"), List.of("#e#d4")));
    }

    /** A client of another daemon that is lost while a group state is exchanged was there without a signal: kept. */
    @Test
    void defect14_14_lossInACascadeComesWithoutASignal() {
        PerfectRing ring = PerfectRing.joined("d1", "d2", "d3");
        List<TestClient> abc = oneEach(ring, "a", "b", "c");
        ring.change("x", "d1 d2");
        ring.change("y", "d3");
        abc.forEach(TestClient::takeFrames);
        ring.trans("t", "d1 d2");
        ring.trans("d3");
        ring.reg("r", "d1 d2 d3");
        ring.trans("d1");
        ring.trans("d2");
        ring.trans("d3");
        ring.reg("s", "d1");
        ring.reg("d2");
        ring.reg("d3");
        ring.settle();
        assertThat(abc.get(0).lines()).containsExactly("NETWORK g (s,1) [a] sets [a] own 0");
    }

    @Test
    void check17_requestsOfTheExchangeTakeEffectBehindIt() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(ring, () -> a.join("g"));
        settled(ring, () -> b.join("g"));
        a.takeFrames();
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("r", "d1 d2");
        TestDaemon d1 = ring.daemon("d1");

        assertThat(a.reading).isFalse();
        assertThat(d1.sessions().acceptsInput()).isFalse();
        assertThat(d1.threshold()).isEqualTo(Threshold.AGREED);
        assertThat(d1.activeQueue()).isEqualTo(QueueKind.GROUPS);
        a.multicast("one", "g");
        a.join("h");
        a.multicast("two", "h");
        assertThat(d1.waitingIn(QueueKind.GROUPS)).as("its own state alone").isEqualTo(1);
        ring.settle();
        assertThat(a.reading).isTrue();
        assertThat(d1.threshold()).isEqualTo(Threshold.UNRELIABLE);
        assertThat(a.lines())
                .containsExactly(
                        "NETWORK g (r,1) [a b] sets [b][a] own 1", "DATA one", "JOIN h (r,1) [a] by a", "DATA two");
    }

    @Test
    void sessionThatEndsInTheExchangeIsKilledBehindIt() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(ring, () -> a.join("g"));
        settled(ring, () -> b.join("g"));
        b.takeFrames();
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("r", "d1 d2");
        a.crash();
        ring.settle();

        assertThat(b.lines()).containsExactly("NETWORK g (r,1) [a b] sets [b][a] own 0", "DISCONNECT g (r,2) [b] by a");
        assertThat(ring.daemon("d1").sessions().count()).isZero();
    }

    @Test
    void privateMessagesAreDeliveredInTheExchange() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        TestDaemon d1 = ring.daemon("d1");
        ring.change("x", "d1");
        ring.change("y", "d2");
        byte[] message = a.frame(ServiceType.AGREED, "private", "#a#d1", "unknown");
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("r", "d1 d2");
        d1.onMessage(0, message);

        assertThat(a.lines()).containsExactly("DATA private");
        assertThat(d1.forcedChanges).isEmpty();
    }

    @Test
    void defect14_20_staleStateIsNotSentInTheNextRing() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestDaemon d1 = ring.daemon("d1");
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("d1 d2");
        assertThat(d1.waitingIn(QueueKind.GROUPS)).isEqualTo(1);
        ring.trans("d1");
        assertThat(d1.waitingIn(QueueKind.GROUPS)).isZero();
        ring.reg("d1");
        assertThat(d1.waitingIn(QueueKind.GROUPS)).isEqualTo(1);
    }

    /**
     * Ids of d1, d4, d3, d2 in this order of the configuration, which wrapping comparison puts into a circle: nobody may be
     * told that d1 and d2, which came together, came apart.
     */
    @Test
    void check29_defect14_1_setsAreNeverSplit() {
        PerfectRing ring = PerfectRing.joined("d1", "d4", "d3", "d2");
        List<TestClient> clients = oneEach(ring, "a", "x", "c", "b");
        ring.change("x", "d1 d2");
        ring.change("y", "d4");
        ring.change("z", "d3");
        clients.forEach(TestClient::takeFrames);
        ring.change("r", "d1 d4 d3 d2");

        Set<List<List<String>>> told = new HashSet<>();
        for (TestClient client : clients) {
            ClientEvent.View view = (ClientEvent.View) client.takeEvents().get(0);
            told.add(view.sets());
            assertThat(view.sets()).hasSize(3).contains(List.of("#a#d1", "#b#d2"));
            assertThat(view.sets().get(view.own())).contains(client.name());
        }
        assertThat(told).as("all are told the same, in the same order").hasSize(1);
    }

    @Test
    void check29_twoSetsStandInTheReferencesOrder() {
        // By wrapping difference of ids: d4 < d3, d3 < d1, d1 < d4, d2 < d1, d3 < d2.
        String[][] pairs = {{"d3", "d4"}, {"d1", "d3"}, {"d1", "d4"}, {"d1", "d2"}, {"d2", "d3"}};
        String[] first = {"[d4][d3]", "[d3][d1]", "[d1][d4]", "[d2][d1]", "[d3][d2]"};
        for (int i = 0; i < pairs.length; i++) {
            PerfectRing ring = new PerfectRing(pairs[i]);
            List<TestClient> clients = new ArrayList<>();
            for (String daemon : pairs[i]) {
                TestClient client = ring.connect(daemon, daemon);
                settled(ring, () -> client.join("g"));
                client.takeFrames();
                clients.add(client);
            }
            ring.change("r", String.join(" ", pairs[i]));
            assertThat(clients.get(0).lines()).singleElement().asString().contains("sets " + first[i] + " own");
        }
    }

    @Test
    void check26_defect14_3_bigGroupSurvivesPartitionAndMerge() {
        PerfectRing ring = new PerfectRing(new TestSettings().maxSessions(1000), "d1", "d2", "d3");
        ring.change("R", "d1 d2 d3");
        List<TestClient> listeners = new ArrayList<>();
        for (TestDaemon daemon : ring.daemons()) {
            daemon.startLogging();
            for (int i = 0; i < 799; i++) {
                daemon.connect("m" + i, false).join("big");
            }
            TestClient listener = daemon.connect("listener", true);
            listener.join("big");
            listeners.add(listener);
        }
        ring.settle();
        ring.change("x", "d1");
        ring.change("y", "d2 d3");
        ring.change("r", "d1 d2 d3");

        for (TestClient listener : listeners) {
            List<byte[]> frames = listener.frames();
            byte[] last = frames.get(frames.size() - 1);
            assertThat(last).hasSize(48 + 32 * 2400 + 20 + 2 * 4 + 32 * 2400);
            ClientEvent.View view = (ClientEvent.View) ClientEvent.decode(last);
            assertThat(view.members()).hasSize(2400);
            assertThat(view.sets()).extracting(List::size).containsExactly(1600, 800);
        }
        assertThat(ring.daemon("d1").logLines())
                .filteredOn(line -> line.contains("big has"))
                .containsExactly("group big has 2201 members: a ring change aborts daemons of the C implementation");
    }

    @Test
    void check5_groupSplitOverSeveralMessages() {
        PerfectRing ring = new PerfectRing(new TestSettings().maxSessions(2000), "d1", "d2", "d3", "x4");
        ring.change("R", "d1 d2 d3");
        for (TestDaemon daemon : ring.some("d1 d2 d3")) {
            for (int i = 0; i < 1600; i++) {
                daemon.connect("m" + i, false).join("big");
            }
        }
        TestClient here = ring.connect("d1", "here");
        here.join("after");
        TestClient there = ring.connect("x4", "there");
        there.join("big");
        ring.settle();
        ring.trans("d1 d2 d3");
        ring.trans("x4");
        ring.reg("r", "d1 d2 d3 x4");
        List<TestDaemon.Queued> sent = ring.daemon("d1").groupsMessages();

        assertThat(sent).extracting(TestDaemon.Queued::packetType).containsExactly(0x02, 0x02, 0x08);
        assertThat(sent).allSatisfy(m -> assertThat(m.message().readableBytes()).isLessThanOrEqualTo(100_000));
        assertThat(sent)
                .as("last part first; the first part alone has the synced set")
                .extracting(m -> (int) m.message().getByte(56))
                .containsExactly(0, 0, 1);
        ring.settle();
        ClientEvent.View view = (ClientEvent.View) there.takeEvents().get(1);
        assertThat(view.members()).hasSize(4801);
        settled(ring, () -> there.join("after"));
        assertThat(there.lines()).singleElement().asString().contains("[here there] by there");
    }

    @Test
    void check27_defect14_6_manyGroupsDoNotKillAReadingClient() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        for (int i = 0; i < 12_000; i++) {
            a.join("g" + i);
            b.join("g" + i);
        }
        ring.settle();
        a.takeFrames();
        // The client reads, but not while the daemon is busy with the one event.
        a.stalled = true;
        ring.change("x", "d1");
        a.multicast("and one more", "g7");
        ring.settle();
        a.stalled = false;
        a.drain();

        assertThat(a.closed).isNull();
        assertThat(a.takeFrames()).hasSize(2 * 12_000 + 1);
    }

    @Test
    void defect14_21_groupsAreListedOnRequestOnly() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        TestClient a = ring.connect("d1", "a");
        settled(ring, () -> a.join("g"));
        TestDaemon d1 = ring.daemon("d1");
        d1.startLogging();
        ring.change("r", "d1 d2");

        assertThat(d1.logLines())
                .containsExactly(
                        "G_handle_trans_memb:  with (92.141.122.239, 1005) id",
                        "G_handle_trans_memb in GOP",
                        "G_handle_trans_memb: Synced Set (with 1 members):",
                        "G_handle_trans_memb: \td1",
                        "G_handle_reg_memb:  with (92.141.122.239, 1007) id",
                        "G_handle_reg_memb in GTRANS",
                        "G_handle_reg_memb: 1 GROUPS messages sent in GTRANS",
                        "G_handle_groups: ",
                        "G_handle_groups in GGATHER",
                        "G_handle_groups: GROUPS message received from d1 - msgs 1, daemons 1",
                        "G_handle_groups: ",
                        "G_handle_groups in GGATHER",
                        "G_handle_groups: GROUPS message received from d2 - msgs 2, daemons 2",
                        "G_handle_groups: Last GROUPS message received - msgs 2, daemons 2",
                        "G_compute_and_notify:",
                        "G_compute_and_notify: Synced Set (with 2 members):",
                        "G_compute_and_notify: \td1",
                        "G_compute_and_notify: \td2",
                        "Num of groups: 1");
        d1.logEverything();
        ring.change("x", "d1");
        ring.change("y", "d2");
        ring.change("z", "d1 d2");
        assertThat(d1.logLines())
                .containsSequence(
                        "++++++++++++++++++++++",
                        "Num of groups: 1",
                        "[1] group g with 1 members:",
                        "\t[1] #a#d1",
                        "----------------------");
    }

    @Test
    void partitionIsLoggedAsOperatorsKnowIt() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        List<TestClient> ab = oneEach(ring, "a", "b");
        TestDaemon d1 = ring.daemon("d1");
        d1.startLogging();
        ring.change("x", "d1");

        assertThat(d1.logLines())
                .contains("G_handle_reg_memb: no state transfer needed for group g.")
                .contains("G_handle_reg_memb in GTRANS");
        assertThat(ab.get(0).lines()).hasSize(2);
    }

    /** Daemons reload one after the other: up to the ring change a view must look the same wherever it is made. */
    @Test
    void reloadSortsByTheNewConfigurationFromTheRingChangeOn() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        List<TestClient> ab = oneEach(ring, "a", "b");
        TestDaemon d1 = ring.daemon("d1");
        Topology before = d1.topology();
        Topology swapped = new Topology(List.of(before.daemon(1), before.daemon(0)), 1, 1);
        d1.layer().onReload(swapped);
        byte[] join = ab.get(1).frame(ServiceType.JOIN, "", "g");
        org.ringcast.protocol.GroupName.of("#new#d2").writeField(join, 4);
        d1.onMessage(0, join);

        assertThat(ab.get(0).lines()).containsExactly("JOIN g (R,3) [a b new] by new");
        RingMembers both = new RingMembers(new MembershipId(before.selfId(), 77), swapped, 0, 1);
        d1.layer().onTransitional(both);
        d1.layer().onRegular(both);
        byte[] another = ab.get(1).frame(ServiceType.JOIN, "", "g");
        org.ringcast.protocol.GroupName.of("#late#d2").writeField(another, 4);
        d1.onMessage(0, another);
        assertThat(ab.get(0).lines()).containsExactly("JOIN g (R,4) [b late new a] by late");
    }

    @Test
    void aDaemonThatAReloadRemovesLeavesWithTheRingChange() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        List<TestClient> ab = oneEach(ring, "a", "b");
        TestDaemon d1 = ring.daemon("d1");
        Topology before = d1.topology();
        Topology alone = new Topology(List.of(before.daemon(0)), 1, 0).succeeding(before, index -> true);
        d1.layer().onReload(alone);
        // What it sent before is still delivered, in its name.
        byte[] join = ab.get(1).frame(ServiceType.JOIN, "", "g");
        org.ringcast.protocol.GroupName.of("#new#d2").writeField(join, 4);
        d1.onMessage(1, join);
        assertThat(ab.get(0).lines()).containsExactly("JOIN g (R,3) [a b new] by new");

        RingMembers me = new RingMembers(new MembershipId(before.selfId(), 77), alone, 0);
        d1.layer().onTransitional(me);
        d1.layer().onRegular(me);
        assertThat(ab.get(0).lines()).hasSize(2).last().asString().contains("[a]");
    }

    @Test
    void defect14_17a_reloadMustWaitForTheExchange() {
        PerfectRing ring = new PerfectRing("d1", "d2");
        assertThat(ring.daemon("d1").layer().isReadyForReload()).isTrue();
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("d1 d2");
        assertThat(ring.daemon("d1").layer().isReadyForReload()).isFalse();
        ring.settle();
        assertThat(ring.daemon("d1").layer().isReadyForReload()).isTrue();
    }

    @Test
    void partitionAndMergeOverAndOver() {
        PerfectRing ring = PerfectRing.joined("d1", "d2");
        List<TestClient> ab = oneEach(ring, "a", "b");
        for (int i = 0; i < 3; i++) {
            ring.change("x" + i, "d2");
            ring.change("y" + i, "d1");
            ring.change("r" + i, "d1 d2");
        }

        assertThat(ab.get(0).lines())
                .containsExactly(
                        "TRANS g (R,2)",
                        "NETWORK g (y0,1) [a] sets [a] own 0",
                        "NETWORK g (r0,1) [a b] sets [b][a] own 1",
                        "TRANS g (r0,1)",
                        "NETWORK g (y1,1) [a] sets [a] own 0",
                        "NETWORK g (r1,1) [a b] sets [b][a] own 1",
                        "TRANS g (r1,1)",
                        "NETWORK g (y2,1) [a] sets [a] own 0",
                        "NETWORK g (r2,1) [a b] sets [b][a] own 1");
    }
}
