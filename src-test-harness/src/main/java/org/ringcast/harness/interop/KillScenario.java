package org.ringcast.harness.interop;

import java.util.Set;

/** A daemon crashes while members talk, and comes back. */
final class KillScenario implements Scenario {
    /** So many messages of others at each client: sending, ordering and delivery are under way. */
    private static final int TALK_MESSAGES = 60;

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
            trial.awaitTalk(site.up(), TALK_MESSAGES);
            victim.kill();
            site.awaitRing();
            Set<Integer> left = site.up();
            trial.awaitViews(left);
            trial.awaitTalk(left, TALK_MESSAGES);
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
