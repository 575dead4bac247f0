package org.ringcast.harness.watch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.ringcast.harness.process.EmbeddedDaemon;

/** The web server of a daemon. */
record Site(InetSocketAddress address) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    static Site of(EmbeddedDaemon daemon) {
        return new Site(daemon.daemon().metricsAddresses().get(0));
    }

    String url(String path) {
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, Map.of());
    }

    HttpResponse<String> get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(20));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks until something is so; what was answered last. */
    String await(String path, Predicate<HttpResponse<String>> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        HttpResponse<String> answer = get(path);
        while (!condition.test(answer)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + answer.statusCode() + " " + answer.body());
            }
            answer = get(path);
        }
        return answer.body();
    }
}
