package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.StuckEpisode;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;

/** What the operator is told of a daemon that packets do not reach: one line when it shows, one when it is over. */
final class StuckEpisodesTest {
    private static final int SELF = 1;
    private static final int STUCK = 2;

    private int round;

    /** The token comes each millisecond, with the aru of that millisecond set by {@code stuck}. */
    private void turn(RingFixture ring, int stuck, int seq, int millis, IntUnaryOperator aru) {
        for (int at = 0; at < millis; at++) {
            round++;
            Token token = ring.token(round & 15, seq, aru.applyAsInt(at));
            token.setAruLastId(RingFixture.id(stuck));
            ring.visit(token);
        }
    }

    /** The same with requests of the daemon that is stuck, for all that it lacks. */
    private void turnAsking(RingFixture ring, int seq, int aru, int millis) {
        for (int at = 0; at < millis; at++) {
            round++;
            Token token = ring.token(round & 15, seq, aru);
            token.setAruLastId(RingFixture.id(STUCK));
            int[] missing = IntStream.rangeClosed(aru + 1, seq).toArray();
            if (missing.length > 0) {
                ring.request(token, RingFixture.id(STUCK), 0, missing);
            }
            ring.visit(token);
        }
    }

    private static RingFixture with(int packets) {
        RingFixture ring = new RingFixture(SELF, 3);
        for (int seq = 1; seq <= packets; seq++) {
            ring.feed(0, seq, PacketType.AGREED);
        }
        return ring;
    }

    @Test
    void defect_whatWasStuckBeforeAReloadWasForgotten() {
        try (RingFixture ring = with(9)) {
            turn(ring, STUCK, 9, 2000, at -> 5);
            assertThat(ring.count(CounterId.STUCK_NOW)).isEqualTo(1);
            StuckEpisodes old = new StuckEpisodes(ring.engine.context());
            old.stalled(STUCK, 0, 7, 5, 3, "");
            StuckEpisodes next = new StuckEpisodes(ring.engine.context(), old);
            assertThat(next.list()).singleElement().satisfies(episode -> {
                assertThat(episode.daemon()).isEqualTo("d3");
                assertThat(episode.seq()).isEqualTo(7);
                assertThat(episode.ended()).isTrue();
            });
            assertThat(next.isOpen(STUCK)).isFalse();
            assertThat(ring.count(CounterId.STUCK_NOW)).isZero();
            next.stalled(STUCK, 0, 8, 6, 3, "");
            assertThat(next.list()).hasSize(2);
        }
    }

    @Test
    void defect20_1_aStallIsOneLineWithinTwoSecondsAndOneWhenItIsOver() {
        try (RingFixture ring = with(9)) {
            turn(ring, STUCK, 9, 900, at -> 5);
            assertThat(ring.lines).isEmpty();
            turn(ring, STUCK, 9, 1100, at -> 5);
            assertThat(ring.lines)
                    .singleElement()
                    .asString()
                    .matches(
                            "Ring stuck: d3 cannot be reached from d1 by \\[10\\.88\\.0\\.255]:4800: packet 6 has been missing"
                                    + " there for 1\\.0 s, sent there from here \\d+ times in vain");
            turn(ring, STUCK, 9, 3000, at -> 5);
            assertThat(ring.lines).as("nothing more while it lasts").hasSize(1);
            StuckEpisode lasting = ring.engine.stuckEpisodes().get(0);
            assertThat(lasting.ended()).isFalse();
            assertThat(ring.count(CounterId.STUCK_NOW)).isEqualTo(1);
            turn(ring, STUCK, 9, 2000, at -> 9);
            assertThat(ring.lines).hasSize(2);
            assertThat(ring.lines.get(1))
                    .matches("Ring no longer stuck: \"d3 cannot be reached from d1 by"
                            + " \\[10\\.88\\.0\\.255]:4800\" ended after (4\\.9|5\\.0) s and \\d+ attempts");
            StuckEpisode episode = ring.engine.stuckEpisodes().get(0);
            assertThat(episode.daemon()).isEqualTo("d3");
            assertThat(episode.from()).isEqualTo("d1");
            assertThat(episode.seq()).isEqualTo(6);
            assertThat(episode.attempts()).isGreaterThan(8);
            assertThat(episode.lastedNs(0)).isBetween(4_900_000_000L, 5_100_000_000L);
            assertThat(ring.count(CounterId.STUCK_NOW)).isZero();
            assertThat(ring.count(CounterId.STUCK_MILLIS)).isBetween(4_900L, 5_100L);
        }
    }

    private static void pause(RingFixture ring, int millis) {
        ring.timers.advanceTo(ring.timers.nowNs() + millis * 1_000_000L);
    }

    /** Five visits a second: what counts is how long nothing got further, not how often the token came. */
    @Test
    void defect20_1_aSlowRingThatStandsStillIsToldWithinTwoSecondsToo() {
        try (RingFixture ring = with(9)) {
            for (int at = 0; at < 1700; at += 170) {
                turn(ring, STUCK, 9, 1, i -> 5);
                assertThat(ring.lines).hasSize(at < 1000 ? 0 : 1);
                pause(ring, 169);
            }
        }
    }

