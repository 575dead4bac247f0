package org.ringcast.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.history.ClientEvent;
import org.ringcast.harness.cluster.Cluster.Kind;
import org.ringcast.harness.cluster.Cluster.Member;
import org.ringcast.harness.netns.Namespaces;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.process.ReferenceInstall;

/** A ring of real daemons with two clients at each, and the steps that the tests of such rings are made of. */
public final class RingRun implements AutoCloseable {
    /** Long enough for a machine that is busy with other tests; waiting ends when what is waited for is there. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String GROUP = "all";
    private static final int MAX_BYTES = 4000;
    private static final int NAMESPACE_PORT = 4960;

    /**
     * About half of what is usual on a local net, and a look for other rings every two seconds. Without reuse of its port a
     * Spread daemon that had clients cannot be started again for a minute.
     */
    private static final String TIMERS = """
            AcceleratedRing = false
            SocketPortReuse = on
            TokenTimeout = 800
            HurryTimeout = 250
            AliveTimeout = 100
            JoinTimeout = 100
            RepTimeout = 250
            SegTimeout = 200
            GatherTimeout = 500
            FormTimeout = 500
            LookupTimeout = 2000
            """;

    private final RunLog log = new RunLog();
    private final Cluster cluster;
    private final List<ClientHost> hosts = new ArrayList<>();
    private final List<String> addresses;
    private final List<Integer> ports;
    private final int[] lives;

    private RingRun(Cluster cluster, List<String> addresses, List<Integer> ports) {
        this.cluster = cluster;
        this.addresses = addresses;
        this.ports = ports;
        this.lives = new int[addresses.size()];
    }

    /** Daemons on the loopback interface, each in a segment of its own with ports of its own; the clients are in this process. */
    public static RingRun onLoopback(Path folder, int daemons) throws IOException {
        return onLoopback(folder, daemons, "", IntStream.range(0, daemons).toArray());
    }

