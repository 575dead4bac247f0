package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBufAllocator;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CounterId;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.Timers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.WireLimits;

/**
 * What every part of the ring needs and none owns.
 *
 * @param topology the configured daemons
 * @param settings as concluded from the configuration; the windows may be changed later, see {@link FlowControl}
 * @param outputs where datagrams go
 * @param log where lines go
 * @param observer who watches
 * @param counters what is counted
 * @param timers deadlines and the time of the call being handled
 * @param allocator source of slabs and message buffers
 */
public record RingContext(
        Topology topology,
        CoreSettings settings,
        CoreOutputs outputs,
        CoreLog log,
        CoreObserver observer,
        Counters counters,
        Timers timers,
        ByteBufAllocator allocator) {

    /** Topology index of this daemon. */
    public int self() {
        return topology.self();
    }

    /** Wire id of this daemon. */
    public int selfId() {
        return topology.selfId();
    }

    public ProtocolLevel level() {
        return ProtocolLevel.of(settings.protocolLevel());
    }

    public boolean isLevel5() {
        return settings.protocolLevel() >= 5;
    }

    /** Largest body of a packet of data; a multiple of 4. */
    public int maxPacketBodyBytes() {
        return (settings.maxPacketBytes() - WireLimits.PACKET_HEADER_BYTES) & -WireLimits.FRAGMENT_ALIGNMENT;
    }

    /** Counts one event. */
    public void count(CounterId id) {
        counters.increment(id);
    }

    /** Counts something from the network that is not used, and tells the observer. */
    public void drop(CounterId reason) {
        counters.increment(reason);
        observer.onDrop(reason.key());
    }

    public boolean logs(CoreLog.Kind kind, CoreLog.Level level) {
        return log.enabled(kind, level);
    }

    public void line(CoreLog.Kind kind, CoreLog.Level level, String text) {
        log.line(kind, level, text);
    }
}
