package org.ringcast.harness.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.Violation;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.scenario.ScenarioFile.Line;
import org.ringcast.harness.sim.ClientFrame;
import org.ringcast.harness.sim.HistoryFeed;
import org.ringcast.harness.sim.Observers;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimFile;
import org.ringcast.harness.sim.SimProcess;
import org.ringcast.protocol.ServiceType;

/** Plays a script. The first thing that is not as the script demands ends it with an {@link AssertionError}. */
final class Play implements AutoCloseable {
    private static final long REST_NS = 1_000 * SimCluster.MS;

    private final ScenarioFile file;
    private final SimConfig config;
    private final SimCluster cluster;
    private final Transcript transcript = new Transcript();
    private final StateLog states = new StateLog();
    private final History history;
    private final HistoryFeed feed;
    private final Wires wires;
    private final List<Comparison> comparisons = new ArrayList<>();
    private boolean settled;

    Play(ScenarioFile file) {
        this.file = file;
        config = Stage.config(file);
        history = new History(HistoryFeed.daemons(config));
        feed = new HistoryFeed(history);
        cluster = SimCluster.of(config)
                .observer(new Observers(feed, transcript, states))
                .trace(new Traces(List.of(transcript, states)))
                .keepLogs()
                .build();
        wires = new Wires(cluster);
        transcript.onSentTell(wires::sent);
    }

    /** Plays all of it. */
    void run() {
        for (Line line : file.lines()) {
            try {
                if (!Stage.isSetting(line)) {
                    play(line);
                }
            } catch (RuntimeException e) {
                throw new AssertionError(file.path() + " " + line, e);
            }
        }
        feed.end(settled);
    }

    private void play(Line line) {
        switch (line.command()) {
            case "start", "kill", "restart", "pause", "resume" -> daemons(line);
            case "file", "touch", "reload" -> files(line);
            case "wait" -> cluster.runFor(ns(line.arg(0)));
            case "until" -> until(line);
            case "expect" -> demand(line, condition(line, 0), "");
            case "partition", "unpartition", "cut", "mend", "heal", "isolate" -> network(line);
            case "drop", "delay", "hold", "record", "release", "pass" -> wires(line);
            case "connect", "join", "leave", "send", "disconnect", "crash", "traffic" -> clients(line);
            case "crowd" -> crowd(line);
            case "phase" -> transcript.headline(line.arg(0));
            case "show" -> transcript.show(line.arg(0), line.arg(1));
            case "mute" -> transcript.mute();
            case "rest" -> rest(line);
            case "compare" -> comparisons.add(Comparison.of(line, history, states));
            default -> throw new IllegalArgumentException("unknown command");
        }
    }

    private static long ns(String millis) {
        return (long) (Double.parseDouble(millis) * SimCluster.MS);
    }

    private static String list(List<String> words) {
        return String.join(" ", words);
    }

    // ---- Daemons and network -------------------------------------------------------------------------------------

    private void daemons(Line line) {
        transcript.note(list(line.words()));
        for (String name : line.args(0)) {
            SimDaemon daemon = cluster.daemon(name);
            switch (line.command()) {
                case "kill" -> daemon.kill();
                case "pause" -> daemon.pause();
                case "resume" -> daemon.resume();
                default -> daemon.start();
            }
        }
    }

    /**
     * {@code file d1 d2} writes a file that names these daemons, {@code touch d2} one with another entry for d2,
     * {@code reload d1 d2} has them read it. With {@code reload d1 d2 accelerated} they take it for one of the accelerated ring.
     */
    private void files(Line line) {
        transcript.note(list(line.words()));
        if (line.command().equals("file")) {
            int[] named = line.args(0).stream()
                    .mapToInt(name -> cluster.daemon(name).index())
                    .toArray();
            cluster.setFile(cluster.file().of(named));
            return;
        }
        if (line.command().equals("touch")) {
            cluster.setFile(cluster.file().touched(cluster.daemon(line.arg(0)).index()));
            return;
        }
        SimFile read = line.args(0).contains("accelerated") ? cluster.file().accelerated(true) : cluster.file();
        for (String name : line.args(0)) {
            if (!name.equals("accelerated")) {
                cluster.daemon(name).reload(read);
            }
        }
    }

    private void network(Line line) {
        transcript.note(list(line.words()));
        switch (line.command()) {
            case "partition" -> {
                int[] components = new int[config.daemonCount()];
                int component = 0;
                for (String word : line.args(0)) {
                    if (word.equals("|")) {
                        component++;
                    } else {
                        components[cluster.daemon(word).index()] = component;
                    }
                }
                cluster.network().partition(components);
            }
            case "unpartition" -> cluster.network().unpartition();
            case "heal" -> cluster.network().heal();
            case "isolate" -> wires.isolate(cluster.daemon(line.arg(0)).index());
            default -> {
                for (String way : line.args(0)) {
                    Way ends = Way.of(cluster, way);
                    if (line.command().equals("cut")) {
                        cluster.network().cut(ends.from(), ends.to());
                    } else {
                        cluster.network().mend(ends.from(), ends.to());
                    }
                }
            }
        }
    }

