package org.ringcast.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ringcast.daemon.config.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows daemons on the whole screen, and what happens in them. */
@Command(
        name = "top",
        description = {
            "Shows daemons on the whole screen: state, ring, rates, retransmissions, lag, sessions. The key q ends it.",
            "Below them, of Ringcast daemons: the clients furthest behind, and the daemons that packets do not reach.",
            "Red: no answer, or another configuration; yellow: changing its ring. Exit status: 0."
        })
final class TopCommand extends MonitorCommand {
    private static final long HASH_WAIT_MS = 200;
    private static final int HASH_EVERY = 5;
    private static final long TROUBLES_WAIT_MS = 300;

    @Parameters(paramLabel = "DAEMON", description = "Names of daemons; default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--every", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
    private double everySeconds = 2;

    @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many pictures; default: never.")
    private long count = Long.MAX_VALUE;

    private final Set<Integer> telling = new TreeSet<>();
    private List<Daemon> shown;
    private volatile boolean ended;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        shown = daemons(site, names);
        if (!(everySeconds >= 0.2 && everySeconds <= 3600) || count < 1) {
            throw new ArgumentException("--every takes 0.2 to 3600 seconds, --count at least 1");
        }
        if (isJson()) {
            throw new ArgumentException("top is for the screen; history --json tells the same");
        }
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        TopScreen screen = new TopScreen(client.site(), shown, everySeconds);
        MonitorInbox pause = new MonitorInbox();
        try (AnsiTerminal terminal = AnsiTerminal.open(out())) {
            if (terminal.isFullScreen()) {
                readKeys(pause);
            }
            Map<Integer, TopScreen.Row> rows = new TreeMap<>();
            Map<Integer, Integer> hashes = new HashMap<>();
            Map<Integer, Troubles> troubles = new TreeMap<>();
            long periodNs = (long) (everySeconds * 1e9);
            long next = System.nanoTime();
            for (long i = 0; i < count && !ended; i++) {
                ask(client, rows, hashes, i % HASH_EVERY == 0);
                askForTroubles(client, rows, troubles, i % HASH_EVERY == 0);
                int[] size = terminal.size();
                terminal.draw(screen.lines(rows, troubles, LocalTime.now(ZoneId.systemDefault()), size[0], size[1]));
                next = Math.max(next + periodNs, System.nanoTime());
                if (i + 1 < count) {
                    pause.await(() -> ended, next);
                }
            }
        }
        return SpMonitor.OK;
    }

    private void ask(
            MonitorClient client, Map<Integer, TopScreen.Row> rows, Map<Integer, Integer> hashes, boolean askHashes)
            throws InterruptedException {
        long waitMs = Math.min(arguments().waitMs(1000), (long) (everySeconds * 500));
        Map<Integer, DaemonStatus> answers = client.status(shown, waitMs);
        long now = System.nanoTime();
        List<Daemon> silent =
                shown.stream().filter(d -> !answers.containsKey(d.index())).toList();
        if (askHashes) {
            hashes.clear();
            hashes.putAll(client.foreignHashes(silent, HASH_WAIT_MS));
        }
        for (Daemon daemon : shown) {
            int index = daemon.index();
            DaemonStatus status = answers.get(index);
            TopScreen.Row last = rows.get(index);
            rows.put(
                    index,
                    status == null
                            ? new TopScreen.Row(null, null, hashes.get(index))
                            : new TopScreen.Row(new Sample(status, now), last == null ? null : last.now(), null));
        }
    }

    /** Those that tell; the others, Spread's among them, are tried now and then, since waiting for them takes time. */
    private void askForTroubles(
            MonitorClient client, Map<Integer, TopScreen.Row> rows, Map<Integer, Troubles> troubles, boolean askAll)
            throws InterruptedException {
        List<Daemon> asked = shown.stream()
                .filter(d -> rows.get(d.index()).now() != null && (askAll || telling.contains(d.index())))
                .toList();
        Map<Integer, Troubles> answers = client.troubles(asked, TROUBLES_WAIT_MS);
        troubles.clear();
        troubles.putAll(answers);
        telling.addAll(answers.keySet());
    }

    private void readKeys(MonitorInbox pause) {
        InputStream keys = in();
        Thread thread = new Thread(
                () -> {
                    try {
                        for (int key = keys.read(); key >= 0 && key != 'q' && key != 'Q'; key = keys.read()) {
                            // no other key means anything
                        }
                    } catch (IOException e) {
                        // no keys, then
                    }
                    ended = true;
                    pause.wake();
                },
                "keys");
        thread.setDaemon(true);
        thread.start();
    }
}
