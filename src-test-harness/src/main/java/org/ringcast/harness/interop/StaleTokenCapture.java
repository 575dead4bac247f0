package org.ringcast.harness.interop;

import java.util.LinkedHashMap;
import java.util.Map;

/** Under traffic, a copy of a token that is 15 rounds old arrives right behind the present one; its 4-bit number is the next. */
final class StaleTokenCapture extends CaptureScenario {
    private static final int ROUNDS = 16;
    private static final int COPIES = 20;
    private static final long CHATTER_MS = 2;
    /** Without packets that come behind the token all daemons have all, and an old token does no harm. */
    private static final int LATE_EACH = 5;

    private static final long LATE_MS = 4;

    StaleTokenCapture() {
        super("29-stale-token", Layout.SWITCHED, 5);
    }

    @Override
    public String description() {
        return "copies of tokens of 15 rounds before arrive at one daemon (the Ringcast one, else d2) in time to be taken for"
                + " the next token: no new ring, nobody ends";
    }

    @Override
    String ofSpreadAlone() {
        return "d2 aborts";
    }

    /** Repeats old tokens to the victim. */
    private static final class Repeater implements PacketSwitch.Rule {
        private final PacketSwitch net;
        private final int victim;
        private final Map<Integer, Frame> byNumber = new LinkedHashMap<>();
        private int copies;

        Repeater(PacketSwitch net, int victim) {
            this.net = net;
            this.victim = victim;
        }

        @Override
        public synchronized boolean passes(Frame frame) {
            if (frame.isData() && frame.seq() % LATE_EACH == 0) {
                net.deliverIn(frame, LATE_MS);
                return false;
            }
            if (frame.to() != victim || !frame.isRegularToken()) {
                return true;
            }
            Frame old = byNumber.get((frame.arq() + 1) % ROUNDS);
            byNumber.put(frame.arq(), frame);
            boolean harms = old != null
                    && old.ring() == frame.ring()
                    && old.aru() < old.seq()
                    && old.aru() < frame.aru()
                    && copies < COPIES;
            if (harms) {
                copies++;
                net.deliver(frame);
                net.deliver(old);
            }
            return !harms;
        }

        synchronized int copies() {
            return copies;
        }
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        PacketSwitch net = site.network().orElseThrow().packetSwitch().orElseThrow();
        trial.joinEverywhere();
        Node victim = site.node(victim(site));
        int before = victim.memberships();
        Repeater repeater = new Repeater(net, victim.index());
        try (Chatter chatter = Chatter.of(trial, CHATTER_MS)) {
            net.setRule(repeater);
            Site.await(
                    () -> repeater.copies() == COPIES || !victim.isAlive(),
                    Site.PATIENCE,
                    () -> "only " + repeater.copies() + " tokens could be repeated");
            net.passAll();
            Site.pause(1000);
            boolean ended = victim.acceptEnd();
            trial.remark(ended ? victim.name() + " aborted" : repeater.copies() + " copies, unharmed");
            if (victim.kind() == Kind.OURS && ended) {
                throw new AssertionError("Ringcast ended");
            }
            if (!isMixed(site)) {
                if (!ended) {
                    throw new AssertionError("Spread alone is not hurt: not the fault that was recorded");
                }
                return;
            }
            if (victim.memberships() != before) {
                throw new AssertionError(victim.memberships() - before + " rings because of old tokens");
            }
            chatter.stop(trial);
        }
        trial.exchange(site.up());
    }

    @Override
    public boolean expects(RingPlan plan, String fault) {
        return plan.count(Kind.OURS) == 0;
    }
}
