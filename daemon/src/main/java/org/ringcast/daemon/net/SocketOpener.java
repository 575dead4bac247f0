package org.ringcast.daemon.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;

/** Opens the ring's sockets one by one, with their options. Works for one {@link RingTransport}. */
final class SocketOpener {
    /** Wanted receive buffer of a socket, bytes: holds the bursts of a whole ring while this daemon is busy. */
    static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    /** Room for one datagram on a data socket, and more than that: a longer one is seen to be too long. */
    private static final int DATA_SLOT_BYTES = 2048;

    /** Readings of several large datagrams take no more memory than this. */
    private static final int BATCH_BYTES = 1 << 20;

    /** Room for datagrams that arrived together and that the kernel left together. */
    private static final int MERGED_BYTES = 65_536;

    /** Datagrams of the usual size in one reading. */
    private static final int DATA_SLOTS = 64;

    /** A token may be as long as a datagram can be. */
    private static final int TOKEN_BYTES = 65_536;

    private final NetworkPlan plan;
    private final IoTransport io;
    private final IoEventLoop loop;
    private final ByteBufAllocator allocator;
    private final CoreLog log;
    private final List<Channel> open = new ArrayList<>();
    private boolean bufferWarned;

    SocketOpener(NetworkPlan plan, IoTransport io, IoEventLoop loop, ByteBufAllocator allocator, CoreLog log) {
        this.plan = plan;
        this.io = io;
        this.loop = loop;
        this.allocator = allocator;
        this.log = log;
    }

