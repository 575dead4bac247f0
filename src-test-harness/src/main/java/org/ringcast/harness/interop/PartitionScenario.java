package org.ringcast.harness.interop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import spread.SpreadException;

/** The network falls apart under traffic, and heals. */
final class PartitionScenario implements Scenario {
    private static final int TALK_MESSAGES = 60;

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public String description() {
        return "the network separates the last daemon, then the first one, from the others under traffic, and heals";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.size() > 1 && plan.layout().needsNamespaces();
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        Network network = site.network().orElseThrow();
        trial.joinEverywhere();
        for (int alone : new int[] {site.plan().size() - 1, 0}) {
            try (Chatter chatter = Chatter.of(trial)) {
                trial.awaitTalk(site.up(), TALK_MESSAGES);
                network.partition(Set.of(alone));
                bothSides(trial, Set.of(alone));
                network.heal();
                merge(trial, site.up());
                chatter.stop(trial);
            }
        }
        trial.exchange(site.up());
    }

    /** Waits until both sides have rings and views of their own, and talks on both. */
    static void bothSides(Trial trial, Set<Integer> side) throws SpreadException {
        Set<Integer> others = new LinkedHashSet<>(trial.site().up());
        others.removeAll(side);
        trial.site().awaitRings(List.of(side, others), Site.PATIENCE);
        for (Set<Integer> one : List.of(side, others)) {
            trial.awaitViews(one);
            trial.exchange(one);
        }
    }

    /** Waits until all are together again, and talks. */
    static void merge(Trial trial, Set<Integer> all) throws SpreadException {
        trial.site().awaitRing();
        trial.awaitViews(all);
        trial.exchange(all);
    }
}
