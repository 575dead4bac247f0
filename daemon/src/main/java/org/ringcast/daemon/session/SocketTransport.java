package org.ringcast.daemon.session;

import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/** The kinds of sockets that an event loop can drive. */
enum SocketTransport {
    /** Native, Linux. */
    EPOLL {
        @Override
        ServerChannel newTcpServer(SocketProtocolFamily family) {
            return new EpollServerSocketChannel(family);
        }

        @Override
        ServerChannel newUnixServer() {
            return new EpollServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(Path path) {
            return new DomainSocketAddress(path.toString());
        }
    },
    /** Of the JDK. */
    NIO {
        @Override
        ServerChannel newTcpServer(SocketProtocolFamily family) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family);
        }

        @Override
        ServerChannel newUnixServer() {
            return new NioServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(Path path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    /** The kind that the loop drives. */
    static SocketTransport of(IoEventLoop loop) {
        return loop.isIoType(EpollIoHandler.class) ? EPOLL : NIO;
    }

    abstract ServerChannel newTcpServer(SocketProtocolFamily family);

    abstract ServerChannel newUnixServer();

    abstract SocketAddress unixAddress(Path path);

    static SocketProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }
}
