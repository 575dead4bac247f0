package org.ringcast.harness.sim.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringcast.harness.sim.SimClient;
import org.ringcast.harness.sim.SimCluster;
import org.ringcast.harness.sim.SimDaemon;
import org.ringcast.harness.sim.SimRandom;
import org.ringcast.protocol.ServiceType;

/** Clients that do all that clients may do, at times left to chance. */
final class Workload {
    private static final int[] SERVICES = {
        ServiceType.UNRELIABLE,
        ServiceType.RELIABLE,
        ServiceType.FIFO,
        ServiceType.CAUSAL,
        ServiceType.AGREED,
        ServiceType.SAFE
    };
    private static final int FLOOD = 300;

    private final SimCluster cluster;
    private final WorkloadPlan plan;
    private final SimRandom random;
    private final GroupNames names;
    private boolean stopped;

    Workload(SimCluster cluster, WorkloadPlan plan, SimRandom random) {
        this.cluster = cluster;
        this.plan = plan;
        this.random = random;
        names = new GroupNames(cluster, random.split(), plan.groups(), plan.reuseGroups());
        for (SimDaemon daemon : cluster.daemons()) {
            for (int i = 0; i < plan.clientsPerDaemon(); i++) {
                SimClient client = cluster.client(
                        "c" + daemon.index() + "x" + i, daemon.index(), !random.chance(0.1), !random.chance(0.2));
                next(client.forgetFrames());
            }
        }
    }

    /** Nobody does anything any more, and everybody reads what comes. */
    void stop() {
        stopped = true;
        cluster.clients().forEach(SimClient::read);
    }

    private void next(SimClient client) {
        cluster.after(random.between(1, 2 * plan.actionNs()), () -> {
            if (!stopped) {
                act(client);
                next(client);
            }
        });
    }

    private void act(SimClient client) {
        if (client.state() == SimClient.State.OUT) {
            client.connect();
        } else if (!client.isConnected()) {
            return; // waits to be let in
        } else if (random.chance(plan.churn())) {
            comeOrGo(client);
        } else if (random.chance(plan.slowReaders())) {
            changePace(client);
        } else if (random.chance(plan.floods())) {
            for (int i = 0; i < FLOOD; i++) {
                send(client, random.below(200));
            }
        } else if (!client.isWriteBlocked()) {
            send(client, length());
        }
    }

    private void comeOrGo(SimClient client) {
        int luck = random.below(100);
        if (luck < 55) {
            client.join(names.toJoin(client));
        } else if (luck < 90) {
            String group = names.toLeave(client);
            if (group != null) {
                names.gone(client, List.of(group));
                client.leave(group);
            }
        } else if (names.mayEnd(client)) {
            names.gone(client, client.wantedGroups());
            if (luck < 95) {
                client.disconnect();
            } else {
                client.crash();
            }
        }
    }

    /** All groups that clients asked to be in. */
    Set<String> groups() {
        return names.used();
    }

    /** A client's connection is over, whoever ended it. */
    void ended(SimClient client, Iterable<String> groups) {
        names.gone(client, groups);
    }

    private void changePace(SimClient client) {
        switch (random.below(3)) {
            case 0 -> client.stopReading();
            case 1 -> client.readSlowly(random.between(100_000, 50_000_000));
            default -> client.read();
        }
    }

    private void send(SimClient client, int lengthBytes) {
        int service = SERVICES[random.below(SERVICES.length)];
        if (random.chance(0.1)) {
            service |= ServiceType.SELF_DISCARD;
        }
        client.multicast(service, lengthBytes, destinations());
    }

    private String[] destinations() {
        List<String> to = new ArrayList<>();
        if (random.chance(0.1)) {
            SimClient other = random.pick(cluster.clients());
            if (other.privateGroup() != null) {
                to.add(other.privateGroup());
            }
        }
        int groups = random.chance(0.8) ? 1 : random.between(1, plan.groups());
        for (int i = 0; i < groups; i++) {
            to.add(names.toSendTo());
        }
        return to.stream().distinct().toArray(String[]::new);
    }

    private int length() {
        return random.chance(0.9)
                ? random.below(Math.min(1_500, plan.largestBytes()))
                : random.below(plan.largestBytes());
    }
}
