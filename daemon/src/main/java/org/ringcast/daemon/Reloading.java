package org.ringcast.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ringcast.daemon.ConfigurationSource.Reading;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationChange;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.FileTrouble;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Reconfiguration;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.net.NetworkException;
import org.ringcast.daemon.net.NetworkPlan;
import org.ringcast.daemon.net.NetworkPlanner;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.session.ListenException;

/**
 * Reads the configuration again and puts it into force while the daemon runs; see docs/operations.md, "Changing the
 * configuration". The file is read and names are looked up on a thread of their own, sockets are opened and everything else is
 * done on the ring loop. Whatever is wrong with the new configuration, the one in force stays.
 */
final class Reloading implements AutoCloseable {
    /** Who wants the configuration to be read. */
    enum Trigger {
        MONITOR("a monitor"),
        SIGNAL("SIGHUP"),
        FILE("WatchConfig"),
        CALLER("the program");

        private final String text;

        Trigger(String text) {
            this.text = text;
        }
    }

    /** Requests that come this close together are one: Spread's monitor sends each twice. */
    private static final long GATHER_MS = 10;

    private static final String FAULT =
            "Internal fault while the configuration was read again; the one in force stays:";

    private static final long LOOK_MS = 2_000;
    private static final long REST_MS = 300;

    private final Host host;
    private final EventLog log;
    private final Configuration atStart;
    private final ConfigurationSource source;
    private final ScheduledThreadPoolExecutor reader;
    private Asked waiting;
    private ConfigWatcher watcher;

    // Written on the ring loop only.
    private volatile Identity identity;
    private Configuration configuration;
    private EffectiveSettings effective;
    private boolean pending;
    private Later later;

    /** What the daemon does for it; on the ring loop, but for {@link #execute} and {@link #onInForceAside}. */
    interface Host {
        /** Runs something on the ring loop; any thread. */
        void execute(Runnable task);

        /** Sockets that a plan needs besides those that there are. */
        RingTransport.Change prepare(NetworkPlan plan) throws NetworkException;

        /** Listens on these addresses besides those that are listened on. */
        void listenOn(List<InetSocketAddress> addresses) throws ListenException;

        /** Accepts nobody there any more. */
        void stopListeningOn(List<InetSocketAddress> addresses);

        /** TCP addresses listened on. */
        List<InetSocketAddress> listeningOn();

        /** Hands a configuration to the core. */
        void reload(Reconfiguration next);

        /** A reload is in force in the core; everything else follows. */
        void onInForce(Reading reading, Topology topology, CoreSettings settings, int hashBefore);

        /** The same on the thread that reads, for what may take its time, such as a look-up of a name. */
        void onInForceAside(Configuration inForce);

        /** Ends the daemon. */
        void end(ExitCode code);
    }

    /**
     * Requests that are answered by one reading.
     *
     * @param outcome true when what was read is in force, false when it was refused; never done when the daemon ends
     */
    private record Asked(Set<Trigger> triggers, CompletableFuture<Boolean> outcome) {
        String words() {
            return triggers.stream().map(trigger -> trigger.text).collect(Collectors.joining(" and "));
        }
    }

    /** What was read while the configuration before it waits for its ring. */
    private record Later(Reading reading, Asked asked) {}

