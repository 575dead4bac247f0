package org.ringcast.daemon.wire;

import java.util.ArrayList;
import java.util.List;

/** What a daemon has counted of the path probes of the runs that it knows; the run that was silent longest makes room. */
final class PathCounts {
    private static final int MAX_RUNS = 8;
    private static final int MAX_COUNT = 0xffff;

    private static final class Run {
        private final int asker;
        private final int number;
        private final short[] received;
        private final short[] sent;

        Run(int asker, int number, int entries) {
            this.asker = asker;
            this.number = number;
            received = new short[entries];
            sent = new short[entries];
        }
    }

    private final int daemons;
    /** The one used last is the last. */
    private final List<Run> runs = new ArrayList<>();

    PathCounts(int daemons) {
        this.daemons = daemons;
    }

    void received(PathProbe probe, int from, int way) {
        increment(run(probe).received, entry(from, way, probe.sizeClass()));
    }

    void sent(PathProbe probe, int to, int way) {
        increment(run(probe).sent, entry(to, way, probe.sizeClass()));
    }

    /** Fills in the report that a probe asks for. */
    void report(PathProbe probe) {
        Run run = run(probe);
        int end = Math.min(daemons, probe.reportFirst() + probe.reportCount());
        for (int daemon = probe.reportFirst(); daemon < end; daemon++) {
            for (int way = 0; way < PathProbe.WAYS; way++) {
                for (int size = 0; size < PathProbe.SIZES; size++) {
                    int entry = entry(daemon, way, size);
                    probe.setReported(daemon, way, size, run.received[entry], run.sent[entry]);
                }
            }
        }
    }

    private Run run(PathProbe probe) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            if (run.number == probe.run() && run.asker == probe.asker()) {
                runs.remove(i);
                runs.add(run);
                return run;
            }
        }
        if (runs.size() >= MAX_RUNS) {
            runs.remove(0);
        }
        Run run = new Run(probe.asker(), probe.run(), daemons * PathProbe.WAYS * PathProbe.SIZES);
        runs.add(run);
        return run;
    }

    private static int entry(int daemon, int way, int sizeClass) {
        return (daemon * PathProbe.WAYS + way) * PathProbe.SIZES + sizeClass;
    }

    private static void increment(short[] counts, int entry) {
        if ((counts[entry] & 0xffff) < MAX_COUNT) {
            counts[entry]++;
        }
    }
}
