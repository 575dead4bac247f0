package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.PacketType;

/** Nothing that comes from the network stops a daemon, and when the nonsense ends it works. */
final class HostileInputTest {
    /** One datagram of each kind and length that a ring sends while it forms and works. */
    private static List<Datagram> kinds() {
        try (RingTestContext context = new RingTestContext(3).record().startAll()) {
            context.runUntil(() -> context.isRing(0, 1, 2), 4000);
            context.node(1).submit(PacketType.AGREED, 1, 3000);
            context.node(2).submit(PacketType.SAFE, 2, 30);
            context.runMillis(20);
            List<Datagram> kinds = new ArrayList<>();
            for (Datagram datagram : context.sent()) {
                boolean known = kinds.stream()
                        .anyMatch(k -> k.type() == datagram.type() && k.bytes().length == datagram.bytes().length);
                if (!known) {
                    kinds.add(datagram);
                }
            }
            return kinds;
        }
    }

    @Test
    void check30_23_datagramsOfEveryLength() {
        List<Datagram> kinds = kinds();
        assertThat(kinds).hasSizeGreaterThan(10);
        try (RingTestContext context = new RingTestContext(3)) {
            TestNode node = context.start(1);
            for (Datagram kind : kinds) {
                for (int length = 0; length < Math.min(900, kind.bytes().length); length++) {
                    byte[] bytes = Arrays.copyOf(kind.bytes(), length);
                    node.arrived(new Datagram(0, 1, kind.token(), false, bytes, 0));
                    node.arrived(new Datagram(0, 1, !kind.token(), false, bytes, 0));
                    node.run();
                }
            }
            assertThat(node.events).isEmpty();
            context.start(0);
            context.start(2);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 8000)).isTrue();
        }
    }

    /** Cut off, with the length field telling what is left, while the daemon is in each of its states. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void check30_23_cutDatagramsWithHonestLengthsInEveryState(int state) {
        List<Datagram> kinds = kinds();
        int daemon = state == 3 ? 1 : 0;
        try (RingTestContext context = new RingTestContext(3).startAll()) {
            TestNode node = context.node(daemon);
            assertThat(context.runUntil(() -> node.core.membershipState() == state, 4000))
                    .isTrue();
            long before = node.usedBytes();
            for (Datagram kind : kinds) {
                for (int length = 40; length < Math.min(900, kind.bytes().length); length++) {
                    byte[] bytes = Arrays.copyOf(kind.bytes(), length);
                    Unpooled.wrappedBuffer(bytes).setShortLE(kind.token() ? 34 : 32, length - 40);
                    node.arrived(new Datagram(kind.from(), daemon, kind.token(), false, bytes, 0));
                    node.run();
                }
            }
            assertThat(node.usedBytes() - before).as("more bytes than before").isLessThan(1 << 20);
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2), 20_000)).isTrue();
            context.node(2).submit(PacketType.SAFE, 1000);
            context.runMillis(3000);
            for (int i = 0; i < 3; i++) {
                assertThat(context.node(i).numbers()).endsWith(1000);
                assertThat(context.node(i).count(CounterId.INTERNAL_FAULTS)).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void check30_23_randomBitFlips(long seed) {
        Random random = new Random(seed);
        try (RingTestContext context = new RingTestContext(seed % 2 == 0 ? new int[] {4} : new int[] {2, 2})) {
            context.conditions(d -> {
                if (random.nextInt(4) == 0) {
                    byte[] bytes = d.bytes().clone();
                    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                        // Not the hash, or nothing would get in.
                        int at = random.nextInt(bytes.length);
                        if (at < 28 || at >= 40) {
                            bytes[at] ^= (byte) (1 << random.nextInt(8));
                        }
                    }
                    int to = random.nextInt(4);
                    context.deliverAfter(
                            new Datagram(d.from(), to, d.token(), d.segment(), bytes, d.sentNs()),
                            random.nextInt(2_000_000));
                }
                return RingTestContext.normalDelayNs();
            });
            context.startAll();
            int number = 0;
            for (int i = 0; i < 200; i++) {
                context.node(random.nextInt(4)).submit(PacketType.AGREED, number++, random.nextInt(4000));
                context.runMillis(random.nextInt(60));
            }
            context.perfect();
            assertThat(context.runUntil(() -> context.isRing(0, 1, 2, 3), 80_000))
                    .isTrue();
            for (int daemon = 0; daemon < 4; daemon++) {
                context.node(daemon).submit(PacketType.SAFE, number++);
            }
            int last = number;
            // A sequence number made up on the way stops the ring until it is formed anew.
            assertThat(context.runUntil(
                            () -> {
                                for (int daemon = 0; daemon < 4; daemon++) {
                                    if (!context.node(daemon)
                                            .numbers()
                                            .containsAll(List.of(last - 4, last - 3, last - 2, last - 1))) {
                                        return false;
                                    }
                                }
                                return true;
                            },
                            40_000))
                    .isTrue();
        }
    }
}
