package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;

/** Clients that join without end: memberships are replicated, so they would use up the memory of every daemon of the ring. */
final class MembershipLimitsTest {
    private static final int REJECT = 0x80400080;

    private final PerfectRing ring = new PerfectRing(new TestSettings().maxGroups(100, 250), "d1", "d2");
    private final TestDaemon d1 = ring.daemon("d1");
    private final TestDaemon d2 = ring.daemon("d2");

    private void join(TestClient client, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            client.join(prefix + i);
            ring.settle();
        }
    }

    private static long rejects(TestClient client) {
        return client.takeFrames().stream()
                .filter(frame -> PerfectRing.buffer(frame).getIntLE(0) == REJECT)
                .count();
    }

    @Test
    void defect_joinsToEverNewGroupsUsedUpTheHeap_beyondMaxGroupsPerSessionTheyComeBack() {
        ring.change("R", "d1 d2");
        TestClient greedy = ring.connect("d1", "greedy");
        d1.startLogging();
        join(greedy, "g", 0, 130);

        assertThat(d1.layer().groupCount()).isEqualTo(100);
        assertThat(d2.layer().groupCount()).isEqualTo(100);
        assertThat(rejects(greedy)).isEqualTo(30);
        assertThat(d1.counters().get(CounterId.SESSION_JOINS_REFUSED)).isEqualTo(30);
        assertThat(d1.logLines())
                .contains(
                        "Sess_read: a join of session greedy ( mailbox 10 ) from [127.0.0.1] is sent back: it is in 100"
                                + " groups, as many as MaxGroupsPerSession allows");
        greedy.leave("g7");
        ring.settle();
        greedy.takeFrames();
        join(greedy, "h", 0, 2);
        assertThat(rejects(greedy)).as("room for one").isEqualTo(1);
    }

    @Test
    void defect_manySessionsWithLegalJoinsEach_beyondMaxMembershipsTheyComeBack() {
        ring.change("R", "d1 d2");
        for (int i = 0; i < 5; i++) {
            join(ring.connect("d1", "c" + i), "g" + i + "-", 0, 90);
        }
        assertThat(d1.layer().groupCount()).isEqualTo(250);
        assertThat(d2.knowledge()).isEqualTo(d1.knowledge());
        assertThat(d1.counters().get(CounterId.SESSION_JOINS_REFUSED)).isEqualTo(5 * 90 - 250);
    }

    @Test
    void roomComesBackWhenSessionsEndAndWhenDaemonsGo() {
        ring.change("R", "d1 d2");
        TestClient first = ring.connect("d1", "first");
        TestClient second = ring.connect("d1", "second");
        join(first, "a", 0, 100);
        join(second, "b", 0, 100);
        first.disconnect();
        ring.settle();
        assertThat(d1.layer().directory().localMemberships()).isEqualTo(100);
        ring.change("S", "d1");
        ring.change("T", "d1 d2");
        assertThat(d1.layer().directory().localMemberships()).isEqualTo(100);
        TestClient third = ring.connect("d1", "third");
        join(third, "c", 0, 100);
        assertThat(rejects(third)).isZero();
        assertThat(d1.layer().directory().localMemberships()).isEqualTo(200);
    }

    /** The limit acts before the ring and at the client's daemon only: all daemons must know the same. */
    @Test
    void whatOtherDaemonsAnnounceIsNeverRefused() {
        PerfectRing uneven = new PerfectRing(new TestSettings().maxGroups(100, 111), "d1", "d2", "d3");
        uneven.change("R", "d1 d2 d3");
        for (String daemon : List.of("d1", "d2", "d3")) {
            TestClient client = uneven.connect(daemon, "c");
            for (int i = 0; i < 120; i++) {
                client.join(daemon + "-" + i);
                uneven.settle();
            }
        }
        assertThat(uneven.daemon("d1").layer().groupCount()).isEqualTo(300);
        assertThat(uneven.daemon("d3").knowledge())
                .isEqualTo(uneven.daemon("d1").knowledge());
        uneven.change("S", "d1");
        uneven.change("T", "d1 d2 d3");
        assertThat(uneven.daemon("d1").counters().get(CounterId.SESSION_JOINS_REFUSED))
                .isEqualTo(20);
    }

    @Test
    void messagesToEverNewGroupsLeaveNothingBehind() {
        ring.change("R", "d1 d2");
        TestClient talker = ring.connect("d1", "talker");
        for (int i = 0; i < 1000; i++) {
            talker.multicast("x", "nobody" + i);
            ring.settle();
        }
        assertThat(d1.layer().groupCount()).isZero();
        assertThat(d2.layer().groupCount()).isZero();
        assertThat(d1.usedBytes()).isZero();
    }

    /** It has no effect, at the limit as below it: Spread daemons are silent then, and so is this one. */
    @Test
    void defect_aSecondJoinAtTheLimitCameBackAsAReject() {
        ring.change("R", "d1 d2");
        TestClient full = ring.connect("d1", "full");
        join(full, "g", 0, 100);
        full.takeFrames();
        full.join("g42");
        ring.settle();
        assertThat(full.takeFrames()).isEmpty();
        assertThat(d1.counters().get(CounterId.SESSION_JOINS_REFUSED)).isZero();
        assertThat(d1.layer().directory().localMemberships()).isEqualTo(100);
    }

    @Test
    void defect_oneClientTookAllMemberships_theLastTenthIsForThoseInFewGroups() {
        PerfectRing open = new PerfectRing(new TestSettings().maxGroups(10_000, 200), "d1");
        open.change("R", "d1");
        TestDaemon daemon = open.daemon("d1");
        TestClient greedy = open.connect("d1", "greedy");
        daemon.startLogging();
        for (int i = 0; i < 300; i++) {
            greedy.join("g" + i);
            open.settle();
        }
        assertThat(rejects(greedy)).isEqualTo(120);
        assertThat(daemon.logLines())
                .contains(
                        "Sess_read: a join of session greedy ( mailbox 10 ) from [127.0.0.1] is sent back: the clients of"
                                + " this daemon are in 180 groups together, as many as MaxMemberships allows to one that is in 16"
                                + " or more");
        TestClient other = open.connect("d1", "other");
        TestClient late = open.connect("d1", "late");
        for (int i = 0; i < 18; i++) {
            other.join("o" + i);
            open.settle();
            late.join("l" + i);
            open.settle();
        }
        assertThat(daemon.layer().directory().localMemberships()).isEqualTo(200);
        assertThat(rejects(other) + rejects(late)).isEqualTo(16);
        assertThat(daemon.logLines())
                .contains(
                        "Sess_read: a join of session late ( mailbox 12 ) from [127.0.0.1] is sent back: the clients of"
                                + " this daemon are in 200 groups together, as many as MaxMemberships allows");
    }

    @Test
    void otherLimitsCountForJoinsThatComeFromNowOn() {
        ring.change("R", "d1 d2");
        TestClient client = ring.connect("d1", "client");
        join(client, "g", 0, 50);
        d1.layer().setLimits(new CoreSettings.MemorySettings(20, 250, Long.MAX_VALUE));
        join(client, "h", 0, 1);
        assertThat(rejects(client)).isEqualTo(1);
        assertThat(d1.layer().groupCount()).as("memberships stay").isEqualTo(50);
        d1.layer().setLimits(new CoreSettings.MemorySettings(1000, 66, Long.MAX_VALUE));
        join(client, "h", 0, 20);
        assertThat(rejects(client)).isEqualTo(10);
        assertThat(d1.layer().groupCount()).isEqualTo(60);
    }
}
