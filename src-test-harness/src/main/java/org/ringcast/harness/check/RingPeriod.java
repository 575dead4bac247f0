package org.ringcast.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.harness.check.history.DaemonEvent.PacketDelivered;
import org.ringcast.harness.check.history.DaemonEvent.PacketSent;
import org.ringcast.harness.check.history.DaemonEvent.Regular;
import org.ringcast.harness.check.history.DaemonEvent.Transitional;
import org.ringcast.harness.check.history.ProcessId;
import org.ringcast.harness.check.history.RingId;

/** What one process did in one ring: from its regular configuration up to the next one. */
final class RingPeriod {
    final ProcessId process;
    final Regular regular;
    /** The ring that this process was in just before; null for the first of its life. */
    final RingPeriod previous;
    /** The ring that it installed next; null when it stopped or the run ended before. */
    RingPeriod next;
    /** How the ring ended here; null when it did not. */
    Transitional transitional;

    /** Ordered packets up to the transitional configuration, as delivered. */
    final List<PacketDelivered> before = new ArrayList<>();
    /** All ordered packets. */
    final List<PacketDelivered> all = new ArrayList<>();
    /** Everything delivered, the weak services too, by sequence number; the first delivery of each. */
    final Map<Integer, PacketDelivered> bySeq = new HashMap<>();

    final List<PacketSent> sent = new ArrayList<>();

    RingPeriod(Regular regular, RingPeriod previous) {
        this.process = regular.process();
        this.regular = regular;
        this.previous = previous;
    }

    RingId ring() {
        return regular.id();
    }

    /** Takes a packet of this ring. */
    void deliver(PacketDelivered packet) {
        bySeq.putIfAbsent(packet.seq(), packet);
        if (packet.service().isOrdered()) {
            all.add(packet);
            if (transitional == null) {
                before.add(packet);
            }
        }
    }

    /** Whether both went from this ring to the same next one. */
    boolean goesOnWith(RingPeriod other) {
        return next != null && other.next != null && next.ring().equals(other.next.ring());
    }

    /** Number of the last event that belongs to this ring's end, or of its beginning when it never ended. */
    long endNumber() {
        return transitional == null ? regular.number() : transitional.number();
    }

    @Override
    public String toString() {
        return process + " in " + ring();
    }
}
