package org.ringcast.harness.check;

import static org.ringcast.harness.check.Predicate.EVS_P14;
import static org.ringcast.harness.check.Predicate.EVS_P8;
import static org.ringcast.harness.check.Predicate.EVS_P9;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.DaemonEvent.PacketSent;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.harness.check.history.Service;

/**
 * P8, P9 and P14. Inside one ring the order of the sequence numbers is the order of causes, so causality needs a closer look
 * only where a number is missing or out of order; between rings it holds if all processes went through rings in one order.
 */
final class RingOrder {
    private final RingPeriods periods;
    private final RingSends sends;
    private final Violations violations;

    private RingOrder(RingPeriods periods, RingSends sends, Violations violations) {
        this.periods = periods;
        this.sends = sends;
        this.violations = violations;
    }

    static void check(RingPeriods periods, RingSends sends, Violations violations) {
        RingOrder check = new RingOrder(periods, sends, violations);
        Map<RingId, Integer> firstSeq = new HashMap<>();
        for (RingPeriod period : periods.all()) {
            period.all.forEach(packet -> firstSeq.merge(period.ring(), packet.seq(), Math::min));
            period.sent.forEach(packet -> firstSeq.merge(period.ring(), packet.seq(), Math::min));
        }
        for (RingPeriod period : periods.all()) {
            check.growing(period);
            check.withoutGap(period, firstSeq.getOrDefault(period.ring(), 0));
            check.sendsAfterWhatIsKnown(period);
        }
        check.ringsInOneOrder();
    }

    /** P8. */
    private void growing(RingPeriod period) {
        PacketDelivered highest = null;
        for (PacketDelivered packet : period.all) {
            if (highest != null && packet.seq() <= highest.seq()) {
                String what = packet.seq() + " after " + highest.seq();
                violations.add(EVS_P8, period.process, period.ring(), what, highest.number(), packet.number());
                blame(period, packet.seq(), packet.number());
            } else {
                highest = packet;
            }
        }
    }

    /** P9: from the first number of the ring on; numbers of weak services need not be there. */
    private void withoutGap(RingPeriod period, int firstSeq) {
        Set<Integer> delivered = new HashSet<>();
        int last = Integer.MIN_VALUE;
        for (PacketDelivered packet : period.before) {
            delivered.add(packet.seq());
            last = Math.max(last, packet.seq());
        }
        for (int seq = firstSeq; seq < last; seq++) {
            Service service = sends.service(period.ring(), seq);
            boolean weak = service != null && !service.isOrdered();
            if (!delivered.contains(seq) && !weak && !period.bySeq.containsKey(seq)) {
                String what = seq + " is missing below " + last;
                violations.add(
                        EVS_P9, period.process, period.ring(), what, period.regular.number(), period.endNumber());
                blame(period, seq, Long.MAX_VALUE);
                return;
            }
        }
    }

    /** P14 within a ring: finds a packet that came although one that its sender had was not there yet. */
    private void blame(RingPeriod period, int missing, long deliveredAt) {
        if (violations.isFull(EVS_P14)) {
            return;
        }
        for (PacketDelivered packet : period.all) {
            boolean early = packet.number() < deliveredAt && packet.seq() > missing;
            boolean signalled = deliveredAt == Long.MAX_VALUE && packet.number() > period.endNumber();
            if (!early || (signalled && period.transitional != null)) {
                continue;
            }
            PacketSent effect = sends.packet(period.ring(), packet.seq());
            RingPeriod sender = sends.sender(period.ring(), packet.seq());
            if (effect == null || sender == null) {
                continue;
            }
            PacketDelivered cause = sender.bySeq.get(missing);
            PacketSent own = sends.packet(period.ring(), missing);
            boolean had = (cause != null && cause.number() < effect.number())
                    || (own != null && own.process().equals(effect.process()) && own.number() < effect.number());
            if (had) {
                String what = packet.seq() + " without " + missing + ", which its sender had";
                violations.add(
                        EVS_P14, period.process, sender.process, period.ring(), what, effect.number(), packet.number());
                return;
            }
        }
    }

    /** P14 at the sender: a new number is above all that it has seen. */
    private void sendsAfterWhatIsKnown(RingPeriod period) {
        int at = 0;
        int known = Integer.MIN_VALUE;
        for (PacketSent packet : period.sent) {
            while (at < period.all.size() && period.all.get(at).number() < packet.number()) {
                known = Math.max(known, period.all.get(at++).seq());
            }
            if (packet.service().isOrdered()) {
                if (packet.seq() <= known) {
                    String what = "sent " + packet.seq() + " when it knew " + known;
                    violations.add(
                            EVS_P14, period.process, period.ring(), what, period.regular.number(), packet.number());
                }
                known = Math.max(known, packet.seq());
            }
        }
    }

    /** P14 between rings: nobody is in two rings in another order than somebody else, not even through third ones. */
    private void ringsInOneOrder() {
        Map<RingId, Set<RingId>> followers = new LinkedHashMap<>();
        Map<RingId, Integer> incoming = new LinkedHashMap<>();
        Map<RingId, RingPeriod> witness = new HashMap<>();
        for (RingPeriod period : periods.all()) {
            incoming.putIfAbsent(period.ring(), 0);
            witness.put(period.ring(), period);
            if (period.previous != null
                    && followers
                            .computeIfAbsent(period.previous.ring(), r -> new HashSet<>())
                            .add(period.ring())) {
                incoming.merge(period.ring(), 1, Integer::sum);
            }
        }
        List<RingId> free = new java.util.ArrayList<>(incoming.keySet().stream()
                .filter(ring -> incoming.get(ring) == 0)
                .toList());
        while (!free.isEmpty()) {
            RingId ring = free.remove(free.size() - 1);
            incoming.remove(ring);
            for (RingId follower : followers.getOrDefault(ring, Set.of())) {
                if (incoming.merge(follower, -1, Integer::sum) == 0) {
                    free.add(follower);
                }
            }
        }
        if (!incoming.isEmpty()) {
            RingPeriod one = witness.get(incoming.keySet().iterator().next());
            long before = one.previous == null ? 0 : one.previous.regular.number();
            String what = "rings were installed in different orders: " + incoming.keySet();
            violations.add(EVS_P14, one.process, one.ring(), what, before, one.regular.number());
        }
    }
}
