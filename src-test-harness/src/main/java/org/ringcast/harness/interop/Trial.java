package org.ringcast.harness.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringcast.harness.check.CheckOptions;
import org.ringcast.harness.check.Checkers;
import org.ringcast.harness.check.history.History;
import org.ringcast.harness.check.history.RingId;
import org.ringcast.protocol.ServiceType;
import spread.SpreadException;

/** One run of a scenario at a site: its group, its clients, and what they sent. */
final class Trial implements AutoCloseable {
    static final int[] SERVICES = {
        ServiceType.UNRELIABLE,
        ServiceType.RELIABLE,
        ServiceType.FIFO,
        ServiceType.CAUSAL,
        ServiceType.AGREED,
        ServiceType.SAFE
    };

    private static final int MAX_EXCHANGES = 4;
    private static final int LAST_SEEN = 2000;
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(3);
    private static final long LOG_POLL_MS = 20;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Site site;
    private final int number = NUMBER.incrementAndGet();
    private final String group = "g" + number;
    private final List<RingClient> clients = new ArrayList<>();
    private final Set<String> troubleBefore;
    private String remark = "";

    Trial(Site site) {
        this.site = site;
        this.troubleBefore = new LinkedHashSet<>(site.trouble());
    }

    Site site() {
        return site;
    }

    String group() {
        return group;
    }

    /** What is to stand beside the result. */
    void remark(String text) {
        remark = text;
    }

    String remark() {
        return remark;
    }

    /** Clients whose connection stands. */
    List<RingClient> alive() {
        return clients.stream().filter(client -> !client.isOver()).toList();
    }

    /** Those of them at these daemons. */
    List<RingClient> aliveAt(Set<Integer> daemons) {
        return alive().stream().filter(c -> daemons.contains(c.daemon())).toList();
    }

    /** A new client of a daemon. */
    RingClient connect(int daemon) throws IOException {
        RingClient client = site.connect(daemon, "t" + number + "c" + clients.size());
        clients.add(client);
        return client;
    }

    /** A new client of a daemon that has asked to join the group. */
    RingClient join(int daemon) throws IOException, SpreadException {
        RingClient client = connect(daemon);
        client.join(group);
        return client;
    }

    /** A new member at every daemon that runs; waits until all see all. */
    void joinEverywhere() throws IOException, SpreadException {
        for (int daemon : site.up()) {
            join(daemon);
        }
        awaitViews(site.up());
    }

    /** Waits until the members at these daemons see each other and nobody else. */
    void awaitViews(Set<Integer> daemons) {
        Set<String> names = new LinkedHashSet<>();
        aliveAt(daemons).forEach(client -> names.add(client.privateGroup()));
        aliveAt(daemons).forEach(client -> client.awaitView(group, names, Site.PATIENCE));
    }

    /** Each of these clients sends a message of each service with each of these sizes. */
    Set<String> send(List<RingClient> senders, int... sizes) throws SpreadException {
        Set<String> uids = new LinkedHashSet<>();
        for (int bytes : sizes) {
            for (int service : SERVICES) {
                for (RingClient client : senders) {
                    uids.add(client.send(group, service, bytes));
                }
            }
        }
        return uids;
    }

    /** All members at these daemons send a little, and all of them receive it. */
    void exchange(Set<Integer> daemons) throws SpreadException {
        awaitMessages(daemons, send(aliveAt(daemons), 10, 2000));
    }

    /**
     * As {@link #exchange}, after a fault that the ring may not have noticed yet: it still has all its daemons then, but parts a
     * moment later, and what a client sends in one part stays there. So when rings are installed meanwhile, all send again.
     */
    void exchangeInOneRing() throws SpreadException {
        for (int i = 1; ; i++) {
            site.awaitRing();
            awaitViews(site.up());
            int rings = site.installedRings();
            Set<String> uids = send(alive(), 10, 2000);
            boolean last = i == MAX_EXCHANGES;
            Site.await(
                    () -> receivedByAll(uids) || (!last && site.installedRings() > rings),
                    Site.PATIENCE,
                    () -> missing(uids));
            if (receivedByAll(uids)) {
                return;
            }
        }
    }

