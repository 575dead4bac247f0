package org.ringcast.daemon.session;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;
import org.ringcast.daemon.session.auth.Peer;

/** One listening socket: makes connections of what comes, and rests while there are no descriptors. */
@SuppressWarnings("FutureReturnValueIgnored") // a failing write or close shows as the end of the channel
final class Listener extends ChannelInboundHandlerAdapter {
    private static final int FIRST_READ_BYTES = 2 << 10;
    private static final int LEAST_READ_BYTES = 512;

    /** Reads from one socket before the next one gets its turn. */
    private static final int READS_PER_TURN = 4;

    /** What Netty may hold for a session besides the core's queue. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Connections connections;
    private final ServerChannel channel;

    private boolean wanted = true;
    private boolean resting;
    private boolean restLogged;

    Listener(Connections connections, ServerChannel channel) {
        this.connections = connections;
        this.channel = channel;
    }

    ServerChannel channel() {
        return channel;
    }

    /** Accepts, or leaves new clients in the kernel's queue. */
    void setAccepting(boolean accepting) {
        wanted = accepting;
        updateAccepting();
    }

    private void updateAccepting() {
        if (channel.isOpen()) {
            channel.config().setAutoRead(wanted && !resting);
        }
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        restLogged = false;
        Channel client = (Channel) message;
        configure(client.config(), connections.allocator, connections.settings.socketBufferBytes());
        Peer peer = client.remoteAddress() instanceof InetSocketAddress address
                ? Peer.tcp(address.getAddress())
                : Peer.UNIX;
        client.pipeline().addLast(new ClientConnection(connections, client, peer));
        context.channel().eventLoop().register(client).addListener(registered -> {
            if (!registered.isSuccess()) {
                client.unsafe().closeForcibly();
            }
        });
    }

    private void configure(ChannelConfig config, ByteBufAllocator allocator, int socketBufferBytes) {
        config.setAutoRead(false);
        config.setAllocator(allocator);
        config.setRecvByteBufAllocator(
                new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, connections.mostReadBytes())
                        .maxMessagesPerRead(READS_PER_TURN));
        config.setWriteBufferWaterMark(WATER_MARK);
        // A failing write does not close: what the client sent before it went away is still to be read.
        config.setAutoClose(false);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.SO_SNDBUF, socketBufferBytes);
        config.setOption(ChannelOption.SO_RCVBUF, socketBufferBytes);
        // Not known to Unix sockets, which need neither.
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Whatever it is, trying again at once would spin. A client that went away in the queue needs no rest.
        if (!SystemError.isExhaustion(cause)) {
            connections.log(
                    Kind.SESSION, Level.WARNING, () -> "Sess_accept: accept failed: " + SystemError.text(cause));
            return;
        }
        if (resting) {
            return;
        }
        resting = true;
        connections.count(SessionCounter.ACCEPT_PAUSES);
        if (!restLogged) {
            restLogged = true;
            connections.log(
                    Kind.PRINT,
                    Level.PRINT,
                    () ->
                            "Sess_accept: no descriptor for a new client (%s); %d connections open; trying again every second"
                                    .formatted(SystemError.text(cause), connections.count()));
        }
        updateAccepting();
        context.channel()
                .eventLoop()
                .schedule(
                        () -> {
                            resting = false;
                            updateAccepting();
                        },
                        PAUSE_NS,
                        TimeUnit.NANOSECONDS);
    }
}
