package org.ringcast.harness.interop;

import java.util.List;

/** A recorded fault, done again to a ring of three with Ringcast in one place or in none. */
abstract class CaptureScenario implements Scenario {
    private final String name;
    private final Layout layout;
    private final int level;

    CaptureScenario(String name, Layout layout, int level) {
        this.name = name;
        this.layout = layout;
        this.level = level;
    }

    /** What the ring of Spread daemons alone does, by which the fault is known to be the right one. */
    abstract String ofSpreadAlone();

    final RingPlan ring(String letters) {
        return RingPlan.of(layout, level, letters);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean appliesTo(RingPlan plan) {
        return Captures.RINGS.contains(plan.letters()) && plan.equals(ring(plan.letters()));
    }

    @Override
    public final boolean needsFreshRing() {
        return true;
    }

    /** Whether there is a Ringcast daemon. */
    static boolean isMixed(Site site) {
        return site.plan().count(Kind.OURS) > 0;
    }

    /** The daemon that a fault of one daemon is done to: the Ringcast one, or d2. */
    static int victim(Site site) {
        return isMixed(site) ? site.plan().kinds().indexOf(Kind.OURS) : 1;
    }

    /** Whether all Ringcast daemons run. */
    static void mustHaveSurvived(Site site) {
        List<String> dead = site.nodes().stream()
                .filter(node -> node.kind() == Kind.OURS && node.isUp() && !node.isAlive())
                .map(Node::name)
                .toList();
        if (!dead.isEmpty()) {
            throw new AssertionError("Ringcast ended: " + dead);
        }
    }
}
