package org.ringcast.harness.interop;

import java.util.Set;

/** A daemon crashes while members talk, and comes back. */
final class KillScenario implements Scenario {
    private static final long TALK_MS = 500;

    private final Kind kind;

    KillScenario(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind == Kind.OURS ? "kill-R" : "kill-S";
    }

    @Override
    public String description() {
        return "the first " + (kind == Kind.OURS ? "Ringcast" : "Spread")
                + " daemon is killed (SIGKILL) under traffic, the others form a ring; it is started again and joins them";
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
        try (Chatter chatter = Chatter.of(trial)) {
            Site.pause(TALK_MS);
            victim.kill();
            site.awaitRing();
            Set<Integer> left = site.up();
            trial.awaitViews(left);
            Site.pause(TALK_MS);
            trial.awaitMessages(left, chatter.stop(trial));
        }
        try (Chatter chatter = Chatter.of(trial)) {
            victim.start(site.configuration());
            site.awaitStart();
            trial.join(victim.index());
            trial.awaitViews(site.up());
            chatter.stop(trial);
        }
        trial.exchange(site.up());
    }
}
