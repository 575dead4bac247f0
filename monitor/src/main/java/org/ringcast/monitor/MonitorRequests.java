package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.ringcast.daemon.wire.DumpRequest;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.HashInquiry;
import org.ringcast.daemon.wire.MonitorSender;
import org.ringcast.daemon.wire.MonitorSignature;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.TroubleRequest;
import org.ringcast.daemon.wire.WireLimits;

/**
 * Makes the requests of a monitor. Each method returns a datagram that is good until the next call.
 *
 * <p>Requests that change something are signed when there is a secret; nothing else differs from what Spread's monitor sends.
 */
final class MonitorRequests {
    private final MonitorSender sender;
    private final MonitorSignature signature;
    private final LongSupplier clockMs;
    private final ByteBuf buffer = Unpooled.buffer(WireLimits.MAX_PACKET_BYTES);
    private final PacketHeader bare = new PacketHeader();
    private final PartitionRequest partition = new PartitionRequest();
    private final FlowControlRequest flowControl = new FlowControlRequest();
    private long lastSignedMs;

    /**
     * @param secret empty for none
     * @param clockMs milliseconds since 1970
     */
    MonitorRequests(MonitorSender sender, String secret, LongSupplier clockMs) {
        this.sender = sender;
        this.signature = secret.isEmpty() ? null : new MonitorSignature(secret);
        this.clockMs = clockMs;
    }

    ByteBuffer status() {
        sender.wrapBare(bare, buffer, PacketType.STATUS);
        return datagram(bare);
    }

    /** The question for a daemon's configuration hash. */
    ByteBuffer hashInquiry() {
        HashInquiry.wrapQuestion(bare, buffer);
        sender.stamp(bare);
        return datagram(bare);
    }

    /** The wish for a dump of the flight recorder. */
    ByteBuffer dump() {
        DumpRequest.wrapQuestion(bare, buffer);
        sender.stamp(bare);
        bare.setConfHash(DumpRequest.changedHash(sender.confHash()));
        return signed(bare);
    }

    /** The question what troubles a daemon. */
    ByteBuffer troubles() {
        TroubleRequest.wrapQuestion(bare, buffer);
        sender.stamp(bare);
        bare.setConfHash(TroubleRequest.changedHash(sender.confHash()));
        return signed(bare);
    }

    ByteBuffer reload() {
        sender.wrapBare(bare, buffer, PacketType.RELOAD);
        return signed(bare);
    }

    /** @param components one for each daemon in the order of the configuration */
    ByteBuffer partition(int... components) {
        partition.wrapNew(buffer, 0, Endian.LITTLE);
        sender.stamp(partition);
        for (int i = 0; i < components.length; i++) {
            partition.setComponent(i, components[i]);
        }
        return signed(partition);
    }

    /** Tells one daemon to end; the others' components stay as they are. */
    ByteBuffer terminate(int victim, int... components) {
        int[] map = components.clone();
        map[victim] = PartitionRequest.EXIT;
        return partition(map);
    }

    ByteBuffer flowControl(Windows windows) {
        flowControl.wrapNew(buffer, 0, Endian.LITTLE);
        sender.stamp(flowControl);
        for (int i = 0; i < windows.daemonCount(); i++) {
            flowControl.setPersonalWindow(i, windows.personal(i));
            flowControl.setAcceleratedWindow(i, windows.accelerated(i));
        }
        flowControl.setWindow(windows.daemonCount(), windows.ring());
        return signed(flowControl);
    }

    private ByteBuffer signed(PacketHeader request) {
        if (signature != null) {
            // A daemon takes each time once.
            lastSignedMs = Math.max(lastSignedMs + 1, clockMs.getAsLong());
            signature.sign(request, lastSignedMs);
        }
        return datagram(request);
    }

    private ByteBuffer datagram(PacketHeader request) {
        return buffer.nioBuffer(request.offset(), request.lengthBytes());
    }
}
