package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.ringcast.harness.cluster.Cluster;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A ring of Ringcast daemons, each in a network namespace, first idle and then under load, both for a long time: what it costs
 * when nothing happens, and whether anything grows when much does. Needs root on Linux.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Measures a ring of daemons, idle and under load, for a long time.")
public final class SoakMain implements Callable<Integer> {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final int SETTLE_SECONDS = 10;
    private static final double MEGA = 1e6;

    @Option(
            names = "--ringcast-home",
            defaultValue = "target/dist",
            description = "unpacked distribution (${DEFAULT-VALUE})")
    private Path ringcastHome;

    @Option(names = "--daemons", defaultValue = "3", description = "in the ring (${DEFAULT-VALUE})")
    private int daemons;

    @Option(names = "--port", defaultValue = "4970", description = "of all daemons (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--idle", defaultValue = "300", description = "seconds without clients (${DEFAULT-VALUE})")
    private int idleSeconds;

    @Option(names = "--load", defaultValue = "300", description = "seconds under load (${DEFAULT-VALUE})")
    private int loadSeconds;

    @Option(names = "--every", defaultValue = "10", description = "seconds between two looks (${DEFAULT-VALUE})")
    private int everySeconds;

    @Option(names = "--service", defaultValue = "agreed", description = "of the load (${DEFAULT-VALUE})")
    private String service;

    @Option(names = "--bytes", defaultValue = "1000", description = "of a message of the load (${DEFAULT-VALUE})")
    private int bytes;

    @Option(
            names = "--window",
            defaultValue = "50",
            description = "messages of each sender under way at any time (${DEFAULT-VALUE})")
    private int window;

    private final List<CapturedProcess> processes = new ArrayList<>();
    private Namespaces net;
    private Path directory;

    private SoakMain() {}

