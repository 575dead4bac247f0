package org.ringcast.harness.check.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that happened in a run, kept for the checkers. */
public final class History implements HistorySink {
    /** The network became faultless, or ceased to be. */
    public record NetworkMark(long number, long timeNs, boolean faultFree) {}

    /**
     * The configuration of the run.
     *
     * @param names daemons in the order of the configuration
     * @param procIds their 32-bit ids; empty when no daemon events are fed
     */
    public record Daemons(List<String> names, List<Integer> procIds) {
        public Daemons {
            names = List.copyOf(names);
            procIds = List.copyOf(procIds);
        }

        /** Place of the daemon of a private group in the configuration, -1 when it is none of it. */
        public int placeOf(String privateGroup) {
            return names.indexOf(privateGroup.substring(privateGroup.lastIndexOf('#') + 1));
        }
    }

    private final Daemons daemons;
    private final Map<ProcessId, List<DaemonEvent>> ofProcess = new LinkedHashMap<>();
    private final Map<ClientId, List<ClientEvent>> ofClient = new LinkedHashMap<>();
    private final Map<String, List<List<InstalledRing>>> installed = new LinkedHashMap<>();
    private final List<NetworkMark> networkMarks = new ArrayList<>();
    private long endNs;
    private long endNumber = Long.MAX_VALUE;
    private boolean settled;

    public History(Daemons daemons) {
        this.daemons = daemons;
    }

    @Override
    public void daemonEvent(DaemonEvent event) {
        ofProcess.computeIfAbsent(event.process(), p -> new ArrayList<>()).add(event);
    }

    @Override
    public void clientEvent(ClientEvent event) {
        ofClient.computeIfAbsent(event.client(), c -> new ArrayList<>()).add(event);
    }

    @Override
    public void network(long number, long timeNs, boolean faultFree) {
        networkMarks.add(new NetworkMark(number, timeNs, faultFree));
    }

    @Override
    public void end(long number, long timeNs, boolean settled) {
        this.endNumber = number;
        this.endNs = timeNs;
        this.settled = settled;
    }

    /**
     * Another life of a daemon, of which only the rings are known that it installed, for example from its log.
     *
     * @param rings all that it installed in this life, in order
     */
    public void installedRings(String daemon, List<InstalledRing> rings) {
        installed.computeIfAbsent(daemon, d -> new ArrayList<>()).add(List.copyOf(rings));
    }

    /** What {@link #installedRings(String, List)} told: the rings of each life of each daemon. */
    public Map<String, List<List<InstalledRing>>> installedRings() {
        return Collections.unmodifiableMap(installed);
    }

    /** The configuration. */
    public Daemons daemons() {
        return daemons;
    }

    /** Events of each process in order; processes in the order of their first event. */
    public Map<ProcessId, List<DaemonEvent>> processes() {
        return Collections.unmodifiableMap(ofProcess);
    }

    /** Events of each connection in order; connections in the order of their first event. */
    public Map<ClientId, List<ClientEvent>> clients() {
        return Collections.unmodifiableMap(ofClient);
    }

    /** Changes of the network, in order. */
    public List<NetworkMark> networkMarks() {
        return Collections.unmodifiableList(networkMarks);
    }

    /** When the run ended; 0 when nobody said. */
    public long endNs() {
        return endNs;
    }

    /** Number of the end; the largest number when nobody said. */
    public long endNumber() {
        return endNumber;
    }

    /** Whether what is missing at the end of a log is really missing. */
    public boolean isSettled() {
        return settled;
    }
}
