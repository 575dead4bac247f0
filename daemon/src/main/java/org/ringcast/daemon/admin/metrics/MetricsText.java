package org.ringcast.daemon.admin.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.observe.TokenRotation;

/** A snapshot as text for Prometheus: version 0.0.4 of its format, or OpenMetrics for those who ask for it. */
public final class MetricsText {
    private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

    private MetricsText() {}

    /**
     * A text and what it is.
     *
     * @param contentType for the HTTP header
     */
    // Written once, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Text(String contentType, byte[] bytes) {}

    /**
     * Writes a snapshot.
     *
     * @param accept the header of the request, empty for none
     * @param ringThreadSilenceS seconds since the ring thread's last turn
     */
    public static Text of(DaemonSnapshot snapshot, double ringThreadSilenceS, String accept) {
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32_768);
        try {
            writer.write(bytes, new MetricSnapshots(metrics(snapshot, ringThreadSilenceS)));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Text(writer.getContentType(), bytes.toByteArray());
    }

    private static List<MetricSnapshot> metrics(DaemonSnapshot snapshot, double ringThreadSilenceS) {
        MetricValues values = MetricValues.of(snapshot, ringThreadSilenceS, ProcessValues.now());
        List<MetricSnapshot> all = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            List<MetricValues.Point> points = values.points(metric);
            String name = Catalogue.PREFIX + metric.key();
            switch (metric.type()) {
                case COUNTER -> all.add(counter(name, metric.text(), points));
                case GAUGE -> all.add(gauge(name, metric.text(), points));
                case INFO -> all.add(info(name, metric.text(), points));
                case STATES -> all.add(states(name, metric.text(), points));
                case HISTOGRAM -> all.add(rotation(name, metric.text(), snapshot));
            }
        }
        addCounters(all, snapshot);
        return all;
    }

    private static void addCounters(List<MetricSnapshot> all, DaemonSnapshot snapshot) {
        Map<String, List<MetricValues.Point>> points = new LinkedHashMap<>();
        Map<String, Catalogue.Counter> first = new LinkedHashMap<>();
        for (Catalogue.Counter counter : Catalogue.counters()) {
            Labels labels = counter.reason().isEmpty() ? Labels.EMPTY : Labels.of(Catalogue.REASON, counter.reason());
            points.computeIfAbsent(counter.metric(), name -> new ArrayList<>())
                    .add(new MetricValues.Point(labels, snapshot.counters().get(counter.key())));
            first.putIfAbsent(counter.metric(), counter);
        }
        first.forEach((metric, counter) -> {
            String name = Catalogue.PREFIX + metric;
            all.add(
                    counter.gauge()
                            ? gauge(name, counter.metricText(), points.get(metric))
                            : counter(name, counter.metricText(), points.get(metric)));
        });
    }

    private static MetricSnapshot counter(String name, String help, List<MetricValues.Point> points) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        for (MetricValues.Point point : points) {
            builder.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(point.labels())
                    .value(point.value())
                    .build());
        }
        return builder.build();
    }

    private static MetricSnapshot gauge(String name, String help, List<MetricValues.Point> points) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        for (MetricValues.Point point : points) {
            builder.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(point.labels())
                    .value(point.value())
                    .build());
        }
        return builder.build();
    }

    private static MetricSnapshot info(String name, String help, List<MetricValues.Point> points) {
        InfoSnapshot.Builder builder = InfoSnapshot.builder().name(name).help(help);
        for (MetricValues.Point point : points) {
            builder.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(point.labels())
                    .build());
        }
        return builder.build();
    }

    /** The points' only label is the state. */
    private static MetricSnapshot states(String name, String help, List<MetricValues.Point> points) {
        StateSetSnapshot.StateSetDataPointSnapshot.Builder states =
                StateSetSnapshot.StateSetDataPointSnapshot.builder();
        for (MetricValues.Point point : points) {
            states.state(point.labels().getValue(0), point.value() == 1);
        }
        return StateSetSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(states.build())
                .build();
    }

    private static MetricSnapshot rotation(String name, String help, DaemonSnapshot snapshot) {
        double[] bounds = TokenRotation.bounds();
        double[] all = Arrays.copyOf(bounds, bounds.length + 1);
        all[bounds.length] = Double.POSITIVE_INFINITY;
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(
                                all, snapshot.rotation().counts()))
                        .sum(snapshot.rotation().sumNs() / 1e9)
                        .build())
                .build();
    }
}
