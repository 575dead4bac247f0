package org.ringcast.monitor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.PathProbe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code spcheck}: which ways of the ring's datagrams work between all the daemons of a configuration. Running
 * Ringcast daemons answer it; where none runs, a {@code spcheck} on that machine does.
 */
@Command(
        name = "spcheck",
        customSynopsis = "spcheck [OPTIONS]",
        description = {
            "Checks every path between the daemons of a configuration.",
            "From each to each: by unicast to both ports and by the segment's addresses, with small packets and with the"
                    + " ring's largest.",
            "Ringcast daemons that run answer by themselves. Where no daemon runs, run spcheck on that machine at the"
                    + " same time: it answers in its place.",
            "Exit status: 0 every pair passes, 1 some do not, or a daemon does not answer, 2 a daemon has another"
                    + " configuration, 64 wrong command line, 71 no socket, 78 the configuration cannot be used."
        },
        versionProvider = ToolVersion.class)
public final class SpCheck {
    private static final double DEFAULT_SECONDS = 10;
    private static final long STATUS_MS = 600;
    /** What measuring gets of the time when some daemons stay silent. */
    private static final double SHARE_OF_MEASURING = 0.5;

    private static final double MAX_SECONDS = 86_400;

    @Option(
            names = "-c",
            paramLabel = "FILE",
            description = "Configuration file. Default: spread.conf here, then in /etc.")
    private Path file;

    @Option(
            names = {"-n", "--as"},
            paramLabel = "NAME",
            description = "The daemon of this machine. Default: the first with an address of this machine.")
    private String name;