    /** One of the sockets to receive on; an address that cannot be joined is taken out of {@code segment}. */
    DatagramChannel receiver(NetworkPlan.Receiver receiver, ChannelHandler handler, List<InetSocketAddress> segment)
            throws NetworkException {
        DatagramChannel channel = register(receiver.address().getAddress(), handler);
        channel.config().setOption(ChannelOption.SO_REUSEADDR, receiver.reuseAddress());
        growReceiveBuffer(channel);
        if (receiver.port() == NetworkPlan.Port.DATA) {
            readInBatches(channel);
        } else {
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(TOKEN_BYTES).maxMessagesPerRead(1));
        }
        bind(channel, receiver.address());
        for (InetAddress group : receiver.groups()) {
            join(channel, group, receiver.origin(), segment);
        }
        return channel;
    }

    /**
     * The one socket that everything is sent from. Times to live are left alone: systems give multicast 1, as it should be, and
     * the option of the native transport sets that of unicast, which has to cross routers.
     */
    DatagramChannel sender() throws NetworkException {
        DatagramChannel channel = register(plan.self(), new ChannelInboundHandlerAdapter());
        channel.config().setOption(ChannelOption.MAX_MESSAGES_PER_WRITE, Integer.MAX_VALUE);
        channel.config().setAutoRead(false);
        multicastFrom(channel);
        try {
            bind(channel, new InetSocketAddress(plan.self(), 0));
        } catch (NetworkException e) {
            if (plan.mustSendFromSelf()) {
                throw e;
            }
            var unused = channel.close();
            return anySender();
        }
        return channel;
    }

    /** Lets what the plan sends by multicast leave on the interface of the own address. */
    void multicastFrom(DatagramChannel channel) {
        NetworkInterface own = ownInterface();
        if (own != null && plan.segment().stream().anyMatch(a -> a.getAddress().isMulticastAddress())) {
            channel.config().setOption(ChannelOption.IP_MULTICAST_IF, own);
        }
    }

    private DatagramChannel anySender() throws NetworkException {
        DatagramChannel channel = register(plan.self(), new ChannelInboundHandlerAdapter());
        channel.config().setAutoRead(false);
        bind(channel, new InetSocketAddress(0));
        return channel;
    }

    void closeAll() {
        for (Channel channel : open) {
            var unused = channel.close();
        }
    }

    private DatagramChannel register(InetAddress family, ChannelHandler handler) throws NetworkException {
        DatagramChannel channel;
        try {
            channel = io.datagramChannel(family);
        } catch (RuntimeException e) {
            throw new NetworkException("DL_init_channel_gen: socket error (" + SocketErrors.describe(e) + ")", e);
        }
        channel.config().setAllocator(allocator);
        ChannelFuture registered = new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .handler(handler)
                .register();
        if (registered.cause() != null) {
            throw new NetworkException(
                    "DL_init_channel_gen: " + SocketErrors.describe(registered.cause()), registered.cause());
        }
        open.add(channel);
        return channel;
    }

    private int slotBytes() {
        int largest = plan.maxPacketBytes();
        return largest < DATA_SLOT_BYTES ? DATA_SLOT_BYTES : Math.min(largest + 8, MERGED_BYTES);
    }

    /** One reading of a data socket takes this many datagrams or more, unless it leaves the socket empty. */
    int dataSlots() {
        return Math.min(DATA_SLOTS, BATCH_BYTES / slotBytes());
    }

    private void readInBatches(DatagramChannel channel) {
        int slot = slotBytes();
        if (io == IoTransport.EPOLL && acceptsMerged(channel)) {
            // Reading several at once is no option here: the transport then loses a merged one that comes alone.
            channel.config()
                    .setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(MERGED_BYTES).maxMessagesPerRead(dataSlots()));
        } else if (io.isNative()) {
            channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, slot);
            // One system call for each time that the socket is found readable; the duty cycle comes back for more.
            channel.config()
                    .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(slot * dataSlots()).maxMessagesPerRead(1));
        } else {
            channel.config()
                    .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(slot).maxMessagesPerRead(dataSlots()));
        }
    }

    /** Asks the kernel to hand over datagrams together that arrived together (UDP GRO, Linux 5.0). */
    private static boolean acceptsMerged(DatagramChannel channel) {
        try {
            return channel.config().setOption(EpollChannelOption.UDP_GRO, true);
        } catch (ChannelException e) {
            return false;
        }
    }

    /** Whether the send socket can leave it to the kernel to cut large datagrams (UDP GSO, Linux 4.18). */
    boolean canSegment() {
        return io == IoTransport.EPOLL && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    }

    private void growReceiveBuffer(DatagramChannel channel) {
        channel.config().setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        int got = channel.config().getReceiveBufferSize();
        // Linux reports twice what it took as the size.
        int usable = io.isNative() ? got / 2 : got;
        if (usable < RECEIVE_BUFFER_BYTES && !bufferWarned) {
            bufferWarned = true;
            log.line(
                    CoreLog.Kind.CONFIGURATION,
                    CoreLog.Level.WARNING,
                    "UDP receive buffers have " + usable + " bytes instead of " + RECEIVE_BUFFER_BYTES
                            + ", for the kernel allows no more (net.core.rmem_max); bursts may get lost");
        }
    }

    /**
     * Broadcasts are allowed only after the socket is bound: Netty warns whoever is not root of a socket that has both that
     * option and an address of its own, for such a socket receives no broadcasts. Ours need not: the one with an address of
     * its own only sends, or gets what is sent to that address. The generic option passes by a second place that warns.
     */
    private static void allowBroadcast(Channel channel, InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address) {
            return;
        }
        if (channel instanceof NioDatagramChannel) {
            channel.config().setOption(NioChannelOption.of(StandardSocketOptions.SO_BROADCAST), true);
        } else {
            channel.config().setOption(ChannelOption.SO_BROADCAST, true);
        }
    }

    private static void bind(Channel channel, InetSocketAddress address) throws NetworkException {
        // On the event loop's own thread this is done when it returns.
        Throwable cause = channel.bind(address).cause();
        if (cause != null) {
            String hint = cause.getMessage() != null && cause.getMessage().contains("in use")
                    ? "; probably already running!"
                    : "";
            throw new NetworkException(
                    "DL_init_channel_gen: bind error (" + SocketErrors.describe(cause) + ") for "
                            + SocketErrors.describe(address) + hint,
                    cause);
        }
        allowBroadcast(channel, address);
    }

    /** An address that cannot be joined is taken out of {@code segment}. */
    void join(DatagramChannel channel, InetAddress group, String origin, List<InetSocketAddress> segment)
            throws NetworkException {
        Throwable cause = tryToJoin(channel, group);
        if (cause == null) {
            return;
        }
        String line = "Net_init: " + origin + ": error joining multicast group " + SocketErrors.describe(group)
                + " on channel " + number(channel) + ": "
                + SocketErrors.describe(cause).replaceFirst(": ", " ")
                + "; Won't send/recv to/from this segment address!";
        if (!plan.ignoreJoinErrors()) {
            throw new NetworkException(line, cause);
        }
        log.line(CoreLog.Kind.CONFIGURATION, CoreLog.Level.ERROR, line);
        boolean dropped = segment.removeIf(address -> address.getAddress().equals(group));
        if (dropped && segment.isEmpty()) {
            throw new NetworkException(
                    "Net_init: no usable segment address left for a segment of several daemons!", cause);
        }
    }

    /** Best effort: a group too many does no harm. */
    void leave(DatagramChannel channel, InetAddress group) {
        NetworkInterface own = ownInterface();
        if (own == null) {
            return;
        }
        try {
            var unused = channel.leaveGroup(group, own, null);
        } catch (ChannelException e) {
            // It was not joined, because the errors of joining are ignored.
        }
    }

    private Throwable tryToJoin(DatagramChannel channel, InetAddress group) {
        NetworkInterface own = ownInterface();
        if (own == null) {
            return new SocketException("no network interface has the address " + SocketErrors.describe(plan.self()));
        }
        try {
            return channel.joinGroup(group, own, null).cause();
        } catch (ChannelException e) {
            // The native transport throws what it should have put into the future.
            return e;
        }
    }

    private static String number(Channel channel) {
        return channel instanceof UnixChannel unix
                ? Integer.toString(unix.fd().intValue())
                : channel.id().toString();
    }

    /** The interface of the own address, or null; 127.0.0.2 and the like belong to the loopback interface. */
    private NetworkInterface ownInterface() {
        try {
            InetAddress self = plan.self();
            if (self instanceof Inet6Address six && six.getScopeId() > 0) {
                return NetworkInterface.getByIndex(six.getScopeId());
            }
            NetworkInterface found = NetworkInterface.getByInetAddress(self);
            if (found == null && self.isLoopbackAddress()) {
                for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                    if (candidate.isLoopback()) {
                        return candidate;
                    }
                }
            }
            return found;
        } catch (SocketException e) {
            return null;
        }
    }
}
