package org.ringcast.monitor;

import java.util.Arrays;
import org.ringcast.daemon.wire.PathProbe;

/** One way from one daemon to another, and what was found out about it. */
final class PathLink {
    /** What became of the packets. */
    enum State {
        GOOD,
        /** Some did not arrive. */
        LOSSY,
        /** Small ones arrive, the ring's largest do not. */
        BLACK_HOLE,
        LOST,
        NOT_MEASURED
    }

    private final int from;
    private final int to;
    private final int way;
    private final long[] sent = new long[PathProbe.SIZES];
    private final long[] received = new long[PathProbe.SIZES];
    private long roundTripNs = -1;
    private int maxBytes = -1;

    PathLink(int from, int to, int way) {
        this.from = from;
        this.to = to;
        this.way = way;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int way() {
        return way;
    }

    void setSent(int sizeClass, long count) {
        sent[sizeClass] = count;
    }

    void addSent(int sizeClass) {
        sent[sizeClass]++;
    }

    void setReceived(int sizeClass, long count) {
        received[sizeClass] = count;
    }

    long sent(int sizeClass) {
        return sent[sizeClass];
    }

    /** Never more than were sent: several segment addresses may bring a packet twice. */
    long received(int sizeClass) {
        return Math.min(received[sizeClass], sent[sizeClass]);
    }

    boolean passes(int sizeClass) {
        return received(sizeClass) > 0;
    }

    /** Whether all that was sent has been received. */
    boolean isComplete() {
        return received(0) == sent[0] && received(1) == sent[1];
    }

    void setUnmeasured() {
        Arrays.fill(sent, 0);
    }

    /** Mean time there and, by unicast, back; nanoseconds, -1 when it is not known. */
    long roundTripNs() {
        return roundTripNs;
    }

    void setRoundTripNs(long ns) {
        roundTripNs = ns;
    }

    /** Largest UDP payload that arrives, of a {@link State#BLACK_HOLE}; else -1. */
    int maxBytes() {
        return maxBytes;
    }

    void setMaxBytes(int bytes) {
        maxBytes = bytes;
    }

    State state() {
        if (sent[0] == 0) {
            return State.NOT_MEASURED;
        }
        if (!passes(0) && !passes(1)) {
            return State.LOST;
        }
        if (passes(0) && sent[1] > 0 && !passes(1)) {
            return State.BLACK_HOLE;
        }
        if (sent[1] == 0) {
            return State.NOT_MEASURED;
        }
        return received(0) < sent[0] || received(1) < sent[1] ? State.LOSSY : State.GOOD;
    }

    /** Share of the packets that did not arrive, 0..100. */
    long lossPercent() {
        long all = sent[0] + sent[1];
        long lost = all - received(0) - received(1);
        return all == 0 ? 0 : Math.max(lost * 100 / all, lost > 0 ? 1 : 0);
    }
}
