package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Counts the packets of {@code spsend} that are missing. */
interface ProbeCounter {
    /**
     * Takes a datagram.
     *
     * @param nowNs of {@link System#nanoTime}
     * @return what is to be printed, mostly nothing
     */
    String onDatagram(InetSocketAddress source, ByteBuf datagram, long nowNs);
}
