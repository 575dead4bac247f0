package org.ringcast.harness.sim.swarm;

import java.util.List;
import org.ringcast.harness.sim.SimConfig;
import org.ringcast.harness.sim.SimFile;

/**
 * Daemons read their configuration file again, which may say something else, one after the other and whatever they are doing.
 *
 * @param change what is new in the file
 * @param daemon whom the change is about, if it is about one
 * @param number the new window, or the parity that says whether the ring is accelerated
 * @param delaysNs how long after the change each daemon is told
 */
record ReloadFault(Change change, int daemon, int number, List<Long> delaysNs) implements Fault {
    /** What can be new in a file. */
    enum Change {
        NOTHING,
        WINDOW,
        PROTOCOL,
        ENTRY,
        /** The daemon is not in the file for a while. */
        REMOVAL
    }

    private static final int PERSONAL_WINDOW = 20;

    ReloadFault {
        delaysNs = List.copyOf(delaysNs);
    }

    @Override
    public void begin(FaultInjector injector) {
        SimFile file = injector.file();
        boolean removable = file.names(daemon) && file.machines().length > 1;
        injector.reload(
                switch (change) {
                    case NOTHING -> file;
                    case WINDOW -> file.windows(number, Math.min(number, PERSONAL_WINDOW));
                    case PROTOCOL -> file.accelerated(number % 2 == 0);
                    case ENTRY -> file.touched(daemon);
                    case REMOVAL -> removable ? file.without(daemon) : file;
                },
                delaysNs);
    }

    @Override
    public void end(FaultInjector injector) {
        if (change == Change.REMOVAL && !injector.file().names(daemon)) {
            injector.reload(injector.file().with(daemon), delaysNs);
            injector.daemon(daemon).start();
        }
    }

    @Override
    public String toString() {
        String what = switch (change) {
            case NOTHING -> "an unchanged file";
            case WINDOW -> "a file with window " + number;
            case PROTOCOL -> "a file with the " + (number % 2 == 0 ? "accelerated" : "original") + " ring";
            case ENTRY -> "a file with another entry for " + SimConfig.nameOf(daemon);
            case REMOVAL -> "a file without " + SimConfig.nameOf(daemon) + ", then one with it";
        };
        return "%s is read within %d ms"
                .formatted(
                        what,
                        delaysNs.stream()
                                .mapToLong(delay -> delay / 1_000_000)
                                .max()
                                .orElse(0));
    }
}
