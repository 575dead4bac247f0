package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.config.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks daemons how they are, once. */
@Command(
        name = "status",
        description = {
            "Shows how daemons are.",
            "Exit status: 0 all answered, 1 some did not, 2 some have another configuration hash."
        })
final class StatusCommand extends MonitorCommand {
    @Parameters(paramLabel = "DAEMON", description = "Names of daemons; default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--report", description = "Print the reports of the interactive spmonitor.")
    private boolean report;

    private List<Daemon> asked;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        asked = daemons(site, names);
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        MonitorSite site = client.site();
        Map<Integer, DaemonStatus> answers = client.status(asked, arguments().waitMs(ANSWER_MS));
        List<Daemon> silent =
                asked.stream().filter(d -> !answers.containsKey(d.index())).toList();
        Map<Integer, Integer> hashes = client.foreignHashes(silent, 500);
        answers.forEach((index, status) -> {
            if (status.hash() != 0 && status.hash() != site.hash()) {
                hashes.put(index, status.hash());
            }
        });
        if (!isJson() && !report) {
            print(StatusFormat.HEADER);
        }
        for (Daemon daemon : asked) {
            show(site, daemon, answers.get(daemon.index()), hashes.get(daemon.index()));
        }
        if (!isJson()) {
            tellDisagreement(site, answers);
        }
        if (!hashes.isEmpty()) {
            return SpMonitor.OTHER_CONFIGURATION;
        }
        return silent.isEmpty() ? SpMonitor.OK : SpMonitor.FAILED;
    }

    private void show(MonitorSite site, Daemon daemon, DaemonStatus status, Integer otherHash) {
        if (isJson()) {
            JsonObject json = status != null
                    ? StatusFormat.json(site, daemon, status)
                    : new JsonObject().put("daemon", daemon.displayName()).put("answered", false);
            if (otherHash != null) {
                json.put("hash_of_daemon", Integer.toUnsignedLong(otherHash))
                        .put("hash_of_file", Integer.toUnsignedLong(site.hash()));
            }
            print(json.toString());
            return;
        }
        if (status != null && report) {
            out().print(MonitorTexts.report(status, daemon.displayName(), StatusFormat.leader(site, status), null));
        } else if (status != null) {
            print(StatusFormat.row(site, daemon, status));
        } else if (otherHash == null) {
            print(daemon.displayName() + ": no answer. It is down, or does not get the request, or has another"
                    + " configuration than this file (hash " + Integer.toUnsignedString(site.hash()) + ").");
        }
        if (otherHash != null) {
            print(daemon.displayName() + ": another configuration. The daemon has hash "
                    + Integer.toUnsignedString(otherHash) + ", "
                    + site.configuration().file() + " has hash "
                    + Integer.toUnsignedString(site.hash()) + reloaded(site, otherHash));
        }
    }

    private static String reloaded(MonitorSite site, int hash) {
        boolean accelerated = hash == site.hash(true);
        if (!accelerated && hash != site.hash(false)) {
            return ".";
        }
        return "; that is the same file with AcceleratedRing = " + accelerated
                + (accelerated ? ", as after a reload of a file that does not set it." : ".");
    }

    private void tellDisagreement(MonitorSite site, Map<Integer, DaemonStatus> answers) {
        long leaders =
                answers.values().stream().map(DaemonStatus::leaderId).distinct().count();
        if (leaders > 1) {
            print("The daemons are in " + leaders + " different rings.");
        }
        for (Map.Entry<Integer, DaemonStatus> answer : answers.entrySet()) {
            if (!answer.getValue().isOperational()) {
                print(site.daemons().get(answer.getKey()).displayName() + " is changing its ring.");
            }
        }
    }
}
