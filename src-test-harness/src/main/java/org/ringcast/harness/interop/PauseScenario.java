package org.ringcast.harness.interop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A daemon does not run for a while, then goes on as if nothing had been. */
final class PauseScenario implements Scenario {
    private static final long PAUSE_MS = 10_000;

    private final Kind kind;

    PauseScenario(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind == Kind.OURS ? "stop-R" : "stop-S";
    }

    @Override
    public String description() {
        return "the first " + (kind == Kind.OURS ? "Ringcast" : "Spread")
                + " daemon is stopped for 10 s (SIGSTOP) under traffic, then goes on (SIGCONT)";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.kinds().contains(kind) && plan.size() > 1;
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        trial.joinEverywhere();
        Node victim = site.node(site.plan().kinds().indexOf(kind));
        Set<Integer> others = new LinkedHashSet<>(site.up());
        others.remove(victim.index());
        try (Chatter chatter = Chatter.of(trial)) {
            victim.signal("STOP");
            try {
                long end = System.nanoTime() + PAUSE_MS * 1_000_000;
                site.awaitRings(List.of(others), Site.PATIENCE);
                trial.awaitViews(others);
                trial.exchange(others);
                Site.pause(Math.max(0, (end - System.nanoTime()) / 1_000_000));
            } finally {
                victim.signal("CONT");
            }
            site.awaitRing();
            trial.awaitViews(site.up());
            chatter.stop(trial);
        }
        trial.exchange(site.up());
    }
}
