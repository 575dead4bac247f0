package org.ringcast.harness.check.history;

/** Service level of a message or packet, weakest first. */
public enum Service {
    UNRELIABLE,
    RELIABLE,
    FIFO,
    CAUSAL,
    AGREED,
    SAFE;

    /** Whether the level has a place in the total order; the two weakest may overtake and are outside most promises. */
    public boolean isOrdered() {
        return compareTo(FIFO) >= 0;
    }

    /** Whether the level takes part in causality. */
    public boolean isCausal() {
        return compareTo(CAUSAL) >= 0;
    }
}
