package org.ringcast.harness.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Topology;

/**
 * What a configuration file says, which may be read again while daemons run: which machines of the cluster are daemons, in which
 * order, and the windows. Immutable. Machines keep their indexes in all files; a daemon of a file that does not name it is not
 * to run. A segment that no daemon is left in is no segment of the file.
 *
 * <pre>{@code
 * cluster.reload(cluster.file().without(2));
 * }</pre>
 */
public final class SimFile {
    private static final long ALONE_SEG_NS = 200_000_000L;
    private static final long ALONE_GATHER_NS = 500_000_000L;

    private static final int PORT = 4803;

    /** A machine and how often its entry was changed. */
    private record Entry(int machine, int version) {}

    private final SimConfig config;
    private final List<Entry> entries;
    private final boolean accelerated;
    private final int window;
    private final int personalWindow;

    private SimFile(SimConfig config, List<Entry> entries, boolean accelerated, int window, int personalWindow) {
        this.config = config;
        this.entries = List.copyOf(entries);
        this.accelerated = accelerated;
        this.window = window;
        this.personalWindow = personalWindow;
    }

    /** The file that names all machines in their order. */
    static SimFile ofAll(SimConfig config) {
        List<Entry> entries = new ArrayList<>();
        for (int machine = 0; machine < config.daemonCount(); machine++) {
            entries.add(new Entry(machine, 0));
        }
        CoreSettings settings = config.settings();
        return new SimFile(config, entries, settings.acceleratedRing(), settings.window(), settings.personalWindow());
    }

    // ---- Other files ---------------------------------------------------------------------------------------------

    /** Without some machines; one must be left. */
    public SimFile without(int... machines) {
        return changed(changed -> {
            for (int machine : machines) {
                changed.removeIf(entry -> entry.machine == machine);
            }
            return changed;
        });
    }

    /** With some machines more, each before those with higher indexes. */
    public SimFile with(int... machines) {
        return changed(changed -> {
            for (int machine : machines) {
                changed.removeIf(entry -> entry.machine == machine);
                int at = 0;
                while (at < changed.size() && changed.get(at).machine < machine) {
                    at++;
                }
                changed.add(at, new Entry(machine, 0));
            }
            return changed;
        });
    }

    /**
     * Only these machines, in this order; those of one segment side by side. The checkers take the order of machines for that of
     * the configuration: with another one they find members of rings and groups in the wrong order.
     */
    public SimFile of(int... machines) {
        return changed(changed -> {
            changed.clear();
            for (int machine : machines) {
                changed.add(new Entry(machine, versionOf(machine)));
            }
            return changed;
        });
    }

    /** With another entry for a machine, such as another interface: every daemon is then a ring of its own for a moment. */
    public SimFile touched(int machine) {
        return changed(changed -> {
            changed.replaceAll(entry -> entry.machine == machine ? new Entry(machine, entry.version + 1) : entry);
            return changed;
        });
    }

    private SimFile changed(UnaryOperator<List<Entry>> change) {
        return new SimFile(config, change.apply(new ArrayList<>(entries)), accelerated, window, personalWindow);
    }

    /** With the accelerated or the original ring. */
    public SimFile accelerated(boolean isAccelerated) {
        return new SimFile(config, entries, isAccelerated, window, personalWindow);
    }

    public SimFile windows(int newWindow, int newPersonalWindow) {
        return new SimFile(config, entries, accelerated, newWindow, newPersonalWindow);
    }

    // ---- What it says --------------------------------------------------------------------------------------------

    /** Machines by their place in the file. */
    public int[] machines() {
        return entries.stream().mapToInt(Entry::machine).toArray();
    }

    public boolean names(int machine) {
        return entries.stream().anyMatch(entry -> entry.machine == machine);
    }

    private int versionOf(int machine) {
        return entries.stream()
                .filter(entry -> entry.machine == machine)
                .mapToInt(Entry::version)
                .findFirst()
                .orElse(0);
    }

    /** Whether a daemon that both files name has changed. */
    boolean needsSingletons(SimFile before) {
        return entries.stream()
                .anyMatch(entry -> before.names(entry.machine) && before.versionOf(entry.machine) != entry.version);
    }

    CoreSettings settings() {
        CoreSettings of = config.settings();
        return new CoreSettings(
                of.protocolLevel(),
                hash(),
                window,
                personalWindow,
                accelerated,
                accelerated ? Math.min(15, personalWindow) : 0,
                of.wideArea(),
                of.dangerousMonitor(),
                entries.size() == 1 ? alone(of.timers()) : of.timers(),
                of.sessions(),
                of.maxPacketBytes(),
                of.tokenRestNs());
    }

    /** Nobody can answer the only daemon of a file, so it hardly waits. */
    private static CoreSettings.TimerSettings alone(CoreSettings.TimerSettings of) {
        return new CoreSettings.TimerSettings(
                of.tokenNs(),
                of.hurryNs(),
                of.aliveNs(),
                of.joinNs(),
                of.repNs(),
                Math.min(of.segNs(), ALONE_SEG_NS),
                Math.min(of.gatherNs(), ALONE_GATHER_NS),
                of.formNs(),
                of.lookupNs());
    }

    /** Depends on daemons, their order and the ring protocol, and not on what else may have changed in an entry. */
    private int hash() {
        int hash = config.settings().configurationHash();
        SimFile all = ofAll(config);
        if (!Arrays.equals(machines(), all.machines())) {
            for (Entry entry : entries) {
                hash = 31 * hash + entry.machine + 1;
            }
        }
        return accelerated == all.accelerated ? hash : ~hash;
    }

    /** The daemons by their place in the file; address keys are indexes of machines. */
    Topology topology(int self) {
        List<Topology.Daemon> daemons = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        int place = -1;
        int segment = -1;
        for (Entry entry : entries) {
            int segmentOfMachine = config.segmentOf(entry.machine);
            if (segmentOfMachine != segment) {
                segment = segmentOfMachine;
                segments.add(segmentText(segment));
            }
            if (entry.machine == self) {
                place = daemons.size();
            }
            daemons.add(new Topology.Daemon(
                    SimConfig.nameOf(entry.machine), config.idOf(entry.machine), segments.size() - 1, entry.machine));
            addresses.add("10.88." + segment + "." + (entry.machine + 1));
        }
        return new Topology(daemons, segments.size(), place, segments, addresses);
    }

    private String segmentText(int segment) {
        return config.settings().protocolLevel() == 4
                ? "%-16s  %d".formatted("10.88." + segment + ".255", PORT)
                : "[10.88." + segment + ".255]:" + PORT;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(text.length() == 0 ? "" : " ")
                    .append(SimConfig.nameOf(entry.machine))
                    .append(entry.version == 0 ? "" : "*" + entry.version);
        }
        return text + (accelerated ? ", accelerated" : "") + ", windows " + window + "/" + personalWindow;
    }
}
