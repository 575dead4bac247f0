package org.ringcast.monitor;

import java.util.Locale;
import org.ringcast.daemon.wire.StatusReply.Field;

/**
 * What happened at a daemon between two reports; rates are per second.
 *
 * @param retransmitted packets sent again in that time
 */
record Rates(
        double rounds,
        double messages,
        double sent,
        double received,
        long retransmitted,
        double retransmittedPerSecond) {
    /** The difference; a daemon that was restarted in between, or a ring that is new, counts from 0. */
    static Rates between(Sample before, Sample now) {
        double seconds = Math.max(1e-3, (now.timeNs() - before.timeNs()) / 1e9);
        boolean restarted = now.status().count(Field.SEC) < before.status().count(Field.SEC);
        boolean newRing = restarted
                || now.status().get(Field.MEMBERSHIP_CHANGES) != before.status().get(Field.MEMBERSHIP_CHANGES);
        return new Rates(
                difference(before, now, Field.TOKEN_ROUNDS, newRing) / seconds,
                difference(before, now, Field.MESSAGE_DELIVERED, restarted) / seconds,
                difference(before, now, Field.PACKET_SENT, restarted) / seconds,
                difference(before, now, Field.PACKET_RECV, restarted) / seconds,
                difference(before, now, Field.RETRANS, restarted),
                difference(before, now, Field.RETRANS, restarted) / seconds);
    }

    /** Counters are 32 bits and go round. */
    private static long difference(Sample before, Sample now, Field field, boolean fromZero) {
        int start = fromZero ? 0 : before.status().get(field);
        return Integer.toUnsignedLong(now.status().get(field) - start);
    }

    static String text(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%.0f", rate);
    }
}
