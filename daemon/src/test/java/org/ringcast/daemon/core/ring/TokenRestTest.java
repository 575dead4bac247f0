package org.ringcast.daemon.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.Token;

/** A leader that keeps the token for a millisecond when few messages are sent, and members that know that. */
final class TokenRestTest {
    private static final int LEADER = 0;
    private static final int FOLLOWER = 1;
    private static final long REST_NS = 1_000_000;

    /** Time passes, and the timer of the rest runs. */
    private static Token after(RingFixture ring, long ns) {
        ring.sent.clear();
        ring.timers.advanceTo(ring.timers.nowNs() + ns);
        ring.engine.onTokenRestTimer();
        return ring.passed();
    }

    private static long hurries(RingFixture ring) {
        return ring.sent.stream()
                .filter(sent -> !sent.token()
                        && PacketKind.onDataPort(sent.bytes(), 0, sent.bytes().readableBytes()) == PacketKind.HURRY)
                .count();
    }

    @Test
    void theTokenIsKeptAndThenPassedOnAsItWouldHaveBeen() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            assertThat(ring.visit(0, 0, 0)).as("kept").isNull();
            Token passed = after(ring, REST_NS);
            assertThat(passed.arq()).isEqualTo(1);
            assertThat(passed.retrans()).as("it was never sent before").isZero();
            assertThat(ring.tokensSent()).isEqualTo(1);
            assertThat(after(ring, REST_NS)).as("once").isNull();
        }
        try (RingFixture ring = new RingFixture(LEADER, 3)) {
            assertThat(ring.visit(0, 0, 0)).as("without the option").isNotNull();
        }
    }

    @Test
    void whoAsksGetsIt() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            ring.engine.onHurry(2);
            assertThat(ring.visit(0, 0, 0)).as("asked for while it was away").isNotNull();
            assertThat(ring.visit(1, 0, 0)).as("nobody asked again").isNull();
            ring.engine.onHurry(1);
            assertThat(after(ring, 0).arq()).isEqualTo(2);
        }
    }

    @Test
    void theLeadersOwnMessagesNeedNotWait() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            assertThat(ring.visit(0, 0, 0)).isNull();
            ring.submit(PacketType.AGREED, 1, 100);
            ring.submit(PacketType.AGREED, 2, 100);
            assertThat(after(ring, 0)).as("the token stays").isNull();
            assertThat(ring.data()).as("both in one packet").hasSize(1);
            assertThat(ring.delivered).containsExactly(1, 2);
            ring.submit(PacketType.AGREED, 3, 100);
            assertThat(after(ring, REST_NS / 2)).isNull();
            Token passed = after(ring, REST_NS / 2);
            assertThat(passed.seq()).isEqualTo(2);
            assertThat(passed.aru()).isEqualTo(2);
            assertThat(passed.flowControl()).isEqualTo(2);
            Token back = ring.token(1, 2, 2);
            back.setFlowControl(2);
            assertThat(ring.visit(back))
                    .as("stable, and few packets: kept again")
                    .isNull();
            assertThat(after(ring, REST_NS).flowControl())
                    .as("those two are a rotation old")
                    .isZero();
        }
    }

    /** Members, who see them as well, do not ask for a token then, because they do not expect it to be kept. */
    @Test
    void aLeadersPacketsOfTheRestCountForTheNextOne() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            assertThat(ring.visit(0, 0, 0)).isNull();
            for (int i = 1; i <= 5; i++) {
                ring.submit(PacketType.AGREED, i, 100);
                Token kept = after(ring, 0);
                assertThat(kept).as("message %d", i).isNull();
            }
            assertThat(after(ring, REST_NS).seq()).isEqualTo(5);
            assertThat(ring.visit(1, 5, 5))
                    .as("five packets since its last visit")
                    .isNotNull();
            assertThat(ring.visit(2, 5, 5)).as("none since").isNull();
        }
    }

    @Test
    void safeMessagesNeedRotations() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            assertThat(ring.visit(0, 0, 0)).isNull();
            ring.submit(PacketType.SAFE, 1, 100);
            assertThat(after(ring, 0).seq()).isEqualTo(1);
            assertThat(ring.data()).hasSize(1);
            int rotations = 0;
            for (int arq = 1; ring.visit(arq, 1, 1) != null; arq++) {
                rotations++;
                assertThat(rotations).isLessThan(5);
            }
            assertThat(ring.delivered).containsExactly(1);
            assertThat(rotations)
                    .as("until everybody knows that everybody has it")
                    .isBetween(1, 2);
        }
    }

    @Test
    void whatIsMissingIsAskedForAtOnce() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, LEADER)) {
            Token passed = ring.visit(0, 1, 0);
            assertThat(passed).isNotNull();
            assertThat(passed.rtrLen()).isPositive();
        }
    }

    @Test
    void membersAskForItAsSoonAsTheyHaveAMessage() {
        try (RingFixture ring = RingFixture.withRest(REST_NS, FOLLOWER)) {
            assertThat(ring.visit(1, 0, 0)).as("only leaders keep it").isNotNull();
            ring.sent.clear();
            ring.submit(PacketType.AGREED, 1, 100);
            ring.submit(PacketType.AGREED, 2, 100);
            assertThat(hurries(ring)).isEqualTo(1);
        }
        try (RingFixture ring = new RingFixture(FOLLOWER, 3)) {
            assertThat(ring.visit(1, 0, 0)).isNotNull();
            ring.submit(PacketType.AGREED, 1, 100);
            assertThat(hurries(ring))
                    .as("without the option it comes by itself")
                    .isZero();
        }
    }
}
