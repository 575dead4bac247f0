package org.ringcast.monitor;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.StatusReply.Field;

/** Lays out the picture of {@code spmonitor top}. */
final class TopScreen {
    private static final int NAME_WIDTH = 14;
    private static final int RING_WIDTH = 18;
    private static final int FIXED_LINES = 4;

    private final MonitorSite site;
    private final List<Daemon> daemons;
    private final String every;

    /** How a line is to look. */
    enum Look {
        PLAIN,
        TITLE,
        HEADING,
        /** The daemon is changing its ring, or lags. */
        WARNING,
        /** It does not answer, or has another configuration. */
        ALARM
    }

    /** One line of the picture. */
    record Line(Look look, String text) {}

    /**
     * What is known of a daemon.
     *
     * @param now its last report, null when it has not answered to the last question
     * @param before the report before that, null for none
     * @param otherHash configuration hash of a daemon that does not answer because of it, null when unknown
     */
    record Row(Sample now, Sample before, Integer otherHash) {}

    TopScreen(MonitorSite site, List<Daemon> daemons, double everySeconds) {
        this.site = site;
        this.daemons = daemons;
        this.every = String.format(Locale.ROOT, everySeconds % 1 == 0 ? "%.0f s" : "%.1f s", everySeconds);
    }

    /**
     * A picture.
     *
     * @param rows by the daemons' place in the configuration
     * @param troubles of those that tell, likewise
     * @param width columns; longer lines are cut
     * @param height lines, at least 6; with more daemons the last line says how many are left out
     */
    List<Line> lines(Map<Integer, Row> rows, Map<Integer, Troubles> troubles, LocalTime time, int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Look.TITLE, title(time, width)));
        lines.add(new Line(Look.PLAIN, summary(rows)));
        lines.add(new Line(Look.PLAIN, ""));
        lines.add(new Line(
                Look.HEADING,
                format(
                        "DAEMON",
                        "STATE",
                        "RING",
                        "ROUNDS/S",
                        "MSGS/S",
                        "SENT/S",
                        "RETR/S",
                        "LAG",
                        "SESS",
                        "GROUPS",
                        "UP")));
        int room = Math.max(1, height - FIXED_LINES);
        int shown = daemons.size() <= room ? daemons.size() : room - 1;
        for (Daemon daemon : daemons.subList(0, shown)) {
            lines.add(line(daemon, rows.get(daemon.index())));
        }
        if (shown < daemons.size()) {
            lines.add(new Line(Look.PLAIN, "... and " + (daemons.size() - shown) + " more"));
        }
        List<Line> below = TopTroubles.lines(daemons, troubles);
        lines.addAll(below.subList(0, Math.max(0, Math.min(below.size(), height - lines.size()))));
        return lines.stream()
                .map(line -> new Line(
                        line.look(), line.text().length() > width ? line.text().substring(0, width) : line.text()))
                .toList();
    }

    private String title(LocalTime time, int width) {
        String left = "spmonitor top  " + site.configuration().file() + "  level "
                + site.level().number() + "  hash " + Integer.toUnsignedString(site.hash());
        String right = "every " + every + "  q quits  "
                + time.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ofPattern("HH:mm:ss"));
        int gap = width - left.length() - right.length();
        return gap < 2 ? left : left + " ".repeat(gap) + right;
    }

    private String summary(Map<Integer, Row> rows) {
        List<DaemonStatus> answers = rows.values().stream()
                .filter(row -> row.now() != null)
                .map(row -> row.now().status())
                .toList();
        long rings = answers.stream()
                .filter(status -> status.count(Field.NUM_PROCS) > 0)
                .map(DaemonStatus::leaderId)
                .distinct()
                .count();
        long changing =
                answers.stream().filter(status -> !status.isOperational()).count();
        return daemons.size() + " daemons, " + answers.size() + " answer, " + rings + (rings == 1 ? " ring" : " rings")
                + (changing > 0 ? ", " + changing + " changing" : "");
    }

    private Line line(Daemon daemon, Row row) {
        String name = daemon.displayName();
        if (row == null || row.now() == null) {
            boolean known = row != null && row.otherHash() != null;
            return new Line(
                    Look.ALARM,
                    String.format(
                            Locale.ROOT,
                            "%-14s %s",
                            cut(name, NAME_WIDTH),
                            known
                                    ? "other configuration, hash " + Integer.toUnsignedString(row.otherHash())
                                    : "no answer"));
        }
        DaemonStatus status = row.now().status();
        Rates rates = row.before() == null ? null : Rates.between(row.before(), row.now());
        String ring = StatusFormat.leader(site, status);
        int lag = StatusFormat.lag(status);
        String text = format(
                cut(name, NAME_WIDTH),
                status.state()
                        + (status.get(Field.STATE) == 1 && status.get(Field.GSTATE) != 1
                                ? "/" + status.groupState()
                                : ""),
                cut(ring, RING_WIDTH - 6) + " (" + status.count(Field.NUM_PROCS) + ")",
                rate(rates == null ? -1 : rates.rounds()),
                rate(rates == null ? -1 : rates.messages()),
                rate(rates == null ? -1 : rates.sent()),
                rate(rates == null ? -1 : rates.retransmittedPerSecond()),
                Integer.toString(lag),
                Long.toString(status.count(Field.NUM_SESSIONS)),
                Long.toString(status.count(Field.NUM_GROUPS)),
                upTime(status.count(Field.SEC)));
        boolean otherHash = status.hash() != 0 && status.hash() != site.hash();
        if (otherHash) {
            return new Line(
                    Look.ALARM, text + "  other configuration, hash " + Integer.toUnsignedString(status.hash()));
        }
        return new Line(status.isOperational() ? Look.PLAIN : Look.WARNING, text);
    }

    private static String format(Object... columns) {
        return String.format(Locale.ROOT, "%-14s %-11s %-18s %8s %8s %8s %8s %7s %6s %6s %s", columns);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }

    private static String rate(double rate) {
        return rate < 0 ? "-" : Rates.text(rate);
    }

    private static String upTime(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m" + seconds % 60 + "s";
        }
        long hours = minutes / 60;
        return hours < 24 ? hours + "h" + minutes % 60 + "m" : hours / 24 + "d" + hours % 24 + "h";
    }
}
