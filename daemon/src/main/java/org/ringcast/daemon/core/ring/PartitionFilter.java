package org.ringcast.daemon.core.ring;

import java.util.Arrays;
import org.ringcast.daemon.core.TimerKind;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.wire.PartitionRequest;

/**
 * Which daemons are heard: a monitor may split them into components for tests. A datagram is dropped when its transmitter is
 * in another component than this daemon. The split ends by itself.
 */
public final class PartitionFilter {
    /** A split ends so long after the last request. */
    public static final long LIFE_NS = 60_000_000_000L;

    private final int[] components;
    private final int self;
    private final Timers timers;
    private boolean split;
    private boolean deaf;
    private boolean aloneNow;
    private long deafUntilNs;

    PartitionFilter(int numDaemons, int self, Timers timers) {
        this.components = new int[numDaemons];
        this.self = self;
        this.timers = timers;
    }

    /** After a reload the monitor's split is over; a daemon that is to be alone first still is. */
    PartitionFilter(int numDaemons, int self, Timers timers, PartitionFilter before) {
        this(numDaemons, self, timers);
        if (before.deaf) {
            hearNobody();
        }
    }

    boolean isHeard(int daemonIndex) {
        return daemonIndex == self || (!deaf && isInReach(daemonIndex));
    }

    /** Whether no monitor has put the daemon into another component. */
    boolean isInReach(int daemonIndex) {
        return !split || components[daemonIndex] == components[self];
    }

    /** Nobody else is heard until a ring of this daemon alone is installed. */
    void hearNobody() {
        hearNobody(0, false);
    }

    /**
     * Nobody else is heard until a ring of this daemon alone is installed, and not before so much time has passed.
     *
     * @param alone such a ring is installed already, and stays
     */
    public void hearNobody(long forNs, boolean alone) {
        deafUntilNs = deaf ? Math.max(deafUntilNs, timers.nowNs() + forNs) : timers.nowNs() + forNs;
        deaf = true;
        aloneNow = alone;
    }

    /** Whether this daemon keeps to itself: it hears nobody, and lets nobody hear of it. */
    public boolean isDeaf() {
        return deaf;
    }

    /** When this daemon may hear others again, if it is alone then. */
    public long deafUntilNs() {
        return deafUntilNs;
    }

    /** The time need not pass: what was wrong is right again. */
    public void needNotWait() {
        deafUntilNs = timers.nowNs();
    }

    /** Ends it if the time is over and this daemon is alone; says whether it ended. */
    public boolean listenAgain() {
        boolean ends = deaf && aloneNow && timers.nowNs() >= deafUntilNs;
        deaf &= !ends;
        return ends;
    }

    /** A ring was installed. */
    void onInstalled(int members) {
        aloneNow = members == 1;
        listenAgain();
    }

    /** Component of this daemon. */
    public int ownComponent() {
        return components[self];
    }

    /** Takes the components of a validated request. */
    public void set(PartitionRequest request) {
        split = true;
        for (int i = 0; i < components.length; i++) {
            components[i] = request.component(i);
        }
        timers.arm(TimerKind.PARTITION, LIFE_NS);
    }

    /** Everybody hears everybody. */
    public void clear() {
        split = false;
        Arrays.fill(components, 0);
        timers.cancel(TimerKind.PARTITION);
    }
}
