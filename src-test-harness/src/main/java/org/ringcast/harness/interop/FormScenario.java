package org.ringcast.harness.interop;

/** The ring stands, and a member at each daemon sees all the others. */
final class FormScenario implements Scenario {
    @Override
    public String name() {
        return "form";
    }

    @Override
    public String description() {
        return "all daemons install one ring with one id; a client at each joins a group, and all see the same view";
    }

    @Override
    public void run(Trial trial) throws Exception {
        trial.site().awaitRing();
        trial.joinEverywhere();
    }
}
