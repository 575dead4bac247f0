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

/** Which of Netty's transports carries the sockets, and which of the kernel's abilities it uses. */
public enum IoTransport {
    /** On Linux: runs of datagrams of one size go through the kernel in one piece, where it can do that. */
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
    /** On Linux: several datagrams with one system call, but each by itself in the kernel. */
    EPOLL_BATCHED {
        @Override
        public IoHandlerFactory handlerFactory() {
            return EPOLL.handlerFactory();
        }

        @Override
        DatagramChannel datagramChannel(InetAddress address) {
            return EPOLL.datagramChannel(address);
        }
    },
    /** Everywhere. */
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

    /** The best one of this machine; in the JVM of a test the one that property {@code ringcast.io} names, if it does. */
    public static IoTransport best() {
        String wanted = System.getProperty("ringcast.io", "best");
        if (!wanted.equals("best")) {
            return named(wanted);
        }
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /**
     * The one of that name, as option NetworkIo has it; the best one for {@code best}.
     *
     * @throws IllegalArgumentException when this machine does not have it
     */
    public static IoTransport named(String name) {
        if (name.equals("best")) {
            return best();
        }
        IoTransport wanted = switch (name) {
            case "segmented" -> EPOLL;
            case "batched" -> EPOLL_BATCHED;
            case "portable" -> NIO;
            default -> throw new IllegalArgumentException("no network transport is called " + name);
        };
        if (wanted.isNative() && !Epoll.isAvailable()) {
            throw new IllegalArgumentException(
                    "NetworkIo = " + name + " needs Linux and Netty's native library: " + Epoll.unavailabilityCause());
        }
        return wanted;
    }

    /** Whether it is Linux's epoll, by Netty's native library. */
    boolean isNative() {
        return this != NIO;
    }

    /** For the event loop. */
    public abstract IoHandlerFactory handlerFactory();

    abstract DatagramChannel datagramChannel(InetAddress address);

    private static SocketProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }
}
