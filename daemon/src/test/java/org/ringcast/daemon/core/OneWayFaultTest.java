package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RepType;

/**
 * Networks that work in one direction, or for small packets only, for as long as the test likes. Daemons of the reference go on
 * for ever: they repeat answers that do not arrive, or form the same ring again and again. All daemons send ten messages of
 * 1000 bytes a second.
 */
final class OneWayFaultTest {
    private static final long DELAY = RingTestContext.normalDelayNs();
    private static final int PER_SECOND = 10;
    private static final long PAUSE_MILLIS = 100;

    private final RingTestContext context = new RingTestContext(3).startAll();
    private final List<int[]> delivered = new ArrayList<>();
    private int number = 1;

    @AfterEach
    void checkAndClose() {
        try (context) {
            EvsChecker.check(context);
        }
    }

    private void begin(Predicate<Datagram> isLost) {
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        context.conditions(d -> isLost.test(d) ? -1 : DELAY);
    }

    private int[] alive() {
        return IntStream.range(0, 3).filter(d -> context.node(d).alive).toArray();
    }

    private static long sentAgain(TestNode node) {
        return node.count(CounterId.RETRANS_UNICAST)
                + node.count(CounterId.RETRANS_SEGMENT)
                + node.count(CounterId.RETRANS_BROADCAST)
                + node.count(CounterId.RETRANS_REPAIRS);
    }

    /** Notes for each second what each daemon delivered; nobody sends more than 5000 packets again in any second. */
    private void traffic(int seconds) {
        for (int second = 0; second < seconds; second++) {
            int[] before = IntStream.range(0, 3)
                    .map(d -> context.node(d).numbers().size())
                    .toArray();
            long[] again = IntStream.range(0, 3)
                    .mapToLong(d -> sentAgain(context.node(d)))
                    .toArray();
            for (int i = 0; i < PER_SECOND; i++) {
                for (int daemon : alive()) {
                    TestNode node = context.node(daemon);
                    if (node.services().queuedMessages() < 100) {
                        node.submit(i % 5 == 0 ? PacketType.SAFE : PacketType.AGREED, number++, 1000);
                    }
                }
                context.runMillis(PAUSE_MILLIS);
            }
            int[] fresh = new int[3];
            for (int daemon = 0; daemon < 3; daemon++) {
                fresh[daemon] = context.node(daemon).numbers().size() - before[daemon];
                assertThat(sentAgain(context.node(daemon)) - again[daemon])
                        .as("packets sent again by d" + (daemon + 1))
                        .isLessThan(5000);
            }
            delivered.add(fresh);
        }
    }

    /** Seconds from a moment on in which a daemon delivered something. */
    private long secondsWithService(int daemon, int from) {
        return delivered.subList(from, delivered.size()).stream()
                .filter(second -> second[daemon] > 0)
                .count();
    }

    private void heals() {
        context.perfect();
        int[] all = alive();
        assertThat(context.runUntil(() -> context.isRing(all), 40_000)).isTrue();
        context.runMillis(2000);
        List<Integer> last = new ArrayList<>();
        for (int daemon : all) {
            context.node(daemon).submit(PacketType.SAFE, number);
            last.add(number++);
        }
        context.runMillis(2000);
        for (int daemon : all) {
            assertThat(context.node(daemon).numbers()).containsAll(last);
        }
    }