    /** While a token is lost nobody can ask for anything. */
    @Test
    void defect20_1_aTokenThatWasLostIsNoStall() {
        try (RingFixture ring = with(9)) {
            for (int i = 0; i < 4; i++) {
                turn(ring, STUCK, 9, 30, at -> 5);
                pause(ring, 1000);
            }
            assertThat(ring.lines).isEmpty();
        }
    }

    /** The aru moves, but only as far as packets are repaired one by one: that is no service either. */
    @Test
    void defect20_1_aRingThatOnlyCreepsIsToldToo() {
        try (RingFixture ring = with(100)) {
            turn(ring, STUCK, 100, 2000, at -> at / 100);
            assertThat(ring.lines)
                    .singleElement()
                    .asString()
                    .startsWith("Ring stuck: d3 cannot be reached from d1 by ");
        }
    }

    /** Answers get nowhere, while others keep the ring going: the aru shows nothing of it. */
    @Test
    void defect20_1_answersThatDoNotArriveAreToldWithTheAddressesTried() {
        try (RingFixture ring = with(1)) {
            for (int aru = 1; aru <= 150; aru++) {
                ring.feed(0, aru + 1, PacketType.AGREED);
                turnAsking(ring, aru + 1, aru, 12);
            }
            assertThat(ring.lines)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "Ring stuck: d3 cannot be reached from d2 by [10.88.0.3]:4800 and [10.88.0.255]:4800: packet 2 has"
                                    + " been missing there for 1.");
            assertThat(ring.count(CounterId.RETRANS_IN_VAIN)).isBetween(10L, 60L);
        }
    }

    @Test
    void aDaemonThatIsNotReachedItselfNamesWhomItDoesNotHear() {
        try (RingFixture ring = new RingFixture(SELF, 3)) {
            ring.timers.advanceTo(ring.timers.nowNs() + 1_000_000);
            for (int at = 0; at < 1500; at++) {
                round++;
                Token token = ring.token(round & 15, 100, 0);
                token.setAruLastId(RingFixture.id(SELF));
                ring.visit(token);
                ring.feed(0, 2 + at % 5, PacketType.AGREED);
            }
            assertThat(ring.lines)
                    .singleElement()
                    .asString()
                    .matches(
                            "Ring stuck: d2 cannot be reached from d3 by \\[10\\.88\\.0\\.255]:4800: packet 1 has been missing"
                                    + " there for 1\\.0 s, asked for \\d+ times in vain");
        }
    }

    @Test
    void theEndOfTheRingEndsItAndTheRecordIsBounded() {
        try (RingFixture ring = with(9)) {
            turn(ring, STUCK, 9, 1100, at -> 5);
            ring.engine.loseRing();
            assertThat(ring.lines).hasSize(2);
            assertThat(ring.lines.get(1)).endsWith("; the ring is formed anew");
            assertThat(ring.engine.stuckEpisodes())
                    .singleElement()
                    .satisfies(e -> assertThat(e.ended()).isTrue());
        }
        try (RingFixture ring = with(0)) {
            StuckEpisodes episodes = new StuckEpisodes(ring.context);
            for (int number = 1; number <= 45; number++) {
                long sinceNs = ring.timers.nowNs();
                ring.timers.advanceTo(sinceNs + 2_200_000_000L);
                episodes.stalled(STUCK, 0, number, sinceNs, 0, "");
                episodes.notStalled(STUCK, ring.timers.nowNs());
            }
            assertThat(episodes.list()).hasSize(StuckEpisodes.MAX_OVER);
            assertThat(episodes.list().get(0).seq()).as("the oldest went").isEqualTo(14);
            assertThat(ring.count(CounterId.STALLS)).isEqualTo(45);
            assertThat(ring.lines.size())
                    .as("no flood of lines about one daemon")
                    .isBetween(10, 24);
        }
    }

    @Test
    void addressesAsThePrintoutsOfBothLevelsShowThem() {
        List<Topology.Daemon> daemons = List.of(
                new Topology.Daemon("a", 1, 0, 0),
                new Topology.Daemon("b", 2, 0, 1),
                new Topology.Daemon("c", 3, 1, 2));
        Addresses level4 = new Addresses(new Topology(
                daemons,
                2,
                0,
                List.of("10.1.0.255        4803", "10.1.1.3          4810"),
                List.of("10.1.0.1", "10.1.0.2", "10.1.1.3")));
        assertThat(level4.segment(0)).isEqualTo("[10.1.0.255]:4803");
        assertThat(level4.daemon(2)).isEqualTo("[10.1.1.3]:4810");
        assertThat(level4.way(0, 1)).isEqualTo("[10.1.0.255]:4803");
        assertThat(level4.way(0, 2)).isEqualTo("[10.1.1.3]:4810");
        Addresses level5 = new Addresses(new Topology(
                daemons,
                2,
                0,
                List.of("[ff15::1]:4803\t[10.1.0.255]:4803", "[fd00::3]:4810"),
                List.of("fd00::1", "fd00::2", "fd00::3")));
        assertThat(level5.segment(0)).isEqualTo("[ff15::1]:4803 [10.1.0.255]:4803");
        assertThat(level5.daemon(1)).isEqualTo("[fd00::2]:4803");
        assertThat(level5.way(2, 0)).as("a leader of a segment sends it on").isEqualTo("[fd00::1]:4803");
    }
}
