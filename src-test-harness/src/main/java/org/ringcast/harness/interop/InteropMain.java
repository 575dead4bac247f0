package org.ringcast.harness.interop;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
        description = "Runs rings of Ringcast and Spread daemons through scenarios and prints the table of results.")
public final class InteropMain implements Callable<Integer> {
    private static final String BEGIN = "<!-- matrix: written by InteropMain -->";
    private static final String END = "<!-- end of matrix -->";
    private static final int PORTS_OF_A_RING = 60;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 (property spread.home)")
    private Path spreadHome;

    @Option(names = "--spread4-home", description = "prefix of an installed Spread 4.4 (property spread4.home)")
    private Path spread4Home;

    @Option(
            names = "--layouts",
            split = ",",
            defaultValue = "LOOPBACK,ONE_SEGMENT,SEGMENT_EACH,TWO_SEGMENTS",
            description = "${COMPLETION-CANDIDATES} (all)")
    private List<Layout> layouts;

    @Option(
            names = "--levels",
            split = ",",
            defaultValue = "5,4",
            description = "ring protocol levels (${DEFAULT-VALUE})")
    private List<Integer> levels;

    @Option(
            names = "--rings",
            split = ",",
            defaultValue = "RSS,SRS,SSR,RRS,RSR,SRR,RRR,SSS",
            description = "daemons in the order of the ring, R for Ringcast and S for Spread (${DEFAULT-VALUE})")
    private List<String> rings;

    @Option(names = "--accelerated", split = ",", defaultValue = "false", description = "ring protocols: false, true")
    private List<Boolean> accelerated;

    @Option(names = "--ipv6", description = "daemons talk over IPv6")
    private boolean ipv6;

    @Option(names = "--scenarios", split = ",", description = "names (all)")
    private List<String> names;

    @Option(names = "--loss-seconds", defaultValue = "15", description = "duration of each loss (${DEFAULT-VALUE})")
    private int lossSeconds;

    @Option(names = "--jobs", defaultValue = "2", description = "rings at a time (${DEFAULT-VALUE})")
    private int jobs;

    @Option(names = "--port", defaultValue = "5100", description = "first port (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--out", description = "page whose matrix is to be replaced")
    private Path out;

    @Option(names = "--append", description = "leave the matrices that are in the page, add this one before its end")
    private boolean append;

    @Option(names = "--folder", description = "for logs (a temporary one)")
    private Path folder;

    @Spec
    private CommandSpec spec;

    private final AtomicInteger started = new AtomicInteger();

    private InteropMain() {}

    /** Ends with 1 when a cell failed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InteropMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Installs installs = installs();
        List<Scenario> scenarios = Scenarios.all(lossSeconds).stream()
                .filter(s -> names == null || names.contains(s.name()))
                .toList();
        List<RingPlan> plans = plans(installs);
        Table table = new Table(scenarios, plans);
        Path logs = folder == null ? Files.createTempDirectory("interop") : Files.createDirectories(folder);
        ExecutorService executor = Executors.newFixedThreadPool(jobs);
        plans.forEach(plan -> executor.execute(() -> run(plan, installs, scenarios, logs, table)));
        executor.shutdown();
        boolean ended = executor.awaitTermination(1, TimeUnit.DAYS);
        print(table.markdown());
        write(table.markdown());
        return ended && table.failures() == 0 ? 0 : 1;
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

    private List<RingPlan> plans(Installs installs) {
        List<RingPlan> plans = new ArrayList<>();
        for (Layout layout : layouts) {
            for (int level : levels) {
                for (boolean fast : accelerated) {
                    for (String letters : rings) {
                        RingPlan plan = new RingPlan(layout, level, fast, ipv6, RingPlan.kinds(letters));
                        Optional<String> obstacle = Site.obstacle(plan, installs);
                        if (obstacle.isEmpty()) {
                            plans.add(plan);
                        } else {
                            print("skipped: " + plan + ": " + obstacle.get());
                        }
                    }
                }
            }
        }
        return plans;
    }

    private void run(RingPlan plan, Installs installs, List<Scenario> scenarios, Path logs, Table table) {
        int number = started.getAndIncrement();
        Path own = logs.resolve(number + "-" + plan.toString().replaceAll("[^A-Za-z0-9]+", "-"));
        try {
            new RingRun(plan, installs, port + number % (jobs + 1) * PORTS_OF_A_RING, own).run(scenarios, cell -> {
                table.add(cell);
                print(String.format(
                        "%s %s: %s %.1f s %s",
                        cell.isGood() ? "ok    " : "FAILED",
                        plan,
                        cell.scenario(),
                        cell.seconds(),
                        String.join("; ", cell.faults())));
            });
        } catch (IOException | RuntimeException e) {
            table.add(new Cell(plan, scenarios.get(0).name(), 0, List.of(e.toString())));
            print("FAILED " + plan + ": " + e);
        }
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
        int from = append ? end : begin + BEGIN.length() + 1;
        Files.writeString(out, page.substring(0, from) + "\n" + matrix + "\n" + page.substring(end));
    }
}
