package org.ringcast.daemon.core.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        PerfectRing uneven = new PerfectRing(new TestSettings().maxGroups(100, 100), "d1", "d2", "d3");
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
}
