package org.ringcast.daemon.admin.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.net.NetworkCounter;
import org.ringcast.daemon.observe.SessionEnd;
import org.ringcast.daemon.session.SessionCounter;

/**
 * Everything that a daemon measures, in one list: metrics, status and the page docs/counters.md are made from it. Counters that
 * differ only in the reason for something are one metric with a label.
 */
public final class Catalogue {
    /** In front of every name. */
    static final String PREFIX = "ringcast_";

    /** Label of counters that differ in a reason. */
    static final String REASON = "reason";

    private static final List<Counter> COUNTERS = findCounters();

    /** Counters whose key begins with {@code keyPrefix} are one metric; what follows is the reason. */
    private enum Family {
        DATAGRAMS_DROPPED("drop_", "datagrams_dropped", "datagrams that were not used, by reason"),
        TOKENS_SWALLOWED("token_", "tokens_swallowed", "tokens that were not used, by reason"),
        FORM_TOKENS_SWALLOWED("form_", "form_tokens_swallowed", "form tokens that were not used, by reason"),
        CLIENTS_REFUSED("clients_refused_", "clients_refused", "connections of clients that were refused, by reason"),
        SESSIONS_ENDED("sessions_ended_", "sessions_ended", "sessions that ended, by reason");

        private final String keyPrefix;
        private final String metric;
        private final String text;

        Family(String keyPrefix, String metric, String text) {
            this.keyPrefix = keyPrefix;
            this.metric = metric;
            this.text = text;
        }

        static Family of(String key) {
            for (Family family : values()) {
                if (key.startsWith(family.keyPrefix)) {
                    return family;
                }
            }
            return null;
        }
    }

    /**
     * A plain number.
     *
     * @param key its name in the status, unique
     * @param metric its name in metrics, without prefix and suffix; shared by those of one family
     * @param reason value of the label {@code reason}; empty for none
     * @param gauge whether it goes down, too
     * @param text what is counted
     * @param metricText what the whole metric tells
     */
    record Counter(String key, String metric, String reason, boolean gauge, String text, String metricText) {}

    /**
     * A row for people.
     *
     * @param metric full name as Prometheus shows it
     * @param labels with their values where these are fixed
     * @param key where it is in the status; empty for somewhere else than under {@code counters}
     */
    public record Row(String metric, String labels, String type, String unit, String key, String text) {}

    private Catalogue() {}

    /** All plain numbers; those of one metric stand together. */
    static List<Counter> counters() {
        return COUNTERS;
    }

    private static List<Counter> findCounters() {
        List<Counter> all = new ArrayList<>();
        for (CounterId id : CounterId.values()) {
            all.add(counter(id.key(), id.text(), id.isGauge()));
        }
        for (NetworkCounter counter : NetworkCounter.values()) {
            all.add(counter(counter.key(), counter.text(), false));
        }
        for (SessionCounter counter : SessionCounter.values()) {
            all.add(counter(counter.key(), counter.description(), false));
        }
        for (SessionEnd end : SessionEnd.values()) {
            all.add(counter(key(end), end.text(), false));
        }
        return List.copyOf(all);
    }

    static String key(SessionEnd end) {
        return Family.SESSIONS_ENDED.keyPrefix + end.key();
    }

    private static Counter counter(String key, String text, boolean gauge) {
        Family family = Family.of(key);
        if (family == null) {
            return new Counter(key, key, "", gauge, text, text);
        }
        return new Counter(key, family.metric, key.substring(family.keyPrefix.length()), gauge, text, family.text);
    }

    /** All rows, in the order in which a reader would look for them. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            rows.add(new Row(
                    PREFIX + metric.key() + suffix(metric.type()),
                    String.join(", ", metric.labels()),
                    metric.type().name().toLowerCase(Locale.ROOT),
                    metric.unit(),
                    "",
                    metric.text()));
        }
        for (Counter counter : counters()) {
            Metric.Type type = counter.gauge() ? Metric.Type.GAUGE : Metric.Type.COUNTER;
            rows.add(new Row(
                    PREFIX + counter.metric() + suffix(type),
                    counter.reason().isEmpty() ? "" : REASON + "=" + counter.reason(),
                    type.name().toLowerCase(Locale.ROOT),
                    "",
                    counter.key(),
                    counter.text()));
        }
        return rows;
    }

    private static String suffix(Metric.Type type) {
        return switch (type) {
            case COUNTER -> "_total";
            case INFO -> "_info";
            default -> "";
        };
    }
}
