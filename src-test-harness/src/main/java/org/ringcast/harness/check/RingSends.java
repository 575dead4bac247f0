package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P11;
import static org.ringcast.harness.check.Predicate.EVS_P7;

import java.util.HashMap;
import java.util.Map;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.DaemonEvent.PacketSent;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;

/** Who sent which packet of which ring. P7: what is delivered was sent. P11: who sends delivers. */
final class RingSends {
    private final RingPeriods periods;
    private final Map<RingId, Map<Integer, PacketSent>> sent = new HashMap<>();
    private final Map<RingId, Map<Integer, RingPeriod>> senders = new HashMap<>();

    RingSends(RingPeriods periods) {
        this.periods = periods;
        for (RingPeriod period : periods.all()) {
            if (!period.sent.isEmpty()) {
                Map<Integer, PacketSent> ofRing = sent.computeIfAbsent(period.ring(), r -> new HashMap<>());
                Map<Integer, RingPeriod> by = senders.computeIfAbsent(period.ring(), r -> new HashMap<>());
                for (PacketSent packet : period.sent) {
                    ofRing.putIfAbsent(packet.seq(), packet);
                    by.putIfAbsent(packet.seq(), period);
                }
            }
        }
    }

    /** The packet with this number in the ring; null when nobody sent one. */
    PacketSent packet(RingId ring, int seq) {
        return sent.getOrDefault(ring, Map.of()).get(seq);
    }

    /** What its sender did in the ring; null when nobody sent it. */
    RingPeriod sender(RingId ring, int seq) {
        return senders.getOrDefault(ring, Map.of()).get(seq);
    }

    /** Service of a packet, null when nobody sent it. */
    Service service(RingId ring, int seq) {
        PacketSent packet = packet(ring, seq);
        return packet == null ? null : packet.service();
    }

    /** P7 and P11. */
    void check(Violations violations) {
        for (RingPeriod period : periods.all()) {
            for (PacketDelivered packet : period.bySeq.values()) {
                wasSent(period, packet, violations);
            }
            for (PacketSent packet : period.sent) {
                PacketSent first = packet(period.ring(), packet.seq());
                if (first.number() != packet.number()) {
                    String what = "one number for two packets: " + first + " and " + packet;
                    violations.add(
                            EVS_P7,
                            first.process(),
                            packet.process(),
                            period.ring(),
                            what,
                            first.number(),
                            packet.number());
                }
                if (period.next != null && packet.service().isOrdered() && !period.bySeq.containsKey(packet.seq())) {
                    String what = "own packet not delivered: " + packet;
                    violations.add(EVS_P11, period.process, period.ring(), what, packet.number(), period.endNumber());
                }
            }
        }
    }

    private void wasSent(RingPeriod period, PacketDelivered packet, Violations violations) {
        PacketSent origin = packet(period.ring(), packet.seq());
        boolean same = origin != null
                && origin.uid() == packet.uid()
                && origin.service() == packet.service()
                && origin.process().daemon() == packet.sender()
                && origin.number() < packet.number();
        boolean member = period.regular.members().contains(packet.sender());
        if (!same || !member) {
            String what = packet + (member ? " was not sent like that: " + origin : " is not from a member");
            long number = origin == null ? period.regular.number() : origin.number();
            violations.add(EVS_P7, period.process, period.ring(), what, number, packet.number());
        }
    }
}
