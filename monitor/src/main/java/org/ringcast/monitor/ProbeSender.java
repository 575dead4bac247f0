package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.ProbePacket;

/** Sends numbered packets. One that fails is sent again, but not for ever. */
final class ProbeSender {
    private static final int MAX_FAILURES = 1000;

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final int bytes;
    private final ByteBuf buffer;
    private final ProbePacket packet = new ProbePacket();
    private long problems;
    private int failuresInARow;

    ProbeSender(DatagramChannel channel, InetSocketAddress target, int bytes) {
        this.channel = channel;
        this.target = target;
        this.bytes = bytes;
        this.buffer = Unpooled.buffer(bytes);
    }

    /** Sends one packet; {@code end}: the one that closes a round of {@code count} packets. */
    void send(int count, boolean end) {
        packet.wrapNew(buffer, 0, Endian.LITTLE, bytes, count, end);
        ByteBuffer datagram = buffer.nioBuffer(0, bytes);
        while (!isHopeless()) {
            datagram.rewind();
            try {
                if (channel.send(datagram, target) == bytes) {
                    failuresInARow = 0;
                    return;
                }
            } catch (IOException e) {
                // counted below
            }
            problems++;
            failuresInARow++;
        }
        problems++;
    }

    /** Whether nothing can be sent: then nothing more is tried. */
    boolean isHopeless() {
        return failuresInARow >= MAX_FAILURES;
    }

    long problems() {
        return problems;
    }
}