    private void wires(Line line) {
        transcript.note(list(line.words()));
        String name = line.arg(0);
        switch (line.command()) {
            case "pass" -> cluster.network().unfilter(name);
            case "release" -> wires.release(name, line);
            default -> wires.filter(line.command(), name, line);
        }
    }

    // ---- Clients -------------------------------------------------------------------------------------------------

    private void clients(Line line) {
        transcript.note(list(line.words()));
        if (line.command().equals("connect")) {
            boolean membership = line.args(2).isEmpty() || !line.arg(2).equals("silent");
            for (String name : Arrays.asList(line.arg(0).split(",", -1))) {
                SimClient client =
                        cluster.client(name, cluster.daemon(line.arg(1)).index(), membership, true);
                client.connect();
                cluster.runUntil(client::isConnected, ns("20"));
            }
            return;
        }
        for (String name : Arrays.asList(line.arg(0).split(",", -1))) {
            client(cluster.client(name), line);
        }
    }

    private void client(SimClient client, Line line) {
        switch (line.command()) {
            case "join" -> Arrays.asList(line.arg(1).split(",", -1)).forEach(client::join);
            case "leave" -> Arrays.asList(line.arg(1).split(",", -1)).forEach(client::leave);
            case "send" -> client.say(service(line.arg(1)), text(line.arg(3)), groups(line.arg(2)));
            case "disconnect" -> client.disconnect();
            case "crash" -> client.crash();
            default -> traffic(client, line);
        }
    }

    private static String[] groups(String word) {
        return word.equals("-") ? new String[0] : word.split(",", -1);
    }

    /** {@code x{1500}} at the end stands for so many x. */
    private static String text(String word) {
        int at = word.endsWith("}") ? word.lastIndexOf('{') : -1;
        if (at < 1) {
            return word;
        }
        int count = Integer.parseInt(word.substring(at + 1, word.length() - 1));
        return word.substring(0, at - 1) + word.substring(at - 1, at).repeat(count);
    }

    /** {@code crowd NAME N DAEMON GROUP M}: N connections that are not told of views, each in M groups. */
    private void crowd(Line line) {
        transcript.note(list(line.words()));
        List<SimClient> clients = new ArrayList<>();
        int count = Integer.parseInt(line.arg(1));
        for (int i = 0; i < count; i++) {
            String name = line.arg(0) + (count > 10 ? "%02d" : "%d").formatted(i);
            clients.add(cluster.client(name, cluster.daemon(line.arg(2)).index(), false, true));
        }
        clients.forEach(SimClient::connect);
        cluster.runUntil(() -> clients.stream().allMatch(SimClient::isConnected), ns("1000"));
        for (int i = 0; i < Integer.parseInt(line.arg(4)); i++) {
            String group = "%s%03d".formatted(line.arg(3), i);
            clients.forEach(client -> client.join(group));
        }
    }

    private void traffic(SimClient client, Line line) {
        int service = service(line.arg(1));
        String[] groups = line.arg(2).split(",", -1);
        int count = Integer.parseInt(line.arg(3));
        String every = line.after("every");
        String size = line.after("size");
        long everyNs = every == null ? SimCluster.MS : ns(every);
        int bytes = size == null ? 100 : Integer.parseInt(size);
        for (int i = 0; i < count; i++) {
            cluster.after(i * everyNs, () -> client.multicast(service, bytes, groups));
        }
    }

    /** For example {@code AGREED} or {@code SAFE-DISCARD}: the sender does not want it back. */
    private static int service(String word) {
        String name = word.endsWith("-DISCARD") ? word.substring(0, word.length() - 8) : word;
        int bits = switch (name) {
            case "UNRELIABLE" -> ServiceType.UNRELIABLE;
            case "RELIABLE" -> ServiceType.RELIABLE;
            case "FIFO" -> ServiceType.FIFO;
            case "CAUSAL" -> ServiceType.CAUSAL;
            case "AGREED" -> ServiceType.AGREED;
            case "SAFE" -> ServiceType.SAFE;
            default -> throw new IllegalArgumentException("no service: " + word);
        };
        return name.equals(word) ? bits : bits | ServiceType.SELF_DISCARD;
    }

    // ---- Demands -------------------------------------------------------------------------------------------------

    private void until(Line line) {
        String within = line.after("within");
        long boundNs = within == null ? ns("5000") : ns(within);
        BooleanSupplier condition = condition(line, 0);
        cluster.runUntil(condition, boundNs);
        demand(line, condition, " within " + boundNs / SimCluster.MS + " ms");
    }

