package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.observe.MembershipReporter;
import org.ringcast.daemon.runtime.FaultHandler;

/** A daemon whose ring thread hangs still tells that it does, and what it hangs in. */
@Timeout(90)
class StuckRingThreadTest {
    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private Daemon start() throws Exception {
        return Daemon.start(setup());
    }

    private DaemonSetup setup() throws Exception {
        int port = FreePort.next();
        ExtensionSettings settings = ExtensionSettings.parseOverrides(
                List.of("UnixSocketDir=" + folder, "MetricsAddress=127.0.0.1:0", "DumpDirectory=" + folder));
        var configuration = new ConfigurationLoader(HostResolver.system(), settings)
                .parse(
                        "d1.conf",
                        ("Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1 { D 127.0.0.1\n C 127.0.0.1 }\n}\n")
                                .getBytes(StandardCharsets.US_ASCII));
        Identity identity = Identity.find(configuration, LocalAddresses.ofThisMachine(), Optional.of("d1"));
        EventLog events = new EventLog((level, line) -> log.add(line), InstantSource.system());
        return DaemonSetup.of(configuration, identity, events);
    }

    private static HttpResponse<String> get(Daemon daemon, String path) throws IOException, InterruptedException {
        InetSocketAddress address = daemon.metricsAddresses().get(0);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tellsAndDumps() throws Exception {
        try (Daemon daemon = start()) {
            assertThat(daemon.awaitReady(30, TimeUnit.SECONDS)).isTrue();
            CountDownLatch release = new CountDownLatch(1);
            daemon.onRingThread(() -> hang(release));
            try {
                lookAtStuck(daemon);
            } finally {
                release.countDown();
            }
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (get(daemon, "/readyz").statusCode() != 200) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    private void lookAtStuck(Daemon daemon) throws Exception {
        HttpResponse<String> ready = get(daemon, "/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).matches("the ring thread (does not answer|has not turned for .*)\n");

        Path file = daemon.dump("test");
        assertThat(daemon.dump("again")).as("the last one is too young").isNull();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("no dump; the log has " + log).isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(Files.readString(file))
                .contains("The ring thread has not turned for ")
                .contains("StuckRingThreadTest.hang(")
                .contains("ring of 1 installed");
    }

    private static void hang(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFaultIsDumpedAndALackOfMemoryIsNot() throws Exception {
        DaemonSetup setup = setup();
        Topology topology = new Topology(List.of(new Topology.Daemon("d1", 7, 0, 0)), 1, 0);
        Watching watching = new Watching(setup, topology, new MembershipReporter(null), log::add, System::nanoTime);
        FaultHandler faults = new FaultHandler(setup.log());
        faults.setListener(number -> watching.onFault(number, new Counters()));
        faults.onFault("test", new OutOfMemoryError("made by the test"), 1);
        faults.onFault("test", new IllegalStateException("made by the test"), 2);
        watching.closeDumps();
        assertThat(log)
                .filteredOn(line -> line.startsWith("Flight recorder written to "))
                .singleElement()
                .asString()
                .endsWith(": internal fault 2");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file))
                            .contains("Why: internal fault 2\n")
                            .contains("  internal fault 2\n"));
        }
    }
}
