package org.ringcast.daemon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.ringcast.daemon.admin.DumpEndpoint;
import org.ringcast.daemon.admin.MonitorEndpoint;
import org.ringcast.daemon.admin.MonitorPolicy;
import org.ringcast.daemon.admin.ProbeEndpoint;
import org.ringcast.daemon.admin.StatusSource;
import org.ringcast.daemon.admin.TroubleEndpoint;
import org.ringcast.daemon.admin.http.HttpEndpoint;
import org.ringcast.daemon.admin.metrics.DaemonSnapshot;
import org.ringcast.daemon.admin.metrics.SnapshotTaker;
import org.ringcast.daemon.config.AuthPolicy;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.FileTrouble;
import org.ringcast.daemon.config.ListenAddress;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.DutyCycle;
import org.ringcast.daemon.core.Reconfiguration;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.ring.ForeignPeers;
import org.ringcast.daemon.net.NetworkException;
import org.ringcast.daemon.net.NetworkPlan;
import org.ringcast.daemon.net.NetworkPlanner;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.observe.MembershipReporter;
import org.ringcast.daemon.observe.RateLimitedLog;
import org.ringcast.daemon.observe.SessionLog;
import org.ringcast.daemon.runtime.CoreAdapter;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.FaultHandler;
import org.ringcast.daemon.runtime.LastTimeFile;
import org.ringcast.daemon.runtime.RingLoop;
import org.ringcast.daemon.runtime.StartException;
import org.ringcast.daemon.session.ListenException;
import org.ringcast.daemon.session.SessionServer;
import org.ringcast.daemon.session.auth.Authenticator;
import org.ringcast.daemon.wire.ProtocolLevel;

/**
 * One running daemon: puts the core, the sockets and the loop together. Everything of it lives on one thread, which
 * {@link #start} starts; the methods here may be called from any thread.
 */
public final class Daemon implements AutoCloseable {
    private static final long SUPPRESSED_PERIOD_NS = TimeUnit.SECONDS.toNanos(5);

    private final DaemonSetup setup;
    private final EventLog log;
    private final long originNs = System.nanoTime();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<ExitCode> ended = new CompletableFuture<>();
    private final Thread thread;

    private RingLoop loop;
    private FaultHandler faults;
    private RateLimitedLog innerLog;
    private RingTransport transport;
    private CoreAdapter adapter;
    private MembershipReporter reporter;
    private LastTimeFile lastTime;
    private Watching watching;
    private DaemonCore core;
    private SessionServer server;
    private DutyCycle cycle;
    private MonitorEndpoint monitors;
    private Reloading reloading;
    private long tellSuppressedNs;

    private Daemon(DaemonSetup setup) {
        this.setup = setup;
        this.log = setup.log();
        // Netty gives other threads no caches of their own for buffers.
        this.thread = new FastThreadLocalThread(this::live, "ring");
    }

