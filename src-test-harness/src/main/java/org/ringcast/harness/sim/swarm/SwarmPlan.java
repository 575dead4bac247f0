package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.wire.WireLimits;
import org.ringcast.harness.sim.LinkConditions;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimRandom;

/**
 * Everything that a seed stands for, drawn before the run begins. In each plan some kinds of fault are off and others are
 * frequent, so that runs differ more than if all were always on.
 *
 * @param durationNs how long things go wrong; then everything is healed
 * @param startSpreadNs daemons are started one after the other within this time
 * @param forging datagrams are damaged in ways that no checksum finds: the promises do not hold, but nothing may break for good
 * @param logging daemons format the lines of their logs
 * @param stuckNs while things go wrong no daemon may stand still for longer; 0: it may
 * @param episodes faults in the order of their beginning
 */
record SwarmPlan(
        long seed,
        SimConfig config,
        long durationNs,
        long startSpreadNs,
        boolean forging,
        boolean logging,
        WorkloadPlan workload,
        long stuckNs,
        List<Episode> episodes) {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MAX_EPISODES = 60;
    private static final long BYTE_ORDERS = 0x42797465L << 32;
    private static final long RELOADS = 0x52656C6FL << 32;
    private static final long RESTS = 0x52657374L << 32;
    private static final long PACKETS = 0x5061636BL << 32;
    /** Actions of all clients together, about; more would make a run long without making it more interesting. */
    private static final int MAX_ACTIONS = 4_000;

    /** A fault with its time. */
    record Episode(long startNs, long durationNs, Fault fault) {
        @Override
        public String toString() {
            return "%.3f s to %.3f s: %s".formatted(startNs / 1e9, (startNs + durationNs) / 1e9, fault);
        }
    }

    /** The plan of a seed. */
    static SwarmPlan of(long seed) {
        SimRandom random = new SimRandom(seed);
        SimConfig config = config(random).seed(seed);
        boolean quick = config.convergenceNs() < 40 * SECOND_NS;
        long durationNs = random.between(4, quick ? 20 : 40) * SECOND_NS;
        long startSpreadNs = random.chance(0.5) ? 0 : random.between(1, 4_000) * MS;
        boolean forging = random.chance(0.05);
        boolean logging = random.chance(0.25);
        WorkloadPlan workload = workload(random, config.daemonCount(), durationNs);
        List<Episode> episodes = episodes(random, config, durationNs, forging);
        // What was thought of later is drawn from a source of its own: then old seeds stay what they were in all else.
        byteOrders(new SimRandom(seed ^ BYTE_ORDERS), config);
        packets(new SimRandom(seed ^ PACKETS), config);
        rests(new SimRandom(seed ^ RESTS), config);
        if (!forging) {
            reloads(new SimRandom(seed ^ RELOADS), config, durationNs, episodes);
        }
        return new SwarmPlan(
                seed, config, durationNs, startSpreadNs, forging, logging, workload, 0, List.copyOf(episodes));
    }

    /** Whether a reload takes a daemon out of the configuration. */
    boolean removesDaemons() {
        return episodes.stream()
                .anyMatch(episode ->
                        episode.fault() instanceof ReloadFault reload && reload.change() == ReloadFault.Change.REMOVAL);
    }

    private static SimConfig config(SimRandom random) {
        int[] sizes = segments(random, daemons(random));
        SimConfig config = SimConfig.segments(sizes);
        config.level(random.chance(0.3) ? 4 : 5).accelerated(random.chance(0.5));
        boolean wan = sizes.length > 1 && random.chance(0.4);
        config.timers(wan ? TimerSettings.WAN : TimerSettings.LAN);
        if (sizes.length > 1 && random.chance(0.4)) {
            long delayNs = random.between(1, wan ? 60 : 10) * MS;
            config.links(LinkConditions.LAN, LinkConditions.WAN.with(d -> d.delay(delayNs, MS)));
        }
        if (random.chance(0.3)) {
            int personal = random.between(1, 60);
            config.windows(random.between(personal, 300), personal);
        }
        if (random.chance(0.15)) {
            config.receiveBuffers(random.between(8, 64) << 10, random.between(4, 64) << 10);
        }
        if (random.chance(0.25)) {
            config.sessions(random.between(20, 200), random.between(1, 64) << 18, 997);
        }
        if (random.chance(0.05)) {
            config.firstSeq((1 << 30) - random.between(10, 4_000));
        }
        return config;
    }

    private static void reloads(SimRandom random, SimConfig config, long durationNs, List<Episode> episodes) {
        if (random.chance(0.25)) {
            int count = random.between(1, 8);
            for (int i = 0; i < count; i++) {
                long lengthNs = random.between(MS, 6_000 * MS);
                episodes.add(
                        new Episode(random.between(0, durationNs), lengthNs, FaultKind.RELOAD.make(random, config)));
            }
        }
    }

    private static void rests(SimRandom random, SimConfig config) {
        if (random.chance(0.1)) {
            config.tokenRest(random.between(100, 5_000) * 1_000L);
        }
    }

    private static void packets(SimRandom random, SimConfig config) {
        if (random.chance(0.1)) {
            config.maxPacketBytes(
                    random.chance(0.5)
                            ? random.between(WireLimits.MAX_PACKET_BYTES + 1, 9_000)
                            : WireLimits.MAX_LARGE_PACKET_BYTES);
        }
    }

    private static void byteOrders(SimRandom random, SimConfig config) {
        if (random.chance(0.2)) {
            double share = random.chance(0.2) ? 1 : 0.5;
            for (int daemon = 0; daemon < config.daemonCount(); daemon++) {
                if (random.chance(share)) {
                    config.bigEndian(daemon);
                }
            }
        }
    }

    private static int daemons(SimRandom random) {
        int luck = random.below(100);
        if (luck < 4) {
            return 1;
        }
        return luck < 93 ? random.between(2, 6) : random.between(7, 12);
    }

    static int[] segments(SimRandom random, int daemons) {
        if (random.chance(0.5)) {
            return new int[] {daemons};
        }
        boolean alone = random.chance(0.4);
        List<Integer> sizes = new ArrayList<>();
        for (int left = daemons; left > 0; ) {
            int size = alone ? 1 : random.between(1, left);
            sizes.add(size);
            left -= size;
        }
        return sizes.stream().mapToInt(i -> i).toArray();
    }

    private static WorkloadPlan workload(SimRandom random, int daemons, long durationNs) {
        boolean busy = random.chance(0.3);
        // The daemon ends sessions of slow readers when it likes, and so groups become empty at any time.
        boolean slowReaders = random.chance(0.3);
        int clients = random.chance(0.05) ? 0 : random.between(1, 3);
        long actionNs = random.between(busy ? 2 : 10, busy ? 20 : 500) * MS;
        return new WorkloadPlan(
                clients,
                random.between(1, 5),
                Math.max(actionNs, durationNs / MAX_ACTIONS * clients * daemons),
                random.chance(0.2) ? 100_000 : random.between(20, 5_000),
                random.below(40) / 100.0,
                slowReaders ? 0.1 : 0,
                random.chance(0.2) ? 0.02 : 0,
                slowReaders || random.chance(0.2));
    }

    private static List<Episode> episodes(SimRandom random, SimConfig config, long durationNs, boolean forging) {
        List<Episode> episodes = new ArrayList<>();
        if (forging) {
            double forged = random.between(1, 20) / 1_000.0;
            List<LinkFault.Direction> all = new ArrayList<>();
            for (int i = 0; i < config.daemonCount() * config.daemonCount(); i++) {
                all.add(new LinkFault.Direction(i / config.daemonCount(), i % config.daemonCount()));
            }
            episodes.add(new Episode(0, durationNs, new LinkFault("forging", all, c -> c.forging(forged))));
        }
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (!kind.isDrawnApart() && random.chance(0.35) && (config.daemonCount() > 1 || !kind.needsOthers())) {
                kinds.add(kind);
            }
        }
        List<FaultKind> choice = List.copyOf(kinds);
        long meanPauseNs = random.between(100, 4_000) * MS;
        long meanLengthNs = random.between(50, 5_000) * MS;
        long startNs = random.between(0, 3_000) * MS;
        while (!choice.isEmpty() && startNs < durationNs && episodes.size() < MAX_EPISODES) {
            Fault fault = random.pick(choice).make(random, config);
            episodes.add(new Episode(startNs, random.between(MS, 2 * meanLengthNs), fault));
            startNs += random.between(0, 2 * meanPauseNs);
        }
        return episodes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(seed).append(": ").append(config).append('\n');
        text.append("  faults for %.0f s, start spread over %.1f s%s%s%n"
                .formatted(
                        durationNs / 1e9,
                        startSpreadNs / 1e9,
                        forging ? ", forged datagrams" : "",
                        logging ? ", logging" : ""));
        text.append("  ").append(workload).append('\n');
        for (Episode episode : episodes) {
            text.append("  ").append(episode).append('\n');
        }
        return text.toString();
    }
}
