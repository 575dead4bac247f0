package org.ringcast.daemon.core.groups;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.ringcast.protocol.ServiceType;

/**
 * Clients that do anything at any time, daemons that get on at different speed, and rings that change whenever they like,
 * also while groups are being exchanged. Everything follows from the seed.
 */
final class RandomWorkload {
    private static final int[] SERVICES = {
        ServiceType.FIFO, ServiceType.CAUSAL, ServiceType.AGREED, ServiceType.SAFE, ServiceType.AGREED
    };
    private static final String[] GROUPS = {"alpha", "beta", "gamma", "delta", "a name with blanks"};

    private final Random random;
    private final PerfectRing ring;
    private final List<String> names;
    private final Map<TestClient, GroupPredicates.Trace> traces = new LinkedHashMap<>();
    private final List<TestClient> connected = new ArrayList<>();
    private final Map<TestClient, Set<String>> wanted = new LinkedHashMap<>();
    private int clientNumber;
    final List<String> disagreements = new ArrayList<>();
    int ringChanges;
    int changesWhileGathering;
    int completionsInTransition;

    RandomWorkload(long seed, String... daemons) {
        random = new Random(seed);
        names = List.of(daemons);
        ring = new PerfectRing(daemons);
    }

    PerfectRing ring() {
        return ring;
    }

    void run(int steps, int changePermille) {
        for (int i = 0; i < steps; i++) {
            int dice = random.nextInt(1000);
            if (dice < changePermille) {
                changeRings();
            } else if (dice < changePermille + 10) {
                ring.settle();
                compareKnowledge();
            } else if (dice < 350) {
                request();
            } else if (dice < 600) {
                ring.sequenceOne(randomDaemon());
            } else {
                TestDaemon daemon = randomDaemon();
                for (int n = random.nextInt(6); n > 0; n--) {
                    daemon.deliverNext();
                }
            }
        }
    }

    /** At rest, the daemons of one ring know the same. */
    private void compareKnowledge() {
        Map<Integer, List<String>> knowledge = new TreeMap<>();
        for (TestDaemon daemon : ring.daemons()) {
            List<String> known = knowledge.putIfAbsent(daemon.log.number, daemon.knowledge());
            if (known != null && !known.equals(daemon.knowledge())) {
                disagreements.add(daemon.name() + " " + daemon.knowledge() + " but others " + known);
            }
            if (daemon.layer().state() != GroupState.GOP) {
                disagreements.add(daemon.name() + " is in " + daemon.layer().state());
            }
        }
    }

    /** All daemons in one ring, nothing on its way. */
    void heal() {
        ring.settle();
        ring.change(null, String.join(" ", names));
        ring.settle();
        compareKnowledge();
    }

    private TestDaemon randomDaemon() {
        return ring.daemons().get(random.nextInt(ring.daemons().size()));
    }

    // ---- Clients -------------------------------------------------------------------------------------------------

    private void request() {
        if (connected.size() < 3 || (connected.size() < 4 * names.size() && random.nextInt(20) == 0)) {
            connect();
            return;
        }
        TestClient client = connected.get(random.nextInt(connected.size()));
        if (!client.daemon().sessions().acceptsInput() && random.nextInt(10) != 0) {
            return;
        }
        int dice = random.nextInt(100);
        String group = GROUPS[random.nextInt(GROUPS.length)];
        if (dice < 22) {
            client.join(group);
            wanted.get(client).add(group);
        } else if (dice < 32) {
            client.leave(group);
            wanted.get(client).remove(group);
        } else if (dice < 35) {
            end(client);
        } else {
            multicast(client, group);
        }
    }

    private void connect() {
        TestDaemon daemon = randomDaemon();
        String name = "c" + random.nextInt(9);
        if (daemon.sessions().find(name) != null) {
            return;
        }
        boolean membership = random.nextInt(8) != 0;
        TestClient client = daemon.connect(name, membership);
        connected.add(client);
        wanted.put(client, new LinkedHashSet<>());
        traces.put(
                client,
                new GroupPredicates.Trace("client" + clientNumber++, client.name(), daemon.index(), membership));
    }

