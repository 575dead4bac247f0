package org.ringcast.daemon.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Prometheus gets. */
class MetricsTextTest {
    private static String text(String accept) {
        return new String(MetricsText.of(SampleSnapshot.ready(), 0.25, accept).bytes(), StandardCharsets.UTF_8);
    }

    private static List<ExpositionCheck.Sample> samples() {
        return ExpositionCheck.read(text(""));
    }

    private static double value(String name, String labels) {
        return samples().stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + "{" + labels + "}"))
                .value();
    }

    @Test
    void everythingInTheCatalogueIsThereAndNothingElse() {
        Set<String> shown = samples().stream()
                .map(sample -> sample.name().replaceAll("_(bucket|sum|count)$", ""))
                .collect(Collectors.toSet());
        Set<String> listed =
                Catalogue.rows().stream().map(Catalogue.Row::metric).collect(Collectors.toSet());
        assertThat(shown).isEqualTo(listed);
    }

    @Test
    void countersHaveTheirValues() {
        assertThat(value("ringcast_ring_packets_sent_total", "")).isEqualTo(1);
        assertThat(value("ringcast_datagrams_dropped_total", "reason=\"short\""))
                .isEqualTo((double) SampleSnapshot.ready().counters().get("drop_short"));
        assertThat(value("ringcast_tokens_swallowed_total", "reason=\"wrong_sender\""))
                .isEqualTo((double) SampleSnapshot.ready().counters().get("token_wrong_sender"));
        assertThat(value("ringcast_sessions_ended_total", "reason=\"not_reading\""))
                .isEqualTo((double) SampleSnapshot.ready().counters().get("sessions_ended_not_reading"));
        assertThat(value("ringcast_log_lines_suppressed_total", "")).isEqualTo(13);
    }

    @Test
    void levelsHaveTheirValues() {
        assertThat(value("ringcast_ring_lag_packets", "")).isEqualTo(200);
        assertThat(value("ringcast_ring_own_lag_packets", "")).isEqualTo(50);
        assertThat(value("ringcast_ready", "")).isEqualTo(1);
        assertThat(value("ringcast_membership_state", "ringcast_membership_state=\"OP\""))
                .isEqualTo(1);
        assertThat(value("ringcast_membership_state", "ringcast_membership_state=\"EVS\""))
                .isZero();
        assertThat(value("ringcast_membership_id_daemon", "")).isEqualTo(4_294_966_296.0);
        assertThat(value("ringcast_peer_silence_seconds", "daemon=\"d2\"")).isEqualTo(1.25);
        assertThat(value("ringcast_peer_packets_recovered_total", "daemon=\"d2\""))
                .isEqualTo(2);
        assertThat(value("ringcast_ring_thread_silence_seconds", "")).isEqualTo(0.25);
    }

    @Test
    void timesOfTheTokenAreAHistogram() {
        assertThat(value("ringcast_token_rotation_seconds_bucket", "le=\"5.0E-4\""))
                .isZero();
        assertThat(value("ringcast_token_rotation_seconds_bucket", "le=\"0.001\""))
                .isEqualTo(7);
        assertThat(value("ringcast_token_rotation_seconds_bucket", "le=\"+Inf\""))
                .isEqualTo(9);
        assertThat(value("ringcast_token_rotation_seconds_count", "")).isEqualTo(9);
        assertThat(value("ringcast_token_rotation_seconds_sum", "")).isEqualTo(9);
    }

    @Test
    void aClientWithoutAQueueIsNoSeries() {
        assertThat(samples())
                .filteredOn(sample -> sample.name().equals("ringcast_session_queued_bytes"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.labels()).isEqualTo("session=\"#a\\\"b\\\\c\u00e9<#d1\""));
        assertThat(value("ringcast_sessions_queued_bytes", "")).isEqualTo(3_400);
    }

    @Test
    void openMetricsForThoseWhoAskForIt() {
        String accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
        assertThat(MetricsText.of(SampleSnapshot.ready(), 0, accept).contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(text(accept)).endsWith("# EOF\n").contains("# TYPE ringcast_membership_state stateset\n");
        assertThat(MetricsText.of(SampleSnapshot.ready(), 0, "").contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(MetricsText.of(SampleSnapshot.ready(), 0, "text/html").contentType())
                .startsWith("text/plain; version=0.0.4");
    }
}
