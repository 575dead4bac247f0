package org.ringcast.harness.interop;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.ringcast.protocol.ServiceType;

/**
 * A path that tokens do not need stops working, which makes a ring of Spread daemons spin without delivering anything until
 * somebody ends it: packets are repaired over the broken path again and again.
 */
final class BrokenPathScenario implements Scenario {
    /** Which path. */
    enum Fault {
        /** d3 receives nothing from d1; the token comes to d3 from d2. */
        ONE_WAY("one-way", "d3 receives nothing from d1") {
            @Override
            void apply(Network network) {
                network.cut(0, 2);
            }
        },
        /** d2 and d3 receive no multicast. */
        DEAF_PAIR("deaf", "d2 and d3, neighbours in the ring, receive no multicast") {
            @Override
            void apply(Network network) {
                network.deafen(1);
                network.deafen(2);
            }
        },
        /** Datagrams above 600 bytes do not come from d1 to d3. */
        SMALL_ONLY("mtu", "d3 receives no datagram above 600 bytes from d1") {
            @Override
            void apply(Network network) {
                network.limit(0, 2, 600);
            }
        };

        private final String word;
        private final String words;

        Fault(String word, String words) {
            this.word = word;
            this.words = words;
        }

        abstract void apply(Network network);
    }

    private static final Duration REPAIR_PATIENCE = Duration.ofSeconds(45);
    private static final Duration STUCK = Duration.ofSeconds(15);
    private static final Duration ONE_MESSAGE = Duration.ofSeconds(4);
    private static final long PROBE_MS = 1000;
    private static final int BYTES = 1200;
    /** Slow: whether the ring is repaired is asked here, not how much it then carries. */
    private static final long CHATTER_MS = 100;

    private final Fault fault;

    BrokenPathScenario(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String name() {
        return fault.word;
    }

    @Override
    public String description() {
        return fault.words
                + ": within 45 s SAFE messages of a client at d2 are delivered again at two daemons at least;"
                + " after healing there is one ring in 40 s";
    }

    @Override
    public boolean leavesRing(RingPlan plan) {
        return plan.count(Kind.OURS) > 0;
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        boolean multicast = plan.layout() == Layout.ONE_SEGMENT;
        return plan.size() >= 3 && plan.layout().needsNamespaces() && (fault != Fault.DEAF_PAIR || multicast);
    }

    @Override
    public boolean expects(RingPlan plan, String fault) {
        // A ring that cannot recover over such a path says so in these words, and tries again.
        return fault.contains("BUG WORKAROUND");
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        Network network = site.network().orElseThrow();
        trial.joinEverywhere();
        try (Chatter chatter = Chatter.of(trial, CHATTER_MS)) {
            fault.apply(network);
            long end = System.nanoTime() + REPAIR_PATIENCE.toNanos();
            // The ring has not noticed yet: what is delivered in the first moments tells nothing.
            Site.pause(ONE_MESSAGE.toMillis());
            if (site.plan().count(Kind.OURS) == 0) {
                mustBeStuck(trial);
                return;
            }
            awaitProgress(trial, end);
            network.heal();
            site.awaitRing();
            trial.awaitViews(site.up());
            chatter.stop(trial);
        }
        trial.exchange(site.up());
    }

    /** Spread alone: the fault is the right one when it does not get over it. The ring is of no use afterwards. */
    private static void mustBeStuck(Trial trial) throws Exception {
        try {
            awaitProgress(trial, System.nanoTime() + STUCK.toNanos());
        } catch (AssertionError e) {
            trial.remark("stuck");
            return;
        }
        throw new AssertionError("Spread alone is not stuck: not the fault that was meant");
    }

    /** How many messages each client receives in the time in which one should have been delivered. */
    private static String rates(Trial trial) {
        long[] before = trial.alive().stream().mapToLong(RingClient::messages).toArray();
        Site.pause(ONE_MESSAGE.toMillis());
        long[] after = trial.alive().stream().mapToLong(RingClient::messages).toArray();
        StringBuilder text = new StringBuilder("messages received in " + ONE_MESSAGE.toSeconds() + " s:");
        for (int i = 0; i < Math.min(before.length, after.length); i++) {
            text.append(' ').append(after[i] - before[i]);
        }
        return text.toString();
    }

    /** Until one of the messages that are sent from now on has come back to its sender and to another daemon. */
    private static void awaitProgress(Trial trial, long end) throws Exception {
        RingClient sender = trial.aliveAt(Set.of(1)).get(0);
        Set<String> sent = new LinkedHashSet<>();
        while (!isDeliveredTwice(trial, sender, sent)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "no SAFE message of d2's client is delivered at two daemons any more; " + rates(trial));
            }
            sent.add(sender.send(trial.group(), ServiceType.SAFE, BYTES));
            Site.pause(PROBE_MS);
        }
    }

    private static boolean isDeliveredTwice(Trial trial, RingClient sender, Set<String> sent) {
        Set<String> back = new LinkedHashSet<>(sent);
        back.removeAll(sender.missing(sent));
        return trial.aliveAt(Set.of(0, 2)).stream()
                .anyMatch(other -> other.missing(back).size() < back.size());
    }
}
