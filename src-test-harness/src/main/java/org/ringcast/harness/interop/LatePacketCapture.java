package org.ringcast.harness.interop;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.ServiceType;

/**
 * d3 sends packets and is cut off before anybody has them; while the others form a ring without it, one of the packets arrives
 * late, at d1 only.
 */
final class LatePacketCapture extends CaptureScenario {
    /** When the packet arrives. */
    enum Moment {
        /** d1 has read form2: it delivers a message that d2 never sees. */
        NEXT("24-late-next", 5, 1, "while d1 recovers; it is the next one in the order"),
        /** The same with a gap before it: d1 asks for what nobody has. */
        GAP("25-late-gap", 5, 4, "while d1 recovers, with a gap before it"),
        /** As before, but the token has gone round once. */
        GAP_COMMITTED("26-late-committed", 5, 4, "after the first token of d1's recovery, with a gap before it"),
        /** Between form1 and form2. */
        FORMING("27-late-forming", 5, 1, "between form1 and form2 of d1"),
        FORMING_4("28-late-forming", 4, 1, "between form1 and form2 of d1, level 4");

        private final String word;
        private final int level;
        /** How far the late packet is behind what all have. */
        private final int offset;

        private final String words;

        Moment(String word, int level, int offset, String words) {
            this.word = word;
            this.level = level;
            this.offset = offset;
            this.words = words;
        }

        boolean isForming() {
            return this == FORMING || this == FORMING_4;
        }
    }

    private static final int VICTIM = 0;
    private static final int LATE = 2;
    private static final int NUM_MESSAGES = 12;
    private static final int MAX_TRIES = 5;
    private static final int MAX_TRACE = 2000;
    private static final int BYTES = 1300;
    private static final long TOKEN_DELAY_MS = 200;
    private static final long LATE_MS = 15;
    private static final long HOLD_MS = 60;
    /** Long enough for another ring to follow. */
    private static final long WATCH_MS = 3000;

    private final Moment moment;

    LatePacketCapture(Moment moment) {
        super(moment.word, Layout.SWITCHED, moment.level);
        this.moment = moment;
    }

    @Override
    public String description() {
        return "d3 is cut off with packets that nobody has; one of them comes late to d1, " + moment.words
                + ": no daemon of Ringcast ends, and clients agree";
    }

    @Override
    String ofSpreadAlone() {
        return switch (moment) {
            case NEXT -> "d1 delivers a message that d2 does not";
            case GAP -> "BUG WORKAROUND after 500 rounds";
            default -> "d1 aborts";
        };
    }

    @Override
    public boolean expects(RingPlan plan, String fault) {
        // What a Spread daemon in that place does wrong is not asked here.
        return plan.kinds().get(VICTIM) == Kind.REFERENCE
                && (fault.startsWith("d1 ") || fault.contains("BUG WORKAROUND") || fault.contains("#d1"));
    }

    /** What the switch does, step by step. It runs on the switch's thread. */
    private final class Script implements PacketSwitch.Rule {
        private final PacketSwitch net;
        private final Map<Integer, Frame> held = new TreeMap<>();
        private final long start = System.nanoTime();
        private final List<String> trace = new ArrayList<>();
        private int known = -1;
        private boolean cutOff;
        private boolean delivered;
        private boolean formed;
        private long releaseNs;

        Script(PacketSwitch net) {
            this.net = net;
        }

        @Override
        public synchronized boolean passes(Frame frame) {
            boolean passes = decide(frame);
            if (trace.size() < MAX_TRACE) {
                trace.add((System.nanoTime() - start) / 1000 + " us " + (passes ? "" : "kept or lost: ") + frame);
            }
            return passes;
        }

        private boolean decide(Frame frame) {
            if (known < 0 && frame.to() == LATE && frame.isRegularToken()) {
                known = frame.seq();
                net.deliverIn(frame, TOKEN_DELAY_MS);
                return false;
            }
            if (frame.from() == LATE && known >= 0) {
                // The token that it held tells of what it sent: it is lost, and so is all that follows.
                cutOff |= frame.isRegularToken() && frame.seq() > known;
                if (frame.isData() && frame.to() == VICTIM && frame.seq() > known) {
                    held.putIfAbsent(frame.seq(), frame);
                }
                return !cutOff && !(frame.isData() && frame.seq() > known);
            }
            if (cutOff && frame.to() == LATE) {
                return false;
            }
            if (!cutOff || frame.from() != VICTIM) {
                return true;
            }
            if (delivered) {
                // Form tokens are sent twice; the second copy must not come before the first.
                return System.nanoTime() > releaseNs || !frame.isToken() || frame.isRegularToken() != isAfterForm2();
            }
            return !isMoment(frame);
        }

