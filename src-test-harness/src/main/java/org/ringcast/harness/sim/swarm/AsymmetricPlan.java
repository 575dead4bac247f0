package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.sim.LinkConditions;
import org.ringcast.harness.sim.PacketFilter;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimRandom;
import org.ringcast.harness.sim.swarm.LinkFault.Direction;
import org.ringcast.harness.sim.swarm.SwarmPlan.Episode;

/**
 * Plans in which links get bad in one direction and stay so for long: cut, lossy, for large packets only, for data only, or for
 * what is sent to a segment. A ring has come about before. Nothing else goes wrong, so nothing else can mend it.
 */
final class AsymmetricPlan {
    /** A daemon that has neither delivered anything nor got another ring for so long, although there is something to do. */
    static final long STUCK_LAN_NS = 45_000_000_000L;

    static final long STUCK_WAN_NS = 150_000_000_000L;

    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private AsymmetricPlan() {}

    /** The plan of a seed. */
    static SwarmPlan of(long seed) {
        SimRandom random = new SimRandom(~seed);
        int daemons = random.between(2, 6);
        int[] sizes = SwarmPlan.segments(random, daemons);
        boolean wan = sizes.length > 1 && random.chance(0.3);
        // Slow links: fewer rotations in the same time show as much.
        long delayUs = random.between(200, 4_000);
        LinkConditions slow = LinkConditions.LAN.with(d -> d.delay(delayUs * 1_000, delayUs * 100));
        SimConfig config = SimConfig.segments(sizes)
                .seed(seed)
                .level(random.chance(0.3) ? 4 : 5)
                .accelerated(random.chance(0.3))
                .timers(wan ? TimerSettings.WAN : TimerSettings.LAN)
                .links(slow, slow);
        long durationNs = (wan ? 240 : 90) * SECOND_NS;
        long actionMs = random.between(20, 200);
        WorkloadPlan workload = new WorkloadPlan(1, 2, actionMs * MS, 3_000, 0.02, 0, 0, false);
        List<Episode> episodes = new ArrayList<>();
        int faults = random.between(1, 3);
        long settledNs = (wan ? 14 : 7) * SECOND_NS;
        for (int i = 0; i < faults; i++) {
            long startNs = settledNs + random.between(0, 4_000) * MS;
            episodes.add(new Episode(startNs, durationNs - startNs, fault(random, config, i)));
        }
        return new SwarmPlan(
                seed,
                config,
                durationNs,
                0,
                false,
                random.chance(0.1),
                workload,
                wan ? STUCK_WAN_NS : STUCK_LAN_NS,
                List.copyOf(episodes));
    }

    private static Fault fault(SimRandom random, SimConfig config, int number) {
        int pairs = config.daemonCount() * (config.daemonCount() - 1);
        List<Direction> links = FaultKind.some(random, config, random.between(1, Math.max(1, pairs / 4)));
        Direction link = links.get(0);
        int luck = random.below(100);
        if (luck < 35) {
            return new CutFault(links, links, 0);
        }
        if (luck < 65) {
            double loss = random.between(20, 95) / 100.0;
            return new LinkFault("loss %.0f %%".formatted(loss * 100), links, c -> c.loss(loss));
        }
        if (luck < 80) {
            int length = random.between(150, 1_400);
            return filter(
                    number,
                    "packets over " + length + " bytes vanish on " + link,
                    PacketFilter.dropLongerThan(length).onLink(link.from(), link.to()));
        }
        if (luck < 90) {
            return filter(
                    number,
                    "data vanishes on " + link,
                    PacketFilter.drop(PacketKind.DATA).onLink(link.from(), link.to()));
        }
        PacketFilter segment = datagram -> datagram.segment() ? PacketFilter.DROP : PacketFilter.PASS;
        int deaf = link.to();
        int next = (deaf + 1) % config.daemonCount();
        PacketFilter both = datagram ->
                datagram.to() == deaf || datagram.to() == next ? segment.judge(datagram) : PacketFilter.PASS;
        return filter(
                number,
                "what is sent to the segment vanishes for " + SimConfig.nameOf(deaf) + " and " + SimConfig.nameOf(next),
                both);
    }

    private static Fault filter(int number, String what, PacketFilter filter) {
        return new FilterFault(what + " (" + number + ")", filter);
    }
}
