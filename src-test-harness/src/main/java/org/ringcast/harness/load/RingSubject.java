package org.ringcast.harness.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringcast.harness.cluster.Cluster;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.ReferenceInstall;

/** A ring that is measured: fresh processes, one in each network namespace, on one multicast segment. */
final class RingSubject implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    /** Added to what a run is to take. */
    private static final Duration RUN_PATIENCE = Duration.ofSeconds(90);

    /** How one of the daemons is started. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts it.
         *
         * @param prefix words that enter its namespace
         * @param configuration contents of its spread.conf
         */
        CapturedProcess start(Path directory, List<String> prefix, String configuration, String name)
                throws IOException;
    }

    /** The daemon of an unpacked Ringcast distribution. */
    static Starter ringcast(Path home) {
        return (directory, prefix, configuration, name) -> {
            Path file = Files.writeString(directory.resolve(name + ".conf"), configuration);
            Path sockets = Files.createDirectories(directory.resolve(name + "-sockets"));
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    home.resolve("bin/spread").toAbsolutePath().toString(),
                    "-n",
                    name,
                    "-c",
                    file.toString(),
                    "--set",
                    "UnixSocketDir=" + sockets));
            return new CapturedProcess(name, directory, command);
        };
    }

    /** An installed Spread daemon. */
    static Starter reference(Path home) {
        return ReferenceInstall.at(home, 5)::startDaemon;
    }

    private final List<CapturedProcess> processes = new ArrayList<>();
    private final Namespaces net;
    private final Path directory;
    private final int port;

    private RingSubject(Namespaces net, Path directory, int port) {
        this.net = net;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts the daemons and waits until all of them are in one ring.
     *
     * @param starters one for each daemon
     * @param options lines for spread.conf
     */
    static RingSubject start(Namespaces net, Path directory, int port, List<Starter> starters, String options)
            throws IOException {
        RingSubject subject = new RingSubject(net, directory, port);
        try {
            subject.startAll(starters, options);
            return subject;
        } catch (IOException | RuntimeException | AssertionError e) {
            subject.close();
            throw e;
        }
    }

    private void startAll(List<Starter> starters, String options) throws IOException {
        StringBuilder text = new StringBuilder("Spread_Segment 239.255.77.2:" + port + " {\n");
        Set<String> ring = new LinkedHashSet<>();
        for (int i = 0; i < starters.size(); i++) {
            String name = "d" + (i + 1);
            text.append("    %s %s%n".formatted(name, net.address(i)));
            ring.add(name);
        }
        String configuration = text.append("}\n").append(options).toString();
        List<String> names = List.copyOf(ring);
        for (int i = 0; i < names.size(); i++) {
            processes.add(starters.get(i).start(directory, net.inNode(i), configuration, names.get(i)));
        }
        for (CapturedProcess process : processes) {
            process.await("a ring of " + ring, START_PATIENCE, lines -> ring.equals(Cluster.lastRing(lines)));
        }
    }

    /**
     * Loads the ring, one sender and {@code receivers} receivers at each daemon.
     *
     * @param receivers at each daemon
     * @return the load generator's line of JSON
     * @throws IOException when it failed, with what it printed
     */
    String load(LoadAgent agent, RingCell cell, int receivers, double warmUpSeconds, double seconds)
            throws IOException {
        int daemons = processes.size();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < daemons; i++) {
            addresses.add(net.address(i) + ":" + port);
        }
        List<String> options = new ArrayList<>(List.of("-s", String.join(",", addresses)));
        options.addAll(List.of("--pid", pids().stream().map(String::valueOf).collect(Collectors.joining(","))));
        options.addAll(List.of("--senders", "" + daemons, "--receivers", "" + daemons * receivers));
        options.addAll(List.of("--service", LoadPlan.nameOf(cell.service()), "--bytes", "" + cell.bytes()));
        if (cell.isClosedLoop()) {
            options.addAll(List.of("--window", "" + cell.window()));
        } else {
            options.addAll(List.of("--rate", "" + daemons * cell.rate()));
        }
        options.addAll(List.of("--warm-up", "" + warmUpSeconds, "--seconds", "" + seconds));
        return agent.run(options, RUN_PATIENCE.plusSeconds((long) (warmUpSeconds + seconds)));
    }

    /** The daemons' processes. */
    List<Long> pids() {
        return processes.stream().map(CapturedProcess::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(CapturedProcess::close);
    }
}
