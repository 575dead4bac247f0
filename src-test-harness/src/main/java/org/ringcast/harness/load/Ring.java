package org.ringcast.harness.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A ring to be measured.
 *
 * @param name heading of its column
 * @param starters of its daemons
 * @param options lines for spread.conf
 * @param compiles whether a JVM is in it, which has to compile its code first
 */
record Ring(String name, List<RingSubject.Starter> starters, String options, boolean compiles) {
    private static final String ACCELERATED = "AcceleratedRing = true\n";

    /** Ringcast daemons alone. */
    static Ring ours(String name, RingSubject.Starter starter, int daemons) {
        return new Ring(name, Collections.nCopies(daemons, starter), "", true);
    }

    /** Spread daemons alone. */
    static Ring reference(String name, RingSubject.Starter starter, int daemons) {
        return new Ring(name, Collections.nCopies(daemons, starter), "", false);
    }

    /** Ringcast daemons, then Spread daemons. */
    static Ring mixed(
            String name, RingSubject.Starter ours, int numOurs, RingSubject.Starter reference, int numReference) {
        List<RingSubject.Starter> starters = new ArrayList<>(Collections.nCopies(numOurs, ours));
        starters.addAll(Collections.nCopies(numReference, reference));
        return new Ring(name, starters, "", true);
    }

    /** The same with the accelerated protocol. */
    Ring accelerated() {
        return new Ring(name + " accelerated", starters, options + ACCELERATED, compiles);
    }

    /** The same with more lines for spread.conf. */
    Ring with(String moreOptions) {
        return new Ring(name, starters, options + moreOptions, compiles);
    }
}
