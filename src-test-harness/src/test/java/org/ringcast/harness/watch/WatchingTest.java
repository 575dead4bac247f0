package org.ringcast.harness.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.harness.process.EmbeddedDaemon;

/** The web server of running daemons: health, numbers, and the page in a real browser. */
@Timeout(150)
class WatchingTest {
    private static final String READ_METRICS = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families as plain
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
            families = {}
            for read, file in ((plain, sys.argv[1]), (open_metrics, sys.argv[2])):
                for family in read(open(file, encoding='utf-8').read()):
                    for sample in family.samples:
                        families[(file, sample.name, tuple(sorted(sample.labels.items())))] = sample.value
            for file in sys.argv[1:3]:
                print(int(families[(file, 'ringcast_ready', ())]),
                      int(families[(file, 'ringcast_ring_members', ())]),
                      sum(1 for key in families if key[0] == file) > 150)
            """;

    @TempDir
    Path folder;

    private static int status(HttpResponse<String> answer) {
        return answer.statusCode();
    }

    private static long number(String status, String name) {
        return Long.parseLong(status.replaceFirst("(?s).*\"" + name + "\":(\\d+).*", "$1"));
    }

    @Test
    void readinessFollowsTheRing() throws Exception {
        Ring ring = Ring.of(folder, "");
        try (EmbeddedDaemon first = ring.launch(1)) {
            Site site = Site.of(first);
            assertThat(site.get("/healthz").body()).isEqualTo("ok\n");
            HttpResponse<String> early = site.get("/readyz");
            // On a slow machine the first ring may be there, or even broken again.
            assertThat(early.statusCode() + " " + early.body())
                    .matches("503 (no ring was installed yet|the ring is being formed anew|the daemons exchange).*\\n"
                            + "|200 ready\\n");
            site.await("/readyz", answer -> status(answer) == 200);
            try (EmbeddedDaemon second = ring.launch(2)) {
                Site.of(second).await("/status", answer -> answer.body().contains("\"num_procs\":2"));
                site.await("/readyz", answer -> status(answer) == 200);
                site.await("/status", answer -> answer.body().contains("\"num_procs\":2"));
            }
            assertThat(site.await("/readyz", answer -> status(answer) == 503))
                    .startsWith("the ring is being formed anew; membership state ");
            site.await("/readyz", answer -> status(answer) == 200);
            assertThat(site.await("/status", answer -> answer.body().contains("\"num_procs\":1")))
                    .contains("{\"name\":\"d2\"");
        }
    }

    /** The ring thread is held where it writes a line; the web server and the thread that reads the file go on. */
    @Test
    void aRingThreadThatHangsIsNotHealthy() throws Exception {
        Ring ring = Ring.of(folder, "").calm();
        try (EmbeddedDaemon daemon = ring.launch(1)) {
            daemon.awaitReady();
            Site site = Site.of(daemon);
            CountDownLatch release = daemon.holdAtLine("Configuration read again, asked for by ");
            try {
                daemon.reload(ring.configuration());
                String sick = site.await("/healthz", answer -> status(answer) == 503);
                assertThat(sick).matches("the ring thread has not turned for 1\\d\\.\\d s\n");
                assertThat(status(site.get("/metrics"))).isEqualTo(503);
                assertThat(status(site.get("/readyz"))).isEqualTo(503);
                assertThat(daemon.daemon().dump("the ring thread hangs")).isNotNull();
            } finally {
                release.countDown();
            }
            site.await("/healthz", answer -> status(answer) == 200);
            site.await("/readyz", answer -> status(answer) == 200);
            assertThat(daemon.daemon().faults()).isZero();
        }
    }

    @Test
    void aSnapshotIsOfOneMomentAndTheSameForAll() throws Exception {
        try (EmbeddedDaemon daemon = Ring.of(folder, "").calm().launch(1)) {
            daemon.awaitReady();
            Site site = Site.of(daemon);
            for (int i = 0; i < 20; i++) {
                String status = site.get("/status").body();
                assertThat(number(status, "ring_aru")).isEqualTo(number(status, "aru"));
                assertThat(number(status, "ring_token_rounds")).isEqualTo(number(status, "token_rounds"));
                assertThat(number(status, "highest_seq")).isGreaterThanOrEqualTo(number(status, "my_aru"));
                // The first token of a ring has no rotation.
                assertThat(number(status, "ring_tokens_processed"))
                        .isGreaterThan(number(status.replaceFirst(".*\"token_rotation\":", ""), "count"));
            }
            assertThat(number(site.get("/status").body(), "time_ms"))
                    .as("one that is not old is used again")
                    .isCloseTo(number(site.get("/status").body(), "time_ms"), Offset.offset(5_000L));
        }
    }

    @Test
    void prometheusReadsTheMetrics() throws Exception {
        Assumptions.assumeTrue(
                run(List.of("/usr/bin/python3", "-c", "import prometheus_client"))
                                .status()
                        == 0,
                "no Python with prometheus_client here");
        try (EmbeddedDaemon daemon = Ring.of(folder, "").calm().launch(1)) {
            daemon.awaitReady();
            Site site = Site.of(daemon);
            Path plain = folder.resolve("metrics.txt");
            Path open = folder.resolve("openmetrics.txt");
            Files.writeString(plain, site.get("/metrics").body());
            Files.writeString(
                    open,
                    site.get("/metrics", Map.of("Accept", "application/openmetrics-text; version=1.0.0"))
                            .body());
            Output output = run(List.of("/usr/bin/python3", "-c", READ_METRICS, plain.toString(), open.toString()));
            assertThat(output.text()).isEqualTo("1 1 True\n1 1 True\n");
        }
    }

    @Test
    void thePageWorksInABrowser() throws Exception {
        String browser = List.of("chromium", "chromium-browser", "google-chrome").stream()
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        Assumptions.assumeFalse(browser.isEmpty(), "no Chromium here");
        try (EmbeddedDaemon daemon = Ring.of(folder, "").calm().launch(1)) {
            daemon.awaitReady();
            Output output = run(List.of(
                    browser,
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--enable-logging=stderr",
                    "--user-data-dir=" + folder.resolve("browser"),
                    "--virtual-time-budget=4000",
                    "--dump-dom",
                    Site.of(daemon).url("/")));
            assertThat(output.text().lines().filter(line -> line.contains("CONSOLE")))
                    .as("the script and the style may run, and nothing fails")
                    .isEmpty();
            assertThat(output.text()).contains("<title>d1 – ready – Ringcast</title>");
            assertThat(output.text()).contains("1 of 2 daemons are in the ring; d1 leads. Missing: d2.");
            assertThat(output.text()).containsPattern("data-shown=\"[2-9]\"");
        }
    }

    private record Output(int status, String text) {}

    private Output run(List<String> command) throws IOException, InterruptedException {
        Path text = Files.createTempFile(folder, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(text.toFile())
                    .start();
        } catch (IOException e) {
            return new Output(-1, e.getMessage());
        }
        if (!process.waitFor(100, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(text));
        }
        return new Output(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
    }
}
