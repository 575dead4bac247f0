package org.ringcast.harness.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.ringcast.daemon.core.RingMembers;

/**
 * Daemons, a network between them and clients, in simulated time that begins at 0. A test changes things and lets time pass:
 *
 * <pre>{@code
 * SimCluster cluster = SimCluster.of(SimConfig.segments(3)).build().startAll();
 * cluster.runUntil(cluster::isOneRing, 5_000 * SimCluster.MS);
 * SimClient alice = cluster.client("alice", 0);
 * alice.connect();
 * cluster.runMillis(10);
 * alice.join("g");
 * cluster.daemon(1).kill();
 * cluster.runMillis(5000);
 * }</pre>
 *
 * <p>Nothing depends on anything but the configuration, its seed and the calls.
 */
public final class SimCluster implements AutoCloseable {
    public static final long MS = 1_000_000L;

    private final SimConfig config;
    private final SimTrace trace;
    private final RunObserver observer;
    private final boolean keepsLogs;
    private final boolean formatsLogs;
    private final SimRandom random;
    private final EventQueue events = new EventQueue();
    private final SimNetwork network;
    private final List<SimDaemon> daemons = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final Map<String, Integer> connections = new TreeMap<>();
    private SimFile file;
    private boolean toldFaultFree;

    /** What a cluster is made of besides its configuration. */
    public static final class Builder {
        private final SimConfig config;
        private SimTrace trace = SimTrace.NONE;
        private RunObserver observer = RunObserver.NONE;
        private boolean keepsLogs;
        private boolean formatsLogs;

        private Builder(SimConfig config) {
            this.config = config;
        }

        /** Writes down what happens. */
        public Builder trace(SimTrace newTrace) {
            trace = newTrace;
            return this;
        }

        /** Watches what happens. */
        public Builder observer(RunObserver newObserver) {
            observer = newObserver;
            return this;
        }

        /** Daemons keep the lines of their logs. */
        public Builder keepLogs() {
            keepsLogs = true;
            return this;
        }

        /** Daemons make the lines of their logs, although nobody keeps them: making them might fail. */
        public Builder formatLogs() {
            formatsLogs = true;
            return this;
        }

        /** No daemon is running yet. */
        public SimCluster build() {
            SimCluster cluster = new SimCluster(this);
            observer.onBegin(cluster);
            cluster.faultsChanged();
            return cluster;
        }
    }

    private SimCluster(Builder builder) {
        config = builder.config;
        trace = builder.trace;
        observer = builder.observer;
        keepsLogs = builder.keepsLogs;
        formatsLogs = builder.formatsLogs;
        file = config.file();
        random = new SimRandom(config.seed());
        network = new SimNetwork(config, events, trace, random.split(), this::arrived);
        network.onChange(this::faultsChanged);
        for (int i = 0; i < config.daemonCount(); i++) {
            daemons.add(new SimDaemon(this, i));
        }
    }

    /** Begins to put a cluster together. */
    public static Builder of(SimConfig config) {
        return new Builder(config);
    }

    // ---- Parts ---------------------------------------------------------------------------------------------------

    public SimConfig config() {
        return config;
    }

    public SimNetwork network() {
        return network;
    }

    /** A daemon by its index, from 0. */
    public SimDaemon daemon(int index) {
        return daemons.get(index);
    }

    /** A daemon by its name: d1, d2, ... */
    public SimDaemon daemon(String name) {
        for (SimDaemon daemon : daemons) {
            if (daemon.name().equals(name)) {
                return daemon;
            }
        }
        throw new IllegalArgumentException("no daemon is called " + name);
    }

    public List<SimDaemon> daemons() {
        return Collections.unmodifiableList(daemons);
    }

    /** All clients, in the order in which they were made. */
    public List<SimClient> clients() {
        return Collections.unmodifiableList(clients);
    }

    /** A new client that wants to be told of memberships. It is not connected yet. */
    public SimClient client(String name, int daemon) {
        return client(name, daemon, true, true);
    }

    /**
     * A new client.
     *
     * @param name private name to ask for, 1..10 characters
     * @param membership whether it wants to be told of memberships
     * @param littleEndian byte order in which it writes
     */
    public SimClient client(String name, int daemon, boolean membership, boolean littleEndian) {
        SimClient client = new SimClient(this, clients.size(), name, daemons.get(daemon), membership, littleEndian);
        clients.add(client);
        return client;
    }

    /** The client of this name, the one made last if there are several. */
    public SimClient client(String name) {
        for (int i = clients.size() - 1; i >= 0; i--) {
            if (clients.get(i).name().equals(name)) {
                return clients.get(i);
            }
        }
        throw new IllegalArgumentException("no client is called " + name);
    }

    // ---- Daemons -------------------------------------------------------------------------------------------------

    /** Starts all daemons of the file that do not run, in the same instant. */
    public SimCluster startAll() {
        for (SimDaemon daemon : daemons) {
            if (!daemon.isRunning() && file.names(daemon.index())) {
                daemon.start();
            }
        }
        return this;
    }

