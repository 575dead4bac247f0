package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;

/** The daemon {@code d1}, alone in its ring, for one test class. Ends only well when nothing inside it went wrong. */
final class LoneDaemon implements AutoCloseable {
    /** Short: a daemon alone needs no patience to find that out. */
    static final String FAST_TIMERS = """
            TokenTimeout = 1000
            HurryTimeout = 250
            AliveTimeout = 10
            JoinTimeout = 10
            RepTimeout = 50
            SegTimeout = 20
            GatherTimeout = 40
            FormTimeout = 500
            LookupTimeout = 30000
            """;

    private final int port;
    private final EmbeddedDaemon daemon;

    private LoneDaemon(int port, EmbeddedDaemon daemon) {
        this.port = port;
        this.daemon = daemon;
    }

    /**
     * Starts it.
     *
     * @param options further lines of its {@code spread.conf}
     * @param settings extension options, {@code Name=Value}
     */
    static LoneDaemon start(String options, String... settings) throws Exception {
        return start(null, options, settings);
    }

    /** As {@link #start(String, String...)}, with the contents of a {@code spread.access_ip}, null for no file. */
    static LoneDaemon start(String accessFile, String options, String[] settings) throws Exception {
        int port = FreePorts.next();
        String text = DaemonProcess.loneConfiguration(port) + FAST_TIMERS + options;
        Optional<AccessList> access = Optional.ofNullable(accessFile)
                .map(lines -> AccessList.parse(lines.getBytes(StandardCharsets.ISO_8859_1)));
        EmbeddedDaemon daemon = EmbeddedDaemon.launch(text, "d1", access, settings);
        daemon.awaitReady();
        return new LoneDaemon(port, daemon);
    }

    int port() {
        return port;
    }

    Path unixSocket() {
        return Path.of("/tmp/" + port);
    }

    /** Client sockets that are open now. */
    int connections() {
        return daemon.daemon().clientConnections();
    }

    List<String> log() {
        return daemon.log();
    }

    /** Waits for a line that is the given one; {@code from} lines of the log are left out. */
    void awaitLogged(int from, String line) {
        Await.until("the log line '" + line + "'", () -> {
            List<String> log = log();
            return log.subList(Math.min(from, log.size()), log.size()).contains(line);
        });
    }

    /** Fails when the daemon's own code has thrown anything so far. */
    void assertSound() {
        assertThat(daemon.daemon().faults()).isZero();
        assertThat(log()).noneMatch(line -> line.contains("nternal fault") || line.contains("internal error"));
    }

    @Override
    public void close() {
        try {
            assertSound();
        } finally {
            daemon.close();
        }
    }
}
