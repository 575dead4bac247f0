package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingServices.QueueKind;
import org.ringcast.daemon.core.RingServices.Threshold;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** Joins, leaves and ends of clients while the ring does not change. */
final class GroupEventsTest {
    private PerfectRing ring;

    @BeforeEach
    void twoDaemons() {
        ring = PerfectRing.joined("d1", "d2");
    }

    private void settled(Runnable request) {
        request.run();
        ring.settle();
    }

    @Test
    void loneDaemonStartsInNormalOperation() {
        PerfectRing alone = new PerfectRing("d1");

        assertThat(alone.daemon("d1").layer().state()).isEqualTo(GroupState.GOP);
        assertThat(alone.daemon("d1").threshold()).isEqualTo(Threshold.UNRELIABLE);
        assertThat(alone.daemon("d1").activeQueue()).isEqualTo(QueueKind.NORMAL);
    }

    @Test
    void joinsAreToldToAllMembersInConfigurationAndNameOrder() {
        TestClient b = ring.connect("d2", "b");
        TestClient z = ring.connect("d1", "z");
        TestClient a = ring.connect("d1", "a");
        settled(() -> b.join("g"));
        settled(() -> z.join("g"));
        settled(() -> a.join("g"));

        assertThat(b.lines())
                .containsExactly("JOIN g (R,1) [b] by b", "JOIN g (R,2) [z b] by z", "JOIN g (R,3) [a z b] by a");
        assertThat(z.lines()).containsExactly("JOIN g (R,2) [z b] by z", "JOIN g (R,3) [a z b] by a");
        assertThat(a.lines()).containsExactly("JOIN g (R,3) [a z b] by a");
    }

    @Test
    void shorterNamesComeBeforeTheirContinuations() {
        TestClient long1 = ring.connect("d1", "a1");
        TestClient short1 = ring.connect("d1", "a");
        settled(() -> long1.join("g"));
        settled(() -> short1.join("g"));

        assertThat(short1.lines()).containsExactly("JOIN g (R,2) [a a1] by a");
    }

    @Test
    void check7_leaverGets48BytesAndNothingElse() {
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(() -> a.join("g"));
        settled(() -> b.join("g"));
        a.takeFrames();
        b.takeFrames();
        settled(() -> a.leave("g"));
        settled(() -> b.multicast("after", "g"));

        assertThat(a.takeFrames())
                .extracting(frame -> HexFormat.of().formatHex(frame))
                .containsExactly("80020080" + "67" + "00".repeat(31) + "00000000" + "80000080" + "00000000");
        assertThat(b.lines()).containsExactly("LEAVE g (R,3) [b] by a", "DATA after");
    }

    /** The layer writes its frames itself; the protocol classes must make the same bytes. */
    @Test
    void check7_lightNotificationsHave104BytesAnd32PerMember() {
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(() -> a.join("g"));
        settled(() -> b.join("g"));

        GroupName nameA = GroupName.of("#a#d1");
        GroupName nameB = GroupName.of("#b#d2");
        ClientEvent.View view = (ClientEvent.View) ClientEvent.decode(b.frames().get(0));
        GroupId id = new GroupId(ring.daemon("d1").id(), view.id().timeSeconds(), 2);
        byte[] expected = DaemonFrames.membership(
                ServiceType.CAUSED_BY_JOIN,
                GroupName.of("g"),
                List.of(nameA, nameB),
                MembershipBody.ofSingle(id, nameB));
        assertThat(b.frames().get(0)).isEqualTo(expected).hasSize(104 + 2 * 32);
        assertThat(a.frames().get(0)).hasSize(104 + 32);
        assertThat(a.frames().get(1)).isEqualTo(expected);
    }