    private void end(TestClient client) {
        connected.remove(client);
        traces.get(client).ended = true;
        wanted.remove(client);
        if (random.nextBoolean()) {
            client.disconnect();
        } else {
            client.crash();
        }
    }

    private void multicast(TestClient client, String group) {
        GroupPredicates.Trace trace = traces.get(client);
        String text = trace.client + ":" + trace.sent.size();
        trace.sent.add(text);
        int service = SERVICES[random.nextInt(SERVICES.length)];
        if (random.nextInt(5) == 0) {
            service |= ServiceType.SELF_DISCARD;
        }
        TestClient other = connected.get(random.nextInt(connected.size()));
        switch (random.nextInt(4)) {
            case 0 -> client.multicast(service, text, group, GROUPS[random.nextInt(GROUPS.length)], group);
            case 1 -> client.multicast(service, text, other.name());
            default -> client.multicast(service, text, group);
        }
    }

    // ---- Rings ---------------------------------------------------------------------------------------------------

    private void changeRings() {
        int parts = 1 + random.nextInt(3);
        Map<Integer, List<TestDaemon>> rings = new TreeMap<>();
        for (TestDaemon daemon : ring.daemons()) {
            rings.computeIfAbsent(random.nextInt(parts), k -> new ArrayList<>()).add(daemon);
        }
        for (List<TestDaemon> members : rings.values()) {
            ringChanges++;
            Map<Integer, List<TestDaemon>> together = new TreeMap<>();
            for (TestDaemon daemon : members) {
                together.computeIfAbsent(daemon.log.number, k -> new ArrayList<>())
                        .add(daemon);
            }
            for (List<TestDaemon> transitional : together.values()) {
                cut(transitional);
            }
            ring.reg(PerfectRing.names(members));
        }
    }

    /**
     * The daemons leave their old ring together: they bring each other to the same point, get the transitional configuration,
     * and then what is left up to the first message that none of them has, and behind it only what they sent themselves.
     */
    private void cut(List<TestDaemon> together) {
        PerfectRing.Log log = together.get(0).log;
        int length = log.messages.size();
        int furthest = together.stream().mapToInt(d -> d.delivered).max().orElseThrow();
        int stable = furthest + random.nextInt(length - furthest + 1);
        int hole = stable + random.nextInt(length - stable + 1);
        for (TestDaemon daemon : together) {
            while (daemon.delivered < stable) {
                daemon.deliverNext();
            }
        }
        if (together.get(0).layer().state() == GroupState.GGATHER) {
            changesWhileGathering++;
        }
        ring.trans(PerfectRing.names(together));
        Set<Integer> originators = new LinkedHashSet<>();
        together.forEach(d -> originators.add(d.index()));
        for (TestDaemon daemon : together) {
            GroupState before = daemon.layer().state();
            while (daemon.delivered < length) {
                boolean there = daemon.delivered < hole
                        || originators.contains(
                                log.messages.get(daemon.delivered).originator());
                if (there) {
                    daemon.deliverNext();
                } else {
                    daemon.skipNext();
                }
            }
            if (before == GroupState.GGT && daemon.layer().state() == GroupState.GTRANS) {
                completionsInTransition++;
            }
        }
    }

    // ---- Results -------------------------------------------------------------------------------------------------

    List<GroupPredicates.Trace> traces() {
        for (Map.Entry<TestClient, GroupPredicates.Trace> entry : traces.entrySet()) {
            GroupPredicates.Trace trace = entry.getValue();
            trace.events.clear();
            trace.positions.clear();
            trace.configurations.clear();
            entry.getKey().frames().forEach(frame -> trace.events.add(ClientEvent.decode(frame)));
            trace.positions.addAll(entry.getKey().positions());
            trace.configurations.addAll(entry.getKey().configurations());
        }
        return new ArrayList<>(traces.values());
    }

    /** Who should be in each group now, by what the clients asked for. */
    Map<String, Set<String>> wantedMembers() {
        Map<String, Set<String>> members = new TreeMap<>();
        wanted.forEach((client, groups) -> groups.forEach(
                g -> members.computeIfAbsent(g, k -> new java.util.TreeSet<>()).add(client.name())));
        return members;
    }

    List<TestClient> connected() {
        return connected;
    }
}
