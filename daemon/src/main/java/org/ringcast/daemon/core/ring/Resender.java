package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.wire.DataPacket;

/** Makes stored packets ready to be sent again. */
final class Resender {
    private final RingContext context;
    private final PacketWindow window;
    private final DataPacket packet = new DataPacket();

    Resender(RingContext context, PacketWindow window) {
        this.context = context;
        this.window = window;
    }

    /** The stored packet as this daemon sends it again: only transmitter and hash are its own. */
    ByteBuf prepare(int seq) {
        ByteBuf bytes = window.packet(seq);
        packet.wrap(bytes, 0, bytes.writerIndex());
        packet.setTransmitterId(context.selfId());
        packet.setConfHash(context.settings().configurationHash());
        return bytes;
    }
}
