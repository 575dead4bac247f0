package org.ringcast.daemon.core.membership;

import org.ringcast.daemon.wire.RepType;

/**
 * A representative.
 *
 * @param daemon topology index
 * @param type for whom it speaks
 */
record Rep(int daemon, RepType type) {
    /** Whether this one forms the ring when both want to: those without a token first, then configuration order. */
    boolean comesBefore(Rep other) {
        if (rank() != other.rank()) {
            return rank() < other.rank();
        }
        return daemon < other.daemon;
    }

    private int rank() {
        return switch (type) {
            case SEG_REP -> 0;
            case RING_REP -> 1;
            case POTENTIAL -> 2;
        };
    }
}
