package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Obeys the monitor's requests that concern more than the ring: status, flow control, reload, end of the process. Partitions are
 * obeyed by the core itself. Implemented by the admin package.
 */
@FunctionalInterface
public interface ControlHandler {
    /**
     * A validated request.
     *
     * @param kind STATUS, FLOW_CONTROL or RELOAD; PARTITION when this daemon is to end
     * @param senderIndex topology index of the daemon that the monitor poses as, -1 when it is not configured
     * @param request lent for the call
     */
    void onRequest(PacketKind kind, int senderIndex, ByteBuf request, long nowNs);
}
