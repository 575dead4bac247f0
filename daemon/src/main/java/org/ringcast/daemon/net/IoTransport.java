package org.ringcast.daemon.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Which of Netty's transports carries the sockets: epoll on Linux, for its batched system calls, NIO elsewhere. */
public enum IoTransport {
    EPOLL {
        @Override
        public IoHandlerFactory handlerFactory() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel datagramChannel(InetAddress address) {
            return new EpollDatagramChannel(familyOf(address));
        }
    },
    NIO {
        @Override
        public IoHandlerFactory handlerFactory() {
            return NioIoHandler.newFactory();
        }

        @Override
        DatagramChannel datagramChannel(InetAddress address) {
            return new NioDatagramChannel(familyOf(address));
        }
    };

    /** The best one of this machine. */
    public static IoTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** For the event loop. */
    public abstract IoHandlerFactory handlerFactory();

    abstract DatagramChannel datagramChannel(InetAddress address);

    private static SocketProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }
}