    /** Ends with 0, or with 1 when messages were out of order or the load failed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SoakMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        String whyNot = Namespaces.whyNot();
        if (whyNot != null) {
            System.out.println("soak " + whyNot);
            return 1;
        }
        net = Namespaces.create(daemons);
        try {
            directory = Files.createTempDirectory("ringcast-soak");
            start();
            sleep(SETTLE_SECONDS);
            if (idleSeconds > 0) {
                idle();
            }
            return loadSeconds > 0 ? load() : 0;
        } finally {
            processes.forEach(CapturedProcess::close);
            net.close();
        }
    }

    private void start() throws IOException {
        StringBuilder text = new StringBuilder("Spread_Segment 239.255.77.2:" + port + " {\n");
        Set<String> ring = new LinkedHashSet<>();
        for (int i = 0; i < daemons; i++) {
            text.append("    d")
                    .append(i + 1)
                    .append(' ')
                    .append(net.address(i))
                    .append('\n');
            ring.add("d" + (i + 1));
        }
        Path file = Files.writeString(directory.resolve("spread.conf"), text.append("}\n"));
        for (int i = 0; i < daemons; i++) {
            Path sockets = Files.createDirectory(directory.resolve("sockets" + i));
            List<String> command = new ArrayList<>(net.inNode(i));
            command.addAll(List.of(
                    // jstat finds the process by the file that the launcher does without.
                    "env",
                    "RINGCAST_JAVA_OPTS=-XX:-PerfDisableSharedMem",
                    ringcastHome.resolve("bin/spread").toAbsolutePath().toString(),
                    "-n",
                    "d" + (i + 1),
                    "-c",
                    file.toString(),
                    "--set",
                    "UnixSocketDir=" + sockets));
            processes.add(new CapturedProcess("d" + (i + 1), directory, command));
        }
        for (CapturedProcess process : processes) {
            process.await("a ring of " + ring, START_PATIENCE, lines -> ring.equals(Cluster.lastRing(lines)));
        }
    }

    private void idle() throws IOException {
        List<List<SoakSample>> series = newSeries();
        look(series);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(idleSeconds);
        while (System.nanoTime() < end) {
            sleep(everySeconds);
            look(series);
        }
        System.out.printf(Locale.ROOT, "%n%d daemons idle for %d s%n%n", daemons, idleSeconds);
        table(series);
    }

    private int load() throws IOException {
        List<String> command = new ArrayList<>(net.inHub());
        StringBuilder addresses = new StringBuilder();
        StringBuilder pids = new StringBuilder();
        for (int i = 0; i < daemons; i++) {
            addresses
                    .append(i == 0 ? "" : ",")
                    .append(net.address(i))
                    .append(':')
                    .append(port);
            pids.append(i == 0 ? "" : ",").append(processes.get(i).pid());
        }
        command.addAll(List.of(
                Installation.java().toString(),
                "-cp",
                Installation.classPath(),
                LoadGenerator.class.getName(),
                "-s",
                addresses.toString(),
                "--pid",
                pids.toString(),
                "--senders",
                Integer.toString(daemons),
                "--receivers",
                Integer.toString(daemons),
                "--service",
                service,
                "--bytes",
                Integer.toString(bytes),
                "--window",
                Integer.toString(window),
                "--warm-up",
                Integer.toString(SETTLE_SECONDS),
                "--seconds",
                Integer.toString(loadSeconds)));
        List<List<SoakSample>> series = newSeries();
        try (CapturedProcess generator = new CapturedProcess("load", directory, command)) {
            sleep(2 * SETTLE_SECONDS);
            look(series);
            while (generator.isAlive()) {
                sleep(everySeconds);
                if (generator.isAlive()) {
                    look(series);
                }
            }
            int status = generator.awaitExit(START_PATIENCE);
            System.out.printf(Locale.ROOT, "%n%d daemons under load for %d s%n%n", daemons, loadSeconds);
            generator.output().forEach(System.out::println);
            System.out.println();
            table(series);
            growth("RSS, MB", series, SoakSample::residentBytes);
            growth("old part of the heap, MB", series, SoakSample::oldBytes);
            return status;
        }
    }

    private List<List<SoakSample>> newSeries() {
        List<List<SoakSample>> series = new ArrayList<>();
        processes.forEach(process -> series.add(new ArrayList<>()));
        return series;
    }

    private void look(List<List<SoakSample>> series) throws IOException {
        for (int i = 0; i < daemons; i++) {
            Namespaces.Traffic traffic = net.traffic(i);
            series.get(i).add(SoakSample.of(processes.get(i).pid(), traffic.packets(), traffic.bytes()));
        }
    }

    private static void table(List<List<SoakSample>> series) {
        System.out.println(
                "| daemon | CPU, percent of a core | packets/s | bytes/s | RSS, MB: first, last, most | collections |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < series.size(); i++) {
            List<SoakSample> samples = series.get(i);
            SoakSample first = samples.get(0);
            SoakSample last = samples.get(samples.size() - 1);
            double seconds = (last.timeNs() - first.timeNs()) / 1e9;
            long most =
                    samples.stream().mapToLong(SoakSample::residentBytes).max().orElse(0);
            System.out.printf(
                    Locale.ROOT,
                    "| d%d | %.2f | %,.1f | %,.0f | %.1f, %.1f, %.1f | %d |%n",
                    i + 1,
                    (last.cpuNs() - first.cpuNs()) / 1e7 / seconds,
                    (last.packets() - first.packets()) / seconds,
                    (last.wireBytes() - first.wireBytes()) / seconds,
                    first.residentBytes() / MEGA,
                    last.residentBytes() / MEGA,
                    most / MEGA,
                    last.collections() - first.collections());
        }
    }

    /** Means of the four quarters of the time: what leaks grows from each to the next. */
    private static void growth(String what, List<List<SoakSample>> series, ToLongFunction<SoakSample> value) {
        System.out.printf(Locale.ROOT, "%n| %s | 1st quarter | 2nd | 3rd | 4th |%n|---|---:|---:|---:|---:|%n", what);
        for (int i = 0; i < series.size(); i++) {
            List<SoakSample> samples = series.get(i);
            System.out.printf(Locale.ROOT, "| d%d |", i + 1);
            for (int quarter = 0; quarter < 4; quarter++) {
                double mean =
                        samples
                                .subList(samples.size() * quarter / 4, Math.max(1, samples.size() * (quarter + 1) / 4))
                                .stream()
                                .mapToLong(value)
                                .average()
                                .orElse(Double.NaN);
                System.out.printf(Locale.ROOT, " %.1f |", mean / MEGA);
            }
            System.out.println();
        }
    }

    private static void sleep(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
