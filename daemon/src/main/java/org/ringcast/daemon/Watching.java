package org.ringcast.daemon;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.observe.CoreWatch;
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
    private Snapshots snapshots;
    private HttpEndpoint endpoint;

    Watching(Topology topology, MembershipReporter reporter, InstantSource clock, LongSupplier nowNs) {
        this.nowNs = nowNs;
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
        List<InetSocketAddress> resolved = addresses.stream()
                .map(address -> new InetSocketAddress(address.host(), address.port()))
                .toList();
        try {
            endpoint = HttpEndpoint.open(resolved, this, HttpLimits.STANDARD);
        } catch (HttpListenException e) {
            throw new StartException(ExitCode.SOCKET, e.getMessage(), e);
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

    void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
