package org.ringcast.harness.sim;

import io.netty.buffer.Unpooled;
import org.ringcast.daemon.wire.PacketKind;

/**
 * A datagram on its way to one daemon. The bytes are shared by all addressees and never changed.
 *
 * @param from index of the daemon that sent it
 * @param to index of the daemon that may get it
 * @param port where it goes
 * @param segment sent to the address of a segment, not to the daemon alone
 * @param bytes as encoded
 * @param sentNs simulated time of sending
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes or compares them
public record Datagram(int from, int to, Port port, boolean segment, byte[] bytes, long sentNs) {
    /** The two ports of a daemon. */
    public enum Port {
        DATA,
        TOKEN
    }

    /** What the packet says it is. */
    public PacketKind kind() {
        return port == Port.DATA
                ? PacketKind.onDataPort(Unpooled.wrappedBuffer(bytes), 0, bytes.length)
                : PacketKind.onTokenPort(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    public int lengthBytes() {
        return bytes.length;
    }

    /** The same datagram with other contents. */
    Datagram withBytes(byte[] newBytes) {
        return new Datagram(from, to, port, segment, newBytes, sentNs);
    }
}