    private void assertFullServiceAllTheTime() {
        assertThat(delivered)
                .allSatisfy(second -> assertThat(Arrays.stream(second).min().orElseThrow())
                        .isGreaterThanOrEqualTo(3 * PER_SECOND - 6));
        for (int daemon = 0; daemon < 3; daemon++) {
            assertThat(context.node(daemon).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
        }
    }

    @Test
    void defect30_D6_oneDaemonsPacketsDoNotReachAnother() {
        begin(d -> d.from() == 0 && d.to() == 2);
        traffic(15);
        assertFullServiceAllTheTime();
        heals();
    }

    @Test
    void defect30_D6_twoNeighboursDoNotGetWhatIsSentToTheSegment() {
        begin(d -> d.segment() && d.to() > 0);
        traffic(15);
        assertFullServiceAllTheTime();
        heals();
    }

    /** d3 does not hear d2, from which it gets the token; d2 hears d3. */
    @Test
    void defect30_D7_theTokensWayIsCutInOneDirection() {
        begin(d -> d.from() == 1 && d.to() == 2);
        traffic(20);
        assertThat(context.isRing(0, 1) || context.node(0).core.membershipState() == 4)
                .isTrue();
        assertThat(context.node(2).count(CounterId.ISOLATIONS)).isEqualTo(1);
        assertThat(context.node(2).log)
                .anyMatch(line -> line.contains(": others hear d2, this daemon does not. It keeps to itself for 10 s"));
        traffic(40);
        for (int daemon = 0; daemon < 3; daemon++) {
            assertThat(secondsWithService(daemon, 20))
                    .as("of 40 seconds d" + (daemon + 1))
                    .isGreaterThan(30);
        }
        assertThat(context.node(0).count(CounterId.ISOLATIONS) + context.node(1).count(CounterId.ISOLATIONS))
                .as("the others stay together")
                .isZero();
        heals();
    }

    /** d3 is not told whom the others hear, so it is d2 that finds out. */
    @Test
    void defect30_D7_theOtherEndOfTheCutKeepsToItselfWhenTheFirstDoesNot() {
        begin(d -> (d.from() == 1 && d.to() == 2) || withoutList(d));
        traffic(30);
        assertThat(context.node(2).count(CounterId.ISOLATIONS)).isZero();
        assertThat(context.node(1).count(CounterId.ISOLATIONS)).isPositive();
        assertThat(context.node(1).log).anyMatch(line -> line.contains(": d3 does not hear this daemon."));
        assertThat(secondsWithService(0, 20)).isGreaterThan(5);
        heals();
    }

    /** Replaces a packet of d1 to d3 that lists others by one that lists d1 alone. */
    private boolean withoutList(Datagram datagram) {
        boolean lists = !datagram.token() && datagram.has(PacketType.ALIVE | PacketType.JOIN);
        ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes());
        if (!lists || datagram.from() != 0 || datagram.to() != 2 || bytes.getShortLE(40) < 2) {
            return false;
        }
        int others = 4 * (bytes.getShortLE(40) - 1);
        ByteBuf shorter = Unpooled.buffer().writeBytes(bytes, 0, 48);
        shorter.writeBytes(bytes, 48 + others, bytes.readableBytes() - 48 - others);
        shorter.setShortLE(32, shorter.readableBytes() - 40);
        shorter.setShortLE(40, 1);
        byte[] copy = new byte[shorter.readableBytes()];
        shorter.readBytes(copy);
        context.deliverAfter(
                new Datagram(datagram.from(), datagram.to(), false, datagram.segment(), copy, datagram.sentNs()),
                DELAY);
        return true;
    }

    /** With a segment for each daemon there are no lists that show who does not hear whom: the daemons take turns. */
    @Test
    void defect30_D7_whenNothingShowsWhichPathIsBrokenTheDaemonsTakeTurns() {
        try (RingTestContext wide = new RingTestContext(1, 1, 1).startAll()) {
            assertThat(wide.runUntil(() -> wide.isRing(0, 1, 2), 8000)).isTrue();
            wide.conditions(d -> d.from() == 1 && d.to() == 2 ? -1 : DELAY);
            assertThat(wide.runUntil(
                            () -> IntStream.range(0, 3)
                                            .mapToLong(d -> wide.node(d).count(CounterId.ISOLATIONS))
                                            .sum()
                                    > 0,
                            90_000))
                    .isTrue();
            assertThat(wide.runUntil(() -> wide.isRing(0, 1) || wide.isRing(0, 2) || wide.isRing(1, 2), 30_000))
                    .isTrue();
            wide.perfect();
            assertThat(wide.runUntil(() -> wide.isRing(0, 1, 2), 58_000)).isTrue();
            EvsChecker.check(wide);
        }
    }

