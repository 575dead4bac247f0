package org.ringcast.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringcast.daemon.config.Daemon;

/** The part of {@code spmonitor top} below the table: who is slow, and who is not reached. */
final class TopTroubles {
    private static final int MOST = 5;

    /** How long something that is over is shown. */
    private static final long REMEMBERED_MS = 10 * 60_000L;

    private TopTroubles() {}

    /** A client that is behind, at a daemon. */
    private record Client(String daemon, Troubles.Slow slow) {}

    /** @param troubles by the daemons' place in the configuration */
    static List<TopScreen.Line> lines(List<Daemon> daemons, Map<Integer, Troubles> troubles) {
        List<TopScreen.Line> lines = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<TopScreen.Line> stuck = new ArrayList<>();
        for (Daemon daemon : daemons) {
            Troubles of = troubles.get(daemon.index());
            if (of == null) {
                continue;
            }
            if (of.refused()) {
                refused.add(daemon.displayName());
            }
            of.slow().forEach(slow -> clients.add(new Client(daemon.displayName(), slow)));
            of.stuck().stream()
                    .filter(one -> one.endedMs() < REMEMBERED_MS)
                    .forEach(one -> stuck.add(line(daemon.displayName(), one)));
        }
        if (!stuck.isEmpty()) {
            heading(lines, "PACKETS DO NOT ARRIVE");
            lines.addAll(stuck.subList(0, Math.min(MOST, stuck.size())));
        }
        if (!clients.isEmpty()) {
            heading(
                    lines,
                    text("%-32s %-14s %9s %10s %9s", "SLOWEST CLIENTS", "DAEMON", "MESSAGES", "BYTES", "BEHIND"));
            clients.sort(
                    Comparator.comparingLong((Client client) -> client.slow().behindMs())
                            .reversed());
            for (Client client : clients.subList(0, Math.min(MOST, clients.size()))) {
                Troubles.Slow slow = client.slow();
                lines.add(new TopScreen.Line(
                        TopScreen.Look.PLAIN,
                        text(
                                "%-32s %-14s %9d %10d %9s",
                                slow.session(),
                                client.daemon(),
                                slow.messages(),
                                slow.bytes(),
                                seconds(slow.behindMs()))));
            }
        }
        if (!refused.isEmpty()) {
            lines.add(new TopScreen.Line(
                    TopScreen.Look.PLAIN,
                    "No clients and paths of " + String.join(", ", refused)
                            + ": MonitorSecret differs from this file's"));
        }
        return lines;
    }

    private static void heading(List<TopScreen.Line> lines, String text) {
        lines.add(new TopScreen.Line(TopScreen.Look.PLAIN, ""));
        lines.add(new TopScreen.Line(TopScreen.Look.HEADING, text));
    }

    private static TopScreen.Line line(String seenBy, Troubles.Stuck stuck) {
        boolean lasts = stuck.endedMs() < 0;
        String text = stuck.daemon()
                + (lasts ? " is not reached" : " was not reached")
                + (stuck.from().isEmpty() ? "" : " from " + stuck.from()) + " by " + stuck.address() + " for "
                + seconds(stuck.lastedMs()) + (lasts ? "" : ", until " + seconds(stuck.endedMs()) + " ago") + " (says "
                + seenBy + ")";
        return new TopScreen.Line(lasts ? TopScreen.Look.ALARM : TopScreen.Look.WARNING, text);
    }

    private static String seconds(long ms) {
        return text("%.1f s", ms / 1e3);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
