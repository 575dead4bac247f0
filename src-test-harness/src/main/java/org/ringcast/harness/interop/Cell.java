package org.ringcast.harness.interop;

import java.util.List;

/**
 * What came of one scenario with one ring.
 *
 * @param ring the ring
 * @param scenario name of the scenario
 * @param seconds how long it took
 * @param remark what was seen or measured; may be empty
 * @param faults what was wrong; empty when it passed
 */
record Cell(RingPlan ring, String scenario, double seconds, String remark, List<String> faults) {
    Cell {
        faults = List.copyOf(faults);
    }

    boolean isGood() {
        return faults.isEmpty();
    }
}
