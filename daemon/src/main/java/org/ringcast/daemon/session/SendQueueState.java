package org.ringcast.daemon.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What Linux knows of the sending side of a TCP connection: how many bytes it holds because the other host did not take them,
 * and how much room the other host offers. A receive window of 0 is the surest sign that a client does not read.
 */
final class SendQueueState {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;

    /** Offsets in {@code struct tcp_info}, which only ever grows at its end. */
    private static final int LAST_ACK_RECEIVED_MS = 56;

    private static final int BYTES_ACKED = 120;
    private static final int NOT_SENT_BYTES = 144;
    private static final int BYTES_SENT = 200;
    private static final int BYTES_RESENT = 208;
    private static final int SEND_WINDOW = 228;
    private static final int INFO_BYTES = 232;

    private static final RawUnixChannelOption INFO =
            new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, INFO_BYTES);

    private SendQueueState() {}

    /** In words; empty where the transport or the kernel does not tell. */
    static String describe(Channel channel) {
        if (!(channel instanceof EpollSocketChannel)) {
            return "";
        }
        try {
            ByteBuffer info = channel.config().getOption(INFO);
            return info == null ? "" : describe(info);
        } catch (RuntimeException e) {
            // The socket is gone already.
            return "";
        }
    }

    static String describe(ByteBuffer bytes) {
        ByteBuffer info = bytes.duplicate().order(ByteOrder.nativeOrder());
        if (info.capacity() < INFO_BYTES || info.getLong(BYTES_SENT) == 0) {
            // An older kernel fills in less.
            return "";
        }
        long underWay = info.getLong(BYTES_SENT) - info.getLong(BYTES_RESENT) - info.getLong(BYTES_ACKED);
        long held = Integer.toUnsignedLong(info.getInt(NOT_SENT_BYTES)) + Math.max(0, underWay);
        return "the kernel holds %d bytes that its host has not taken (receive window %d bytes, last sign of life %d ms ago)"
                .formatted(
                        held,
                        Integer.toUnsignedLong(info.getInt(SEND_WINDOW)),
                        Integer.toUnsignedLong(info.getInt(LAST_ACK_RECEIVED_MS)));
    }
}