    /**
     * As {@link #onLoopback(Path, int)}, with a file that names only some of the daemons at first.
     *
     * @param options more options of the files
     */
    public static RingRun onLoopback(Path folder, int daemons, String options, int... named) throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < daemons; i++) {
            ports.add(FreePorts.next());
            members.add(new Member("d" + (i + 1), Kind.OURS, List.of()));
        }
        List<String> addresses =
                IntStream.range(0, daemons).mapToObj(i -> "127.0.0.1").toList();
        String text = loopbackFile(options, ports, named);
        RingRun run = new RingRun(new Cluster(folder, text, members, null), addresses, ports);
        ClientHost here = ClientHost.local(run.log);
        IntStream.range(0, daemons).forEach(i -> run.hosts.add(here));
        return run;
    }

    /** Daemons in one multicast segment of namespaces, with their clients in processes beside them. */
    public static RingRun inNamespaces(Path folder, Namespaces net, ReferenceInstall reference, Kind... kinds)
            throws IOException {
        StringBuilder text = new StringBuilder(TIMERS);
        text.append("Spread_Segment 239.255.77.1:").append(NAMESPACE_PORT).append(" {\n");
        List<Member> members = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < kinds.length; i++) {
            text.append("\td%d %s\n".formatted(i + 1, net.address(i)));
            members.add(new Member("d" + (i + 1), kinds[i], net.inNode(i)));
            addresses.add(net.address(i));
            ports.add(NAMESPACE_PORT);
        }
        RingRun run =
                new RingRun(new Cluster(folder, text.append("}\n").toString(), members, reference), addresses, ports);
        for (int i = 0; i < kinds.length; i++) {
            run.hosts.add(ClientHost.process(run.log, folder, net.inNode(i)));
        }
        return run;
    }

    private static String loopbackFile(String options, List<Integer> ports, int... named) {
        StringBuilder text = new StringBuilder(TIMERS).append(options);
        for (int daemon : named) {
            text.append("Spread_Segment 127.0.0.1:%d {\n\td%d 127.0.0.1\n}\n".formatted(ports.get(daemon), daemon + 1));
        }
        return text.toString();
    }

    /** Another file for all daemons on the loopback interface, which names these; nobody is told. */
    public void setFile(String options, int... named) throws IOException {
        cluster.setConfiguration(loopbackFile(options, ports, named));
    }

    public Cluster cluster() {
        return cluster;
    }

    private String[] clientsOf(int... daemons) {
        return IntStream.of(daemons)
                .boxed()
                .flatMap(d -> List.of("#a%d#d%d".formatted(d + 1, d + 1), "#b%d#d%d".formatted(d + 1, d + 1)).stream())
                .toArray(String[]::new);
    }

    /** Starts all daemons, waits for their ring and brings two clients of each into the group. */
    public void startAll() throws IOException {
        start(IntStream.range(0, lives.length).toArray());
    }

    /** As {@link #startAll}, only some. */
    public void start(int... all) throws IOException {
        for (int daemon : all) {
            cluster.start(daemon);
        }
        cluster.awaitRing(PATIENCE, all);
        connect(all);
        awaitView(all);
    }

    /** Two new clients at each of these daemons join the group. */
    public void connect(int... daemons) {
        for (int daemon : daemons) {
            for (String client : clientsOf(daemon)) {
                hosts.get(daemon).connect(client, lives[daemon], addresses.get(daemon), ports.get(daemon));
                hosts.get(daemon).join(client, GROUP);
            }
            lives[daemon]++;
        }
    }

    /** All clients of these daemons, and nobody else, are in the group, and know it. */
    public void awaitView(int... daemons) {
        log.awaitView(GROUP, PATIENCE, clientsOf(daemons));
    }

    /** Each client of these daemons sends, and waits for nothing. */
    public void send(int count, int... daemons) {
        for (int daemon : daemons) {
            for (String client : clientsOf(daemon)) {
                hosts.get(daemon).multicast(client, GROUP, count, MAX_BYTES);
            }
        }
    }

    /** Each client of these daemons sends messages of all services, and gets those of the others and its own. */
    public void exchange(int count, int... daemons) {
        log.forgetSent();
        send(count, daemons);
        log.awaitExchanged(count, PATIENCE, clientsOf(daemons));
    }

    /** Messages that were sent before do not count when an exchange is awaited. */
    public void forgetSent() {
        log.forgetSent();
    }

    public void awaitExchanged(int count, int... daemons) {
        log.awaitExchanged(count, PATIENCE, clientsOf(daemons));
    }

    /** Ends a daemon with SIGKILL as soon as its first client has sent so many messages. */
    public void crashAfter(int count, int daemon) {
        log.awaitSent(clientsOf(daemon)[0], count, PATIENCE);
        cluster.process(daemon).crash();
        log.awaitEnded(PATIENCE, clientsOf(daemon));
    }

    /** What each client of these daemons was told so far of who is in the group. */
    public Map<String, List<ClientEvent>> memberships(int... daemons) {
        Map<String, List<ClientEvent>> told = new LinkedHashMap<>();
        for (String client : clientsOf(daemons)) {
            told.put(client, log.memberships(client, GROUP));
        }
        return told;
    }

    /** Names of the clients of these daemons. */
    public List<String> clients(int... daemons) {
        return List.of(clientsOf(daemons));
    }

    /** A client of each of these daemons leaves the group and comes back. All of them must be in it. */
    public void leaveAndJoinAgain(int... daemons) {
        for (int daemon : daemons) {
            String client = clientsOf(daemon)[1];
            hosts.get(daemon).leave(client, GROUP);
            log.awaitOut(client, GROUP, PATIENCE);
            hosts.get(daemon).join(client, GROUP);
        }
        awaitView(daemons);
    }

    /** Ends all clients of these daemons, and lets the checkers judge what all clients saw. */
    public void finish(int... daemons) {
        for (int daemon : daemons) {
            for (String client : clientsOf(daemon)) {
                hosts.get(daemon).disconnect(client);
            }
        }
        log.awaitEnded(PATIENCE, clientsOf(daemons));
        assertThat(log.deliveries()).as("messages that were received").isGreaterThan(1000);
        assertThat(Checkers.checkClients(log.history(cluster.names()), CheckOptions.complete()))
                .isEmpty();
    }

    @Override
    public void close() {
        hosts.forEach(ClientHost::close);
        cluster.close();
    }
}
