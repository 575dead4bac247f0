package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ringcast.protocol.ServiceType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One Ringcast daemon and one Spread daemon, measured in turn (A B A B ...) so that what else the machine does hits both alike;
 * prints the medians of the rounds and their ratios as tables in Markdown.
 */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Measures a Ringcast daemon, beside a Spread daemon when one is installed.")
public final class CompareMain implements Callable<Integer> {
    private static final int[] SERVICES = {ServiceType.FIFO, ServiceType.AGREED, ServiceType.SAFE};
    private static final int[] BODY_BYTES = {100, 1000};
    private static final int[] RECEIVERS = {1, 10};
    private static final int SETTLE_SECONDS = 3;

    @Option(
            names = "--ringcast-home",
            defaultValue = "target/dist",
            description = "unpacked distribution (${DEFAULT-VALUE})")
    private Path ringcastHome;

    @Option(names = "--spread-home", description = "prefix of an installed Spread 5.0 daemon (property spread.home)")
    private Path spreadHome;

    @Option(names = "--port", defaultValue = "27100", description = "first of 20 free ports (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--rounds", defaultValue = "3", description = "rounds of each daemon (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1.5", description = "of each measurement (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--window", defaultValue = "100", description = "of the closed loop (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--rate", defaultValue = "1000", description = "of the open loop, messages/s (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--idle", defaultValue = "0", description = "measure memory with so many idle connections, too")
    private int idleConnections;

    @Option(names = "--no-load", description = "only start, memory and idle CPU")
    private boolean noLoad;

    private final FigureTable table = new FigureTable(List.of("Ringcast", "Spread"));

    private CompareMain() {}

    /** Ends with 1 when messages were out of order. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CompareMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (spreadHome == null && System.getProperty("spread.home") != null) {
            spreadHome = Path.of(System.getProperty("spread.home"));
        }
        Path directory = Files.createTempDirectory("ringcast-compare");
        for (int round = 0; round < rounds; round++) {
            String options = idleConnections > 0 ? "#+ MaxConnections = " + (idleConnections + 100) + "\n" : "";
            try (Subject ours = Subject.startRingcast(ringcastHome, directory, port, options)) {
                measure(ours, 0);
            }
            if (spreadHome != null) {
                try (Subject reference = Subject.startReference(spreadHome, directory, port + 10)) {
                    measure(reference, 1);
                }
            }
        }
        System.out.print(table.markdown());
        return table.has("messages out of order") ? 1 : 0;
    }

    private void measure(Subject subject, int column) throws IOException {
        add("start to first session, ms", column, subject.startMs());
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        add("memory when idle, MB", column, megabytes(subject));
        long cpu = ProcessStat.cpuNs(subject.pid());
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        double percent = (ProcessStat.cpuNs(subject.pid()) - cpu) / 1e7 / SETTLE_SECONDS;
        add("CPU when idle, %", column, percent);
        if (idleConnections > 0) {
            idle(subject, column);
        }
        if (noLoad) {
            return;
        }
        // Lets a JVM compile what it will run.
        run(subject, plan(subject, ServiceType.AGREED, 100, 10, window, 0, 4));
        run(subject, plan(subject, ServiceType.SAFE, 1000, 1, window, 0, 2));
        for (int service : SERVICES) {
            for (int bytes : BODY_BYTES) {
                for (int receivers : RECEIVERS) {
                    closedLoop(subject, column, service, bytes, receivers);
                }
            }
        }
        for (int service : SERVICES) {
            for (int receivers : RECEIVERS) {
                openLoop(subject, column, service, receivers);
            }
        }
        add("memory after the load, MB", column, megabytes(subject));
    }

    private void idle(Subject subject, int column) throws IOException {
        List<LoadClient> clients = new ArrayList<>();
        double before = megabytes(subject);
        try {
            while (clients.size() < idleConnections) {
                clients.add(LoadClient.connectIdle(subject.address(), clients.size()));
            }
        } catch (IOException e) {
            System.out.println("after " + clients.size() + " connections: " + e);
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        add("idle connections", column, clients.size());
        double grown = megabytes(subject) - before;
        add("memory of the idle connections, MB", column, grown);
        add("kB of each", column, grown * 1000 / Math.max(1, clients.size()));
        for (LoadClient client : clients) {
            client.close();
        }
    }

    private void closedLoop(Subject subject, int column, int service, int bytes, int receivers) throws IOException {
        LoadResult result = run(subject, plan(subject, service, bytes, receivers, window, 0, seconds));
        String cell = "%s, %d B, %d receiver%s"
                .formatted(result.plan().serviceName(), bytes, receivers, receivers == 1 ? "" : "s");
        add(cell + ": messages/s", column, result.messagesPerSecond());
        add(cell + ": daemon CPU, us per message", column, result.daemonCpuNs() / 1e3);
        add(cell + ": p50, us", column, result.percentileUs(50));
        add(cell + ": p99, us", column, result.percentileUs(99));
        note(result, column);
    }

    private void openLoop(Subject subject, int column, int service, int receivers) throws IOException {
        LoadResult result = run(subject, plan(subject, service, 100, receivers, 0, rate, seconds));
        String cell = "%d/s %s, 100 B, %d receiver%s"
                .formatted(rate, result.plan().serviceName(), receivers, receivers == 1 ? "" : "s");
        add(cell + ": p50, us", column, result.percentileUs(50));
        add(cell + ": p99, us", column, result.percentileUs(99));
        add(cell + ": daemon CPU, us per message", column, result.daemonCpuNs() / 1e3);
        note(result, column);
    }

    private void note(LoadResult result, int column) {
        System.out.println((column == 0 ? "ringcast " : "spread   ") + result.json());
        if (result.orderViolations() > 0) {
            System.out.println("ORDER VIOLATED: " + result.firstViolation());
            add("messages out of order", column, (double) result.orderViolations());
        }
    }

    private LoadPlan plan(
            Subject subject, int service, int bytes, int receivers, int ofWindow, int ofRate, double forSeconds) {
        return new LoadPlan(List.of(subject.address()), 1, receivers, bytes, service, ofWindow, ofRate, true, 500, (int)
                (forSeconds * 1000));
    }

    private static LoadResult run(Subject subject, LoadPlan plan) throws IOException {
        return LoadRun.run(plan, subject.pid());
    }

    private static double megabytes(Subject subject) throws IOException {
        return ProcessStat.residentBytes(subject.pid()) / 1e6;
    }

    private void add(String figure, int column, double value) {
        table.add(figure, column, value);
    }
}