    /**
     * Opens all sockets and begins to look for other daemons.
     *
     * @throws StartException when a socket or a file cannot be had; nothing is left open then
     */
    public static Daemon start(DaemonSetup setup) throws StartException {
        Daemon daemon = new Daemon(setup);
        daemon.thread.start();
        try {
            daemon.started.join();
            return daemon;
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartException start) {
                throw start;
            }
            throw e;
        }
    }

    /** Waits until clients are served, that is until the first ring is installed; false when that takes too long. */
    public boolean awaitReady(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            ready.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Asks the daemon to end in order; {@link #awaitEnd} tells when it has. */
    public void stop() {
        if (!ended.isDone()) {
            loop.eventLoop().execute(() -> loop.end(ExitCode.OK));
        }
    }

    /**
     * Has the configuration read again, as SIGHUP does. What comes of it is in the log.
     *
     * @return true when what was read is in force, which may have to wait for a ring; false when it was refused; never done when
     *     the daemon ends before
     */
    public CompletableFuture<Boolean> reload() {
        return requestReload(Reloading.Trigger.SIGNAL);
    }

    private CompletableFuture<Boolean> requestReload(Reloading.Trigger trigger) {
        if (reloading == null) {
            log.print("The configuration cannot be read again, for it does not come from a file");
            return CompletableFuture.completedFuture(false);
        }
        return reloading.request(trigger);
    }

    /** Waits for the end, and tells what the process is to end with. */
    public ExitCode awaitEnd() {
        return ended.join();
    }

    /** Waits for the end, but not longer than this; null when the daemon still runs. */
    ExitCode awaitEnd(long timeoutNs) {
        return ended.copy()
                .completeOnTimeout(null, timeoutNs, TimeUnit.NANOSECONDS)
                .join();
    }

    /** Is called once, when the first ring is installed, by the ring's thread; never if the daemon ends before. */
    void whenReady(Runnable call) {
        var unused = ready.thenRun(call);
    }

    /** Has something done by the ring's thread, after what it does now; not if the daemon ends before. */
    void onRingThread(Runnable call) {
        loop.eventLoop().execute(call);
    }

    /** Ring and clients in one line, for people. On the ring's thread only. */
    String stateLine() {
        int daemons = core.ringMembers().size();
        return "ring of " + daemons + " of " + setup.configuration().daemons().size() + " daemons, "
                + core.sessions().count() + " clients";
    }

    /** Ends the daemon and waits until it has ended. */
    @Override
    public void close() {
        stop();
        awaitEnd();
    }

    /** Addresses on which clients are served by TCP. */
    public List<InetSocketAddress> clientAddresses() {
        return server.boundAddresses();
    }

    /** Addresses on which metrics and status are served; none unless {@code MetricsAddress} asks for it. */
    public List<InetSocketAddress> metricsAddresses() {
        return watching.addresses();
    }

    /**
     * Has the flight recorder written into a file; what came of it is in the log.
     *
     * @param why in words
     * @return the file that will be there; null when the last one was written only just now
     */
    public Path dump(String why) {
        return watching.dump(why, loop, core.counters());
    }

    /** Faults of the daemon's own code so far. */
    public long faults() {
        return faults.count();
    }

    /** Lines that were kept out of the log so far, because there were too many of their kind. */
    public long suppressedLogLines() {
        CompletableFuture<Long> count = new CompletableFuture<>();
        loop.eventLoop().execute(() -> count.complete(innerLog.suppressed()));
        return count.join();
    }

    /** Client sockets open now, those in the handshake and those about to close included. */
    public int clientConnections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        loop.eventLoop().execute(() -> count.complete(server.connectionCount()));
        return count.join();
    }

    private long nowNs() {
        // Starts at one second: no time of the core is ever 0 or negative.
        return System.nanoTime() - originNs + TimeUnit.SECONDS.toNanos(1);
    }

    // ---- On the ring loop ----------------------------------------------------------------------------------------

    private void live() {
        try {
            open();
        } catch (StartException e) {
            release();
            started.completeExceptionally(e);
            return;
        } catch (RuntimeException | Error e) {
            release();
            started.completeExceptionally(e);
            return;
        }
        started.complete(null);
        ExitCode code = loop.run(new RingLoop.Turn() {
            @Override
            public int run() {
                int work = cycle.run();
                afterTurn();
                return work;
            }

            @Override
            public boolean isUnfinished() {
                // A token to ourselves, sent after the turn had looked, wakes no socket.
                return adapter.hasUnhanded();
            }

            @Override
            public long nextDeadlineNs() {
                return core.nextDeadlineNs();
            }
        });
        release();
        ready.completeExceptionally(new IllegalStateException("the daemon has ended"));
        ended.complete(code);
    }

    private void open() throws StartException {
        LongSupplier nowNs = this::nowNs;
        var configuration = setup.configuration();
        var me = setup.identity().me();
        EffectiveSettings effective = EffectiveSettings.atStart(configuration, me);
        CoreSettings settings = Conclusions.core(effective, configuration, MemoryLimits.of(configuration));
        faults = new FaultHandler(log);
        loop = new RingLoop(setup.io(), nowNs, faults, Conclusions.busyPollNs(configuration));
        innerLog = new RateLimitedLog(log, nowNs);
        reporter = new MembershipReporter(sessionLog());
        NetworkPlan plan =
                NetworkPlanner.plan(configuration, me, setup.identity().scope());
        Topology topology = Conclusions.topology(configuration, me, plan.destinations());
        watching = new Watching(setup, topology, reporter, log::print, nowNs);
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        try {
            transport = RingTransport.open(plan, setup.io(), loop.eventLoop(), allocator, innerLog);
            adapter = new CoreAdapter(loop, transport, nowNs);
            core = new DaemonCore(
                    topology,
                    settings,
                    adapter,
                    innerLog,
                    watching.observer(),
                    allocator,
                    () -> setup.clock().instant().getEpochSecond(),
                    new SecureRandom().nextLong());
            core.foreignPeers().explainWith(Conclusions.hashes(configuration));
            adapter.setRecorder(watching.recorder());
            StatusSource status = statusSource(topology, settings);
            monitors = monitorEndpoint(topology, settings, status);
            core.setControlHandler(monitors);
            admit(configuration, topology, settings);
            faults.setListener(number -> watching.onFault(number, core.counters()));
            core.sessions().setPolicy(Conclusions.accessPolicy(configuration));
            reporter.setHighestSeq(() -> (int) core.counters().get(CounterId.RING_HIGHEST_SEQ));
            server = new SessionServer(
                    Conclusions.clients(configuration, me),
                    loop.eventLoop(),
                    allocator,
                    core.sessions(),
                    Authenticator.of(
                            AuthPolicy.of(configuration.options()), setup.access(), setup.passwords(), innerLog),
                    core::acceptsClients,
                    nowNs,
                    innerLog);
            adapter.attach(server);
            server.setFaultHandler(loop::fault);
            server.bind();
            watch(topology.selfId(), effective);
            cycle = new DutyCycle(core, adapter, settings.timers().tokenNs());
            if (setup.source().isPresent()) {
                reloading = new Reloading(setup, effective, new ReloadHost());
            }
        } catch (NetworkException e) {
            throw new StartException(ExitCode.SOCKET, e.getMessage(), e);
        } catch (ListenException e) {
            throw new StartException(ExitCode.SOCKET, e.getMessage(), e);
        }
        core.start(nowNs(), lastTimeUsed());
    }

    /** Of earlier lives of this daemon; from now on this one's are kept. */
    private int lastTimeUsed() {
        Optional<Path> file =
                Conclusions.stateFile(setup.configuration(), setup.identity().me(), System.getenv("STATE_DIRECTORY"));
        if (file.isEmpty()) {
            return DaemonCore.NO_TIME_USED;
        }
        lastTime = new LastTimeFile(
                file.get(), log::print, () -> setup.clock().instant().getEpochSecond());
        int before = lastTime.read();
        adapter.setTimeKeeper(lastTime::used);
        return before;
    }

    /** Opens what {@code MetricsAddress} asks for. */
    private void watch(int id, EffectiveSettings effective) throws StartException {
        var version = Conclusions.version(effective.level());
        DaemonSnapshot.Identity identity = new DaemonSnapshot.Identity(
                setup.identity().me().displayName(),
                id,
                DaemonMain.Version.number(),
                version.major() + "." + version.minor() + "." + version.patch(),
                effective.level().number());
        SnapshotTaker taker = new SnapshotTaker(
                identity,
                core,
                () -> monitors.status(),
                transport.counters(),
                server,
                watching.statistics(),
                new SnapshotTaker.Rest() {
                    @Override
                    public long suppressedLines() {
                        return innerLog.suppressed();
                    }

                    @Override
                    public long faults() {
                        return faults.count();
                    }
                },
                setup.clock());
        String addresses = setup.configuration().extensions().text(ExtensionOption.METRICS_ADDRESS);
        watching.serve(ListenAddress.parseAll(addresses), loop, () -> taker.take(nowNs()));
        for (InetSocketAddress address : watching.addresses()) {
            log.print("Metrics and status of this daemon are at http://" + HttpEndpoint.text(address) + "/");
        }
    }

    private StatusSource statusSource(Topology topology, CoreSettings settings) {
        var version = Conclusions.version(setup.configuration().level());
        return new StatusSource(
                core,
                topology,
                settings,
                new StatusSource.Version(version.major(), version.minor(), version.patch()),
                nowNs());
    }

    private MonitorEndpoint monitorEndpoint(Topology topology, CoreSettings settings, StatusSource status) {
        var configuration = setup.configuration();
        return new MonitorEndpoint(
                topology,
                ProtocolLevel.of(settings.protocolLevel()),
                status,
                core.flowControl(),
                MonitorPolicy.of(configuration.extensions()),
                new MonitorActions(),
                setup.clock(),
                innerLog);
    }

    /** Lets datagrams in; some are not for the core. */
    private void admit(Configuration configuration, Topology topology, CoreSettings settings) {
        ProbeEndpoint probes = Conclusions.probes(configuration, topology, settings, transport, this::nowNs);
        DumpEndpoint dumps = dumpEndpoint(configuration, topology, settings);
        TroubleEndpoint troubles = new TroubleEndpoint(
                topology,
                settings.configurationHash(),
                MonitorPolicy.of(configuration.extensions()),
                core,
                transport::sendReply,
                this::nowNs,
                setup.clock());
        adapter.admitBy(
                core,
                (key, isTokenPort, datagram) ->
                        (!isTokenPort && (dumps.takes(key, datagram) || troubles.takes(key, datagram)))
                                || probes.takes(key, isTokenPort, datagram));
    }

    private DumpEndpoint dumpEndpoint(Configuration configuration, Topology topology, CoreSettings settings) {
        return new DumpEndpoint(
                topology,
                settings.configurationHash(),
                MonitorPolicy.of(configuration.extensions()),
                new DumpEndpoint.Actions() {
                    @Override
                    public Path dump(String why) {
                        return Daemon.this.dump(why);
                    }

                    @Override
                    public void reply(int daemonIndex, int port, ByteBuf packet) {
                        transport.sendReply(daemonIndex, port, packet);
                    }
                },
                setup.clock(),
                innerLog);
    }

    /** What monitors can make this daemon do. */
    private final class MonitorActions implements MonitorEndpoint.Actions {
        @Override
        public void reply(int daemonIndex, int port, ByteBuf packet) {
            transport.sendReply(daemonIndex, port, packet);
        }

        @Override
        public void terminate() {
            loop.end(ExitCode.OK);
        }

        @Override
        public void onReloadRequest(long nowNs) {
            innerLog.line(CoreLog.Kind.PRINT, CoreLog.Level.PRINT, "A monitor asks to reload the configuration");
            var unused = requestReload(Reloading.Trigger.MONITOR);
        }
    }

    /** What a reload does to the parts of this daemon. */
    private final class ReloadHost implements Reloading.Host {
        @Override
        public void execute(Runnable task) {
            loop.eventLoop().execute(task);
        }

        @Override
        public RingTransport.Change prepare(NetworkPlan plan) throws NetworkException {
            return transport.prepare(plan, setup.io(), loop.eventLoop());
        }

        @Override
        public void listenOn(List<InetSocketAddress> addresses) throws ListenException {
            server.listenOn(addresses);
        }

        @Override
        public void stopListeningOn(List<InetSocketAddress> addresses) {
            server.stopListeningOn(addresses);
        }

        @Override
        public List<InetSocketAddress> listeningOn() {
            return server.listeningOn();
        }

        @Override
        public void reload(Reconfiguration next) {
            core.reload(next, nowNs());
        }

        @Override
        public void onInForce(
                ConfigurationSource.Reading reading, Topology topology, CoreSettings settings, int hashBefore) {
            var configuration = reading.configuration();
            monitors = monitors.reloaded(
                    topology, settings, core.flowControl(), MonitorPolicy.of(configuration.extensions()));
            core.setControlHandler(monitors);
            List<ForeignPeers.Explanation> hashes = new ArrayList<>(Conclusions.hashes(configuration));
            hashes.add(
                    new ForeignPeers.Explanation(hashBefore, "the file before the reload, not read again there yet"));
            core.foreignPeers().explainWith(hashes);
            admit(configuration, topology, settings);
            core.sessions().setPolicy(Conclusions.accessPolicy(configuration));
            server.setAuthenticator(Authenticator.of(
                    AuthPolicy.of(configuration.options()), reading.access(), reading.passwords(), innerLog));
            server.setQuota(
                    configuration.extensions().intNumber(ExtensionOption.MAX_CONNECTIONS),
                    configuration.extensions().intNumber(ExtensionOption.MAX_CONNECTIONS_PER_ADDRESS));
        }

        @Override
        public void onInForceAside(Configuration inForce) {
            watching.dumpInto(Conclusions.dumpDirectory(inForce));
        }

        @Override
        public void end(ExitCode code) {
            loop.end(code);
        }
    }

    private SessionLog sessionLog() throws StartException {
        if (setup.sessionLog().isEmpty()) {
            return null;
        }
        Path file = setup.sessionLog().get();
        try {
            return new SessionLog(file, setup.clock(), log::print);
        } catch (IOException e) {
            throw new StartException(
                    ExitCode.SESSION_LOG,
                    "Log_init: error (" + FileTrouble.text(e) + ") could not open file " + file,
                    e);
        }
    }

    private void afterTurn() {
        if (!ready.isDone() && reporter.rings() > 0 && core.acceptsClients()) {
            log.print("Ringcast daemon " + setup.identity().me().displayName() + " is ready for clients on port "
                    + setup.identity().me().port());
            ready.complete(null);
        }
        long now = nowNs();
        watching.turned(now);
        transport.lookAround(now);
        if (now - tellSuppressedNs > SUPPRESSED_PERIOD_NS) {
            tellSuppressedNs = now;
            innerLog.tellSuppressed();
        }
    }

    /** Sessions first, then the ring; nothing of it may keep the rest from being closed. */
    private void release() {
        releasing(() -> {
            if (reloading != null) {
                reloading.close();
            }
        });
        releasing(() -> {
            if (watching != null) {
                watching.close();
            }
        });
        releasing(() -> {
            if (server != null) {
                server.close();
            }
        });
        releasing(() -> {
            if (core != null) {
                core.stop(nowNs());
            }
        });
        releasing(() -> {
            if (lastTime != null) {
                lastTime.close();
            }
        });
        releasing(() -> {
            if (transport != null) {
                transport.close();
            }
        });
        releasing(() -> {
            if (loop != null) {
                loop.close();
            }
        });
        releasing(() -> {
            if (watching != null) {
                watching.closeDumps();
            }
        });
    }

    private void releasing(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.fault("Internal fault while ending:", e);
        }
    }
}
