package org.ringcast.harness.sim.swarm;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.Predicate;
import org.ringcast.harness.check.Violation;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.sim.ClientFrame;
import org.ringcast.harness.sim.HistoryFeed;
import org.ringcast.harness.sim.Observers;
import org.ringcast.harness.sim.RunObserver;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimProcess;
import org.ringcast.harness.sim.SimRandom;
import org.ringcast.harness.sim.SimTrace;

/**
 * The run of one seed. First things go wrong, while the clients work; then everything is healed, and the daemons must come
 * together, finish their work and come to rest. The checkers judge the whole history.
 */
public final class SwarmRun {
    private static final long SECOND_NS = 1_000_000_000L;
    /** What cannot be judged when several views go by one name. */
    private static final Set<Predicate> NEEDS_NAMES_OF_VIEWS = EnumSet.of(
            Predicate.GROUPS_P3,
            Predicate.GROUPS_P9,
            Predicate.GROUPS_P9A,
            Predicate.GROUPS_P9B,
            Predicate.GROUPS_P10,
            Predicate.GROUPS_P17,
            Predicate.CLIENT_C3,
            Predicate.CLIENT_C5);

    /** A forged partition command is obeyed for a minute. */
    private static final long FORGED_PARTITION_NS = 62 * SECOND_NS;

    private static final long REST_NS = 3 * SECOND_NS;
    private static final int MAX_SETTLE_STEPS = 240;
    private static final long SETTLE_STEP_NS = 5 * SECOND_NS;

    private final SwarmPlan plan;
    private final SimTrace trace;
    private final Watch watch;
    private final HistoryFeed feed;
    private final History history;
    private SimCluster cluster;
    private Workload workload;
    private StuckWatch stuck;

    private SwarmRun(SwarmPlan plan, SimTrace trace) {
        this.plan = plan;
        this.trace = trace;
        watch = new Watch(!plan.forging());
        history = new History(HistoryFeed.daemons(plan.config()));
        feed = new HistoryFeed(history);
    }

    /** Runs a seed. */
    public static SwarmResult run(long seed) {
        return run(seed, SimTrace.NONE);
    }

    /** Runs a seed and writes down what happens. */
    public static SwarmResult run(long seed, SimTrace trace) {
        return run(PlanKind.MIXED, seed, trace);
    }

    /** Runs a seed of any kind of plan and writes down what happens. */
    public static SwarmResult run(PlanKind kind, long seed, SimTrace trace) {
        return new SwarmRun(kind.plan(seed), trace).run();
    }

    /** The plan of a seed in words. */
    public static String describe(long seed) {
        return describe(PlanKind.MIXED, seed);
    }

    /** The plan of a seed of any kind in words. */
    public static String describe(PlanKind kind, long seed) {
        return kind.plan(seed).toString();
    }

    private SwarmResult run() {
        SimCluster.Builder builder =
                SimCluster.of(plan.config()).trace(trace).observer(new Observers(watch, feed, new Ends()));
        if (plan.logging()) {
            builder.formatLogs();
        }
        cluster = builder.build();
        try {
            live();
            memoryIsBack();
            if (!plan.forging()) {
                judge();
            }
        } catch (RuntimeException | Error e) {
            watch.violated("exception: " + stackTrace(e));
        }
        return new SwarmResult(
                plan.seed(),
                watch.violations(),
                cluster.nowNs(),
                cluster.eventCount(),
                cluster.network().deliveredCount(),
                processes().stream()
                        .mapToLong(process -> process.count(CounterId.MEMBERSHIP_CHANGES))
                        .sum(),
                cluster.clients().stream().mapToLong(SimClient::framesReceived).sum(),
                stuck == null ? 0 : stuck.longestStuckNs(),
                stuck == null ? 0 : stuck.longestUnservedNs(),
                stuck == null ? 1 : stuck.service());
    }

    // ---- The course of a run -------------------------------------------------------------------------------------

    private void live() {
        SimRandom random = new SimRandom(~plan.seed());
        FaultInjector faults = new FaultInjector(cluster);
        workload = new Workload(cluster, plan.workload(), random.split());
        for (SimDaemon daemon : cluster.daemons()) {
            long startNs = plan.startSpreadNs() == 0 ? 0 : random.between(0, plan.startSpreadNs());
            cluster.after(startNs, () -> {
                if (daemon.process() == null && cluster.file().names(daemon.index())) {
                    daemon.start();
                }
            });
        }
        plan.episodes().forEach(faults::plan);
        if (plan.stuckNs() > 0) {
            stuck = new StuckWatch(cluster, watch, plan.stuckNs());
            stuck.begin();
        }
        cluster.runFor(plan.durationNs());
        if (stuck != null) {
            stuck.end();
        }

        faults.heal();
        // A reload waits until the ring works, and then begins by giving it up.
        cluster.runUntil(this::noneReloads, plan.config().convergenceNs());
        long healedNs = cluster.nowNs();
        long limitNs = plan.config().convergenceNs() + (plan.forging() ? FORGED_PARTITION_NS : 0);
        if (!cluster.runUntil(cluster::isOneRing, limitNs)) {
            watch.violated(
                    "P16: not one ring %.0f s after everything was healed: %s".formatted(limitNs / 1e9, rings()));
        }
        workload.stop();
        settle();
        cluster.runFor(Math.max(0, healedNs + plan.config().convergenceNs() - cluster.nowNs()));
        if (plan.forging()) {
            // A daemon that a forged command has cut off may still have been in the old ring when everything was
            // healed.
            cluster.runUntil(cluster::isOneRing, limitNs);
        }
        watch.ringsAtRest(!plan.forging());
        cluster.runFor(REST_NS);
        cluster.letLookupEnd();
        watch.ringsAtRest(false);
        String unrest = unrest();
        feed.end(unrest == null);
        if (unrest != null) {
            watch.violated("not at rest: " + unrest);
        } else if (!plan.forging()) {
            viewsAreTrue();
        }
        cluster.close();
    }

