package org.ringcast.harness.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.ringcast.protocol.ServiceType;
import spread.SpreadException;

/**
 * A path does not work, and a ring of Spread daemons spins over it. With a Ringcast daemon the ring has to work again, or the path
 * has to be named, in 2 s.
 */
final class StuckPathCapture extends CaptureScenario {
    /** Which recording, and what was done there. */
    enum Fault {
        ONE_WAY("20-one-way", Layout.ONE_SEGMENT, "d3 receives nothing from d1") {
            @Override
            void apply(Trial trial) {
                network(trial).cut(0, 2);
            }
        },
        DEAF_PAIR("21-deaf", Layout.ONE_SEGMENT, "d2 and d3, neighbours in the ring, receive no multicast") {
            @Override
            void apply(Trial trial) {
                network(trial).deafen(1);
                network(trial).deafen(2);
            }
        },
        FROM_PREDECESSOR(
                "22-successor", Layout.ONE_SEGMENT, "d3 receives nothing from d2, which is before it in the ring") {
            @Override
            void apply(Trial trial) {
                network(trial).cut(1, 2);
            }
        },
        FRAGMENTS(
                "23-fragments",
                Layout.SEGMENT_EACH,
                "d1 misses 180 packets of d3, d2 is killed, and no datagram of several fragments arrives any more") {
            @Override
            void apply(Trial trial) {
                network(trial).cutData(1, 0);
                network(trial).cutData(2, 0);
                Site.pause(HOLES_MS);
                dropFragments(trial);
                trial.site().node(1).kill();
                network(trial).heal();
                dropFragments(trial);
            }

            private void dropFragments(Trial trial) {
                for (int i = 0; i < trial.site().plan().size(); i++) {
                    network(trial).dropFragments(i);
                }
            }
        },
        PARTITION_OF_ONE(
                "31-vector", Layout.SEGMENT_EACH, "d3 alone is told by a monitor that d1 is in another component") {
            @Override
            void apply(Trial trial) {
                PartitionVector.tell(trial.site(), 2, 1, 0, 0);
            }

            @Override
            void heal(Trial trial) {
                PartitionVector.tell(trial.site(), 2, 0, 0, 0);
            }
        },
        SMALL_ONLY("32-mtu", Layout.ONE_SEGMENT, "d3 receives no datagram above 900 bytes from d1, and d2 is killed") {
            @Override
            void apply(Trial trial) {
                network(trial).limit(0, 2, 900);
                Site.pause(HOLES_MS);
                trial.site().node(1).kill();
            }
        },
        ONE_PACKET(
                "livelock",
                Layout.SWITCHED,
                "d3 receives no data from d1, which has none of its own, and one packet of d2 gets lost on its way to d3") {
            @Override
            void apply(Trial trial) {
                boolean[] lost = new boolean[1];
                trial.site()
                        .network()
                        .orElseThrow()
                        .packetSwitch()
                        .orElseThrow()
                        .setRule(frame -> {
                            if (!frame.isData() || frame.to() != 2) {
                                return true;
                            }
                            boolean first = frame.from() == 1 && !lost[0];
                            lost[0] |= first;
                            return frame.from() != 0 && !first;
                        });
            }

            @Override
            void heal(Trial trial) {
                trial.site()
                        .network()
                        .orElseThrow()
                        .packetSwitch()
                        .orElseThrow()
                        .passAll();
            }

            @Override
            Set<Integer> talkers() {
                return Set.of(1, 2);
            }
        };

        private final String word;
        private final Layout layout;
        private final String words;
        private final boolean kills;

        Fault(String word, Layout layout, String words) {
            this.word = word;
            this.kills = words.contains("killed");
            this.layout = layout;
            this.words = words;
        }

        abstract void apply(Trial trial);

        void heal(Trial trial) {
            network(trial).heal();
        }

        /** Daemons whose clients send. */
        Set<Integer> talkers() {
            return Set.of(0, 1, 2);
        }

        static Network network(Trial trial) {
            return trial.site().network().orElseThrow();
        }
    }

    private static final long HOLES_MS = 3000;
    /** What was under way before the fault may still be delivered in this time, and tells nothing. */
    private static final long SETTLE_MS = 500;

    private static final long PROBE_MS = 100;
    private static final long CHATTER_MS = 20;
    private static final int PROBE_BYTES = 1200;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** A daemon that is killed is noticed, and the next ring formed, in so much with these timers, without any fault. */
    private static final Duration NEXT_RING = Duration.ofSeconds(4);

    /** Daemons of Spread that break and form rings without end may once leave out the right one. */
    private static final Duration RELIEF = Duration.ofSeconds(7);

