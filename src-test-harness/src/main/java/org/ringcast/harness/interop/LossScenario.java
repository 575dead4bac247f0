package org.ringcast.harness.interop;

import java.util.Set;

/** Datagrams are lost at random, data and tokens alike. */
final class LossScenario implements Scenario {
    /** Tokens are sent again often enough to survive this. */
    private static final int HARMLESS_PERCENT = 1;

    private final int percent;
    private final int seconds;

    LossScenario(int percent, int seconds) {
        this.percent = percent;
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return "loss-" + percent;
    }

    @Override
    public String description() {
        return percent + " % of all datagrams, data and tokens, are lost at each receiver for " + seconds
                + " s of traffic" + (percent == HARMLESS_PERCENT ? "; no membership change" : "");
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
        int before = rings(site);
        try (Chatter chatter = Chatter.of(trial)) {
            network.lose(percent);
            Site.pause(1000L * seconds);
            int during = rings(site);
            network.heal();
            if (percent <= HARMLESS_PERCENT && during != before) {
                throw new AssertionError((during - before) + " rings installed at a loss of " + percent + " %");
            }
            site.awaitRing();
            trial.awaitViews(site.up());
            Set<String> sent = chatter.stop(trial);
            if (rings(site) == before) {
                trial.awaitMessages(site.up(), sent);
            }
        }
        trial.exchange(site.up());
    }

    private static int rings(Site site) {
        return site.nodes().stream().mapToInt(Node::memberships).sum();
    }
}
