package org.ringcast.monitor;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.Daemon;

/** Prints reports as they arrive, and says which of the daemons that were asked did not answer. */
final class ReportPrinter {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEVER = Long.MAX_VALUE;

    private final MonitorSite site;
    private final boolean compatible;
    private final PrintStream out;
    private final Map<Integer, DaemonStatus> previous = new TreeMap<>();
    private final Map<Integer, Daemon> expected = new TreeMap<>();
    private long complainAtNs = NEVER;

    /** @param compatible differences are to the report before, whosever it was, and nobody is missed */
    ReportPrinter(MonitorSite site, boolean compatible, PrintStream out) {
        this.site = site;
        this.compatible = compatible;
        this.out = out;
    }

    /** A daemon was asked. */
    void expect(Daemon daemon, long nowNs) {
        if (!compatible) {
            expected.put(daemon.index(), daemon);
            complainAtNs = nowNs + PATIENCE_NS;
        }
    }

    void expectNobody() {
        expected.clear();
        complainAtNs = NEVER;
    }

    /** When {@link #complain} is to be called. */
    long nextDeadlineNs() {
        return complainAtNs;
    }

    /** Names those who should have answered by now. */
    void complain(long nowNs) {
        if (nowNs < complainAtNs) {
            return;
        }
        for (Daemon daemon : expected.values()) {
            out.print("Monitor: no answer from " + daemon.displayName() + " within "
                    + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " seconds\n");
        }
        if (!expected.isEmpty()) {
            out.print(MonitorTexts.PROMPT);
        }
        out.flush();
        expectNobody();
    }

    void show(MonitorArrival arrival) {
        if (arrival.status().isEmpty()) {
            return;
        }
        DaemonStatus status = arrival.status().get();
        var daemon = site.withId(status.id());
        if (daemon.isEmpty()) {
            out.print(MonitorTexts.unknownReport() + (compatible ? "" : MonitorTexts.PROMPT));
            out.flush();
            return;
        }
        int index = daemon.get().index();
        expected.remove(index);
        String leader = site.withId(status.leaderId())
                .map(Daemon::displayName)
                .orElseGet(() ->
                        compatible ? Integer.toString(status.leaderId()) : Integer.toUnsignedString(status.leaderId()));
        int key = compatible ? 0 : index;
        out.print(MonitorTexts.report(status, daemon.get().displayName(), leader, previous.get(key)));
        previous.put(key, status);
        if (!compatible && status.hash() != 0 && status.hash() != site.hash()) {
            out.print("Monitor: " + daemon.get().displayName() + " has configuration hash "
                    + Integer.toUnsignedString(status.hash()) + ", this file has "
                    + Integer.toUnsignedString(site.hash()) + "\n");
        }
        out.print(MonitorTexts.PROMPT);
        out.flush();
    }
}
