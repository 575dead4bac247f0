package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Obeys the monitor's requests that concern more than the ring: status, flow control, reload, end of the process. Partitions are
 * obeyed by the core itself. Implemented by the admin package.
 */
public interface ControlHandler {
    /**
     * Whether a validated request is obeyed at all. Whoever refuses one says why, in the log.
     *
     * @param kind STATUS, FLOW_CONTROL, RELOAD or PARTITION
     * @param senderIndex topology index of the daemon that the monitor poses as, -1 when it is not configured
     * @param sourceAddressKey {@link Topology.Daemon#addressKey} of the source address, -1 when it is nobody's
     * @param request lent for the call
     */
    default boolean isAllowed(PacketKind kind, int senderIndex, int sourceAddressKey, ByteBuf request) {
        return true;
    }

    /**
     * A validated request that is allowed.
     *
     * @param kind STATUS, FLOW_CONTROL or RELOAD; PARTITION when this daemon is to end
     * @param senderIndex topology index of the daemon that the monitor poses as
     * @param request lent for the call
     */
    void onRequest(PacketKind kind, int senderIndex, ByteBuf request, long nowNs);

    /**
     * A status request that was dropped because its sender has another configuration.
     *
     * @param sourceAddressKey {@link Topology.Daemon#addressKey} of the source address, -1 when it is nobody's
     * @param request a whole packet of this kind; lent for the call
     */
    default void onForeignStatus(int sourceAddressKey, ByteBuf request) {
        // nobody answers
    }
}