    /** The machine of the test does other things besides. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final Duration WATCH = Duration.ofSeconds(15);
    private static final Pattern NAMED =
            Pattern.compile("(?i)(stall|stuck|path|reach|deaf|isolat|quarantine|starv|apart).*\\bd[123]\\b");

    private final Fault fault;

    StuckPathCapture(Fault fault) {
        super(fault.word, fault.layout, 5);
        this.fault = fault;
    }

    @Override
    public String description() {
        return fault.words + ": in " + limit().toSeconds()
                + " s the ring works again or a Ringcast daemon names the path; whole 40 s after healing";
    }

    @Override
    String ofSpreadAlone() {
        return "delivers no SAFE message in 7 s";
    }

    @Override
    public boolean expects(RingPlan plan, String text) {
        return text.contains("BUG WORKAROUND");
    }

    @Override
    public void run(Trial trial) throws Exception {
        Site site = trial.site();
        trial.joinEverywhere();
        try (Chatter chatter = Chatter.of(trial, trial.aliveAt(fault.talkers()), CHATTER_MS)) {
            trial.awaitTalk(site.up(), 30);
            fault.apply(trial);
            long start = System.nanoTime();
            Map<Node, Integer> printed = new LinkedHashMap<>();
            for (Node node : site.nodes()) {
                if (node.kind() == Kind.OURS && node.isUp()) {
                    printed.put(node, node.log().size());
                }
            }
            Outcome outcome = watch(trial, start, printed);
            trial.remark(outcome.toString());
            mustHaveSurvived(site);
            judge(site, printed.isEmpty(), outcome);
            if (!printed.isEmpty()) {
                fault.heal(trial);
                site.awaitRing();
                trial.awaitViews(site.up());
                chatter.stop(trial);
                trial.exchange(site.up());
            }
        }
    }

    private Duration limit() {
        return fault.kills ? LIMIT.plus(NEXT_RING) : LIMIT;
    }

    private void judge(Site site, boolean spreadAlone, Outcome outcome) {
        if (spreadAlone && !isMixed(site)) {
            if (outcome.isWithin(RELIEF)) {
                throw new AssertionError("Spread alone is not stuck: not the fault that was recorded");
            }
        } else if (!spreadAlone && !outcome.isWithin(limit().plus(SLACK))) {
            throw new AssertionError("neither repaired nor named in " + limit().toSeconds() + " s");
        }
    }

    /**
     * When what happened after the fault.
     *
     * @param repaired when a SAFE message sent after it was delivered in all of its sender's ring
     * @param named when a Ringcast daemon printed whose path is broken
     */
    private record Outcome(Optional<Long> repaired, Optional<Long> named) {
        boolean isWithin(Duration limit) {
            return repaired.filter(ns -> ns <= limit.toNanos()).isPresent()
                    || named.filter(ns -> ns <= limit.toNanos()).isPresent();
        }

        @Override
        public String toString() {
            List<String> words = new ArrayList<>();
            repaired.ifPresent(ns -> words.add("repaired " + seconds(ns)));
            named.ifPresent(ns -> words.add("named " + seconds(ns)));
            return words.isEmpty() ? "stuck" : String.join(", ", words);
        }

        private static String seconds(long ns) {
            return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
        }
    }

    private Outcome watch(Trial trial, long start, Map<Node, Integer> printed) throws SpreadException {
        Site.pause(SETTLE_MS);
        Optional<Long> repaired = Optional.empty();
        Optional<Long> named = Optional.empty();
        long end = start + WATCH.toNanos();
        List<RingClient> senders = trial.aliveAt(fault.talkers());
        try (Prober prober = new Prober(trial, senders)) {
            while (System.nanoTime() < end && (repaired.isEmpty() || (named.isEmpty() && isEarly(start)))) {
                long now = System.nanoTime() - start;
                if (repaired.isEmpty() && prober.isDelivered()) {
                    repaired = Optional.of(now);
                }
                if (named.isEmpty() && isNamed(printed)) {
                    named = Optional.of(now);
                }
                Site.pause(PROBE_MS / 2);
            }
        }
        return new Outcome(repaired, named);
    }

    /** A path that was repaired is still worth naming for a while. */
    private boolean isEarly(long start) {
        return System.nanoTime() - start < limit().plus(SLACK).toNanos();
    }

    private static boolean isNamed(Map<Node, Integer> printed) {
        return printed.entrySet().stream().anyMatch(e -> {
            List<String> log = e.getKey().log();
            return log.subList(e.getValue(), log.size()).stream()
                    .anyMatch(line -> NAMED.matcher(line).find());
        });
    }

    /** Sends SAFE messages, and sees whether one has come to all members of its sender's ring. */
    private static final class Prober implements AutoCloseable {
        private final Trial trial;
        private final Map<RingClient, Set<String>> sent = new LinkedHashMap<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean ended;

        Prober(Trial trial, List<RingClient> senders) {
            this.trial = trial;
            for (RingClient sender : senders) {
                Set<String> own = new LinkedHashSet<>();
                sent.put(sender, own);
                Thread thread = new Thread(() -> probe(sender, own), "probes of " + sender.privateGroup());
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }

        private void probe(RingClient sender, Set<String> own) {
            try {
                while (!ended) {
                    String uid = sender.send(trial.group(), ServiceType.SAFE, PROBE_BYTES);
                    synchronized (own) {
                        own.add(uid);
                    }
                    Site.pause(PROBE_MS);
                }
            } catch (SpreadException e) {
                // Its daemon is gone, as the fault wants it.
            }
        }

        boolean isDelivered() {
            return sent.entrySet().stream()
                    .filter(entry -> !entry.getKey().isOver())
                    .anyMatch(entry -> isDelivered(entry.getKey(), entry.getValue()));
        }

        private boolean isDelivered(RingClient sender, Set<String> own) {
            Set<String> everywhere;
            synchronized (own) {
                everywhere = new LinkedHashSet<>(own);
            }
            Optional<Membership> ring = trial.site().node(sender.daemon()).membership();
            for (RingClient client : trial.alive()) {
                String daemon = trial.site().node(client.daemon()).name();
                if (ring.isPresent() && ring.get().members().contains(daemon)) {
                    everywhere.removeAll(client.missing(everywhere));
                }
            }
            return !everywhere.isEmpty();
        }

        @Override
        public void close() {
            ended = true;
            for (Thread thread : threads) {
                try {
                    thread.join(TimeUnit.SECONDS.toMillis(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
