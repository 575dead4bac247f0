package org.ringcast.monitor;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks daemons how they are again and again, and prints what happened in between. */
@Command(
        name = "history",
        description = {
            "Prints every so often a line for each daemon: rates since the line before, and where it stands.",
            "Exit status: 0 all answered every time, 1 some did not."
        })
final class HistoryCommand extends MonitorCommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String FORMAT = "%-8s %-19s %-11s %5s %9s %9s %9s %9s %9s %8s %6s";

    @Parameters(paramLabel = "DAEMON", description = "Names of daemons; default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--every", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
    private double everySeconds = MonitorOptions.DEFAULT_PERIOD_SECONDS;

    @Option(names = "--count", paramLabel = "NUMBER", description = "How often; default: without end.")
    private long count = Long.MAX_VALUE;

    private List<Daemon> asked;

    @Override
    void prepare(MonitorSite site) throws ArgumentException {
        asked = daemons(site, names);
        if (!(everySeconds >= 0.1 && everySeconds <= 86_400) || count < 1) {
            throw new ArgumentException("--every takes 0.1 to 86400 seconds, --count at least 1");
        }
    }

    @Override
    int run(MonitorClient client) throws InterruptedException {
        if (!isJson()) {
            print(MonitorTexts.format(
                    FORMAT,
                    "TIME",
                    "DAEMON",
                    "STATE",
                    "PROCS",
                    "ROUNDS/S",
                    "MSGS/S",
                    "SENT/S",
                    "RECV/S",
                    "RETRANS",
                    "ARU-LAG",
                    "SESS"));
        }
        long periodNs = (long) (everySeconds * 1e9);
        long waitMs = Math.min(arguments().waitMs(ANSWER_MS), TimeUnit.NANOSECONDS.toMillis(periodNs));
        Map<Integer, Sample> before = new TreeMap<>();
        boolean allAnswered = true;
        MonitorInbox pause = new MonitorInbox();
        long next = System.nanoTime();
        for (long i = 0; i < count; i++) {
            Map<Integer, DaemonStatus> answers = client.status(asked, waitMs);
            long now = System.nanoTime();
            allAnswered &= answers.size() == asked.size();
            for (Daemon daemon : asked) {
                DaemonStatus status = answers.get(daemon.index());
                Sample sample = status == null ? null : new Sample(status, now);
                show(client.site(), daemon, sample, before.get(daemon.index()));
                if (sample != null) {
                    before.put(daemon.index(), sample);
                }
            }
            next = Math.max(next + periodNs, now);
            if (i + 1 < count) {
                pause.await(() -> false, next);
            }
        }
        return allAnswered ? SpMonitor.OK : SpMonitor.FAILED;
    }

    private void show(MonitorSite site, Daemon daemon, Sample sample, Sample before) {
        if (isJson()) {
            JsonObject json = sample == null
                    ? new JsonObject().put("daemon", daemon.displayName()).put("answered", false)
                    : StatusFormat.json(site, daemon, sample.status());
            if (sample != null && before != null) {
                Rates rates = Rates.between(before, sample);
                json.put("rounds_per_second", rates.rounds(), 1)
                        .put("messages_per_second", rates.messages(), 1)
                        .put("sent_per_second", rates.sent(), 1)
                        .put("received_per_second", rates.received(), 1)
                        .put("retransmitted", rates.retransmitted());
            }
            print(json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                    .toString());
            return;
        }
        String time = TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
        if (sample == null) {
            print(MonitorTexts.format("%-8s %-19s no answer", time, daemon.displayName()));
            return;
        }
        DaemonStatus status = sample.status();
        Rates rates = before == null ? null : Rates.between(before, sample);
        print(MonitorTexts.format(
                FORMAT,
                time,
                daemon.displayName(),
                status.state(),
                status.count(Field.NUM_PROCS),
                rates == null ? "-" : Rates.text(rates.rounds()),
                rates == null ? "-" : Rates.text(rates.messages()),
                rates == null ? "-" : Rates.text(rates.sent()),
                rates == null ? "-" : Rates.text(rates.received()),
                rates == null ? "-" : Long.toString(rates.retransmitted()),
                StatusFormat.lag(status),
                status.count(Field.NUM_SESSIONS)));
    }
}
