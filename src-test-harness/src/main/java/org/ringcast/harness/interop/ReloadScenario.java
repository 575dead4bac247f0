package org.ringcast.harness.interop;

import java.nio.file.Files;
import java.util.function.UnaryOperator;

/** A daemon more is written into the configuration of a ring that runs. */
final class ReloadScenario implements Scenario {
    private static final int PORT_ABOVE = 30;

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public String description() {
        return "a daemon that is not started yet is added at the end of the file, spmonitor says reload; then the old file"
                + " comes back the same way";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.kinds().contains(Kind.REFERENCE);
    }

    /** Daemons read the file one after the other. */
    @Override
    public boolean expects(RingPlan plan, String fault) {
        return fault.contains("from different spread configuration");
    }

    @Override
    public void run(Trial trial) throws Exception {
        trial.joinEverywhere();
        addAndRemove(trial, file -> file, () -> {});
    }

    /**
     * A daemon more, and the old file again.
     *
     * @param forMonitor what the monitor that asks for the second reload must have in its file so that daemons listen to it
     * @param afterEach what is to be looked at after each reload
     */
    static void addAndRemove(Trial trial, UnaryOperator<String> forMonitor, Runnable afterEach) throws Exception {
        Site site = trial.site();
        String old = site.configuration();
        String address = another(site);
        String segment = withPort(address, site.port(0) + PORT_ABOVE);
        change(trial, file -> file, old + "Spread_Segment " + segment + " {\n\tlater " + address + "\n}\n");
        afterEach.run();
        change(trial, forMonitor, old);
        afterEach.run();
    }

    /** An address that no daemon of the site has. */
    private static String another(Site site) {
        String address = site.address(0);
        return address.substring(0, Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')) + 1) + "99";
    }

    private static String withPort(String address, int port) {
        return address.contains(":") ? "[" + address + "]:" + port : address + ":" + port;
    }

    private static void change(Trial trial, UnaryOperator<String> forMonitor, String text) throws Exception {
        Site site = trial.site();
        int[] before = site.nodes().stream().mapToInt(Node::memberships).toArray();
        try (Monitor monitor = new Monitor(site, forMonitor.apply(site.configuration()))) {
            site.changeConfiguration(text);
            Files.writeString(site.folder().resolve("monitor.conf"), forMonitor.apply(text));
            monitor.reload();
            Site.await(
                    () -> site.nodes().stream().allMatch(node -> node.memberships() > before[node.index()]),
                    Site.PATIENCE,
                    () -> "not all daemons installed a ring after the reload");
        }
        site.awaitRing();
        trial.awaitViews(site.up());
        trial.exchange(site.up());
    }
}
