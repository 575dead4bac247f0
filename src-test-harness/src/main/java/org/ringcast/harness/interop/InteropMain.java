package org.ringcast.harness.interop;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringcast.harness.process.ReferenceInstall;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the matrix of mixed rings and writes its table. */
@Command(
        name = "interop",
        mixinStandardHelpOptions = true,
        description = {
            "Runs rings of Ringcast and Spread daemons through scenarios and prints the table of results.",
            "Without --layouts, --rings, --accelerated and --ipv6: the covering set of docs/interop.md."
        })
public final class InteropMain implements Callable<Integer> {
    private static final String BEGIN = "<!-- matrix: written by InteropMain -->";
    private static final String END = "<!-- end of matrix -->";
    private static final int PORTS_OF_A_RING = 60;
    private static final long SOAK_PIECE_S = 180;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 (property spread.home)")
    private Path spreadHome;

    @Option(names = "--spread4-home", description = "prefix of an installed Spread 4.4 (property spread4.home)")
    private Path spread4Home;

    @Option(names = "--layouts", split = ",", description = "${COMPLETION-CANDIDATES}")
    private List<Layout> layouts;

    @Option(names = "--levels", split = ",", description = "ring protocol levels: 5, 4")
    private List<Integer> levels;

    @Option(
            names = "--rings",
            split = ",",
            description = "daemons in the order of the ring, R for Ringcast and S for Spread, for example RSS,SRS")
    private List<String> rings;

    @Option(names = "--accelerated", arity = "1", split = ",", description = "ring protocols: false, true")
    private List<Boolean> accelerated;

    @Option(names = "--ipv6", arity = "1", split = ",", description = "whether daemons talk over IPv6: false, true")
    private List<Boolean> ipv6;

    @Option(names = "--scenarios", split = ",", description = "names (all)")
    private List<String> names;

    @Option(
            names = "--soak",
            paramLabel = "TIME",
            description =
                    "instead of the matrix: faults by chance for so long, for example 30m or 180s, with one ring (--rings,"
                            + " --layouts, ... choose it; RSRS in one segment at level 5)")
    private String soak;

    @Option(names = "--seed", defaultValue = "1", description = "of the faults of --soak (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--loss-seconds", defaultValue = "15", description = "duration of each loss (${DEFAULT-VALUE})")
    private int lossSeconds;

    @Option(names = "--jobs", defaultValue = "2", description = "rings at a time (${DEFAULT-VALUE})")
    private int jobs;

    @Option(names = "--port", defaultValue = "5100", description = "first port (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--out", description = "page whose matrix is to be replaced")
    private Path out;

    @Option(
            names = "--results",
            description = "file of results to go on with: only cells that are missing in it or failed are run")
    private Path resultsFile;

    @Option(names = "--table-only", description = "run nothing, only write the table of the results")
    private boolean tableOnly;

    @Option(names = "--folder", description = "for logs (a temporary one)")
    private Path folder;

    @Spec
    private CommandSpec spec;

    private final AtomicInteger started = new AtomicInteger();
    /** Ports are given to rings in so many ranges as there are rings at a time. */
    private final Queue<Integer> freePlaces = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean failed = new AtomicBoolean();
    private Results results;

    private InteropMain() {}

    /** Ends with 1 when a cell failed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InteropMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        results = new Results(soak == null ? resultsFile : null);
        if (soak != null) {
            return soak();
        }
        List<Scenario> common = Scenarios.all(lossSeconds);
        List<Scenario> chosen = new ArrayList<>(common);
        chosen.addAll(Captures.all());
        chosen.removeIf(s -> names != null && !names.contains(s.name()));
        boolean ended = tableOnly || runAll(chosen);
        String tables = new Table(common, CoveringSet.rings(), results).markdown() + "\n### Recorded faults\n\n"
                + CaptureTable.markdown(results);
        print(tables);
        write(tables);
        return ended && !failed.get() ? 0 : 1;
    }

    /** Pieces of three minutes, with one ring as long as nothing goes wrong. */
    private int soak() throws IOException {
        long seconds = seconds(soak);
        List<Scenario> pieces = new ArrayList<>();
        for (int i = 0; i * SOAK_PIECE_S < seconds; i++) {
            long left = seconds - i * SOAK_PIECE_S;
            pieces.add(new SoakScenario(i + 1, seed + i, (int) Math.min(SOAK_PIECE_S, left)));
        }
        RingPlan plan = new RingPlan(
                or(layouts, List.of(Layout.ONE_SEGMENT)).get(0),
                or(levels, List.of(5)).get(0),
                or(accelerated, List.of(false)).get(0),
                or(ipv6, List.of(false)).get(0),
                RingPlan.kinds(or(rings, List.of("RSRS")).get(0)));
        Installs installs = installs();
        Optional<String> obstacle = Site.obstacle(plan, installs);
        if (obstacle.isPresent()) {
            print("skipped: " + plan + ": " + obstacle.get());
            return 1;
        }
        freePlaces.add(0);
        run(plan, installs, pieces, folder == null ? Files.createTempDirectory("interop") : folder);
        print(failed.get() ? "failed" : "passed");
        return failed.get() ? 1 : 0;
    }

