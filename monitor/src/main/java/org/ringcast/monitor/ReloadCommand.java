package org.ringcast.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has daemons read their configuration again. */
@Command(
        name = "reload",
        description = {
            "Has all daemons read their configuration again, after the new file was put where each daemon looks for it.",
            "The new file is read here first; nothing is sent when it cannot be used.",
            "Exit status: 0 the daemons of the new file have it, 1 some have not, 78 the file cannot be used."
        })
final class ReloadCommand extends MonitorCommand {
    @Option(
            names = "--old",
            paramLabel = "FILE",
            description =
                    "The file that the daemons run with, when the one of -c is a newer one. Needed when the change"
                            + " changes the configuration hash: daemons do not obey a monitor with another hash.")
    private Path old;

    private MonitorSite oldSite;

    @Override
    void prepare(MonitorSite site) throws ConfigError {
        MonitorOptions options = arguments().options(1);
        oldSite = old == null
                ? site
                : MonitorSite.load(
                        new MonitorOptions(options.port(), options.name(), 1, Optional.of(old), options.level()));
    }

    @Override
    int run(MonitorClient client) throws InterruptedException, IOException {
        MonitorSite site = client.site();
        tellDifferences(site);
        // The daemons answer to the port of one socket and have forgotten it when the next one is opened.
        try (MonitorClient sender = new MonitorClient(oldSite, 0)) {
            sender.sendOnce(sender.requests().reload(), oldSite.daemons());
            if (!oldSite.isLevel4()) {
                sender.sendOnce(sender.requests().reload(), oldSite.daemons());
            }
        }
        List<Daemon> missing = new ArrayList<>(site.daemons());
        await(() -> {
            Map<Integer, DaemonStatus> answers = client.status(missing, ANSWER_MS / 2);
            missing.removeIf(d ->
                    answers.containsKey(d.index()) && answers.get(d.index()).isOperational());
            return missing.isEmpty();
        });
        if (missing.isEmpty()) {
            return succeed("All daemons of " + site.configuration().file() + " answer to its hash "
                    + Integer.toUnsignedString(site.hash()) + ".");
        }
        Map<Integer, Integer> hashes = client.foreignHashes(missing, 500);
        StringBuilder text = new StringBuilder(
                "Sent. No answer to hash " + Integer.toUnsignedString(site.hash()) + " from " + names(missing) + ".");
        hashes.forEach((index, hash) -> text.append(' ')
                .append(site.daemons().get(index).displayName())
                .append(" has hash ")
                .append(Integer.toUnsignedString(hash))
                .append('.'));
        return fail(text.toString(), hashes.isEmpty() ? SpMonitor.FAILED : SpMonitor.OTHER_CONFIGURATION);
    }

    private void tellDifferences(MonitorSite site) {
        if (isJson()) {
            print(new JsonObject()
                    .put("old_hash", Integer.toUnsignedLong(oldSite.hash()))
                    .put("new_hash", Integer.toUnsignedLong(site.hash()))
                    .toString());
            return;
        }
        print("Old configuration hash is: " + Integer.toUnsignedString(oldSite.hash()));
        print("New configuration hash is: " + Integer.toUnsignedString(site.hash()));
        for (Daemon daemon : oldSite.daemons()) {
            Optional<Daemon> now = site.named(daemon.name());
            if (now.isEmpty()) {
                print("Removed: " + daemon.displayName() + " (it will end)");
            } else if (!now.get().hasSameParameters(daemon)) {
                print("Changed: " + daemon.displayName() + " (address, port, id or interfaces)");
            }
        }
        for (Daemon daemon : site.daemons()) {
            if (oldSite.named(daemon.name()).isEmpty()) {
                print("Added: " + daemon.displayName() + " (to be started)");
            }
        }
    }
}