    @Test
    void networkNotificationsAreThoseOfTheProtocolClasses() {
        PerfectRing apart = new PerfectRing("d1", "d2");
        TestClient a = apart.connect("d1", "a");
        TestClient b = apart.connect("d2", "b");
        a.join("g");
        b.join("g");
        apart.settle();
        apart.change("R", "d1 d2");

        GroupName nameA = GroupName.of("#a#d1");
        GroupName nameB = GroupName.of("#b#d2");
        ClientEvent.View view = (ClientEvent.View) ClientEvent.decode(b.frames().get(1));
        // d2's id is the smaller one.
        List<VsSet> sets = List.of(new VsSet(List.of(nameB)), new VsSet(List.of(nameA)));
        byte[] toB = DaemonFrames.membership(
                ServiceType.CAUSED_BY_NETWORK,
                GroupName.of("g"),
                List.of(nameA, nameB),
                MembershipBody.ofLocalIndex(view.id(), sets, 0));
        byte[] toA = toB.clone();
        DaemonFrames.patchLocalSetOffset(toA, 2, 36);
        assertThat(b.frames().get(1)).isEqualTo(toB);
        assertThat(a.frames().get(1)).isEqualTo(toA);
    }

    @Test
    void disconnectAndCrashLookTheSameToOthers() {
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        TestClient c = ring.connect("d2", "c");
        for (String group : List.of("two", "one", "three")) {
            settled(() -> a.join(group));
            settled(() -> b.join(group));
        }
        settled(() -> c.join("one"));
        a.takeFrames();
        settled(b::disconnect);
        settled(c::crash);

        assertThat(a.lines())
                .as("groups by name")
                .containsExactly(
                        "DISCONNECT one (R,4) [a c] by b",
                        "DISCONNECT three (R,3) [a] by b",
                        "DISCONNECT two (R,3) [a] by b",
                        "DISCONNECT one (R,5) [a] by c");
        assertThat(b.lines()).as("nothing after the end").noneMatch(line -> line.startsWith("DISCONNECT"));
        assertThat(b.closed).isEqualTo("disconnected");
        assertThat(c.closed).isEqualTo("closed by peer");
    }

    @Test
    void check6_requestsTravelAsTheReferenceSendsThem() {
        TestClient a = ring.connect("d1", "a");
        TestDaemon d1 = ring.daemon("d1");
        a.join("g");
        a.leave("g");
        a.disconnect();
        ring.connect("d1", "b").crash();

        List<TestDaemon.Queued> queued = d1.takeActiveQueue();
        assertThat(queued).extracting(TestDaemon.Queued::packetType).containsExactly(0x08, 0x08, 0x08, 0x10);
        assertThat(queued)
                .extracting(q -> Integer.toHexString(q.message().getIntLE(0)))
                .containsExactly("80010080", "80020080", "80040080", "800400a0");
        assertThat(queued).extracting(q -> q.message().readableBytes()).containsExactly(80, 80, 80, 48);
        assertThat(queued).extracting(q -> q.message().getIntLE(36)).containsExactly(1, 1, 1, 0);
        byte[] kill = new byte[48];
        queued.get(3).message().getBytes(0, kill);
        assertThat(HexFormat.of().formatHex(kill))
                .isEqualTo("a0000480" + "2362236431" + "00".repeat(27) + "00000000" + "80000080" + "00000000");
    }

    @Test
    void defect14_25_uselessRequestsAreIgnored() {
        TestClient a = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(() -> a.join("g"));
        settled(() -> a.join("g"));
        settled(() -> a.leave("h"));
        settled(() -> b.leave("g"));
        settled(() -> b.join("g"));

        assertThat(a.lines()).containsExactly("JOIN g (R,1) [a] by a", "JOIN g (R,2) [a b] by b");
        assertThat(b.lines()).containsExactly("JOIN g (R,2) [a b] by b");
    }

    @Test
    void defect14_13_defect30_D25_emptyGroupComesBackWithTheSameId() {
        TestClient a = ring.connect("d1", "a");
        settled(() -> a.join("g"));
        settled(() -> a.leave("g"));
        assertThat(ring.daemon("d2").layer().groupCount()).isZero();
        settled(() -> a.join("g"));

        assertThat(a.lines()).containsExactly("JOIN g (R,1) [a] by a", "SELFLEAVE g", "JOIN g (R,1) [a] by a");
    }

    @Test
    void check22_clientsWithoutMembershipAreMembersButAreToldNothing() {
        TestClient quiet = ring.daemon("d1").connect("quiet", false);
        TestClient a = ring.connect("d2", "a");
        settled(() -> quiet.join("g"));
        settled(() -> a.join("g"));
        settled(() -> a.multicast("data", "g"));
        ring.change("r1", "d1");
        ring.change("r2", "d2");
        settled(() -> quiet.leave("g"));

        assertThat(quiet.lines()).containsExactly("DATA data");
        assertThat(a.lines())
                .startsWith(
                        "JOIN g (R,2) [quiet a] by a",
                        "DATA data",
                        "TRANS g (R,2)",
                        "NETWORK g (r2,1) [a] sets [a] own 0");
    }

