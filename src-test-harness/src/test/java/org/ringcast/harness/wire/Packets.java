package org.ringcast.harness.wire;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;

/** Tells what a captured datagram is without knowing the port that its receiver listens on. */
final class Packets {
    private Packets() {}

    /** No type word is both of a token and of a packet. */
    static PacketKind kindOf(ByteBuf datagram) {
        int type = PacketType.read(datagram, 0);
        PacketKind token = PacketKind.ofToken(type);
        return token == PacketKind.UNKNOWN ? PacketKind.ofPacket(type) : token;
    }

    /** A monitor's port is no daemon's: what comes there is a reply. */
    static boolean isStatusReply(PacketKind kind, int lengthBytes) {
        return kind == PacketKind.STATUS && lengthBytes > 40;
    }
}
