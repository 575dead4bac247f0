package org.ringcast.harness.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.ConfigurationSource;
import org.ringcast.daemon.Daemon;
import org.ringcast.daemon.DaemonSetup;
import org.ringcast.daemon.config.AccessList;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.StartException;

/** A daemon inside the test's JVM, on real sockets. */
public final class EmbeddedDaemon implements AutoCloseable {
    private static final long PATIENCE_S = 30;

    private final List<String> log = new ArrayList<>();
    private final Daemon daemon;
    private final Configuration configuration;
    private final ConfigurationLoader loader;
    private final String name;
    private volatile String text;
    private volatile Hold hold;
    private volatile Configuration inForce;

    private EmbeddedDaemon(String text, String name, Optional<AccessList> access, String... settings)
            throws ConfigError, StartException {
        // What it would keep for its next life would be left behind in /tmp, unless a test has a place for it.
        List<String> assignments = new ArrayList<>(List.of("StateDirectory=none"));
        assignments.addAll(List.of(settings));
        ExtensionSettings overrides = ExtensionSettings.parseOverrides(assignments);
        this.name = name;
        this.text = text;
        loader = new ConfigurationLoader(HostResolver.system(), overrides);
        configuration = read();
        inForce = configuration;
        Identity identity = Identity.find(configuration, LocalAddresses.ofThisMachine(), Optional.of(name));
        EventLog events = new EventLog((level, line) -> add(line), InstantSource.system());
        events.configure(configuration.options().debugMask(), org.ringcast.daemon.core.CoreLog.Level.INFO, null);
        DaemonSetup setup = DaemonSetup.of(configuration, identity, events);
        daemon = Daemon.start(new DaemonSetup(
                setup.configuration(),
                setup.identity(),
                access,
                setup.passwords(),
                setup.log(),
                setup.sessionLog(),
                setup.io(),
                setup.clock(),
                Optional.of(new Source(access))));
    }

    private Configuration read() throws ConfigError {
        return loader.parse(name + ".conf", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads {@link #text}. */
    private final class Source implements ConfigurationSource {
        private final Optional<AccessList> access;

        Source(Optional<AccessList> access) {
            this.access = access;
        }

        @Override
        public Reading read(Identity me) throws ConfigError {
            Configuration next = EmbeddedDaemon.this.read();
            return new Reading(
                    next, Identity.findAgain(next, LocalAddresses::ofThisMachine, me), access, Optional.empty());
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public void onInForce(Configuration newConfiguration) {
            inForce = newConfiguration;
        }
    }

    /** Has the daemon read another configuration, as SIGHUP does, and waits for nothing. */
    public void reload(String newText) {
        setText(newText);
        var unused = daemon.reload();
    }

    /** What it reads at the next reload. */
    public void setText(String newText) {
        text = newText;
    }

    /** The configuration that it has now. */
    public Configuration configurationInForce() {
        return inForce;
    }

    /**
     * Starts a daemon and waits until it serves clients.
     *
     * @param text contents of a {@code spread.conf}
     * @param settings extension options, {@code Name=Value}
     */
    public static EmbeddedDaemon start(String text, String name, String... settings)
            throws ConfigError, StartException {
        EmbeddedDaemon daemon = launch(text, name, settings);
        daemon.awaitReady();
        return daemon;
    }

    /** Starts a daemon and does not wait for its first ring. */
    public static EmbeddedDaemon launch(String text, String name, String... settings)
            throws ConfigError, StartException {
        return launch(text, name, Optional.empty(), settings);
    }

    /** As {@link #launch(String, String, String...)}, with the access file of the method IP. */
    public static EmbeddedDaemon launch(String text, String name, Optional<AccessList> access, String... settings)
            throws ConfigError, StartException {
        return new EmbeddedDaemon(text, name, access, settings);
    }

    /** Waits until clients are served. */
    public void awaitReady() {
        try {
            if (!daemon.awaitReady(PATIENCE_S, TimeUnit.SECONDS)) {
                close();
                throw new AssertionError("no ring in " + PATIENCE_S + " s; the log is\n" + String.join("\n", log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The daemon itself. */
    public Daemon daemon() {
        return daemon;
    }

    /** Its configuration. */
    public Configuration configuration() {
        return configuration;
    }

    /** Messages that it has logged so far. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Holds the thread that next logs a line which begins so, until the latch that is returned is at zero. */
    public CountDownLatch holdAtLine(String beginning) {
        CountDownLatch release = new CountDownLatch(1);
        hold = new Hold(beginning, release);
        return release;
    }

    private record Hold(String beginning, CountDownLatch release) {}

    private void add(String line) {
        synchronized (log) {
            log.add(line);
        }
        Hold at = hold;
        if (at != null && line.startsWith(at.beginning())) {
            hold = null;
            try {
                at.release().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends it in order. */
    @Override
    public void close() {
        daemon.stop();
        ExitCode code = daemon.awaitEnd();
        if (code != ExitCode.OK) {
            throw new AssertionError("ended with " + code + "; the log is\n" + String.join("\n", log()));
        }
    }
}
