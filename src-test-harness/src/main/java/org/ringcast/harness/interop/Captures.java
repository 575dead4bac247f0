package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Faults in which rings of Spread daemons were recorded to spin for ever, to break or to end, each in the ring it takes. */
final class Captures {
    /** Ringcast nowhere, for control, and in each place. */
    static final List<String> RINGS = List.of("RSS", "SRS", "SSR", "SSS");

    private Captures() {}

    /** All of them, in the order of the recordings. */
    static List<CaptureScenario> all() {
        List<CaptureScenario> all = new ArrayList<>();
        for (StuckPathCapture.Fault fault : StuckPathCapture.Fault.values()) {
            all.add(new StuckPathCapture(fault));
        }
        for (LatePacketCapture.Moment moment : LatePacketCapture.Moment.values()) {
            all.add(new LatePacketCapture(moment));
        }
        all.add(new StaleTokenCapture());
        all.add(new StaleForm1Capture());
        all.add(new ReloadDefaultCapture("reload-default", 5));
        all.add(new ReloadDefaultCapture("reload-default-4", 4));
        return all;
    }

    /** The rings that they take. */
    static List<RingPlan> rings() {
        Set<RingPlan> rings = new LinkedHashSet<>();
        for (CaptureScenario capture : all()) {
            RINGS.forEach(letters -> rings.add(capture.ring(letters)));
        }
        return List.copyOf(rings);
    }
}
