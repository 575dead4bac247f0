package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.ring.PacketWindow.SlotState;

/**
 * What this daemon has of the ring whose messages it delivers (the old ring while a new one is formed): the packets, and the
 * sequence numbers that tell how far things have got. See docs/protocol/ring.md, "Numbers".
 */
public final class RingHistory {
    private final PacketWindow window;
    private final Counters counters;
    private int firstSeq;
    private int highestSeq;
    private int myAru;
    private int aru;
    private int lastDelivered;
    private int lastDiscarded;
    private int limitSeq = Integer.MAX_VALUE;

    RingHistory(PacketWindow window, Counters counters) {
        this.window = window;
        this.counters = counters;
    }

    public PacketWindow window() {
        return window;
    }

    /** Rings begin behind this number; 0 but for tests of what happens when numbers run out. */
    void setFirstSeq(int seq) {
        firstSeq = seq;
        reset();
    }

    /** As {@link #setFirstSeq}, but the ring that there is goes on. */
    void setNextFirstSeq(int seq) {
        firstSeq = seq;
    }

    /** A new ring: nothing was sent yet. */
    public void reset() {
        window.clear();
        highestSeq = firstSeq;
        myAru = firstSeq;
        aru = firstSeq;
        lastDelivered = firstSeq;
        lastDiscarded = firstSeq;
        limitSeq = Integer.MAX_VALUE;
        publish();
    }

    /** Copies the numbers into the gauges. */
    void publish() {
        counters.set(CounterId.RING_ARU, aru);
        counters.set(CounterId.RING_MY_ARU, myAru);
        counters.set(CounterId.RING_HIGHEST_SEQ, highestSeq);
    }

    /** Highest sequence number known to exist. */
    public int highestSeq() {
        return highestSeq;
    }

    /** The number before the first one of the ring: the value all numbers have in a new ring. */
    public int firstSeq() {
        return firstSeq;
    }

    void raiseHighest(int seq) {
        highestSeq = Math.max(highestSeq, seq);
    }

    public void setHighestSeq(int seq) {
        highestSeq = seq;
    }

    /** Nothing above this number ever existed, as far as this daemon knows. */
    public void forgetAbove(int seq) {
        for (int above = seq + 1; above <= highestSeq; above++) {
            window.free(above);
        }
        highestSeq = seq;
    }

    /** I have everything up to here. During recovery: the goal, once I have all of the old ring. */
    public int myAru() {
        return myAru;
    }

    public void setMyAru(int seq) {
        myAru = seq;
    }

    /** Moves {@link #myAru} on over everything that follows without a gap. */
    public void advanceMyAru() {
        while (myAru < highestSeq && window.isSettled(myAru + 1)) {
            myAru++;
        }
    }

    /** Everybody has everything up to here, as far as I know. */
    public int aru() {
        return aru;
    }

    public void setAru(int seq) {
        aru = seq;
    }

    /** Delivered in order up to here. */
    public int lastDelivered() {
        return lastDelivered;
    }

    public void setLastDelivered(int seq) {
        lastDelivered = seq;
    }

    /** Everything up to here was delivered and is gone from the window. */
    public int lastDiscarded() {
        return lastDiscarded;
    }

    public void setLastDiscarded(int seq) {
        lastDiscarded = seq;
    }

    /** Highest number that its members agreed on for this ring when it ended; no limit while it lives. */
    public int limitSeq() {
        return limitSeq;
    }

    public void setLimitSeq(int seq) {
        limitSeq = seq;
    }

    /** Whether the packet is missing: not here, not delivered long ago, not an agreed hole. */
    public boolean isMissing(int seq) {
        return seq > lastDiscarded && !window.isSettled(seq);
    }

    /** Whether the window has room up to this number. Flow control keeps all daemons far within it. */
    public boolean canHold(int seq) {
        return seq - (long) lastDiscarded < PacketWindow.SLOTS;
    }

    /**
     * Moves {@link #myAru} to the last packet in an unbroken row of packets that are here; a hole or a gap ends it.
     */
    public void recomputeMyAru() {
        int seq = lastDiscarded;
        while (seq < highestSeq && window.hasPacket(seq + 1)) {
            seq++;
        }
        myAru = seq;
    }

    /** Late packets begin to count, as far as {@code keep} says. Returns how many were dropped. */
    public int settleLate(int upToSeq, int[] holes) {
        int dropped = 0;
        int nextHole = 0;
        int end = lastDiscarded + PacketWindow.SLOTS;
        for (int seq = lastDiscarded + 1; seq < end; seq++) {
            while (nextHole < holes.length && holes[nextHole] < seq) {
                nextHole++;
            }
            if (window.state(seq) == SlotState.LATE) {
                boolean isHole = nextHole < holes.length && holes[nextHole] == seq;
                if (seq <= upToSeq && !isHole) {
                    window.setPresent(seq);
                } else {
                    window.free(seq);
                    dropped++;
                }
            }
        }
        return dropped;
    }

    /** The attempt to form a ring failed before anything was agreed: late packets count like others. */
    public void acceptLate() {
        int end = lastDiscarded + PacketWindow.SLOTS;
        for (int seq = lastDiscarded + 1; seq < end; seq++) {
            if (window.state(seq) == SlotState.LATE) {
                window.setPresent(seq);
                raiseHighest(seq);
            }
        }
        advanceMyAru();
    }
}