    /** d1 lacks 400 packets: its form1 token is larger than a datagram of the network, and fragments are lost. */
    @Test
    void defect30_D8_aFormTokenThatDoesNotFitIsNotNeeded() {
        begin(d -> !d.token() && d.to() == 0 && d.bytes().length > 1000);
        for (int i = 0; i < 400; i++) {
            context.node(1 + i % 2).submit(PacketType.AGREED, number++, 1300);
        }
        context.runMillis(300);
        assertThat(context.node(0).core.ring().history().highestSeq()).isGreaterThan(170);
        context.kill(1);
        context.conditions(d -> d.bytes().length > 1472 && d.from() != d.to() ? -1 : DELAY);
        traffic(14);
        assertThat(secondsWithService(0, 7)).isEqualTo(7);
        assertThat(secondsWithService(2, 7)).isEqualTo(7);
        assertThat(context.node(0).numbers())
                .as("its old ring ended without them")
                .doesNotContain(1);
        heals();
    }

    /** Large packets of d1 do not reach d3, and with d2 dies who could have sent them. */
    @Test
    void defect30_D9_largePacketsAreLostWhereTheRecoveryNeedsThem() {
        begin(d -> d.from() == 0 && d.to() == 2 && d.bytes().length > 900);
        traffic(3);
        context.kill(1);
        traffic(32);
        assertThat(context.node(2).count(CounterId.ISOLATIONS)).isPositive();
        assertThat(context.node(2).log).anyMatch(line -> line.contains(" do not arrive here. It keeps to itself"));
        assertThat(secondsWithService(0, 15)).isGreaterThan(8);
        assertThat(secondsWithService(2, 15)).isGreaterThan(8);
        heals();
    }

    /** After a stall the ring is formed anew, and what is missing is sent as if nobody had ever asked for it. */
    @Test
    void aRecoveryBehindAStallIsAnswered() {
        begin(d -> !d.token() && d.from() == 0 && d.to() == 2 && d.bytes().length > 900);
        context.kill(1);
        context.runUntil(() -> context.isRing(0, 2), 8000);
        traffic(4);
        context.perfect();
        FakePeer d3 = new FakePeer(context, 2);
        for (int i = 0; i < 2; i++) {
            d3.alive(0);
            context.runMillis(250);
        }
        assertThat(context.node(0).count(CounterId.TOKEN_LOSSES)).isGreaterThan(2);
        assertThat(context.runUntil(() -> context.isRing(0, 2), 8000)).isTrue();
        assertThat(context.node(2).count(CounterId.RECOVERY_GIVEN_UP)).isZero();
        heals();
    }

    /** d1 looks for members for ever, as a daemon does that hears nobody; d2 waits for it, and d3 with it or behind it. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void defect30_D7_aDaemonThatLooksForMembersForEverIsNotWaitedForForEver(boolean oneSegment, boolean joins) {
        try (RingTestContext some = oneSegment ? new RingTestContext(3) : new RingTestContext(1, 2)) {
            some.startAll();
            assertThat(some.runUntil(() -> some.isRing(0, 1, 2), 8000)).isTrue();
            some.kill(0);
            FakePeer d1 = new FakePeer(some, 0);
            long formMillis = (oneSegment ? TimerSettings.LAN : TimerSettings.WAN).formNs() / 1_000_000L;
            int[] installed = new int[3];
            for (long millis = 0; millis < 40 * formMillis; millis += 250) {
                for (int daemon = 1; daemon < 3; daemon++) {
                    if (joins) {
                        d1.join(daemon, RepType.SEG_REP);
                    } else {
                        d1.alive(daemon);
                    }
                }
                some.runMillis(250);
                for (int daemon = 1; daemon < 3; daemon++) {
                    installed[daemon] += some.node(daemon).core.membershipState() == 1 ? 1 : 0;
                }
                if (millis > 32 * formMillis) {
                    assertThat(installed[1]).as("d2 has had a ring").isPositive();
                    assertThat(installed[2]).as("d3 has had a ring").isPositive();
                }
            }
            assertThat(some.node(1).log).anyMatch(line -> line.contains(": there has been none for "));
            assertThat(some.runUntil(() -> some.isRing(1, 2), 60_000)).isTrue();
            EvsChecker.check(some);
        }
    }

    /** A single JOIN of somebody unheard of changes nothing. */
    @Test
    void listsAloneDoNotIsolate() {
        begin(d -> false);
        FakePeer stranger = new FakePeer(context, 1);
        for (int i = 0; i < 20; i++) {
            stranger.join(2, RepType.RING_REP);
            context.runMillis(250);
        }
        assertThat(context.node(2).count(CounterId.ISOLATIONS)).isZero();
        assertThat(context.isRing(0, 1, 2)).isTrue();
    }
}