    @Test
    void check23_nameIsFreeWhenTheKillIsDelivered() {
        TestDaemon d1 = ring.daemon("d1");
        TestClient old = ring.connect("d1", "a");
        TestClient b = ring.connect("d2", "b");
        settled(() -> old.join("g"));
        settled(() -> b.join("g"));
        old.takeFrames();
        old.crash();
        ring.sequence();
        assertThat(d1.sessions().open(99, "a", true, 0, "", 0).rejectCode()).isEqualTo(-6);
        b.multicast("to the dead", "g", "#a#d1");
        ring.sequence();
        ring.deliver();

        TestClient fresh = ring.connect("d1", "a");
        ring.settle();
        assertThat(fresh.lines()).isEmpty();
        assertThat(old.lines()).isEmpty();
        settled(() -> fresh.join("g"));
        assertThat(fresh.lines()).containsExactly("JOIN g (R,4) [a b] by a");
    }

    /** As if a descriptor were reused at once: the new client has the mailbox of the dying one. */
    @Test
    void defect14_7_newSessionNeverGetsWhatIsForTheDyingOne() {
        TestDaemon d1 = ring.daemon("d1");
        TestClient old = ring.connect("d1", "old");
        TestClient b = ring.connect("d2", "b");
        settled(() -> old.join("g"));
        old.crash();
        var result = d1.sessions().open(old.session().mailbox(), "fresh", true, 0, "", 0);
        TestClient fresh = new TestClient(d1, ring, result.session());
        d1.sessions().authorized(result.session(), 0);
        b.multicast("for the old one", "g", "#old#d1");
        ring.settle();

        assertThat(fresh.lines()).isEmpty();
        assertThat(d1.sessions().count()).isEqualTo(1);
    }

    @Test
    void check31_stateNumbers() {
        assertThat(GroupState.values()).extracting(GroupState::number).containsExactly(1, 2, 3, 4);
        TestDaemon d1 = ring.daemon("d1");
        ring.trans("d1");
        assertThat(d1.layer().state().number()).isEqualTo(2);
        ring.trans("d2");
        ring.reg("d1");
        ring.reg("d2");
        ring.settle();
        ring.trans("d1");
        ring.trans("d2");
        ring.reg("d1 d2");
        assertThat(d1.layer().state().number()).isEqualTo(3);
        ring.trans("d1 d2");
        assertThat(d1.layer().state().number()).isEqualTo(4);
        ring.reg("d1 d2");
        ring.settle();
        assertThat(d1.layer().state().number()).isEqualTo(1);
    }

    @Test
    void logLinesAreThoseOperatorsKnow() {
        TestDaemon d1 = ring.daemon("d1");
        TestClient a = ring.connect("d1", "a");
        d1.startLogging();
        settled(() -> a.join("g"));
        settled(() -> a.join("g"));
        settled(() -> a.leave("h"));
        settled(() -> ring.connect("d2", "b").leave("g"));
        settled(() -> a.leave("g"));
        settled(a::crash);

        assertThat(d1.logLines().stream().filter(line -> line.startsWith("G_")))
                .containsExactly(
                        "G_handle_join: #a#d1 joins group g",
                        "G_handle_join in GOP",
                        "G_handle_join: #a#d1 joins group g",
                        "G_handle_join in GOP",
                        "G_handle_join: #a#d1 is already in group g",
                        "G_handle_leave: #a#d1 leaves group h",
                        "G_handle_leave in GOP",
                        "G_handle_leave: group h does not exist",
                        "G_handle_leave: #b#d2 leaves group g",
                        "G_handle_leave in GOP",
                        "G_handle_leave: daemon d2 doesn't exist in group g",
                        "G_handle_leave: #a#d1 leaves group g",
                        "G_handle_leave in GOP",
                        "G_handle_kill: #a#d1 is killed",
                        "G_handle_kill in GOP");
    }
}
