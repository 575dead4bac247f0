package org.ringcast.daemon.admin;

import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.net.RingTransport;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.daemon.wire.PathResponder;

/**
 * Answers the probes of {@code spcheck} on the ring's ports, out of the ring's own socket, whatever state the ring is in: the
 * core never sees them.
 *
 * <p>Owning thread: the ring loop.
 */
public final class ProbeEndpoint {
    private final PathResponder responder;
    private final boolean enabled;
    private final LongSupplier nowNs;
    private long arrived;

    /**
     * @param hash of the configuration in force
     * @param networkHash of what decides where datagrams go
     * @param maxBytes largest packet of the ring
     * @param enabled whether probes are answered at all
     */
    public ProbeEndpoint(
            Topology topology,
            int hash,
            int networkHash,
            int maxBytes,
            boolean enabled,
            RingTransport transport,
            LongSupplier nowNs) {
        this.enabled = enabled;
        this.nowNs = nowNs;
        int[] ids = IntStream.range(0, topology.daemonCount()).map(topology::id).toArray();
        int[] addressKeys = IntStream.range(0, topology.daemonCount())
                .map(i -> topology.daemon(i).addressKey())
                .toArray();
        responder = new PathResponder(
                new PathResponder.Site(topology.self(), ids, addressKeys, hash, networkHash),
                new ByTransport(transport),
                maxBytes);
    }

    /**
     * Whether a datagram is a probe; then it is dealt with, and what it makes this daemon send leaves with the next flush.
     *
     * @param sourceKey key of the source address, -1 when it is nobody's
     * @param isTokenPort whether it came in on the token port
     */
    public boolean takes(int sourceKey, boolean isTokenPort, ByteBuf datagram) {
        if (!PathProbe.isProbe(datagram)) {
            return false;
        }
        arrived++;
        if (enabled) {
            responder.onProbe(sourceKey, isTokenPort, datagram, nowNs.getAsLong());
        }
        return true;
    }

    /** Probes that came in, answered or not. */
    public long arrived() {
        return arrived;
    }

    /** What became of them. */
    public PathResponder responder() {
        return responder;
    }

    private record ByTransport(RingTransport transport) implements PathResponder.Outputs {
        @Override
        public void send(int daemon, int way, ByteBuf packet) {
            switch (way) {
                case PathProbe.DATA -> transport.sendDataAlone(daemon, packet);
                case PathProbe.TOKEN -> transport.sendToken(daemon, packet);
                default -> transport.sendSegmentAddress(way - PathProbe.SEGMENT, packet);
            }
        }

        @Override
        public void reply(int daemon, int port, ByteBuf packet) {
            transport.sendReply(daemon, port, packet);
        }
    }
}
