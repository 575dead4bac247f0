package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.wire.PacketType;

/**
 * Rings over networks that do lose a little, but in all directions alike, idle and loaded, with daemons that come and go: nobody
 * is told of a path that does not work. {@code -Dstall.seeds=N} runs more of them.
 */
final class NoFalseAlarmTest {
    private static final int MAX_LOSS_PER_MILLE = 20;
    private static final int SECONDS = 12;
    private static final int STEP_MS = 10;
    private static final int[][] SEGMENTS = {{2}, {3}, {4}, {5}, {2, 2}, {1, 1, 1}};

    private int number = 1;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("stall.seeds", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void defect20_1_healthyRingsLogNoStall(int seed) {
        Random random = new Random(seed);
        int lossPerMille = random.nextInt(MAX_LOSS_PER_MILLE + 1);
        int messagesPerStep = new int[] {0, 1, 12}[seed % 3];
        RingTestContext context = new RingTestContext(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        if (random.nextBoolean()) {
            context.accelerated();
        }
        context.startAll();
        try (context) {
            context.conditions(d -> delay(d, random, lossPerMille));
            for (int second = 0; second < SECONDS; second++) {
                comeAndGo(context, random);
                talk(context, random, messagesPerStep);
            }
            for (TestNode node : context.allNodes()) {
                assertThat(node.log)
                        .filteredOn(line -> line.contains("Ring stuck"))
                        .as("seed " + seed + ", " + lossPerMille + " per mille lost")
                        .isEmpty();
            }
            EvsChecker.check(context);
        }
    }

    private static long delay(Datagram datagram, Random random, int lossPerMille) {
        boolean lost = datagram.from() != datagram.to() && random.nextInt(1000) < lossPerMille;
        return lost ? -1 : RingTestContext.normalDelayNs() * (1 + random.nextInt(3));
    }

    private static void comeAndGo(RingTestContext context, Random random) {
        int daemon = random.nextInt(context.size());
        if (!context.node(daemon).alive) {
            context.start(daemon);
        } else if (random.nextInt(6) == 0) {
            context.kill(daemon);
        }
    }

    private void talk(RingTestContext context, Random random, int messagesPerStep) {
        for (int at = 0; at < 1000; at += STEP_MS) {
            for (int i = 0; i < messagesPerStep; i++) {
                TestNode node = context.node(random.nextInt(context.size()));
                if (node.alive && node.services().queuedMessages() < 200) {
                    node.submit(number % 5 == 0 ? PacketType.SAFE : PacketType.AGREED, number++, 1200);
                }
            }
            context.runMillis(STEP_MS);
        }
    }
}
