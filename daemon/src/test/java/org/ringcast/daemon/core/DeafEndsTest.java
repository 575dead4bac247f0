package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.PacketType;

/** A path on the token's own way does not work, so that there is no ring: who is told of it, and when. */
final class DeafEndsTest {
    private static final long DELAY = RingTestContext.normalDelayNs();
    private static final int BYTES = 1000;

    private final RingTestContext context = new RingTestContext(3).startAll();
    private int number = 1;

    @AfterEach
    void checkAndClose() {
        try (context) {
            EvsChecker.check(context);
        }
    }

    private void begin(Predicate<Datagram> isLost) {
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        traffic(300);
        context.conditions(d -> isLost.test(d) ? -1 : DELAY);
    }

    private void traffic(int millis) {
        for (int at = 0; at < millis; at += 20) {
            for (int daemon = 0; daemon < 3; daemon++) {
                TestNode node = context.node(daemon);
                if (node.alive && node.services().queuedMessages() < 50) {
                    node.submit(at % 100 == 0 ? PacketType.SAFE : PacketType.AGREED, number++, BYTES);
                }
            }
            context.runMillis(20);
        }
    }

    private List<String> told(int daemon) {
        return context.node(daemon).log.stream()
                .filter(line -> line.contains("stuck"))
                .toList();
    }

    private void assertNobodyWasTold() {
        context.allNodes().forEach(node -> assertThat(node.log).noneMatch(line -> line.contains("Ring stuck")));
    }

    /** d3 does not hear d2, from which it gets the token. Each of the three finds out alone, whatever the others are. */
    @Test
    void defect30_D7_thePathOfTheTokenIsNamedByEachDaemonWithinTwoSeconds() {
        begin(d -> d.from() == 1 && d.to() == 2);
        traffic(2000);
        String path = "Ring stuck: d3 cannot be reached from d2 by \\[10\\.88\\.0\\.255]:4803: ";
        String lists = "the ring was lost 0\\.[5-9] s ago, d2 sends, and d3 does not have it among those whom it hears";
        assertThat(told(0)).singleElement().asString().containsPattern(path + lists);
        assertThat(told(1)).singleElement().asString().containsPattern(path + lists);
        assertThat(told(2))
                .singleElement()
                .asString()
                .containsPattern(path + "nothing of d2 has come here for 1\\.[5-9] s, and d1 hears it");
        assertThat(context.node(0).core.stuckEpisodes())
                .singleElement()
                .satisfies(e -> assertThat(e.ended()).isFalse());
    }

    @Test
    void theNextRingEndsIt() {
        begin(d -> d.from() == 1 && d.to() == 2);
        traffic(2000);
        context.perfect();
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 40_000)).isTrue();
        for (int daemon = 0; daemon < 3; daemon++) {
            assertThat(told(daemon)).hasSize(2);
            assertThat(told(daemon).get(1)).contains("Ring no longer stuck: ").endsWith("; there is a ring again");
            assertThat(context.node(daemon).count(CounterId.STUCK_NOW)).isZero();
        }
    }

    /** Who is dead, starts again, is alone or was cut off in both directions is nobody's deaf neighbour. */
    @Test
    void defect30_D7_ringsThatBreakForOtherReasonsNameNobody() {
        for (int away : new int[] {100, 400, 800, 1200, 3000}) {
            for (int victim = 0; victim < 3; victim++) {
                begin(d -> false);
                context.kill(victim);
                traffic(away);
                context.start(victim);
                traffic(7000);
            }
            for (int alone = 0; alone < 3; alone++) {
                int cutOff = alone;
                begin(d -> d.from() != d.to() && (d.from() == cutOff || d.to() == cutOff));
                traffic(away);
                context.perfect();
                traffic(14_000);
            }
        }
        assertNobodyWasTold();
    }

    /** One datagram in fifty is lost, and daemons come and go. */
    @Test
    void defect30_D7_lossNamesNobody() {
        Random random = new Random(7);
        begin(d -> d.from() != d.to() && random.nextInt(50) == 0);
        for (int i = 0; i < 30; i++) {
            context.kill(i % 3);
            traffic(1500);
            context.start(i % 3);
            traffic(6000);
        }
        assertNobodyWasTold();
    }
}
