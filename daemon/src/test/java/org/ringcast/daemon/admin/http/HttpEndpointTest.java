package org.ringcast.daemon.admin.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.admin.metrics.DaemonSnapshot;
import org.ringcast.daemon.admin.metrics.SampleSnapshot;

/** The web server with a daemon that is made up: what it answers, and what it does with clients that do not behave. */
@Timeout(60)
class HttpEndpointTest {
    private static final HttpLimits QUICK = new HttpLimits(4, 300, 600, 500, 10_000);
    private static final HttpLimits PATIENT = new HttpLimits(4, 20_000, 20_000, 20_000, 10_000);

    private volatile CompletableFuture<DaemonSnapshot> snapshot =
            CompletableFuture.completedFuture(SampleSnapshot.ready());
    private volatile long silenceMs;
    private HttpEndpoint endpoint;
    private final List<Socket> sockets = new ArrayList<>();

    private final WatchedDaemon daemon = new WatchedDaemon() {
        @Override
        public CompletableFuture<DaemonSnapshot> snapshot() {
            return snapshot;
        }

        @Override
        public long ringThreadSilenceMs() {
            return silenceMs;
        }
    };

    @BeforeEach
    void open() throws HttpListenException {
        open(PATIENT);
    }

    private void open(HttpLimits limits) throws HttpListenException {
        if (endpoint != null) {
            endpoint.close();
        }
        endpoint =
                HttpEndpoint.open(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), daemon, limits);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        endpoint.close();
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = endpoint.addresses().get(0);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(15_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    /** All until the server closes the connection. */
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    /** One response with a content length. */
    private static String response(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after " + text);
            }
            text.append((char) next);
        }
        String head = text.toString().toLowerCase(Locale.ROOT);
        int length = Integer.parseInt(head.replaceAll("(?s).*\r\ncontent-length: (\\d+)\r\n.*", "$1"));
        return text + new String(in.readNBytes(length), US_ASCII);
    }

    private String get(String path) throws IOException {
        Socket socket = connect();
        send(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return rest(socket);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <!doctype html>",
        "/metrics, text/plain; version=0.0.4; charset=utf-8, ringcast_ready 1.0",
        "/metrics?x=1, text/plain; version=0.0.4; charset=utf-8, ringcast_ready 1.0",
        "/status, application/json, '{\"daemon\":\"d1\",'",
        "/healthz, text/plain; charset=utf-8, ok",
        "/readyz, text/plain; charset=utf-8, ready",
    })
    void pages(String path, String type, String content) throws IOException {
        assertThat(get(path))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: " + type + "\r\n")
                .contains("Content-Security-Policy: default-src 'none'")
                .doesNotContain("Access-Control")
                .contains(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/metrics/", "//", "/../status", "/%2e%2e", "http://a/metrics", "*"})
    void otherPathsAreNotFound(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void headHasTheHeadersAndNothingElse() throws IOException {
        Socket socket = connect();
        send(socket, "HEAD /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(rest(socket))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: ")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"})
    void otherMethodsAreNotAllowed(String method) throws IOException {
        Socket socket = connect();
        send(socket, method + " /status HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(rest(socket)).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD\r\n");
    }

    @Test
    void aConnectionServesRequestAfterRequest() throws IOException {
        Socket socket = connect();
        for (int i = 0; i < 3; i++) {
            send(socket, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(response(socket)).endsWith("\r\n\r\nok\n");
        }
        send(socket, "GET /healthz HTTP/1.0\r\n\r\n");
        assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
    }

    @Test
    void requestsThatComeTogetherAreAnsweredOneByOne() throws IOException {
        Socket socket = connect();
        CompletableFuture<DaemonSnapshot> later = new CompletableFuture<>();
        snapshot = later;
        send(
                socket,
                "GET /readyz HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
        later.complete(SampleSnapshot.ready());
        assertThat(response(socket)).endsWith("ready\n");
        assertThat(response(socket)).endsWith("ok\n");
        assertThat(rest(socket)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void healthIsThatOfTheRingThread() throws IOException {
        silenceMs = 10_000;
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
        silenceMs = 10_001;
        snapshot = new CompletableFuture<>();
        assertThat(get("/healthz")).startsWith("HTTP/1.1 503 ").endsWith("the ring thread has not turned for 10.0 s\n");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ").endsWith("the ring thread has not turned for 10.0 s\n");
    }

    @Test
    void whoIsNotReadyTellsWhy() throws IOException {
        snapshot = CompletableFuture.completedFuture(SampleSnapshot.with(4, 2, false, true));
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ").endsWith("formed anew; membership state GATHER\n");
        snapshot = CompletableFuture.completedFuture(SampleSnapshot.with(4, 1, true, true));
        assertThat(get("/readyz")).as("the leader looks for others").startsWith("HTTP/1.1 200 ");
        snapshot = CompletableFuture.completedFuture(SampleSnapshot.with(1, 3, true, false));
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ").endsWith("their groups; groups state GGATHER\n");
        snapshot = CompletableFuture.completedFuture(SampleSnapshot.with(1, 1, true, false));
        assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ").endsWith("not served at the moment\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/status", "/readyz"})
    void aRingThreadThatDoesNotAnswerIsUnavailable(String path) throws IOException {
        snapshot = CompletableFuture.failedFuture(new TimeoutException());
        assertThat(get(path)).startsWith("HTTP/1.1 503 ").endsWith("the ring thread does not answer\n");
    }

    @Test
    void anAddressInUseIsNamed() throws IOException, HttpListenException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(() -> HttpEndpoint.open(List.of(address), daemon, PATIENT))
                    .isInstanceOf(HttpListenException.class)
                    .hasMessage("MetricsAddress: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use");
        }
    }

    // ---- Clients that do not behave ------------------------------------------------------------------------------

    @Test
    void bodiesAreRefused() throws IOException {
        Socket socket = connect();
        send(socket, "GET /status HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(5_000));
        assertThat(response(socket)).startsWith("HTTP/1.1 413 ");
        socket = connect();
        send(socket, "POST /status HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        assertThat(response(socket)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void nonsenseAndTooMuchAreRefused() throws IOException {
        Socket socket = connect();
        send(socket, "\u0000\u0001\u0002 nonsense\r\n\r\n");
        assertThat(response(socket)).startsWith("HTTP/1.1 400 ");
        socket = connect();
        send(socket, "GET /" + "a".repeat(3_000) + " HTTP/1.1\r\n\r\n");
        assertThat(response(socket)).startsWith("HTTP/1.1 414 ");
        socket = connect();
        send(socket, "GET / HTTP/1.1\r\n" + ("X-A: " + "b".repeat(1_000) + "\r\n").repeat(9) + "\r\n");
        assertThat(response(socket)).startsWith("HTTP/1.1 431 ");
        assertThat(get("/healthz")).as("the others are served").startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoSendsHisRequestByteByByteIsCutOff() throws IOException, HttpListenException {
        open(QUICK);
        Socket socket = connect();
        socket.setSoTimeout(20);
        boolean ended = false;
        long beganNs = System.nanoTime();
        for (int i = 0; i < 500 && !ended; i++) {
            try {
                send(socket, "G");
                ended = socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                ended = false;
            } catch (IOException e) {
                ended = true;
            }
        }
        assertThat(ended).isTrue();
        assertThat(System.nanoTime() - beganNs).isGreaterThan(250_000_000L);
    }

    @Test
    void whoIsSilentIsCutOff() throws IOException, HttpListenException {
        open(QUICK);
        assertThat(rest(connect())).isEmpty();
        Socket socket = connect();
        send(socket, "GET /healthz HTTP/1.1\r\n\r\n");
        assertThat(rest(socket)).endsWith("ok\n");
    }

    @Test
    void whoWaitsForAnAnswerThatDoesNotComeIsCutOff() throws IOException, HttpListenException {
        open(QUICK);
        snapshot = new CompletableFuture<>();
        Socket socket = connect();
        send(socket, "GET /status HTTP/1.1\r\n\r\n");
        assertThat(rest(socket)).isEmpty();
    }

    @Test
    void whoDoesNotReadIsCutOff() throws IOException, HttpListenException, InterruptedException {
        open(QUICK);
        Socket socket = connect();
        String many = "GET /metrics HTTP/1.1\r\n\r\n".repeat(2_000);
        assertThatThrownBy(() -> {
                    // More than all buffers on the way hold: the server stops to read when its answers are not taken.
                    for (int i = 0; i < 2_000; i++) {
                        send(socket, many);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void idleConnectionsMakeRoomForNewOnes() throws IOException {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            idle.add(connect());
        }
        for (int i = 0; i < 3; i++) {
            assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(idle.get(0).getInputStream().read())
                .as("the oldest had to go")
                .isEqualTo(-1);
        assertThat(rest(idle.get(0))).isEmpty();
    }

    @Test
    void noMoreThanTheLimitAreBusyAtOnce() throws IOException {
        snapshot = new CompletableFuture<>();
        for (int i = 0; i < 4; i++) {
            Socket busy = connect();
            send(busy, "GET /healthz HTTP/1.1\r\n\r\n");
            response(busy);
            send(busy, "GET /status HTTP/1.1\r\n\r\n");
        }
        // The server has one thread: what these four sent is read before the fifth is accepted, or shortly after.
        boolean refused = false;
        for (int i = 0; i < 20 && !refused; i++) {
            Socket fifth = connect();
            refused = fifth.getInputStream().read() < 0;
        }
        assertThat(refused).isTrue();
        snapshot.complete(SampleSnapshot.ready());
    }
}
