package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.ringcast.daemon.wire.PathProbe;

/** Sends probes along routes, not too fast, and hands those that come back to who has sent them. */
final class PathAsker {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Probes a second for each daemon of the configuration, for the work is spread among them; and the least in any case. */
    private static final int RATE_PER_DAEMON = 100;

    private static final int MIN_RATE = 400;

    /** Looks at a probe that has come back. */
    interface Return {
        /**
         * One has come back.
         *
         * @param probe good for the call only
         * @param elapsedNs since it was sent
         */
        void onReturn(PathProbe probe, long elapsedNs);
    }

    private record Pending(long sentNs, Return then) {}

    private final PathSite site;
    private final PathSockets sockets;
    private final int run;
    private final int replyPort;
    private final long gapNs;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final ByteBuf buffer;
    private final PathProbe probe = new PathProbe();
    private final PathProbe returned = new PathProbe();
    private long nextNs = System.nanoTime();
    private int sequence;

    /** @param run a number that no other run of this daemon's has at about this time */
    PathAsker(PathSite site, PathSockets sockets, int run) throws IOException {
        this.site = site;
        buffer = Unpooled.buffer(site.largeBytes());
        this.sockets = sockets;
        this.run = run;
        replyPort = sockets.askingPort();
        gapNs = SECOND_NS / Math.max(MIN_RATE, RATE_PER_DAEMON * site.daemonCount());
        sockets.setOnReturn(this::onDatagram);
    }

    /** Probes that can be sent in a second. */
    double ratePerSecond() {
        return (double) SECOND_NS / gapNs;
    }

    /** Starts a probe with a route; {@link #send} sends it. */
    PathProbe prepare(List<PathHop> route) {
        probe.wrapNew(buffer, site.largeBytes());
        probe.setAsker(site.me(), site.id(site.me()), replyPort, site.networkHash(), run);
        probe.stamp(site.id(site.me()), site.monitorSite().hash());
        for (PathHop hop : route) {
            probe.addHop(hop.daemon(), hop.way(), hop.bytes());
        }
        return probe;
    }

    /** Sends what was prepared, as soon as that is not too fast. */
    void send(Return then) throws IOException {
        sequence++;
        probe.setSequence(sequence);
        probe.setLengthBytes(Math.max(probe.hopBytes(0), probe.neededBytes()));
        long now = System.nanoTime();
        if (nextNs > now) {
            // What comes in meanwhile makes no new probes, so the one that is prepared stays as it is.
            sockets.pump(nextNs, () -> false);
            now = System.nanoTime();
        }
        nextNs = Math.max(nextNs, now - 10 * gapNs) + gapNs;
        pending.put(sequence, new Pending(now, then));
        sockets.send(probe.hopDaemon(0), probe.hopWay(0), probe.bytes());
    }

    /** Waits for probes to come back. */
    void await(long millis, BooleanSupplier enough) throws IOException {
        sockets.pump(System.nanoTime() + millis * 1_000_000, enough);
    }

    /** Whether no probe is still away. */
    boolean hasAllBack() {
        return pending.isEmpty();
    }

    /** Probes that are still away are not waited for any more. */
    void forget() {
        pending.clear();
    }

    private void onDatagram(ByteBuf datagram) {
        returned.wrap(datagram);
        boolean arrived = returned.position() == returned.hopCount() || returned.isForeign();
        if (!arrived || returned.run() != run || returned.asker() != site.me()) {
            return;
        }
        Pending known = pending.remove(returned.sequence());
        if (known != null) {
            known.then().onReturn(returned, System.nanoTime() - known.sentNs());
        }
    }
}