    /** @param setup has a source */
    Reloading(DaemonSetup setup, EffectiveSettings effective, Host host) {
        this.host = host;
        this.effective = effective;
        log = setup.log();
        source = setup.source().orElseThrow();
        configuration = setup.configuration();
        atStart = configuration;
        identity = setup.identity();
        reader = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "reload");
            thread.setDaemon(true);
            return thread;
        });
        watch(configuration);
    }

    /**
     * Has the configuration read; any thread.
     *
     * @return true when what was read is in force, false when it was refused; never done when the daemon ends before
     */
    CompletableFuture<Boolean> request(Trigger trigger) {
        Asked asked;
        synchronized (reader) {
            boolean first = waiting == null;
            if (first) {
                waiting = new Asked(EnumSet.noneOf(Trigger.class), new CompletableFuture<>());
            }
            asked = waiting;
            asked.triggers().add(trigger);
            if (!first) {
                return asked.outcome();
            }
        }
        try {
            var unused = reader.schedule(this::read, GATHER_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon ends.
        }
        return asked.outcome();
    }

    // ---- On the thread that reads --------------------------------------------------------------------------------

    private void read() {
        Asked asked;
        synchronized (reader) {
            asked = waiting;
            waiting = null;
        }
        try {
            Reading reading = source.read(identity);
            host.execute(() -> considerSafely(reading, asked));
        } catch (ConfigError e) {
            refuse(asked, e.logLines());
        } catch (RuntimeException | Error e) {
            fault(asked, e);
        }
    }

    private void fault(Asked asked, Throwable fault) {
        log.fault(FAULT, fault);
        asked.outcome().complete(false);
    }

    private void refuse(Asked asked, List<String> why) {
        log.print("Reload asked for by " + asked.words() + " refused, the configuration in force stays:");
        why.forEach(log::print);
        asked.outcome().complete(false);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the file itself waits for no answer; the log tells the outcome
    private void watch(Configuration wanting) {
        boolean wanted = ConfigWatcher.isWanted(wanting) && source.file().isPresent();
        if (!wanted && watcher != null) {
            watcher.close();
            watcher = null;
        } else if (wanted && watcher == null) {
            try {
                watcher = new ConfigWatcher(source.file().get(), LOOK_MS, REST_MS, () -> request(Trigger.FILE));
            } catch (IOException e) {
                log.print("WatchConfig: " + FileTrouble.text(e) + "; the file is not watched");
            }
        }
    }

    // ---- On the ring loop ----------------------------------------------------------------------------------------

    private void considerSafely(Reading reading, Asked asked) {
        try {
            consider(reading, asked);
        } catch (RuntimeException | Error e) {
            fault(asked, e);
        }
    }

    private void consider(Reading reading, Asked asked) {
        if (pending) {
            later = new Later(reading, later == null ? asked : together(later.asked(), asked));
            return;
        }
        Configuration next = reading.configuration();
        if (next.level() != configuration.level()) {
            refuse(asked, List.of("RingProtocol cannot change while the daemon runs; restart all daemons of the ring"));
            return;
        }
        ConfigurationChange change = ConfigurationChange.between(configuration, next);
        if (reading.identity().isEmpty()) {
            log.exit("Conf_load_conf_file: My proc " + identity.me().displayName() + " is not in configuration!");
            log.exit("This daemon was taken out of the configuration, and ends");
            host.end(ExitCode.OK);
            return;
        }
        Optional<ConfigurationChange.Changed> mine = ConfigurationChange.entry(
                configuration, identity.me(), next, reading.identity().get().me());
        if (mine.isPresent() && mine.get().needsRestart()) {
            ReloadLines.ownChange(configuration, mine.get()).forEach(log::exit);
            host.end(ExitCode.RESTART);
            return;
        }
        try {
            putIntoForce(reading, change, asked);
        } catch (NetworkException e) {
            refuse(asked, List.of(e.getMessage(), "if another socket of this daemon is in the way: restart it"));
        } catch (ListenException e) {
            refuse(asked, List.of(e.getMessage()));
        }
    }

    /** The later of two readings answers the requests for both. */
    private static Asked together(Asked earlier, Asked asked) {
        Set<Trigger> triggers = EnumSet.copyOf(earlier.triggers());
        triggers.addAll(asked.triggers());
        var unused = asked.outcome().thenAccept(earlier.outcome()::complete);
        return new Asked(triggers, asked.outcome());
    }

    private void putIntoForce(Reading reading, ConfigurationChange change, Asked asked)
            throws NetworkException, ListenException {
        Configuration next = reading.configuration();
        Identity me = reading.identity().orElseThrow();
        EffectiveSettings settings = asked.triggers().contains(Trigger.MONITOR)
                ? effective.afterReload(next, me.me())
                : effective.afterOwnReload(next, me.me());
        NetworkPlan plan = NetworkPlanner.plan(next, me.me(), me.scope());
        RingTransport.Change sockets = host.prepare(plan);
        List<InetSocketAddress> clients = Conclusions.clients(next, me.me()).tcpAddresses();
        try {
            host.listenOn(clients);
        } catch (ListenException e) {
            sockets.discard();
            throw e;
        }
        pending = true;
        log.print("Configuration read again, asked for by " + asked.words() + "; "
                + ReloadLines.hashes(effective.hash(), settings.hash()));
        ReloadLines.progress(configuration, next, settings, change, log);
        Topology topology = Conclusions.topology(next, me.me(), plan.destinations());
        CoreSettings core = Conclusions.core(settings, next, MemoryLimits.of(next));
        host.reload(new Reconfiguration(topology, core, change.needsSingletons(), () -> {
            sockets.putIntoForce();
            List<InetSocketAddress> gone = new ArrayList<>(host.listeningOn());
            gone.removeAll(clients);
            host.stopListeningOn(gone);
            ReloadLines.needRestart(atStart, configuration, next).forEach(log::print);
            configuration = next;
            identity = me;
            int hashBefore = effective.hash();
            effective = settings;
            host.onInForce(reading, topology, core, hashBefore);
            pending = false;
            afterwards(next, asked);
        }));
    }

    private void afterwards(Configuration inForce, Asked asked) {
        if (later != null) {
            Later next = later;
            later = null;
            host.execute(() -> considerSafely(next.reading(), next.asked()));
        }
        try {
            reader.execute(() -> {
                try {
                    host.onInForceAside(inForce);
                    source.onInForce(inForce);
                    watch(inForce);
                } catch (RuntimeException | Error e) {
                    log.fault("Internal fault after the configuration was put into force:", e);
                } finally {
                    asked.outcome().complete(true);
                }
            });
        } catch (RejectedExecutionException e) {
            // The daemon ends.
        }
    }

    @Override
    public void close() {
        reader.execute(() -> {
            if (watcher != null) {
                watcher.close();
            }
        });
        reader.shutdown();
    }
}
