package org.ringcast.harness.sim.swarm;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.sim.SimTrace;
import org.ringcast.harness.sim.TranscriptTrace;
import org.ringcast.harness.sim.fuzz.FuzzRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs many seeds, or one with everything that happens. See docs/simulator.md. */
@Command(
        name = "swarm",
        mixinStandardHelpOptions = true,
        description = "Runs simulated rings with faults of all kinds; each seed is another run.")
public final class SwarmMain implements Callable<Integer> {
    private static final long PROGRESS_NS = 60_000_000_000L;
    private static final long FUZZ_PIECE = 20_000;

    @Option(names = "--seeds", paramLabel = "N", description = "Run this many seeds.")
    private long seeds;

    @Option(names = "--minutes", paramLabel = "N", description = "Run seeds for this long.")
    private long minutes;

    @Option(names = "--first-seed", paramLabel = "SEED", description = "Seeds count from here (default: the time).")
    private Long firstSeed;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at once (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(names = "--replay", paramLabel = "SEED", description = "Run one seed and print all that happens.")
    private Long replay;

    @Option(names = "--plan", paramLabel = "SEED", description = "Print what a seed stands for.")
    private Long planOf;

    @Option(
            names = "--plans",
            paramLabel = "KIND",
            description = "What seeds stand for: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private PlanKind plans = PlanKind.MIXED;

    @Option(names = "--from", paramLabel = "SECONDS", description = "With --replay: print only from this time on.")
    private double fromSeconds;

    @Option(names = "--no-packets", description = "With --replay: leave datagrams out.")
    private boolean withoutPackets;

    @Option(names = "--fuzz", paramLabel = "N", description = "Throw this many damaged packets at rings of three.")
    private long fuzzCases;

    @Option(names = "--only", paramLabel = "TEXT", description = "Leave out seeds whose plan does not contain this.")
    private String only;

    @Option(names = "--timing", description = "Print how long each seed took.")
    private boolean timing;

    private final AtomicLong nextSeed = new AtomicLong();
    private final AtomicLong simulatedNs = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();
    private final PrintStream out = System.out;

    private SwarmMain() {}

    /** Exit code 0: nothing was wrong; 1: something was. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        System.exit(new CommandLine(new SwarmMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (planOf != null) {
            out.print(SwarmRun.describe(plans, planOf));
            return 0;
        }
        if (replay != null) {
            return replay();
        }
        return fuzzCases > 0 ? fuzz() : swarm();
    }

    private int replay() {
        out.print(SwarmRun.describe(plans, replay));
        TranscriptTrace trace = new TranscriptTrace(out::println, !withoutPackets, (long) (fromSeconds * 1e9));
        SwarmResult result = SwarmRun.run(plans, replay, trace);
        result.violations().forEach(violation -> out.println("VIOLATION " + violation));
        out.printf(
                Locale.ROOT,
                "seed %d: %s, %.0f s simulated, %d events, %d datagrams, %d rings, %d frames%n",
                result.seed(),
                result.isGood() ? "good" : "BAD",
                result.simulatedNs() / 1e9,
                result.events(),
                result.datagrams(),
                result.rings(),
                result.frames());
        return result.isGood() ? 0 : 1;
    }

    /** A new ring for each piece, so that a fault is found again in short time. */
    private int fuzz() {
        long startNs = System.nanoTime();
        long seed = firstSeed == null ? System.currentTimeMillis() : firstSeed;
        long left = fuzzCases;
        long rings = 0;
        Map<PacketKind, Long> kinds = new EnumMap<>(PacketKind.class);
        for (; left > 0; seed++) {
            FuzzRun.Result result = FuzzRun.run(seed, Math.min(left, FUZZ_PIECE));
            left -= result.cases();
            rings += result.rings();
            simulatedNs.addAndGet(result.simulatedNs());
            result.kinds().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
            if (result.violation() != null) {
                bad.incrementAndGet();
                out.println(result.violation());
                out.println("again with: swarm --fuzz " + Math.min(fuzzCases, FUZZ_PIECE) + " --first-seed " + seed);
                left -= FUZZ_PIECE - result.cases();
            }
        }
        out.printf(
                Locale.ROOT,
                "%d damaged packets in %.0f s, %d bad; %.1f hours simulated, %d configurations installed; made from %s%n",
                fuzzCases,
                (System.nanoTime() - startNs) / 1e9,
                bad.get(),
                simulatedNs.get() / 3.6e12,
                rings,
                kinds);
        return bad.get() == 0 ? 0 : 1;
    }

    private int swarm() throws InterruptedException {
        long startNs = System.nanoTime();
        long first = firstSeed == null ? System.currentTimeMillis() : firstSeed;
        nextSeed.set(first);
        long limit = seeds > 0 ? first + seeds : Long.MAX_VALUE;
        long untilNs =
                minutes > 0 ? startNs + minutes * PROGRESS_NS : seeds > 0 ? Long.MAX_VALUE : startNs + PROGRESS_NS;
        out.printf(Locale.ROOT, "seeds from %d, %d at once%n", first, threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> work(limit, startNs, untilNs)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        progress(startNs);
        return bad.get() == 0 ? 0 : 1;
    }

    private void work(long limit, long startNs, long untilNs) {
        for (long seed = nextSeed.getAndIncrement();
                seed < limit && System.nanoTime() < untilNs;
                seed = nextSeed.getAndIncrement()) {
            if (only != null && !SwarmRun.describe(seed).contains(only)) {
                continue;
            }
            long seedStartNs = System.nanoTime();
            SwarmResult result = SwarmRun.run(plans, seed, SimTrace.NONE);
            if (timing) {
                time(result, System.nanoTime() - seedStartNs);
            }
            simulatedNs.addAndGet(result.simulatedNs());
            events.addAndGet(result.events());
            if (!result.isGood()) {
                bad.incrementAndGet();
                report(result);
            }
            if (done.incrementAndGet() % 500 == 0) {
                progress(startNs);
            }
        }
    }

    private void time(SwarmResult result, long tookNs) {
        out.printf(
                Locale.ROOT,
                "seed %d: %.0f ms for %.0f s, %d events, %d datagrams, %d rings, %d frames, stuck %.1f s, unserved %.1f s,"
                        + " service %.3f%n",
                result.seed(),
                tookNs / 1e6,
                result.simulatedNs() / 1e9,
                result.events(),
                result.datagrams(),
                result.rings(),
                result.frames(),
                result.stuckNs() / 1e9,
                result.unservedNs() / 1e9,
                result.service());
    }

    private void report(SwarmResult result) {
        synchronized (out) {
            for (String violation : result.violations()) {
                out.println("seed " + result.seed() + ": " + violation);
            }
            String kind = plans == PlanKind.MIXED ? "" : " --plans " + plans;
            out.println("seed " + result.seed() + ": replay with: swarm --replay " + result.seed() + kind);
        }
    }

    private void progress(long startNs) {
        double seconds = (System.nanoTime() - startNs) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d seeds in %.0f s, %d bad; %.1f hours simulated, %d million events%n",
                done.get(),
                seconds,
                bad.get(),
                simulatedNs.get() / 3.6e12,
                events.get() / 1_000_000);
    }
}