    private String missing(Set<String> uids) {
        StringBuilder text = new StringBuilder();
        for (RingClient client : alive()) {
            Set<String> missing = client.missing(uids);
            if (!missing.isEmpty()) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(client.privateGroup() + " misses " + missing.size() + " of " + uids.size()
                                + " messages, first " + missing.iterator().next());
            }
        }
        return text.toString();
    }

    private boolean receivedByAll(Set<String> uids) {
        return alive().stream().allMatch(client -> client.missing(uids).isEmpty());
    }

    void awaitMessages(Set<Integer> daemons, Set<String> uids) {
        awaitMessages(daemons, uids, Site.PATIENCE);
    }

    void awaitMessages(Set<Integer> daemons, Set<String> uids, Duration patience) {
        aliveAt(daemons).forEach(client -> client.awaitMessages(uids, patience));
    }

    /** Waits until each client at these daemons has received so many messages more. */
    void awaitTalk(Set<Integer> daemons, int messages) {
        Map<RingClient, Long> wanted = new LinkedHashMap<>();
        aliveAt(daemons).forEach(client -> wanted.put(client, client.messages() + messages));
        wanted.forEach((client, count) -> client.awaitCount(count, Site.PATIENCE));
    }

    /** What all its clients have received together. */
    long messages() {
        return clients.stream().mapToLong(RingClient::messages).sum();
    }

    /** What is wrong with the daemons since it began. */
    List<String> newTrouble() {
        List<String> faults = new ArrayList<>(site.trouble());
        faults.removeAll(troubleBefore);
        return faults;
    }

    /** Everything wrong that shows now: with the daemons, and between the clients. */
    List<String> faults() {
        List<String> faults = newTrouble();
        List<Judge.Log> logs = clients.stream().map(this::log).toList();
        faults.addAll(Judge.judge(logs));
        History history = Histories.of(SpreadConf.names(site.plan()), logs);
        tellRings(history);
        Checkers.checkClients(history, CheckOptions.receivedOnly())
                .forEach(violation -> faults.add(violation.toString()));
        return faults;
    }

    /** Tells the history of the rings that the daemons printed; those from which clients had views may take a moment more. */
    private void tellRings(History history) {
        Map<String, Set<RingId>> wanted = Histories.ringsOfViews(history);
        long end = System.nanoTime() + LOG_PATIENCE.toNanos();
        while (!site.nodes().stream().allMatch(node -> hasPrinted(node, wanted)) && System.nanoTime() < end) {
            Site.pause(LOG_POLL_MS);
        }
        site.nodes().forEach(node -> node.installedRings().forEach(life -> history.installedRings(node.name(), life)));
    }

    private static boolean hasPrinted(Node node, Map<String, Set<RingId>> wanted) {
        Set<RingId> missing = new LinkedHashSet<>(wanted.getOrDefault(node.name(), Set.of()));
        node.installedRings().forEach(life -> life.forEach(ring -> missing.remove(ring.id())));
        return missing.isEmpty();
    }

    /**
     * What a client wrote down. A Spread 4.4 daemon gives a new client what was meant for one that is gone, if it has its
     * descriptor: that is left out.
     */
    private Judge.Log log(RingClient client) {
        Judge.Log log = Judge.Log.of(client);
        boolean leaks = site.plan().level() == 4 && site.node(client.daemon()).kind() == Kind.REFERENCE;
        return leaks ? log.withoutStrangeGroups() : log;
    }

    /** The last things that each client saw, for those who look for the cause of a fault. */
    void saveClients(Path target) throws IOException {
        for (RingClient client : clients) {
            List<Seen> seen = client.seen();
            Files.write(
                    target.resolve(client.privateGroup().replace("#", "_") + ".seen"),
                    seen.subList(Math.max(0, seen.size() - LAST_SEEN), seen.size()).stream()
                            .map(Seen::toString)
                            .toList());
        }
    }

    @Override
    public void close() {
        clients.forEach(RingClient::close);
    }
}
