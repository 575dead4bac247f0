package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.sim.LinkConditions;
import org.ringcast.harness.sim.PacketFilter;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimRandom;
import org.ringcast.harness.sim.swarm.LinkFault.Direction;

/** The faults there are. Each draws its own particulars from a source of chance. To add one, add a constant here. */
enum FaultKind {
    LOSS {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            double loss = random.chance(0.3) ? 0.3 * random.below(100) / 100 : 0.05 * random.below(100) / 100;
            return links(random, config, "loss %.1f %%".formatted(loss * 100), c -> c.loss(loss));
        }
    },
    BURSTS {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            int length = random.between(2, 40);
            return links(random, config, "bursts of about " + length + " losses", c -> c.bursts(0.01, length));
        }
    },
    DELAY {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            long delayUs = random.between(50, random.chance(0.2) ? 400_000 : 20_000);
            long jitterUs = random.between(0, delayUs);
            return links(
                    random,
                    config,
                    "delay " + delayUs + " to " + (delayUs + jitterUs) + " us",
                    c -> c.delay(delayUs * 1_000, jitterUs * 1_000));
        }
    },
    REORDER {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            long lateUs = random.between(100, 50_000);
            return links(
                    random, config, "reordering by up to " + lateUs + " us", c -> c.reordering(0.1, lateUs * 1_000));
        }
    },
    DUPLICATES {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            long lateUs = random.between(10, random.chance(0.3) ? 3_000_000 : 10_000);
            return links(
                    random,
                    config,
                    "second copies up to " + lateUs + " us late",
                    c -> c.duplicates(0.05, lateUs * 1_000));
        }
    },
    CORRUPTION {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            return links(random, config, "damage 2 %", c -> c.corruption(0.02, 0));
        }
    },
    SLOW_LINK {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            int kilobytes = random.between(50, 2_000);
            return links(
                    random, config, "bandwidth " + kilobytes + " KB/s", c -> c.bandwidth(kilobytes * 1_000L, 32 << 10));
        }
    },
    ONE_WAY_CUT {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            List<Direction> links = some(random, config, random.between(1, 3));
            return new CutFault(links, links, 0);
        }
    },
    PARTITION {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            int components = random.between(2, 3);
            boolean bySegment = random.chance(0.3);
            int[] ofSegment = new int[config.daemonCount()];
            List<Integer> of = new ArrayList<>();
            for (int i = 0; i < ofSegment.length; i++) {
                ofSegment[i] = random.below(components);
                of.add(bySegment ? ofSegment[config.segmentOf(i)] : ofSegment[i]);
            }
            return new PartitionFault(of);
        }
    },
    SWIZZLED_CUTS {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            int victim = random.below(config.daemonCount());
            List<Direction> links = new ArrayList<>();
            for (int other = 0; other < config.daemonCount(); other++) {
                if (other != victim) {
                    links.add(new Direction(victim, other));
                    links.add(new Direction(other, victim));
                }
            }
            return new CutFault(shuffled(random, links), shuffled(random, links), random.between(0, 400) * 1_000_000L);
        }
    },
    LARGE_PACKETS_VANISH {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            int length = random.between(41, 1_400);
            Direction link = some(random, config, 1).get(0);
            return new FilterFault(
                    "packets over " + length + " bytes vanish on " + link,
                    PacketFilter.dropLongerThan(length).onLink(link.from(), link.to()));
        }
    },
    ONE_KIND_VANISHES {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            PacketKind kind = random.pick(List.of(
                    PacketKind.TOKEN,
                    PacketKind.FORM1,
                    PacketKind.FORM2,
                    PacketKind.ALIVE,
                    PacketKind.JOIN,
                    PacketKind.REFER,
                    PacketKind.HURRY,
                    PacketKind.DATA));
            int daemon = random.below(config.daemonCount());
            boolean sending = random.chance(0.5);
            PacketFilter all = PacketFilter.drop(kind);
            return new FilterFault(
                    kind + " packets vanish " + (sending ? "from " : "to ") + SimConfig.nameOf(daemon),
                    sending ? all.from(daemon) : all.to(daemon));
        }
    },
    FEW_COME_LATE {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            PacketKind kind = random.pick(
                    List.of(PacketKind.TOKEN, PacketKind.FORM1, PacketKind.FORM2, PacketKind.ALIVE, PacketKind.DATA));
            long lateMs = random.between(2, 5_000);
            int count = random.between(1, 10);
            int daemon = random.below(config.daemonCount());
            return new FilterFault(
                    "%d %s packets from %s come %d ms late".formatted(count, kind, SimConfig.nameOf(daemon), lateMs),
                    PacketFilter.delay(lateMs * 1_000_000)
                            .only(kind)
                            .from(daemon)
                            .times(count));
        }
    },
    SENDER_LOSS {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            return new SenderLossFault(random.below(config.daemonCount()), random.between(1, 50) / 100.0);
        }
    },
    CRASH {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            return new CrashFault(random.below(config.daemonCount()));
        }
    },
    PAUSE {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            return new PauseFault(random.below(config.daemonCount()));
        }
    },
    CLOCK {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            return new ClockFault(
                    random.below(config.daemonCount()), random.between(-10_000, 10_000), random.between(0, 100));
        }
    },
    RELOAD {
        @Override
        Fault make(SimRandom random, SimConfig config) {
            ReloadFault.Change[] changes = ReloadFault.Change.values();
            long spreadNs = random.chance(0.4) ? 0 : random.between(1, random.chance(0.2) ? 3_000 : 200) * 1_000_000L;
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < config.daemonCount(); i++) {
                delays.add(random.between(0, spreadNs));
            }
            return new ReloadFault(
                    changes[random.below(changes.length)],
                    random.below(config.daemonCount()),
                    random.between(10, 200),
                    delays);
        }
    };

    /** Whether it makes sense for a daemon that is alone. */
    boolean needsOthers() {
        return this != CRASH && this != PAUSE && this != CLOCK && this != RELOAD;
    }

    /** Whether plans draw it from a source of its own: it came later than the others, and they were to stay as they were. */
    boolean isDrawnApart() {
        return this == RELOAD;
    }

    /** A fault of this kind. */
    abstract Fault make(SimRandom random, SimConfig config);

    private static Fault links(SimRandom random, SimConfig config, String what, Consumer<LinkConditions.Draft> change) {
        int all = config.daemonCount() * (config.daemonCount() - 1);
        int count = random.chance(0.3) ? all : random.between(1, Math.max(1, all / 2));
        return new LinkFault(what, some(random, config, count), change);
    }

    /** Some directions of links, each once. */
    static List<Direction> some(SimRandom random, SimConfig config, int count) {
        List<Direction> all = new ArrayList<>();
        for (int from = 0; from < config.daemonCount(); from++) {
            for (int to = 0; to < config.daemonCount(); to++) {
                if (from != to) {
                    all.add(new Direction(from, to));
                }
            }
        }
        List<Direction> shuffled = shuffled(random, all);
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    private static <T> List<T> shuffled(SimRandom random, List<T> list) {
        List<T> result = new ArrayList<>();
        for (int i : random.permutation(list.size())) {
            result.add(list.get(i));
        }
        return Collections.unmodifiableList(result);
    }
}
