package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * Whom a monitor's requests come from: it poses as one of the configured daemons. How that is written differs between the
 * levels. See docs/protocol/packets.md, "Monitor requests".
 *
 * @param level of the ring that is asked
 * @param procId id of the daemon that the monitor poses as; replies go to its address
 * @param confHash hash of the monitor's configuration; of no use at level 4
 * @param replyPort UDP port for replies, 0..65535
 */
public record MonitorSender(ProtocolLevel level, int procId, int confHash, int replyPort) {
    /** Makes an unsigned request that has no body. */
    public void wrapBare(PacketHeader request, ByteBuf buffer, int typeBits) {
        request.wrapNew(buffer, 0, Endian.LITTLE, typeBits);
        stamp(request);
    }

    /** Fills in the header of a request; its type and length are set already. */
    public void stamp(PacketHeader request) {
        request.setProcId(procId);
        request.setSeq(replyPort);
        if (level == ProtocolLevel.LEVEL_4) {
            request.setTransmitterId(0);
            request.setMembership(MonitorProtocol.LEVEL_4_MAGIC, 0);
            request.setConfHash(MonitorProtocol.LEVEL_4_HASH);
        } else {
            request.setTransmitterId(procId);
            request.setMembership(0, 0);
            request.setConfHash(confHash);
        }
    }
}
