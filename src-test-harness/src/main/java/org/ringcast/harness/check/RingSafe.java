package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P12;
import static org.ringcast.harness.check.Predicate.EVS_P13;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.Service;

/** P12 and P13: a SAFE packet that one delivers is delivered by all of the configuration it is delivered in. */
final class RingSafe {
    private final Violations violations;

    private RingSafe(Violations violations) {
        this.violations = violations;
    }

    static void check(RingPeriods periods, Violations violations) {
        RingSafe check = new RingSafe(violations);
        periods.byRing().values().forEach(check::ring);
    }

    private void ring(List<RingPeriod> members) {
        Map<Integer, PacketDelivered> safe = new LinkedHashMap<>();
        for (RingPeriod period : members) {
            period.before.stream().filter(RingSafe::isSafe).forEach(packet -> safe.putIfAbsent(packet.seq(), packet));
        }
        for (RingPeriod period : members) {
            if (period.next != null) {
                safe.values().forEach(packet -> owes(period, packet, EVS_P12));
            }
            if (period.transitional != null && period.all.size() > period.before.size()) {
                transitional(period, members);
            }
        }
        neverInstalled(members, safe);
    }

    private void transitional(RingPeriod period, List<RingPeriod> members) {
        List<PacketDelivered> after = period.all.subList(period.before.size(), period.all.size()).stream()
                .filter(RingSafe::isSafe)
                .toList();
        if (after.isEmpty()) {
            return;
        }
        for (RingPeriod other : members) {
            if (other.next != null && period.transitional.members().contains(other.process.daemon())) {
                after.forEach(packet -> owes(other, packet, EVS_P13));
            }
        }
    }

    private void owes(RingPeriod period, PacketDelivered packet, Predicate predicate) {
        if (!period.bySeq.containsKey(packet.seq())) {
            violations.add(
                    predicate,
                    packet.process(),
                    period.process,
                    period.ring(),
                    "not delivered by the second: " + packet,
                    packet.number(),
                    period.endNumber());
        }
    }

    /** A SAFE packet is delivered only when all members have it, and then all of them have installed the ring. */
    private void neverInstalled(List<RingPeriod> members, Map<Integer, PacketDelivered> safe) {
        if (safe.isEmpty()) {
            return;
        }
        PacketDelivered packet = safe.values().iterator().next();
        for (int daemon : members.get(0).regular.members()) {
            if (members.stream().noneMatch(period -> period.process.daemon() == daemon)) {
                String what = "daemon " + (daemon + 1) + " never installed the ring, but " + packet;
                violations.add(
                        EVS_P12,
                        packet.process(),
                        "d" + (daemon + 1),
                        packet.ring(),
                        what,
                        packet.number(),
                        packet.number());
            }
        }
    }

    private static boolean isSafe(PacketDelivered packet) {
        return packet.service() == Service.SAFE;
    }
}
