package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;

/**
 * Paths that do not work, in rings with daemons of the reference. These are played by daemons of ours whose tokens are changed as
 * they leave: whatever others ask for was answered, in vain or not, and counts for flow control each time; of several that miss
 * the same packets one request is made; and nobody asks in unusual ways. What they would send unasked is lost.
 */
final class MixedRingStallTest {
    private static final long DELAY = RingTestContext.normalDelayNs();
    private static final int BYTES = 1000;

    private final RingTestContext context = new RingTestContext(3).startAll();
    private final boolean[] reference = new boolean[3];
    private final int[] answeredBefore = new int[3];
    private boolean askedForSeveral;
    private int number = 1;

    @AfterEach
    void checkAndClose() {
        try (context) {
            EvsChecker.check(context);
        }
    }

    /** @param kinds R or S for each daemon in the order of the ring */
    private void begin(String kinds, Predicate<Datagram> isLost) {
        for (int i = 0; i < 3; i++) {
            reference[i] = kinds.charAt(i) == 'S';
        }
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 4000)).isTrue();
        traffic(500);
        context.conditions(d -> {
            if (d.token() && d.to() == 0) {
                askedForSeveral = asksForSeveral(d);
            }
            if (isLost.test(d) || isUnasked(d)) {
                return -1;
            }
            boolean regularToken = d.token() && (d.type() & (PacketType.FORM1 | PacketType.FORM2)) == 0;
            if (regularToken && reference[d.from()] && d.from() != d.to()) {
                context.deliverAfter(
                        new Datagram(d.from(), d.to(), true, false, asOfReference(d.from(), d.bytes()), d.sentNs()),
                        DELAY);
                return -1;
            }
            return DELAY;
        });
    }

    private boolean asksForSeveral(Datagram datagram) {
        Token token = new Token();
        token.wrap(Unpooled.wrappedBuffer(datagram.bytes()), 0, datagram.bytes().length);
        RequestBlock block = new RequestBlock();
        boolean regular = (token.type() & (PacketType.FORM1 | PacketType.FORM2)) == 0;
        return regular && token.firstRequest(block) && block.procId() == -1;
    }

    /** What a daemon of the reference does not send: packets to one daemon that it was not asked for by this one alone. */
    private boolean isUnasked(Datagram datagram) {
        boolean data = datagram.has(PacketType.RELIABLE | PacketType.FIFO | PacketType.AGREED | PacketType.SAFE);
        boolean repair = !datagram.token() && data && !datagram.segment() && reference[datagram.from()];
        // d1 is the one that sees the requests of d3 first; d2 gets none to answer.
        return repair && (datagram.from() == 1 || askedForSeveral);
    }

    private byte[] asOfReference(int daemon, byte[] bytes) {
        Token token = new Token();
        token.wrap(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        ByteBuf buffer = Unpooled.buffer(4096);
        Token changed = new Token();
        changed.wrapNew(buffer, 0, Endian.LITTLE);
        changed.setArq(token.arq());
        changed.setRetrans(token.retrans());
        changed.setTransmitterId(token.transmitterId());
        changed.setProcId(token.procId());
        changed.setMembership(token.membershipProcId(), token.membershipTime());
        changed.setSeq(token.seq());
        changed.setAru(token.aru());
        changed.setAruLastId(token.aruLastId());
        changed.setConfHash(token.confHash());
        int self = context.topology(daemon).selfId();
        TreeSet<Integer> own = new TreeSet<>();
        TreeSet<Integer> others = new TreeSet<>();
        RequestBlock block = new RequestBlock();
        boolean merged = false;
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            boolean mine = block.procId() == self || block.procId() == -1;
            merged |= block.procId() == -1 && !mine;
            for (int i = 0; i < block.numSeq(); i++) {
                (mine ? own : others).add(block.seq(i));
            }
        }
        int answered = (int) others.stream().filter(seq -> !own.contains(seq)).count();
        merged |= others.stream().anyMatch(own::contains);
        if (!own.isEmpty()) {
            RequestBlock request = new RequestBlock();
            changed.appendRequest(request, token.membershipProcId(), token.membershipTime(), merged ? -1 : self, 0);
            own.forEach(seq -> changed.appendSeq(request, seq));
        }
        changed.setFlowControl(token.flowControl() + answered - answeredBefore[daemon]);
        answeredBefore[daemon] = answered;
        return Arrays.copyOf(buffer.array(), changed.lengthBytes());
    }

    /** All daemons offer a hundred messages a second; what each delivered in each second. */
    private List<int[]> traffic(int millis) {
        List<int[]> seconds = new ArrayList<>();
        int[] before = counts();
        for (int at = 1; at <= millis / 10; at++) {
            for (int daemon = 0; daemon < 3; daemon++) {
                TestNode node = context.node(daemon);
                if (node.services().queuedMessages() < 100) {
                    node.submit(number % 5 == 0 ? PacketType.SAFE : PacketType.AGREED, number++, BYTES);
                }
            }
            context.runMillis(10);
            if (at % 100 == 0) {
                int[] now = counts();
                int[] fresh = new int[3];
                Arrays.setAll(fresh, i -> now[i] - before[i]);
                System.arraycopy(now, 0, before, 0, 3);
                seconds.add(fresh);
            }
        }
        return seconds;
    }

    private int[] counts() {
        int[] counts = new int[3];
        Arrays.setAll(counts, i -> context.node(i).numbers().size());
        return counts;
    }

    private void heals() {
        context.perfect();
        assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 40_000)).isTrue();
        context.runMillis(3000);
    }

    private void assertFullService(List<int[]> seconds) {
        assertThat(seconds.subList(2, seconds.size()))
                .as("from the third second on nearly all that is offered")
                .allSatisfy(second ->
                        assertThat(Arrays.stream(second).min().orElseThrow()).isGreaterThan(270));
        for (int daemon = 0; daemon < 3; daemon++) {
            assertThat(context.node(daemon).count(CounterId.TOKEN_LOSSES)).isEqualTo(1);
        }
    }

    private List<String> lines(int daemon) {
        return context.node(daemon).log.stream()
                .filter(line -> line.contains("Ring stuck: "))
                .toList();
    }

    @Test
    void defect20_1_check20_20_aDaemonInBetweenHandsOnWhatDoesNotArrive() {
        begin("SRS", d -> d.from() == 0 && d.to() == 2);
        assertFullService(traffic(6_000));
        assertThat(lines(1)).singleElement().asString().contains("d3 cannot be reached from d1 by [10.88.0.255]:4803");
        heals();
    }

    @Test
    void defect20_1_check20_20_theFirstDaemonThatIsAskedPassesOn() {
        begin("RSS", d -> d.from() == 0 && d.to() == 2);
        // Here the one in between answers what it is asked for.
        reference[1] = false;
        assertFullService(traffic(6_000));
        assertThat(lines(0)).singleElement().asString().contains("d3 cannot be reached from d1 by [10.88.0.3]:4803");
        heals();
    }

    @Test
    void defect30_D6_aDaemonThatIsDeafToItsSegmentLetsTheNextOneAskAlone() {
        begin("SRS", d -> d.segment() && d.to() > 0);
        assertFullService(traffic(6_000));
        assertThat(lines(1)).singleElement().asString().contains("d2 cannot be reached by [10.88.0.255]:4803");
        heals();
    }

    @Test
    void defect30_D6_aDaemonThatIsDeafToItsSegmentDoesNotMergeRequests() {
        begin("SSR", d -> d.segment() && d.to() > 0);
        reference[1] = false;
        assertFullService(traffic(6_000));
        heals();
    }

    /** Nothing can be done for d3 in this ring: d1 takes its requests, and d2 never hears of them. */
    @Test
    void defect20_1_check20_20_aDaemonThatNobodyCanHelpKeepsToItselfSoThatTheOthersGoOn() {
        begin("SSR", d -> d.from() == 0 && d.to() == 2);
        List<int[]> seconds = traffic(40_000);
        long served = seconds.subList(15, 40).stream()
                .filter(second -> second[0] > 150 && second[1] > 150)
                .count();
        assertThat(served).as("of the 25 seconds behind the first 15").isGreaterThan(18);
        assertThat(lines(2).get(0)).contains("d3 cannot be reached from d1 by [10.88.0.255]:4803");
        heals();
    }
}
