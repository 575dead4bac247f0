package org.ringcast.harness.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.ringcast.harness.process.ReferenceInstall;
import spread.SpreadException;

/** A ring of daemons as processes, with its configuration, clients, logs and the network between the daemons. */
public final class Site implements AutoCloseable {
    /** For anything that a healthy ring does: forming, merging, delivering. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    /** For the first ring: a machine that is busy takes long to start a JVM. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private static final int CONNECT_TRIES = 40;
    private static final long POLL_MS = 50;

    private final RingPlan plan;
    private final Ground ground;
    private final Path folder;
    private final ReferenceInstall reference;
    private final List<Node> nodes = new ArrayList<>();
    private String configuration;

    private Site(RingPlan plan, Ground ground, ReferenceInstall reference, Path folder) {
        this.plan = plan;
        this.ground = ground;
        this.reference = reference;
        this.folder = folder;
        this.configuration = SpreadConf.of(plan, ground, plan.size());
        for (int i = 0; i < plan.size(); i++) {
            nodes.add(new Node(i, plan.kinds().get(i), reference, ground.launcher(i), folder));
        }
    }

    /** Why a plan cannot be run here; empty when it can. */
    public static Optional<String> obstacle(RingPlan plan, Installs installs) {
        if (plan.kinds().contains(Kind.REFERENCE) && installs.of(plan.level()).isEmpty()) {
            return Optional.of("needs an installed Spread daemon of level " + plan.level() + ": set -D"
                    + (plan.level() == 5 ? "spread.home" : "spread4.home") + "=DIRECTORY");
        }
        if (plan.layout() == Layout.LOOPBACK && plan.level() == 4 && plan.count(Kind.OURS) > 1) {
            return Optional.of(
                    "level 4 takes an address for each daemon, and only one of the loopback interface's is local");
        }
        return plan.layout().needsNamespaces() ? NamespaceGround.obstacle() : Optional.empty();
    }

    /**
     * Lays the ground and starts nothing yet.
     *
     * @param port first port of the daemons; 0 for free ones, on the loopback interface only
     * @param folder for configurations, sockets and logs
     */
    public static Site prepare(RingPlan plan, Installs installs, int port, Path folder) throws IOException {
        Ground ground =
                plan.layout().needsNamespaces() ? new NamespaceGround(plan, port) : new LoopbackGround(plan, port);
        return new Site(plan, ground, installs.of(plan.level()).orElse(null), folder);
    }

    /** Starts all daemons and waits for their ring. */
    public void start() throws IOException {
        for (Node node : nodes) {
            node.start(configuration);
        }
        awaitStart();
    }

    /** Waits until all daemons that run are in one ring, some of them just started. */
    void awaitStart() {
        awaitRings(List.of(up()), START_PATIENCE);
    }

    RingPlan plan() {
        return plan;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node node(int index) {
        return nodes.get(index);
    }

    Optional<Network> network() {
        return ground.network();
    }

    ReferenceInstall reference() {
        return reference;
    }

    List<String> launcher(int daemon) {
        return ground.launcher(daemon);
    }

    String address(int daemon) {
        return ground.address(daemon);
    }

    int port(int daemon) {
        return ground.port(daemon);
    }

    Path folder() {
        return folder;
    }

    String configuration() {
        return configuration;
    }

    /** Gives each daemon another file, which it reads when it is started or told to. */
    void changeConfiguration(String text) throws IOException {
        configuration = text;
        for (Node node : nodes) {
            node.writeConfiguration(text);
        }
    }

    /** Indexes of the daemons that run. */
    Set<Integer> up() {
        Set<Integer> up = new LinkedHashSet<>();
        nodes.stream().filter(Node::isUp).forEach(node -> up.add(node.index()));
        return up;
    }

    /** Waits until all daemons that run are in one ring. */
    public void awaitRing() {
        awaitRings(List.of(up()), PATIENCE);
    }

    /** How many rings its daemons have installed so far, all together. */
    int installedRings() {
        return nodes.stream().mapToInt(Node::memberships).sum();
    }

    /** Waits until the daemons are in these rings, and each ring's members agree on its id. */
    void awaitRings(List<Set<Integer>> rings, Duration patience) {
        await(() -> rings.stream().allMatch(this::isRing), patience, () -> {
            StringBuilder text = new StringBuilder("no ring of " + names(rings) + ":");
            for (Node node : nodes) {
                text.append(' ').append(node.name()).append(node.isUp() ? " has " : " (down) had ");
                text.append(
                        node.membership().map(m -> m.members() + " " + m.id()).orElse("none"));
            }
            return text.toString();
        });
    }

    private List<List<String>> names(List<Set<Integer>> rings) {
        return rings.stream().map(this::names).toList();
    }

    private List<String> names(Set<Integer> daemons) {
        return daemons.stream().sorted().map(i -> node(i).name()).toList();
    }

    private boolean isRing(Set<Integer> daemons) {
        List<String> names = names(daemons);
        Set<Membership> installed = new LinkedHashSet<>();
        for (int daemon : daemons) {
            Node node = node(daemon);
            if (!node.isAlive()) {
                throw new AssertionError(node.trouble().toString());
            }
            Optional<Membership> ring = node.ring();
            if (ring.isEmpty()) {
                return false;
            }
            installed.add(ring.get());
        }
        return installed.size() == 1 && installed.iterator().next().members().equals(names);
    }

    /** Waits for a condition. */
    static void await(BooleanSupplier done, Duration patience, Supplier<String> what) {
        long end = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what.get() + " in " + patience.toSeconds() + " s");
            }
            pause(POLL_MS);
        }
    }

    /** Lets time go by. */
    static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Connects a client to a daemon; waits while the daemon cannot take it because it is forming a ring. */
    public RingClient connect(int daemon, String name) throws IOException {
        InetAddress address = InetAddress.getByName(ground.address(daemon));
        for (int i = 1; ; i++) {
            try {
                return new RingClient(address, ground.port(daemon), name, daemon);
            } catch (SpreadException e) {
                if (i == CONNECT_TRIES || !node(daemon).isAlive()) {
                    throw new AssertionError("d" + (daemon + 1) + " does not take client " + name + ": " + e, e);
                }
                pause(10 * POLL_MS);
            }
        }
    }

    /** A session that sends what is too large for {@link RingClient}. */
    LargeSender connectLargeSender(int daemon) throws IOException {
        return new LargeSender(InetAddress.getByName(ground.address(daemon)), ground.port(daemon), "large" + daemon);
    }

    /** What is wrong with the daemons themselves. */
    public List<String> trouble() {
        List<String> trouble = new ArrayList<>();
        nodes.forEach(node -> trouble.addAll(node.trouble()));
        return trouble;
    }

    /** Writes all logs into the folder. */
    public void saveLogs() throws IOException {
        for (Node node : nodes) {
            node.saveLogs(folder);
        }
    }

    /** Ends all daemons. */
    @Override
    public void close() throws IOException {
        saveLogs();
        nodes.forEach(Node::close);
        for (int i = 0; i < plan.size(); i++) {
            if (reference != null) {
                Files.deleteIfExists(Path.of("/tmp", Integer.toString(ground.port(i))));
            }
        }
        ground.close();
    }
}
