package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.DumpRequest.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has daemons write their flight recorders. */
@Command(
        name = "dump",
        description = {
            "Has Ringcast daemons write their last protocol events into files, each on its own machine.",
            "Exit status: 0 all write, 1 some did not answer, 3 some refuse."
        })
final class DumpCommand extends MonitorCommand {
    @Parameters(paramLabel = "DAEMON", description = "Names of daemons; default: all.")
    private List<String> names = new ArrayList<>();

    private List<Daemon> asked;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        asked = daemons(site, names);
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        Map<Integer, DumpAnswer> answers = client.dumps(asked, arguments().waitMs(ANSWER_MS));
        int status = SpMonitor.OK;
        for (Daemon daemon : asked) {
            DumpAnswer answer = answers.get(daemon.index());
            show(daemon, answer);
            if (answer == null) {
                status = Math.max(status, SpMonitor.FAILED);
            } else if (answer.outcome() == Outcome.REFUSED) {
                status = SpMonitor.REFUSED;
            }
        }
        return status;
    }

    private void show(Daemon daemon, DumpAnswer answer) {
        if (isJson()) {
            JsonObject json =
                    new JsonObject().put("daemon", daemon.displayName()).put("answered", answer != null);
            if (answer != null) {
                json.put("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
            }
            if (answer != null && !answer.file().isEmpty()) {
                json.put("file", answer.file());
            }
            print(json.toString());
        } else if (answer == null) {
            print(daemon.displayName()
                    + ": no answer. It is down, or has another configuration, or is no Ringcast daemon that can.");
        } else {
            print(daemon.displayName() + ": "
                    + switch (answer.outcome()) {
                        case WRITTEN -> "writes " + answer.file();
                        case TOO_SOON -> "has written one only just now";
                        case REFUSED -> "refuses; its log says why (MonitorSecret)";
                    });
        }
    }
}
