package org.ringcast.harness.interop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** A form1 token of the forming of the ring comes once more when the ring works. */
final class StaleForm1Capture extends CaptureScenario {
    private static final long WATCH_MS = 4000;
    private static final int PAUSES = 4;
    /** Token and Seg timeout, and half a Gather timeout. */
    private static final long UNTIL_OTHERS_GATHER_MS = 2300;

    StaleForm1Capture() {
        super("30-stale-form1", Layout.SWITCHED, 5);
    }

    @Override
    public String description() {
        return "a form1 token of the ring's forming comes again to one daemon (the Ringcast one, if it got one): no new ring";
    }

    @Override
    String ofSpreadAlone() {
        return "the ring breaks and forms again";
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        PacketSwitch net = site.network().orElseThrow().packetSwitch().orElseThrow();
        trial.joinEverywhere();
        Map<Integer, Frame> last = new ConcurrentSkipListMap<>();
        int ours = victim(site);
        // Once around for each daemon that is left out: one of the times it is not the victim that starts the token.
        for (int alone = site.plan().size() - 1; alone >= 0 && !last.containsKey(ours); alone--) {
            form(site, net, alone, last);
        }
        for (int i = 0; i < PAUSES && !last.containsKey(ours) && site.node(ours).kind() == Kind.OURS; i++) {
            formAround(site, net, ours, last);
        }
        trial.awaitViews(site.up());
        Frame again = last.containsKey(ours)
                ? last.get(ours)
                : last.values().iterator().next();
        Node victim = site.node(again.to());
        int before = victim.memberships();
        net.deliver(again);
        Site.pause(WATCH_MS);
        int rings = victim.memberships() - before;
        trial.remark("to " + victim.name() + ": " + (rings == 0 ? "unharmed" : "ring broken"));
        mustHaveSurvived(site);
        if (victim.kind() == Kind.OURS && rings > 0) {
            throw new AssertionError(rings + " rings because of an old form1");
        }
        if (!isMixed(site) && rings == 0) {
            throw new AssertionError("Spread alone is not hurt: not the fault that was recorded");
        }
        site.awaitRing();
        trial.awaitViews(site.up());
        trial.exchange(site.up());
    }

    /**
     * The first daemon of all starts each token of which it is a representative. When it comes back while the next one gathers, it
     * is gathered.
     */
    private static void formAround(Site site, PacketSwitch net, int daemon, Map<Integer, Frame> last) {
        site.node(daemon).signal("STOP");
        Site.pause(UNTIL_OTHERS_GATHER_MS);
        recordForm1(net, last);
        site.node(daemon).signal("CONT");
        Site.pause(WATCH_MS);
        site.awaitRing();
        net.passAll();
    }

    /** Cuts a daemon off and lets it come back, and keeps the form1 tokens of its return. */
    private static void form(Site site, PacketSwitch net, int alone, Map<Integer, Frame> last) {
        net.setRule(frame -> frame.from() != alone && frame.to() != alone);
        Set<Integer> others = new LinkedHashSet<>(site.up());
        others.remove(alone);
        site.awaitRings(List.of(others), Site.PATIENCE);
        recordForm1(net, last);
        site.awaitRing();
        net.passAll();
    }

    private static void recordForm1(PacketSwitch net, Map<Integer, Frame> last) {
        net.setRule(frame -> {
            if (frame.isForm1()) {
                last.put(frame.to(), frame);
            }
            return true;
        });
    }
}