    @Option(
            names = "--level",
            paramLabel = "4|5",
            description = "Level of the ring protocol: 4 for 4.4 daemons. Default: by the configuration.")
    private String level;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description =
                    "Time for all of it; as long it waits for others, and answers them. Default: ${DEFAULT-VALUE}.")
    private double seconds = DEFAULT_SECONDS;

    @Option(names = "--answer", description = "Only answer others for this time, in place of the daemon.")
    private boolean onlyAnswer;

    @Option(names = "--leave", description = "When done, do not stay to answer others for the rest of the time.")
    private boolean leaves;

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    @Mixin
    private final ToolQuestions questions = new ToolQuestions();

    private PrintStream out;

    private SpCheck() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, SpOutput.standard()));
    }

    /** Runs the command and returns its exit status. */
    public static int run(String[] args, PrintStream out) throws InterruptedException {
        SpCheck check = new SpCheck();
        CommandLine command = new CommandLine(check);
        try {
            command.parseArgs(args);
        } catch (ParameterException e) {
            out.print(e.getMessage() + "\n\n");
            command.usage(out, Ansi.OFF);
            out.flush();
            return SpMonitor.USAGE;
        }
        if (check.questions.answer(command, out)) {
            return SpMonitor.OK;
        }
        check.out = out;
        try {
            return check.run();
        } finally {
            out.flush();
        }
    }

    private int run() throws InterruptedException {
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            return fail("--seconds is above 0 and at most " + (long) MAX_SECONDS + ": " + seconds, SpMonitor.USAGE);
        }
        if (level != null && !level.equals("4") && !level.equals("5")) {
            return fail("Level must be 4 or 5: " + level, SpMonitor.USAGE);
        }
        long startNs = System.nanoTime();
        long endNs = startNs + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        try {
            MonitorSite monitorSite = MonitorSite.load(new MonitorOptions(
                    0, Optional.ofNullable(name), 1, Optional.ofNullable(file), Optional.ofNullable(level)));
            PathSite site = new PathSite(monitorSite);
            try (PathSockets sockets = PathSockets.open(site)) {
                return onlyAnswer ? answer(site, sockets, endNs) : check(site, sockets, startNs, endNs);
            }
        } catch (ConfigError e) {
            return fail(String.join("\n", e.logLines()), SpMonitor.CONFIGURATION);
        } catch (IOException e) {
            return fail("spcheck: " + e.getMessage(), SpMonitor.SOCKET);
        }
    }

    private int answer(PathSite site, PathSockets sockets, long endNs) throws IOException {
        Daemon me = site.monitorSite().me();
        if (!sockets.answers()) {
            return fail(
                    "The ports " + me.port() + " and " + me.tokenPort()
                            + " are taken: a daemon runs here, and answers if" + " it is one of Ringcast's.",
                    SpMonitor.SOCKET);
        }
        say("Answering as " + me.displayName() + " on ports " + me.port() + " and " + me.tokenPort() + ".");
        sockets.pump(endNs, () -> false);
        if (json) {
            print(new JsonObject()
                    .put("as", me.displayName())
                    .put("answered", sockets.answered())
                    .toString());
        } else {
            print("Answered " + sockets.answered() + " probes.");
        }
        return SpMonitor.OK;
    }

    private int check(PathSite site, PathSockets sockets, long startNs, long endNs)
            throws IOException, InterruptedException {
        say(heading(site, sockets));
        PathAsker asker = new PathAsker(site, sockets, (int)
                (System.nanoTime() ^ (ProcessHandle.current().pid() << 20)));
        PathDiscovery discovery = new PathDiscovery(site, asker);
        long waitUntilNs = startNs + (long) ((endNs - startNs) * (1 - SHARE_OF_MEASURING));
        discovery.attempt();
        List<PathPeer> peers = discovery.peers();
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        CountDownLatch asked = askForStatus(site, sockets, peers, statuses);
        while (!discovery.isComplete() && System.nanoTime() < waitUntilNs) {
            discovery.attempt();
        }
        sockets.pump(waitUntilNs, () -> asked.getCount() == 0);
        noteStatuses(peers, statuses);
        PathMeasurement measurement = new PathMeasurement(site, asker, peers, endNs);
        measurement.run();
        measurement.bisect();
        measurement.roundTrips();
        discovery.confirm();
        measurement.forgetGone();
        PathFindings findings = new PathFindings(site, peers, measurement);
        PathReport report = new PathReport(site, peers, measurement, findings);
        print(
                json
                        ? report.json(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs))
                                .toString()
                        : String.join(
                                        "",
                                        sockets.problems().stream()
                                                .map(line -> line + "\n")
                                                .toList())
                                + report.text().stripTrailing());
        if (sockets.answers() && !leaves && System.nanoTime() < endNs) {
            // Others may have begun later.
            say("Answering others until the " + (long) seconds + " seconds are over.");
            sockets.pump(endNs, () -> false);
        }
        if (findings.isOtherConfiguration()) {
            return SpMonitor.OTHER_CONFIGURATION;
        }
        return findings.isGood() ? SpMonitor.OK : SpMonitor.FAILED;
    }

    private static String heading(PathSite site, PathSockets sockets) {
        MonitorSite monitorSite = site.monitorSite();
        Daemon me = monitorSite.me();
        return monitorSite.configuration().file() + ": " + site.daemonCount() + " daemons, hash "
                + Integer.toUnsignedString(monitorSite.hash()) + ". This is " + me.displayName()
                + (sockets.answers()
                        ? ", answering on ports " + me.port() + " and " + me.tokenPort() + " for want of a daemon."
                        : ", where a daemon has the ports " + me.port() + " and " + me.tokenPort() + ".")
                + " Packets of " + PathProbe.SMALL_BYTES + " and " + site.largeBytes() + " bytes.\n";
    }

    /**
     * Who answers no probes may still be a daemon. Asked on a thread of its own, so that others are answered meanwhile.
     *
     * @param statuses filled with the hashes of those who answer, by index
     * @return open when they have been asked
     */
    private static CountDownLatch askForStatus(
            PathSite site, PathSockets sockets, List<PathPeer> peers, Map<Integer, Integer> statuses) {
        List<Daemon> silent = peers.stream()
                .filter(peer -> peer.state() == PathPeer.State.SILENT)
                .map(peer -> site.daemon(peer.index()))
                .toList();
        CountDownLatch asked = new CountDownLatch(1);
        Thread asking = new Thread(
                () -> {
                    try {
                        if (!silent.isEmpty()) {
                            statuses.putAll(hashes(site.monitorSite(), silent));
                        }
                    } catch (IOException e) {
                        // No socket: nothing more is known.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    asked.countDown();
                    sockets.wake();
                },
                "status");
        asking.setDaemon(true);
        asking.start();
        return asked;
    }

    private static void noteStatuses(List<PathPeer> peers, Map<Integer, Integer> statuses) {
        statuses.forEach((index, hash) -> {
            PathPeer peer = peers.get(index);
            if (peer.state() == PathPeer.State.SILENT) {
                peer.setState(PathPeer.State.STATUS_ONLY);
                peer.setHash(hash);
            }
        });
    }

    private static Map<Integer, Integer> hashes(MonitorSite site, List<Daemon> daemons)
            throws IOException, InterruptedException {
        Map<Integer, Integer> hashes = new TreeMap<>();
        try (MonitorClient client = new MonitorClient(site, 0)) {
            // Daemons of Spread answer to their own hash only, and leave it out.
            client.status(daemons, STATUS_MS)
                    .forEach((index, status) -> hashes.put(index, status.hash() == 0 ? site.hash() : status.hash()));
            List<Daemon> left = daemons.stream()
                    .filter(daemon -> !hashes.containsKey(daemon.index()))
                    .toList();
            hashes.putAll(client.foreignHashes(left, STATUS_MS));
        }
        return hashes;
    }

    private void say(String line) {
        if (!json) {
            print(line);
        }
    }

    private void print(String line) {
        out.print(line + "\n");
        out.flush();
    }

    private int fail(String message, int exitStatus) {
        print(
                json
                        ? new JsonObject()
                                .put("error", message)
                                .put("exit_status", exitStatus)
                                .toString()
                        : message);
        return exitStatus;
    }
}
