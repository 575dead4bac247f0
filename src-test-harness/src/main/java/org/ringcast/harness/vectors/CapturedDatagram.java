package org.ringcast.harness.vectors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/**
 * One UDP datagram of a capture.
 *
 * @param timeNs since the epoch, as precise as the capture
 * @param payload the bytes behind the UDP header; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for
public record CapturedDatagram(long timeNs, InetSocketAddress source, InetSocketAddress destination, byte[] payload) {
    /** A view of the payload; changes go through. */
    public ByteBuf buffer() {
        return Unpooled.wrappedBuffer(payload);
    }

    @Override
    public String toString() {
        return source + " > " + destination + " " + HexFormat.of().formatHex(payload);
    }
}