    /** The file that daemons read when they start. */
    public SimFile file() {
        return file;
    }

    /** Puts another file onto all machines. Daemons that run do not look at it before they are told. */
    public void setFile(SimFile newFile) {
        trace.onDaemon(nowNs(), "file", newFile.toString());
        file = newFile;
    }

    /**
     * Puts another file onto all machines and tells all daemons that run in this instant to read it: what a monitor does. Those
     * that the file does not name end.
     */
    public void reload(SimFile newFile) {
        setFile(newFile);
        for (SimDaemon daemon : daemons) {
            daemon.reload();
        }
    }

    /** Whether these daemons, and nobody else, form one installed ring. */
    public boolean isRing(int... members) {
        RingMembers ring = null;
        for (int member : members) {
            SimDaemon daemon = daemons.get(member);
            RingMembers own = daemon.isRunning() ? daemon.process().ring() : null;
            if (own == null || daemon.process().core().membershipState() != 1 || own.size() != members.length) {
                return false;
            }
            if (ring == null) {
                ring = own;
            }
            if (!ring.id().equals(own.id()) || !ring.contains(member)) {
                return false;
            }
        }
        return ring != null;
    }

    /**
     * From now on sequence numbers of rings begin behind this one, at all daemons. To be called when nobody is installing a
     * ring, since all its members must begin with the same number.
     */
    public void setFirstSeq(int seq) {
        config.firstSeq(seq);
        for (SimDaemon daemon : daemons) {
            if (daemon.isRunning()) {
                daemon.process().setFirstSeq(seq);
            }
        }
    }

    /** Whether all daemons that run form one installed ring. */
    public boolean isOneRing() {
        return isRing(running());
    }

    /** Indexes of the daemons that run, ascending. */
    public int[] running() {
        return daemons.stream()
                .filter(SimDaemon::isRunning)
                .mapToInt(SimDaemon::index)
                .toArray();
    }

    // ---- Time ----------------------------------------------------------------------------------------------------

    /** Simulated nanoseconds since the beginning. */
    public long nowNs() {
        return events.nowNs();
    }

    /** Simulated milliseconds since the beginning. */
    public long nowMillis() {
        return events.nowNs() / MS;
    }

    /** Plans something to be done later. */
    public void after(long delayNs, Runnable action) {
        events.after(delayNs, action);
    }

    /**
     * Waits for the end of a lookup, if one is under way: the leader of a ring in a single segment goes on looking for
     * strangers, each lookup time for one gather time, and is in another state then.
     *
     * @return whether the daemons that run are one ring
     */
    public boolean letLookupEnd() {
        return runUntil(this::isOneRing, config.gatherNs() + 100 * MS);
    }

    public SimCluster runMillis(long millis) {
        return runFor(millis * MS);
    }

    public SimCluster runFor(long durationNs) {
        long untilNs = events.nowNs() + durationNs;
        while (events.step(untilNs)) {
            // all of it
        }
        events.advanceTo(untilNs);
        return this;
    }

    /** Runs until the condition holds; false when it does not hold within the time. */
    public boolean runUntil(BooleanSupplier condition, long withinNs) {
        long untilNs = events.nowNs() + withinNs;
        while (!condition.getAsBoolean()) {
            if (!events.step(untilNs)) {
                events.advanceTo(untilNs);
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Events that have happened or are planned: a measure of the size of a run. */
    public long eventCount() {
        return events.planned();
    }

    /** Ends all daemons. */
    @Override
    public void close() {
        daemons.forEach(SimDaemon::kill);
    }

    // ---- For the parts -------------------------------------------------------------------------------------------

    EventQueue events() {
        return events;
    }

    SimTrace trace() {
        return trace;
    }

    RunObserver observer() {
        return observer;
    }

    SimRandom random() {
        return random;
    }

    boolean keepsLogs() {
        return keepsLogs;
    }

    boolean wantsLogs() {
        return keepsLogs || formatsLogs || trace.wantsLogs();
    }

    /** Tells the observer when the network, and every process, became faultless or ceased to be. A reload breaks the peace. */
    void faultsChanged() {
        boolean faultFree = network.isFaultFree()
                && daemons.stream()
                        .noneMatch(daemon -> daemon.isRunning()
                                && (daemon.process().isPaused()
                                        || daemon.process().core().isReloadPending()));
        if (faultFree != toldFaultFree) {
            toldFaultFree = faultFree;
            observer.onNetwork(faultFree);
        }
    }

    /** How often a client with this private group was let in before. */
    int countConnection(String privateGroup) {
        return connections.merge(privateGroup, 1, Integer::sum) - 1;
    }

    private void arrived(Datagram datagram) {
        SimDaemon daemon = daemons.get(datagram.to());
        Fate fate = daemon.isRunning() ? daemon.process().arrived(datagram) : Fate.NOBODY;
        trace.onArrived(events.nowNs(), datagram, fate);
    }
}