    private void demand(Line line, BooleanSupplier condition, String bound) {
        if (!condition.getAsBoolean()) {
            StringBuilder now = new StringBuilder();
            for (SimDaemon daemon : cluster.daemons()) {
                if (daemon.isRunning()) {
                    SimProcess process = daemon.process();
                    now.append("%n%s: state %d, ring %s"
                            .formatted(daemon.name(), process.core().membershipState(), process.ring()));
                }
            }
            throw new AssertionError(
                    "%s %s: not so%s. Now:%s%n%s".formatted(file.path(), line, bound, now, transcript.text()));
        }
    }

    private BooleanSupplier condition(Line line, int at) {
        String what = line.arg(at);
        int within = line.words().indexOf("within");
        List<String> args = within < 0 ? line.args(at + 1) : line.words().subList(at + 2, within);
        return switch (what) {
            case "no" -> {
                BooleanSupplier condition = condition(line, at + 1);
                yield () -> !condition.getAsBoolean();
            }
            case "ring" -> {
                int[] members = args.stream()
                        .mapToInt(name -> cluster.daemon(name).index())
                        .toArray();
                yield () -> cluster.isRing(members);
            }
            case "state" -> {
                int state = Arrays.asList("", "OP", "SEG", "REPRESENTED", "GATHER", "FORM", "EVS")
                        .indexOf(args.get(1));
                yield () -> cluster.daemon(args.get(0)).process().core().membershipState() == state;
            }
            case "running" ->
                () -> args.stream().allMatch(d -> cluster.daemon(d).isRunning());
            case "connected" ->
                () -> args.stream().allMatch(c -> cluster.client(c).isConnected());
            case "sent" -> {
                PacketKind kind = PacketKind.valueOf(args.get(0).toUpperCase(Locale.ROOT));
                Way way = Way.of(cluster, args.get(1));
                long before = wires.sentCount(kind, way);
                yield () -> wires.sentCount(kind, way) > before;
            }
            case "got" -> () -> got(args.get(0), args.get(1));
            case "more" -> more(args);
            case "logged" -> () -> cluster.daemon(args.get(0)).logged(args.get(1));
            case "count" -> () -> count(args) >= Long.parseLong(args.get(2));
            default -> throw new IllegalArgumentException("unknown condition " + what);
        };
    }

    private boolean got(String client, String text) {
        return cluster.client(client).received().stream()
                .anyMatch(frame -> frame.isData() && frame.text().equals(text));
    }

    /** Each of the clients gets so many messages from now on. */
    private BooleanSupplier more(List<String> args) {
        int wanted = Integer.parseInt(args.get(0));
        Map<SimClient, Long> before = new LinkedHashMap<>();
        args.subList(1, args.size()).forEach(name -> {
            SimClient client = cluster.client(name);
            before.put(client, messages(client));
        });
        return () -> before.entrySet().stream().allMatch(e -> messages(e.getKey()) >= e.getValue() + wanted);
    }

    private static long messages(SimClient client) {
        return client.received().stream().filter(ClientFrame::isData).count();
    }

    private long count(List<String> args) {
        return cluster.daemon(args.get(0)).process().count(CounterId.valueOf(args.get(1)));
    }

    // ---- The end -------------------------------------------------------------------------------------------------

    /** No faults any more; all daemons that run must come together and deliver everything. */
    private void rest(Line line) {
        transcript.headline("rest");
        cluster.network().heal();
        cluster.daemons().forEach(SimDaemon::resume);
        cluster.runUntil(cluster::isOneRing, config.convergenceNs());
        demand(line, cluster::isOneRing, " within " + config.convergenceNs() / SimCluster.MS + " ms");
        cluster.runFor(REST_NS);
        cluster.runUntil(this::isQuiet, 20 * REST_NS);
        demand(line, this::isQuiet, ": still at work");
        settled = true;
    }

    private boolean isQuiet() {
        return cluster.isOneRing()
                && cluster.daemons().stream().filter(SimDaemon::isRunning).allMatch(daemon -> {
                    SimProcess process = daemon.process();
                    long highest = process.count(CounterId.RING_HIGHEST_SEQ);
                    return process.core().acceptsClients() && process.count(CounterId.RING_ARU) == highest;
                });
    }

    /** What the checkers have to say. */
    List<Violation> violations() {
        CheckOptions options = CheckOptions.complete().withConvergence(config.convergenceNs());
        return Checkers.check(history, options);
    }

    /** What a daemon noted that may never be, and buffers that are lost. */
    List<String> damage() {
        List<String> damage = new ArrayList<>();
        for (SimDaemon daemon : cluster.daemons()) {
            for (SimProcess process : daemon.processes()) {
                long faults = process.count(CounterId.INTERNAL_FAULTS);
                if (faults > 0) {
                    damage.add(process + " noted " + faults + " internal faults");
                }
                if (!process.isAlive() && process.bufferBytes() != 0) {
                    damage.add(process + " has lost " + process.bufferBytes() + " bytes of buffers");
                }
            }
        }
        return damage;
    }

    String transcriptText() {
        return transcript.text();
    }

    /** What was to be compared with recordings of real daemons. */
    List<Comparison> comparisons() {
        return comparisons;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