        private boolean isAfterForm2() {
            return moment == Moment.GAP_COMMITTED;
        }

        private boolean isMoment(Frame frame) {
            formed |= frame.isForm2();
            boolean now = moment.isForming()
                    ? frame.isForm1()
                    : isAfterForm2() ? formed && frame.isRegularToken() : frame.isForm2();
            Frame packet = held.get(known + moment.offset);
            if (!now || packet == null) {
                return false;
            }
            delivered = true;
            releaseNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HOLD_MS);
            net.deliverIn(packet, LATE_MS);
            net.deliverIn(frame, HOLD_MS);
            return true;
        }

        synchronized boolean isDelivered() {
            return delivered;
        }

        synchronized List<String> trace() {
            return List.copyOf(trace);
        }

        synchronized boolean isCutOff() {
            return cutOff;
        }

        /** Waits until d3 has sent its packets, for a while: it may have sent them before it was delayed. */
        void awaitCutOff() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (!isCutOff() && System.nanoTime() < end) {
                Site.pause(10);
            }
        }

        synchronized String state() {
            return "known " + known + ", kept " + held.keySet() + (cutOff ? ", cut off" : "");
        }
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        PacketSwitch net = site.network().orElseThrow().packetSwitch().orElseThrow();
        trial.joinEverywhere();
        trial.exchange(site.up());
        RingClient sender = trial.aliveAt(Set.of(LATE)).get(0);
        Script script = null;
        for (int i = 0; i < MAX_TRIES && (script == null || !script.isCutOff()); i++) {
            script = new Script(net);
            net.setRule(script);
            for (int j = 0; j < NUM_MESSAGES; j++) {
                sender.send(trial.group(), ServiceType.AGREED, BYTES);
            }
            script.awaitCutOff();
        }
        Script last = script;
        Site.await(last::isDelivered, Site.PATIENCE, () -> "the moment did not come: " + last.state());
        Node victim = site.node(VICTIM);
        int before = victim.memberships();
        Site.await(
                () -> victim.memberships() > before || !victim.isAlive(), Site.PATIENCE, () -> "d1 installs no ring");
        Site.pause(WATCH_MS);
        String seen = seen(trial, before);
        trial.remark(seen);
        boolean mustBeHurt = !isMixed(site);
        mustHaveSurvived(site);
        if (mustBeHurt) {
            if (seen.equals(OK)) {
                throw new AssertionError("Spread alone is not hurt: not the fault that was recorded");
            }
            return;
        }
        Files.write(site.folder().resolve("switch.log"), last.trace());
        if (victim.kind() == Kind.OURS && !seen.equals(OK)) {
            throw new AssertionError(seen);
        }
        net.passAll();
        boolean gone = victim.acceptEnd();
        site.awaitRing();
        if (gone) {
            victim.start(site.configuration());
            site.awaitStart();
            trial.join(VICTIM);
        }
        trial.awaitViews(site.up());
        trial.exchange(site.up());
    }

    private static final String OK = "unharmed";

    /** What became of the victim and of what clients know. */
    private static String seen(Trial trial, int before) {
        Site site = trial.site();
        Node victim = site.node(VICTIM);
        List<String> seen = new ArrayList<>();
        if (!victim.isAlive()) {
            seen.add("d1 aborted");
        }
        if (victim.log().stream().anyMatch(line -> line.contains("BUG WORKAROUND"))) {
            seen.add("BUG WORKAROUND");
        }
        if (victim.memberships() > before + 1) {
            seen.add(victim.memberships() - before + " rings");
        }
        Set<String> partners = new LinkedHashSet<>();
        trial.aliveAt(Set.of(0, 1)).forEach(client -> partners.add(messages(client)));
        if (victim.isAlive() && partners.size() > 1) {
            seen.add("d1 and d2 delivered different messages in one ring");
        }
        return seen.isEmpty() ? OK : String.join(", ", seen);
    }

    private static String messages(RingClient client) {
        StringBuilder all = new StringBuilder();
        for (Seen event : client.seen()) {
            if (event instanceof Seen.Data data && data.service() == ServiceType.AGREED) {
                all.append(data.uid()).append(' ');
            }
        }
        return all.toString();
    }
}