    private boolean noneReloads() {
        return processes().stream()
                .noneMatch(process -> process.isAlive() && process.core().isReloadPending());
    }

    /** Lets the daemons finish what clients gave them to do; as long as they get further, they may take their time. */
    private void settle() {
        long progress = -1;
        for (int step = 0; step < MAX_SETTLE_STEPS && unrest() != null; step++) {
            cluster.runFor(SETTLE_STEP_NS);
            long now = processes().stream()
                    .mapToLong(process -> process.count(CounterId.PACKETS_DELIVERED))
                    .sum();
            if (now == progress) {
                return;
            }
            progress = now;
        }
    }

    // ---- Demands at the end --------------------------------------------------------------------------------------

    /** What is not as it should be when nothing goes on; null: all is well. */
    private String unrest() {
        if (!cluster.isOneRing()) {
            return "not one ring: " + rings();
        }
        for (SimDaemon daemon : cluster.daemons()) {
            SimProcess process = daemon.process();
            if (process.core().isReloadPending() || process.file() != cluster.file()) {
                return process + " has not the configuration that all should have: " + process.file();
            }
            if (!process.core().acceptsClients()) {
                return process + " still exchanges the state of groups";
            }
            long highest = process.count(CounterId.RING_HIGHEST_SEQ);
            if (process.count(CounterId.RING_ARU) != highest || process.count(CounterId.RING_MY_ARU) != highest) {
                return "%s has aru %d, own aru %d, highest %d"
                        .formatted(
                                process,
                                process.count(CounterId.RING_ARU),
                                process.count(CounterId.RING_MY_ARU),
                                highest);
            }
            SessionTable sessions = process.core().sessions();
            // A forged KILL may have been lost for good.
            for (int i = 0; i < sessions.count() && !plan.forging(); i++) {
                Session session = sessions.session(i);
                if (!session.isOperational() || session.queuedMessages() > 0 || session.waitingForRing() > 0) {
                    return "session %s of %s: %s, %d frames queued, %d messages waiting"
                            .formatted(
                                    session,
                                    process,
                                    session.state(),
                                    session.queuedMessages(),
                                    session.waitingForRing());
                }
            }
        }
        for (SimClient client : cluster.clients()) {
            if (client.isWriteBlocked() || client.state() == SimClient.State.CONNECTING) {
                return client + " waits: " + client.state();
            }
        }
        return null;
    }

    private String rings() {
        return processes().stream()
                .filter(SimProcess::isAlive)
                .map(process -> process + " state " + process.core().membershipState() + " in " + process.ring())
                .collect(Collectors.joining("; "));
    }

    /** Every member's last view of a group names those who asked to be in it, and nobody else. */
    private void viewsAreTrue() {
        for (String name : workload.groups()) {
            TreeSet<String> members = new TreeSet<>();
            for (SimClient client : cluster.clients()) {
                if (client.isConnected() && client.wantedGroups().contains(name)) {
                    members.add(client.privateGroup());
                }
            }
            for (SimClient client : cluster.clients()) {
                if (client.isConnected() && client.wantsMembership()) {
                    ClientFrame view = client.view(name);
                    boolean member = members.contains(client.privateGroup());
                    boolean right =
                            member ? view != null && members.equals(new TreeSet<>(view.groups())) : view == null;
                    if (!right) {
                        watch.violated("%s should be %s, last view of %s is %s".formatted(name, members, client, view));
                    }
                }
            }
        }
    }

    private void memoryIsBack() {
        for (SimProcess process : processes()) {
            if (process.bufferBytes() != 0) {
                watch.violated(process + " has not given back " + process.bufferBytes() + " bytes of buffers");
            }
            if (!plan.forging() && process.count(CounterId.INTERNAL_FAULTS) > 0) {
                watch.violated(process + " noted internal faults: " + process.count(CounterId.INTERNAL_FAULTS));
            }
        }
    }

    private void judge() {
        CheckOptions options = CheckOptions.complete()
                .withConvergence(plan.config().convergenceNs())
                .withStability(plan.config().stabilityNs());
        if (plan.removesDaemons()) {
            options = options.withDaemonsRemoved();
        }
        for (Violation violation : Checkers.check(history, options)) {
            if (!plan.workload().reuseGroups() || !NEEDS_NAMES_OF_VIEWS.contains(violation.predicate())) {
                watch.violated(violation.toString());
            }
        }
    }

    private List<SimProcess> processes() {
        return cluster.daemons().stream()
                .flatMap(daemon -> daemon.processes().stream())
                .toList();
    }

    private static String stackTrace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .limit(12)
                .collect(Collectors.joining("\n    ", "", String.format(Locale.ROOT, "%n")));
    }

    /** Tells the workload whose connection is over. */
    private final class Ends implements RunObserver {
        @Override
        public void onEnded(SimClient client, ClientEnd how) {
            if (workload != null) {
                workload.ended(client, client.wantedGroups());
            }
        }
    }
}
