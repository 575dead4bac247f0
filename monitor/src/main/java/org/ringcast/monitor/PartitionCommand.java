package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Splits the daemons into components that do not hear each other. */
@Command(
        name = "partition",
        description = {
            "Splits the daemons into components that do not hear each other. The split ends by itself after 60 seconds.",
            "Exit status: 0 the rings are as wanted, 1 they are not, 3 refused."
        })
final class PartitionCommand extends MonitorCommand {
    private static final long RENEWAL_MS = 25_000;

    @Parameters(
            paramLabel = "DAEMON=COMPONENT",
            description = "Component of a daemon, a number; 0 for those not named.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--cancel", description = "End the split. Rings find each other in time, up to LookupTimeout.")
    private boolean cancel;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "Keep the split up so long, then end it. Without: until 60 seconds have passed.")
    private int seconds;

    @Option(names = "--force", description = "Send it even if the configuration does not say DangerousMonitor = true.")
    private boolean force;

    private int[] components;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        components = new int[site.daemonCount()];
        if (cancel == !words.isEmpty()) {
            throw new ArgumentException("partition takes DAEMON=COMPONENT ..., or --cancel");
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            OptionalInt number = equals < 0 ? OptionalInt.empty() : ScannedNumber.of(word.substring(equals + 1));
            if (number.isEmpty() || number.getAsInt() < 0 || number.getAsInt() > Short.MAX_VALUE) {
                throw new ArgumentException("Not DAEMON=COMPONENT with a component from 0 to 32767: " + word);
            }
            components[daemon(site, word.substring(0, equals)).index()] = number.getAsInt();
        }
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        MonitorSite site = client.site();
        if (!isDangerAllowed(site, force)) {
            return SpMonitor.REFUSED;
        }
        long alive =
                client.status(site.daemons(), arguments().waitMs(ANSWER_MS)).size();
        client.sendTwice(client.requests().partition(components), site.daemons());
        if (cancel) {
            return succeed("Sent: everybody may hear everybody again.");
        }
        boolean split = await(() -> isSplit(client, alive));
        int result =
                split ? succeed("The daemons are split as wanted.") : fail(whyNot("some daemons"), SpMonitor.FAILED);
        if (split && seconds > 0) {
            keep(client);
        }
        return result;
    }

    /** Whether each ring has as many daemons as its component has of those that answer. */
    private boolean isSplit(MonitorClient client, long alive) throws InterruptedException {
        Map<Integer, DaemonStatus> answers = client.status(client.site().daemons(), ANSWER_MS / 2);
        if (answers.isEmpty() || answers.size() < alive) {
            return false;
        }
        Map<Integer, Integer> sizes = new TreeMap<>();
        answers.keySet().forEach(index -> sizes.merge(components[index], 1, Integer::sum));
        return answers.entrySet().stream()
                .allMatch(answer -> answer.getValue().isOperational()
                        && answer.getValue().get(Field.NUM_PROCS) == sizes.get(components[answer.getKey()]));
    }

    private void keep(MonitorClient client) throws InterruptedException {
        List<Daemon> all = client.site().daemons();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread onSignal = new Thread(
                () -> {
                    if (interrupted.getCount() > 0) {
                        client.sendTwice(client.requests().partition(new int[all.size()]), all);
                    }
                },
                "end of the split");
        Runtime.getRuntime().addShutdownHook(onSignal);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            boolean done = interrupted.await(Math.min(leftMs, RENEWAL_MS), TimeUnit.MILLISECONDS);
            if (!done && System.nanoTime() < end) {
                client.sendTwice(client.requests().partition(components), all);
            }
        }
        interrupted.countDown();
        client.sendTwice(client.requests().partition(new int[all.size()]), all);
        succeed("The split is over.");
    }
}
