package org.ringcast.harness.check.history;

/**
 * Id of a regular or transitional configuration.
 *
 * @param procId 32-bit daemon id, not the index
 * @param time seconds as chosen by that daemon
 */
public record RingId(int procId, int time) {
    @Override
    public String toString() {
        return "(" + procId + "," + time + ")";
    }
}
