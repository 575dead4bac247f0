package org.ringcast.daemon.admin.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The web server: its sockets and its thread. May be opened and closed on any thread. */
public final class HttpEndpoint implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int BUFFER_BYTES = 4096;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    private final List<Channel> listeners = new ArrayList<>();
    private final OpenConnections connections;

    private HttpEndpoint(HttpLimits limits) {
        connections = new OpenConnections(limits.connections());
    }

    /**
     * Listens.
     *
     * @param addresses at least one; port 0 for any
     * @throws HttpListenException when one of them cannot be listened on; nothing is left open then
     */
    public static HttpEndpoint open(List<InetSocketAddress> addresses, WatchedDaemon daemon, HttpLimits limits)
            throws HttpListenException {
        HttpEndpoint endpoint = new HttpEndpoint(limits);
        try {
            for (InetSocketAddress address : addresses) {
                endpoint.listen(address, daemon, limits);
            }
            return endpoint;
        } catch (HttpListenException e) {
            endpoint.close();
            throw e;
        }
    }

    private void listen(InetSocketAddress address, WatchedDaemon daemon, HttpLimits limits) throws HttpListenException {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(decoder()))
                                .addLast(new FlowControlHandler())
                                .addLast(new HttpConversation(daemon, limits, connections));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new HttpListenException(
                    "MetricsAddress: cannot listen on " + text(address) + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listeners.add(bound.channel());
    }

    private static HttpDecoderConfig decoder() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpLimits.MAX_LINE_BYTES)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setMaxChunkSize(BUFFER_BYTES)
                .setInitialBufferSize(256);
    }

    /** Where it can be found, with the ports that the system chose. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** An address as in a URL. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Closes all sockets and ends the thread. */
    @Override
    public void close() {
        for (Channel listener : listeners) {
            listener.close().awaitUninterruptibly();
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
