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

    PartitionFilter(int numDaemons, int self, Timers timers) {
        this.components = new int[numDaemons];
        this.self = self;
        this.timers = timers;
    }

    boolean isHeard(int daemonIndex) {
        if (daemonIndex == self) {
            return true;
        }
        return !deaf && (!split || components[daemonIndex] == components[self]);
    }

    /** Nobody else is heard until a ring of this daemon alone is installed. */
    void hearNobody() {
        deaf = true;
    }

    /** A ring was installed. */
    void onInstalled(int members) {
        if (members == 1) {
            deaf = false;
        }
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
