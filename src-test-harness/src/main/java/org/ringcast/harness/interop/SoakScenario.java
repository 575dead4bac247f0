package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One fault after another, drawn by chance, under traffic; after each the ring has to be whole. What clients received is compared
 * at the end, so a long run is made of many of these.
 */
final class SoakScenario implements Scenario {
    private static final int CHATTER_MS = 20;
    private static final int MAX_GUESTS = 3;

    private enum Fault {
        LOSS {
            @Override
            String run(Trial trial, Random random) {
                int percent = List.of(1, 5, 20).get(random.nextInt(3));
                network(trial).lose(percent);
                pause(random, 2000, 6000);
                return percent + " % lost";
            }
        },
        ONE_WAY {
            @Override
            String run(Trial trial, Random random) {
                int from = any(trial, random);
                int to = other(trial, random, from);
                network(trial).cut(from, to);
                pause(random, 2000, 6000);
                return "d" + (from + 1) + " unheard by d" + (to + 1);
            }
        },
        NO_DATA {
            @Override
            String run(Trial trial, Random random) {
                int from = any(trial, random);
                int to = other(trial, random, from);
                network(trial).cutData(from, to);
                pause(random, 2000, 6000);
                return "no data of d" + (from + 1) + " at d" + (to + 1);
            }
        },
        PARTITION {
            @Override
            String run(Trial trial, Random random) {
                int alone = any(trial, random);
                network(trial).partition(Set.of(alone));
                pause(random, 1000, 6000);
                return "d" + (alone + 1) + " cut off";
            }
        },
        STOP {
            @Override
            String run(Trial trial, Random random) {
                Node victim = trial.site().node(any(trial, random));
                victim.signal("STOP");
                try {
                    pause(random, 500, 5000);
                } finally {
                    victim.signal("CONT");
                }
                return victim.name() + " stopped";
            }
        },
        KILL {
            @Override
            String run(Trial trial, Random random) throws Exception {
                Node victim = trial.site().node(any(trial, random));
                victim.kill();
                pause(random, 0, 4000);
                victim.start(trial.site().configuration());
                trial.site().awaitStart();
                trial.join(victim.index());
                return victim.name() + " killed";
            }
        },
        GUESTS {
            @Override
            String run(Trial trial, Random random) throws Exception {
                List<RingClient> guests = new ArrayList<>();
                int count = 1 + random.nextInt(MAX_GUESTS);
                for (int i = 0; i < count; i++) {
                    guests.add(trial.join(any(trial, random)));
                }
                trial.awaitViews(trial.site().up());
                guests.get(0).leave(trial.group());
                guests.get(0).join(trial.group());
                trial.awaitViews(trial.site().up());
                guests.forEach(RingClient::close);
                return count + " guests";
            }
        };

        /** Brings the fault about and waits; what it was. The network is healed afterwards. */
        abstract String run(Trial trial, Random random) throws Exception;

        static Network network(Trial trial) {
            return trial.site().network().orElseThrow();
        }

        static int any(Trial trial, Random random) {
            return random.nextInt(trial.site().plan().size());
        }

        static int other(Trial trial, Random random, int one) {
            int size = trial.site().plan().size();
            return (one + 1 + random.nextInt(size - 1)) % size;
        }

        static void pause(Random random, int minMs, int maxMs) {
            Site.pause(minMs + random.nextInt(maxMs - minMs));
        }
    }

    private final int number;
    private final long seed;
    private final int seconds;

    /**
     * A piece of a long run.
     *
     * @param number of the piece, from 1
     * @param seed of its chances
     * @param seconds in which faults are started
     */
    SoakScenario(int number, long seed, int seconds) {
        this.number = number;
        this.seed = seed;
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return "soak-" + number + "-seed-" + seed;
    }

    @Override
    public String description() {
        return "losses, one-way cuts, partitions, stops, kills and guests by chance, under traffic";
    }

    @Override
    public boolean appliesTo(RingPlan plan) {
        return plan.size() > 1 && plan.layout().needsNamespaces();
    }

    @Override
    public boolean expects(RingPlan plan, String fault) {
        // As with lasting broken paths.
        return fault.contains("BUG WORKAROUND");
    }

    @Override
    public void run(Trial trial) throws Exception {
        Random random = new Random(seed);
        Site site = trial.site();
        trial.joinEverywhere();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> done = new ArrayList<>();
        while (System.nanoTime() < end) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            done.add(fault.name());
            trial.remark(done.size() + " faults, the last one " + fault);
            try (Chatter chatter = Chatter.of(trial, CHATTER_MS)) {
                trial.awaitTalk(site.up(), 20);
                done.set(done.size() - 1, fault.run(trial, random));
                Fault.network(trial).heal();
                site.awaitRing();
                trial.awaitViews(site.up());
                chatter.stop(trial);
            }
            trial.exchangeInOneRing();
            List<String> trouble = unexpected(trial);
            if (!trouble.isEmpty()) {
                throw new AssertionError("after " + done.get(done.size() - 1) + ": " + trouble.get(0));
            }
        }
        Set<String> kinds = new LinkedHashSet<>(done);
        trial.remark(
                done.size() + " faults, " + kinds.size() + " different, " + trial.messages() + " messages received");
    }

    private List<String> unexpected(Trial trial) {
        return trial.newTrouble().stream()
                .filter(fault -> !expects(trial.site().plan(), fault))
                .toList();
    }
}