    private static long seconds(String time) {
        long unit = time.endsWith("m") ? 60 : 1;
        return unit * Long.parseLong(time.replaceAll("[ms]$", ""));
    }

    private boolean runAll(List<Scenario> scenarios) throws IOException, InterruptedException {
        Installs installs = installs();
        Path logs = folder == null ? Files.createTempDirectory("interop") : Files.createDirectories(folder);
        for (int i = 0; i < jobs; i++) {
            freePlaces.add(i);
        }
        ExecutorService executor = Executors.newFixedThreadPool(jobs);
        for (RingPlan plan : plans()) {
            List<Scenario> open = scenarios.stream()
                    .filter(s -> s.appliesTo(plan) && isWanted(s, plan) && !results.isGood(plan, s.name()))
                    .toList();
            Optional<String> obstacle = Site.obstacle(plan, installs);
            if (obstacle.isPresent()) {
                print("skipped: " + plan + ": " + obstacle.get());
            } else if (!open.isEmpty()) {
                executor.execute(() -> run(plan, installs, open, logs));
            }
        }
        executor.shutdown();
        return executor.awaitTermination(1, TimeUnit.DAYS);
    }

    private Installs installs() {
        Installs known = Installs.ofProperties();
        return new Installs(
                Optional.ofNullable(spreadHome)
                        .map(h -> ReferenceInstall.at(h, 5))
                        .or(known::level5),
                Optional.ofNullable(spread4Home)
                        .map(h -> ReferenceInstall.at(h, 4))
                        .or(known::level4));
    }

    /** The covering set, or the product of what was asked for. */
    private List<RingPlan> plans() {
        if (layouts == null && rings == null && accelerated == null && ipv6 == null) {
            List<RingPlan> plans = new ArrayList<>(CoveringSet.rings());
            Captures.rings().stream().filter(plan -> !plans.contains(plan)).forEach(plans::add);
            plans.removeIf(plan -> levels != null && !levels.contains(plan.level()));
            return plans;
        }
        List<RingPlan> plans = new ArrayList<>();
        for (Layout layout : or(layouts, List.of(Layout.values()))) {
            for (int level : or(levels, List.of(5, 4))) {
                for (boolean fast : or(accelerated, List.of(false))) {
                    for (boolean six : or(ipv6, List.of(false))) {
                        for (String letters : or(rings, List.of("RSS", "SRS", "SSR"))) {
                            if (six && !RingPlan.canIpv6(layout, level)) {
                                continue;
                            }
                            plans.add(new RingPlan(layout, level, fast, six, RingPlan.kinds(letters)));
                        }
                    }
                }
            }
        }
        return plans;
    }

    /** Rings that only recorded faults take are not for the matrix, unless they were asked for. */
    private boolean isWanted(Scenario scenario, RingPlan plan) {
        if (scenario instanceof CaptureScenario) {
            return true;
        }
        return plan.layout() != Layout.SWITCHED
                && (rings != null || CoveringSet.rings().contains(plan));
    }

    private static <T> List<T> or(List<T> given, List<T> otherwise) {
        return given == null ? otherwise : given;
    }

    private void run(RingPlan plan, Installs installs, List<Scenario> scenarios, Path logs) {
        Path own =
                logs.resolve(started.getAndIncrement() + "-" + plan.toString().replaceAll("[^A-Za-z0-9]+", "-"));
        int place = freePlaces.remove();
        try {
            new RingRun(plan, installs, port + place * PORTS_OF_A_RING, own).run(scenarios, this::finished);
        } catch (IOException | RuntimeException e) {
            finished(new Cell(plan, scenarios.get(0).name(), 0, "", List.of(e.toString())));
        } finally {
            freePlaces.add(place);
        }
    }

    private void finished(Cell cell) {
        try {
            results.add(cell);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!cell.isGood()) {
            failed.set(true);
        }
        print(String.format(
                "%s %s: %s %.1f s %s %s",
                cell.isGood() ? "ok    " : "FAILED",
                cell.ring(),
                cell.scenario(),
                cell.seconds(),
                cell.remark(),
                String.join("; ", cell.faults())));
    }

    private void print(String line) {
        PrintWriter to = spec.commandLine().getOut();
        synchronized (to) {
            to.println(line);
            to.flush();
        }
    }

    private void write(String matrix) throws IOException {
        if (out == null) {
            return;
        }
        String page = Files.readString(out);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(out + " has no lines '" + BEGIN + "' and '" + END + "'");
        }
        Files.writeString(
                out, page.substring(0, begin + BEGIN.length()) + "\n\n" + matrix + "\n" + page.substring(end));
    }
}
