package org.ringcast.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.ringcast.daemon.wire.PacketType;

/**
 * Loss, partitions, kills and restarts under traffic, all drawn from a seed; then the network is healed, and all daemons must
 * come together and have kept the rules all the time.
 */
final class RandomFaults {
    private static final int[] SERVICES = {PacketType.RELIABLE, PacketType.FIFO, PacketType.AGREED, PacketType.SAFE};
    private static final int[][] TOPOLOGIES = {{4}, {2, 2}, {1, 1, 1, 1}, {3, 1}, {5}};
    private static final int ROUNDS = 12;

    private final Random random;
    private final RingTestContext context;
    private int number;
    private int lossPercent;
    private int duplicatePercent;
    private boolean oneWay;
    private final int[] component;

    private RandomFaults(long seed) {
        random = new Random(seed);
        context = new RingTestContext(TOPOLOGIES[(int) (seed % TOPOLOGIES.length)]);
        component = new int[context.size()];
        if (random.nextBoolean()) {
            context.accelerated();
        }
    }

    static void run(long seed) {
        RandomFaults faults = new RandomFaults(seed);
        try (RingTestContext context = faults.context) {
            context.startAll();
            for (int round = 0; round < ROUNDS; round++) {
                faults.round();
            }
            faults.heal();
            EvsChecker.check(context);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void round() {
        lossPercent = random.nextInt(3) == 0 ? random.nextInt(40) : 0;
        duplicatePercent = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
        for (int i = 0; i < component.length; i++) {
            component[i] = random.nextInt(3) == 0 ? random.nextInt(2) : 0;
        }
        oneWay = random.nextInt(3) == 0;
        context.conditions(this::delayNs);
        int daemon = random.nextInt(context.size());
        if (random.nextInt(4) == 0) {
            if (context.node(daemon).alive) {
                context.kill(daemon);
            } else {
                context.start(daemon);
            }
        }
        for (int i = 0; i < 60; i++) {
            TestNode node = context.node(random.nextInt(context.size()));
            if (node.alive) {
                node.submit(SERVICES[random.nextInt(4)], number++, random.nextInt(5) == 0 ? 6000 : 200);
            }
            context.runMillis(random.nextInt(20));
        }
        context.runMillis(random.nextInt(4000));
    }

    private long delayNs(RingTestContext.Datagram datagram) {
        boolean cut = oneWay
                ? component[datagram.from()] < component[datagram.to()]
                : component[datagram.from()] != component[datagram.to()];
        if (cut || random.nextInt(100) < lossPercent) {
            return -1;
        }
        if (random.nextInt(100) < duplicatePercent) {
            context.deliverAfter(datagram, random.nextInt(3_000_000));
        }
        return 20_000L + random.nextInt(200_000);
    }

    private void heal() {
        for (int daemon = 0; daemon < context.size(); daemon++) {
            if (!context.node(daemon).alive) {
                context.start(daemon);
            }
        }
        context.perfect();
        int[] all = new int[context.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        long boundMillis = context.settings().wideArea() ? 58_000 : 36_000;
        assertThat(context.runUntil(() -> context.isRing(all), boundMillis))
                .as("P16")
                .isTrue();
        context.runMillis(3000);
        for (TestNode node : context.allNodes()) {
            assertThat(node.count(CounterId.INTERNAL_FAULTS)).isZero();
        }
    }
}
