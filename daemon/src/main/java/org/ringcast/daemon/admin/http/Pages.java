package org.ringcast.daemon.admin.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.ringcast.daemon.admin.metrics.DaemonSnapshot;
import org.ringcast.daemon.admin.metrics.MetricsText;
import org.ringcast.daemon.admin.metrics.Readiness;
import org.ringcast.daemon.admin.metrics.StatusJson;

/** What is found where. */
final class Pages {
    private static final String DOES_NOT_ANSWER = "the ring thread does not answer";

    private final WatchedDaemon daemon;
    private final HttpLimits limits;

    Pages(WatchedDaemon daemon, HttpLimits limits) {
        this.daemon = daemon;
        this.limits = limits;
    }

    /**
     * A page.
     *
     * @param path without query
     * @param accept the header of the request, empty for none
     * @param ownThread where it is made
     */
    CompletableFuture<Page> get(String path, String accept, Executor ownThread) {
        return switch (path) {
            case "/" -> CompletableFuture.completedFuture(OverviewPage.PAGE);
            case "/healthz" -> CompletableFuture.completedFuture(health());
            case "/readyz" -> readiness(ownThread);
            case "/status" ->
                ofSnapshot(
                        ownThread,
                        snapshot -> Page.of(
                                "application/json",
                                StatusJson.of(snapshot, silenceS()).getBytes(StandardCharsets.US_ASCII)));
            case "/metrics" ->
                ofSnapshot(ownThread, snapshot -> {
                    MetricsText.Text text = MetricsText.of(snapshot, silenceS(), accept);
                    return Page.of(text.contentType(), text.bytes());
                });
            default ->
                CompletableFuture.completedFuture(Page.text(
                        HttpResponseStatus.NOT_FOUND, "not found; there are / /metrics /healthz /readyz /status"));
        };
    }

    private double silenceS() {
        return daemon.ringThreadSilenceMs() / 1e3;
    }

    private Page health() {
        long silenceMs = daemon.ringThreadSilenceMs();
        return silenceMs <= limits.silenceMs()
                ? Page.text(HttpResponseStatus.OK, "ok")
                : Page.text(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        String.format(Locale.ROOT, "the ring thread has not turned for %.1f s", silenceMs / 1e3));
    }

    private CompletableFuture<Page> readiness(Executor ownThread) {
        Page health = health();
        if (!health.status().equals(HttpResponseStatus.OK)) {
            return CompletableFuture.completedFuture(health);
        }
        return ofSnapshot(ownThread, snapshot -> {
            Readiness readiness = Readiness.of(snapshot);
            return readiness.ready()
                    ? Page.text(HttpResponseStatus.OK, "ready")
                    : Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, readiness.reason());
        });
    }

    private CompletableFuture<Page> ofSnapshot(Executor ownThread, Function<DaemonSnapshot, Page> page) {
        return daemon.snapshot()
                .handle((snapshot, fault) -> snapshot)
                .thenApplyAsync(
                        snapshot -> snapshot == null
                                ? Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, DOES_NOT_ANSWER)
                                : page.apply(snapshot),
                        ownThread);
    }
}
