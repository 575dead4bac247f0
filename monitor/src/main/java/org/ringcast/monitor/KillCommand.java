package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.config.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends daemons. */
@Command(
        name = "kill",
        description = {
            "Ends daemons, on whatever machine they run.",
            "Exit status: 0 they have ended, 1 they have not, 3 refused."
        })
final class KillCommand extends MonitorCommand {
    @Parameters(paramLabel = "DAEMON", arity = "1..*", description = "Names of daemons, or all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--force", description = "Send it even if the configuration does not say DangerousMonitor = true.")
    private boolean force;

    private List<Daemon> victims;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        victims = daemons(site, names);
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        MonitorSite site = client.site();
        if (!isDangerAllowed(site, force)) {
            return SpMonitor.REFUSED;
        }
        List<Daemon> alive = alive(client, victims, arguments().waitMs(ANSWER_MS));
        for (Daemon victim : victims) {
            client.sendTwice(client.requests().terminate(victim.index(), new int[site.daemonCount()]), List.of(victim));
        }
        if (alive.isEmpty()) {
            return fail("Sent; but none of them had answered before, either.", SpMonitor.FAILED);
        }
        boolean ended = await(() -> alive(client, alive, ANSWER_MS / 4).isEmpty());
        return ended
                ? succeed("Ended: " + names(alive))
                : fail(whyNot(names(alive(client, alive, ANSWER_MS / 4))), SpMonitor.FAILED);
    }

    private static List<Daemon> alive(MonitorClient client, List<Daemon> daemons, long timeMs)
            throws InterruptedException {
        var answers = client.status(daemons, timeMs);
        return daemons.stream().filter(d -> answers.containsKey(d.index())).toList();
    }
}
