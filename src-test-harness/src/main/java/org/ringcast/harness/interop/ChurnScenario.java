package org.ringcast.harness.interop;

import java.util.Set;

/** Members come and go while others talk. */
final class ChurnScenario implements Scenario {
    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String description() {
        return "clients join, leave, join again, disconnect and connect at every daemon, while members talk";
    }

    @Override
    public void run(Trial trial) throws Exception {
        trial.joinEverywhere();
        Set<Integer> all = trial.site().up();
        try (Chatter chatter = Chatter.of(trial)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int daemon : all) {
                    RingClient guest = trial.join(daemon);
                    trial.awaitViews(all);
                    guest.leave(trial.group());
                    guest.join(trial.group());
                    trial.awaitViews(all);
                    guest.close();
                    trial.awaitViews(all);
                }
            }
            trial.awaitMessages(all, chatter.stop(trial));
        }
    }
}
