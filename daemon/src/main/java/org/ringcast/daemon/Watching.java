package org.ringcast.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ringcast.daemon.admin.http.HttpEndpoint;
import org.ringcast.daemon.admin.http.HttpLimits;
import org.ringcast.daemon.admin.http.HttpListenException;
import org.ringcast.daemon.admin.http.WatchedDaemon;
import org.ringcast.daemon.admin.metrics.DaemonSnapshot;
import org.ringcast.daemon.admin.metrics.Snapshots;
import org.ringcast.daemon.config.ListenAddress;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.observe.CoreWatch;
import org.ringcast.daemon.observe.FlightDumps;
import org.ringcast.daemon.observe.FlightRecorder;
import org.ringcast.daemon.observe.MembershipReporter;
import org.ringcast.daemon.observe.RingStatistics;
import org.ringcast.daemon.runtime.ExitCode;
import org.ringcast.daemon.runtime.RingLoop;
import org.ringcast.daemon.runtime.StartException;

/**
 * Those who watch a daemon: statistics and flight recorder inside, the web server outside.
 *
 * <p>Owning thread: the ring loop, but for {@link WatchedDaemon}, which is the web server's.
 */
final class Watching implements WatchedDaemon {
    private static final long SNAPSHOT_TIMEOUT_MS = 2_000;

    private final LongSupplier nowNs;
    private final RingStatistics statistics;
    private final FlightRecorder recorder = new FlightRecorder();
    private final CoreObserver observer;
    private final AtomicLong turnedNs;
    private final FlightDumps dumps;
    private final String title;
    private final InstantSource clock;
    private Snapshots snapshots;
    private HttpEndpoint endpoint;

    /** @param log told about dumps */
    Watching(
            DaemonSetup setup,
            Topology topology,
            MembershipReporter reporter,
            Consumer<String> log,
            LongSupplier nowNs) {
        this.nowNs = nowNs;
        clock = setup.clock();
        String name = setup.identity().me().displayName();
        title = name + ", Ringcast " + DaemonMain.Version.number();
        dumps = new FlightDumps(Conclusions.dumpDirectory(setup.configuration()), name, log, nowNs);
        statistics = new RingStatistics(topology, clock);
        observer = new CoreWatch(reporter, statistics, recorder);
        turnedNs = new AtomicLong(nowNs.getAsLong());
    }

    CoreObserver observer() {
        return observer;
    }

    RingStatistics statistics() {
        return statistics;
    }

    FlightRecorder recorder() {
        return recorder;
    }

    /**
     * Opens the web server, if there is to be one.
     *
     * @param taker takes a snapshot, on the ring loop
     */
    void serve(List<ListenAddress> addresses, RingLoop loop, Supplier<DaemonSnapshot> taker) throws StartException {
        snapshots = new Snapshots(loop.eventLoop(), taker, nowNs, SNAPSHOT_TIMEOUT_MS);
        if (addresses.isEmpty()) {
            return;
        }
        try {
            List<InetSocketAddress> resolved = new ArrayList<>();
            for (ListenAddress address : addresses) {
                resolved.add(resolved(address));
            }
            endpoint = HttpEndpoint.open(resolved, this, HttpLimits.STANDARD);
        } catch (HttpListenException e) {
            throw new StartException(ExitCode.SOCKET, e.getMessage(), e);
        }
    }

    private static InetSocketAddress resolved(ListenAddress address) throws StartException {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(address.host())[0], address.port());
        } catch (UnknownHostException e) {
            throw new StartException(ExitCode.SOCKET, "MetricsAddress: host " + address.host() + " is not known", e);
        }
    }

    /** Where the web server listens. */
    List<InetSocketAddress> addresses() {
        return endpoint == null ? List.of() : endpoint.addresses();
    }

    /** The ring thread has done a turn. */
    void turned(long timeNs) {
        // Cheaper than a volatile write, and nobody needs it at once.
        turnedNs.lazySet(timeNs);
    }

    @Override
    public CompletableFuture<DaemonSnapshot> snapshot() {
        return snapshots.get();
    }

    @Override
    public long ringThreadSilenceMs() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nowNs.getAsLong() - turnedNs.get()));
    }

    // ---- Dumps of the flight recorder ----------------------------------------------------------------------------

    /**
     * Has a dump written, from any thread; also when the ring thread is stuck.
     *
     * @param counters asked on the ring loop
     * @return the file; null when the last one is too young
     */
    Path dump(String why, RingLoop loop, Counters counters) {
        return dumps.request(why, () -> {
            CompletableFuture<FlightDumps.Content> content = new CompletableFuture<>();
            loop.eventLoop().execute(() -> content.complete(content(recorder.complete(), counters)));
            try {
                return content.get(SNAPSHOT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return stuck();
            } catch (ExecutionException | TimeoutException e) {
                return stuck();
            }
        });
    }

    /** Further dumps go there. */
    void dumpInto(Path directory) {
        dumps.into(directory);
    }

    /** A fault, on the ring loop. */
    void onFault(long number, Counters counters) {
        recorder.onFault(number, nowNs.getAsLong());
        FlightDumps.Content content = content(recorder.complete(), counters);
        Path unused = dumps.request("internal fault " + number, () -> content);
    }

    private FlightDumps.Content stuck() {
        String note =
                "The ring thread has not turned for " + ringThreadSilenceMs() + " ms; the newest events may be wrong.";
        return new FlightDumps.Content(
                title, recorder.copy(), statistics.topology(), clock.instant(), nowNs.getAsLong(), List.of(note));
    }

    private FlightDumps.Content content(FlightRecorder.Copy copy, Counters counters) {
        List<String> notes = new ArrayList<>();
        notes.add("Counters that are not 0:");
        counters.toString().lines().map(line -> "    " + line).forEach(notes::add);
        return new FlightDumps.Content(title, copy, statistics.topology(), clock.instant(), nowNs.getAsLong(), notes);
    }

    /** Ends the web server. */
    void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    /** Waits a moment for a dump that is being written. */
    void closeDumps() {
        dumps.close();
    }
}
