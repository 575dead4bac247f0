package org.ringcast.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.core.CoreLog;

/**
 * The ring's datagram sockets. Received datagrams wait in two queues, data and tokens, until the duty cycle takes them.
 * Datagrams to send are copied, and leave together and in order at {@link #flush}: all of them use one socket, so data that
 * was sent before a token is ahead of it on the wire.
 *
 * <p>Owning thread: the ring loop, opening included.
 */
public final class RingTransport implements AutoCloseable {
    /** Takes one datagram; it is lent for the call. */
    @FunctionalInterface
    public interface DatagramHandler {
        /**
         * Takes one datagram.
         *
         * @param sourceAddressKey {@link NetworkPlan.Destination#addressKey} of the source address, -1 when unknown
         */
        void accept(int sourceAddressKey, ByteBuf datagram);
    }

    /** Judges one datagram of the token port; it is lent for the call. */
    @FunctionalInterface
    public interface TokenHandler {
        /**
         * Takes one token.
         *
         * @param sourceAddressKey as for {@link DatagramHandler}
         * @return false when it was of no use and the next one may be taken in the same turn
         */
        boolean accept(int sourceAddressKey, ByteBuf datagram);
    }

    /** Looks at a datagram when it arrives; it is lent for the call. */
    @FunctionalInterface
    public interface Admission {
        /**
         * Judges one datagram.
         *
         * @param sourceAddressKey as for {@link DatagramHandler}
         * @return whether to keep it for the duty cycle
         */
        boolean admits(int sourceAddressKey, ByteBuf datagram);
    }

    /** More waiting datagrams than this are dropped: only a daemon that stopped working gets there. */
    private static final int DATA_LIMIT = 16_384;

    private final ByteBufAllocator allocator;
    private final CoreLog log;
    private final Map<InetAddress, Integer> addressKeys = new HashMap<>();
    private final ArrayDeque<DatagramPacket> data = new ArrayDeque<>();
    private final DatagramChannel sendSocket;
    private final DatagramSender sender;
    private final MulticastLoop multicastLoop;
    private NetworkPlan plan;
    private List<BoundReceiver> receivers;
    private TokenQueue tokens;
    private InetSocketAddress[] segment;
    private InetSocketAddress ownTokenAddress;
    private InetSocketAddress ownSource;
    private final NetworkCounters counters = new NetworkCounters();
    private final int dataSlots;
    private boolean mayHaveMore;
    private DatagramPacket handed;
    private Admission dataAdmission = (key, datagram) -> true;
    private Admission tokenAdmission = (key, datagram) -> true;

    private RingTransport(NetworkPlan plan, SocketOpener opener, ByteBufAllocator allocator, CoreLog log)
            throws NetworkException {
        this.plan = plan;
        this.allocator = allocator;
        this.log = log;
        List<InetSocketAddress> addresses = new ArrayList<>(plan.segment());
        receivers = new ArrayList<>();
        for (NetworkPlan.Receiver receiver : plan.receivers()) {
            receivers.add(open(opener, receiver, addresses));
        }
        dataSlots = opener.dataSlots();
        sendSocket = opener.sender();
        sender = new DatagramSender(sendSocket, opener.canSegment(), allocator, log, counters);
        multicastLoop = new MulticastLoop(sendSocket, MulticastLoop::isOnThisHost);
        take(plan, addresses);
    }

    /** One socket to receive on. */
    private record BoundReceiver(NetworkPlan.Receiver receiver, DatagramChannel channel) {
        boolean isBoundLike(NetworkPlan.Receiver other) {
            return receiver.port() == other.port() && receiver.address().equals(other.address());
        }
    }

    private BoundReceiver open(
            SocketOpener opener, NetworkPlan.Receiver receiver, List<InetSocketAddress> segmentAddresses)
            throws NetworkException {
        boolean token = receiver.port() == NetworkPlan.Port.TOKEN;
        return new BoundReceiver(
                receiver,
                opener.receiver(receiver, token ? new TokenReceiving() : new DataReceiving(), segmentAddresses));
    }

    private void take(NetworkPlan newPlan, List<InetSocketAddress> segmentAddresses) {
        plan = newPlan;
        addressKeys.clear();
        int highestKey = -1;
        for (NetworkPlan.Destination destination : plan.destinations()) {
            addressKeys.put(destination.data().getAddress(), destination.addressKey());
            highestKey = Math.max(highestKey, destination.addressKey());
        }
        segment = segmentAddresses.toArray(InetSocketAddress[]::new);
        ownTokenAddress = ownTokenAddress(plan);
        multicastLoop.take(plan);
        ownSource = new InetSocketAddress(plan.self(), senderAddress().getPort());
        TokenQueue waiting = tokens;
        tokens = new TokenQueue(highestKey);
        if (waiting != null) {
            for (DatagramPacket token = waiting.poll(); token != null; token = waiting.poll()) {
                keep(token);
            }
        }
    }

    /** What a daemon needs to go over to another plan; see {@link #prepare}. */
    public final class Change {
        private final NetworkPlan next;
        private final SocketOpener opener;
        private final List<InetSocketAddress> addresses;
        private final List<BoundReceiver> opened = new ArrayList<>();
        private final List<BoundReceiver> after = new ArrayList<>();
        private final List<Runnable> undo = new ArrayList<>();

        private Change(NetworkPlan next, SocketOpener opener) {
            this.next = next;
            this.opener = opener;
            addresses = new ArrayList<>(next.segment());
        }

        private void open() throws NetworkException {
            for (NetworkPlan.Receiver receiver : next.receivers()) {
                BoundReceiver present = boundLike(receivers, receiver);
                if (present == null) {
                    BoundReceiver added = RingTransport.this.open(opener, receiver, addresses);
                    opened.add(added);
                    after.add(added);
                } else {
                    joinMore(present, receiver);
                    after.add(new BoundReceiver(receiver, present.channel()));
                }
            }
        }

        private void joinMore(BoundReceiver present, NetworkPlan.Receiver receiver) throws NetworkException {
            for (InetAddress group : receiver.groups()) {
                if (!present.receiver().groups().contains(group)) {
                    opener.join(present.channel(), group, receiver.origin(), addresses);
                    undo.add(() -> opener.leave(present.channel(), group));
                }
            }
        }

        /** The other plan is not wanted any more: what was opened for it is closed. */
        public void discard() {
            opened.forEach(added -> {
                var unused = added.channel().close();
            });
            undo.forEach(Runnable::run);
        }

        /** From now on the other plan is in force; what only the old one needs is closed. Calls of either plan do not mix. */
        public void putIntoForce() {
            flush();
            for (BoundReceiver old : receivers) {
                BoundReceiver kept = boundLike(after, old.receiver());
                if (kept == null) {
                    var unused = old.channel().close();
                    continue;
                }
                for (InetAddress group : old.receiver().groups()) {
                    if (!kept.receiver().groups().contains(group)) {
                        opener.leave(old.channel(), group);
                    }
                }
            }
            receivers = after;
            opener.multicastFrom(sendSocket);
            take(next, addresses);
        }
    }

    private static BoundReceiver boundLike(List<BoundReceiver> list, NetworkPlan.Receiver receiver) {
        return list.stream()
                .filter(bound -> bound.isBoundLike(receiver))
                .findFirst()
                .orElse(null);
    }

    /**
     * Opens what another plan needs besides the sockets that there are, and leaves everything else as it is.
     *
     * @param wanted for the same own address; packets keep the size that they have
     * @throws NetworkException when a socket cannot be had; nothing has changed then
     */
    public Change prepare(NetworkPlan wanted, IoTransport io, IoEventLoop loop) throws NetworkException {
        NetworkPlan next = wanted.withMaxPacketBytes(plan.maxPacketBytes());
        Change change = new Change(next, new SocketOpener(next, io, loop, allocator, log));
        try {
            change.open();
            return change;
        } catch (NetworkException e) {
            change.opener.closeAll();
            change.discard();
            throw e;
        } catch (ChannelException e) {
            change.opener.closeAll();
            change.discard();
            throw new NetworkException("DL_init_channel_gen: " + SocketErrors.describe(e), e);
        }
    }

    /** Where this daemon's own tokens would arrive; null when no socket of its own receives them there. */
    private static InetSocketAddress ownTokenAddress(NetworkPlan plan) {
        for (NetworkPlan.Receiver receiver : plan.receivers()) {
            InetAddress bound = receiver.address().getAddress();
            boolean reached = bound.isAnyLocalAddress() || bound.equals(plan.self());
            if (receiver.port() == NetworkPlan.Port.TOKEN && reached) {
                return new InetSocketAddress(plan.self(), receiver.address().getPort());
            }
        }
        return null;
    }

    /**
     * Opens all sockets on the event loop of the calling thread.
     *
     * @throws NetworkException when one cannot be had; none stays open
     */
    public static RingTransport open(
            NetworkPlan plan, IoTransport io, IoEventLoop loop, ByteBufAllocator allocator, CoreLog log)
            throws NetworkException {
        SocketOpener opener = new SocketOpener(plan, io, loop, allocator, log);
        try {
            return new RingTransport(plan, opener, allocator, log);
        } catch (NetworkException e) {
            opener.closeAll();
            throw e;
        } catch (ChannelException e) {
            opener.closeAll();
            throw new NetworkException("DL_init_channel_gen: " + SocketErrors.describe(e), e);
        }
    }

    /**
     * Who looks at datagrams before they are kept; until then all are.
     *
     * @param ofData of the data ports
     * @param ofTokens of the token ports
     */
    public void setAdmission(Admission ofData, Admission ofTokens) {
        dataAdmission = ofData;
        tokenAdmission = ofTokens;
    }

    /** The event loop is about to read the sockets: {@link #mayHaveMore} then tells about this reading. */
    public void beginRead() {
        mayHaveMore = false;
    }

    /** Whether the last reading may have left datagrams of the data port in a socket. */
    public boolean mayHaveMore() {
        return mayHaveMore;
    }

    /** Datagrams of the data port that wait. */
    public int waitingData() {
        return data.size();
    }

    /** Datagrams of the token port that wait. */
    public int waitingTokens() {
        return tokens.size();
    }

    /** Hands over at most {@code limit} waiting datagrams of the data port; returns how many. */
    public int drainData(int limit, DatagramHandler handler) {
        int count = 0;
        while (count < limit && !data.isEmpty()) {
            hand(data.poll(), handler);
            count++;
        }
        return count;
    }

    /**
     * Hands over waiting datagrams of the token port until one was of use. Forged ones cannot use up the turn of the real one
     * that way. The senders take turns; those of one sender come in order.
     *
     * @return false: none waited
     */
    public boolean takeToken(TokenHandler handler) {
        boolean any = false;
        boolean used = false;
        for (int left = tokens.size(); left > 0 && !used; left--) {
            DatagramPacket packet = tokens.poll();
            any = true;
            handed = packet;
            try {
                used = handler.accept(keyOf(packet), packet.content());
            } finally {
                handed = null;
                packet.release();
            }
        }
        return any;
    }

    private void hand(DatagramPacket packet, DatagramHandler handler) {
        handed = packet;
        try {
            handler.accept(keyOf(packet), packet.content());
        } finally {
            handed = null;
            packet.release();
        }
    }

    private int keyOf(DatagramPacket packet) {
        Integer key = addressKeys.get(packet.sender().getAddress());
        return key == null ? -1 : key;
    }

    private boolean isAdmitted(DatagramPacket packet, Admission admission) {
        handed = packet;
        try {
            return admission.admits(keyOf(packet), packet.content());
        } finally {
            handed = null;
        }
    }

    /** Where the datagram that is being handed over comes from, and where it arrived, for log lines. */
    public String source() {
        if (handed == null) {
            return "[unknown]:0";
        }
        return SocketErrors.describe(handed.sender()) + " on channel " + channelNumber(handed.recipient());
    }

    private String channelNumber(InetSocketAddress local) {
        for (BoundReceiver bound : receivers) {
            DatagramChannel channel = bound.channel();
            if (channel instanceof UnixChannel unix && local.equals(channel.localAddress())) {
                return Integer.toString(unix.fd().intValue());
            }
        }
        return SocketErrors.describe(local);
    }

    /** To a daemon's data port. */
    public void sendData(int daemonIndex, ByteBuf packet) {
        sender.send(plan.destinations().get(daemonIndex).data(), packet);
    }

    /** As {@link #sendData}, but never together with others: what looks at lengths on its way sees that of this datagram. */
    public void sendDataAlone(int daemonIndex, ByteBuf packet) {
        sender.sendBehind(plan.destinations().get(daemonIndex).data(), packet);
    }

    /**
     * To a daemon's token port. A daemon that is alone in its ring sends every token to itself; such a one joins the waiting
     * tokens at once, since the way through the kernel costs more than all that the token is for.
     */
    public void sendToken(int daemonIndex, ByteBuf packet) {
        InetSocketAddress to = plan.destinations().get(daemonIndex).token();
        if (to.equals(ownTokenAddress)) {
            counters.tokensToSelf++;
            keep(new DatagramPacket(copy(packet), to, ownSource));
        } else {
            sender.sendBehind(to, packet);
        }
    }

    /**
     * To a port of a daemon's address that is not one of the ring's.
     *
     * @param port UDP port, 1..65535
     */
    public void sendReply(int daemonIndex, int port, ByteBuf packet) {
        InetAddress address = plan.destinations().get(daemonIndex).data().getAddress();
        sender.sendBehind(new InetSocketAddress(address, port), packet);
    }

    /** To every address of the own segment. */
    public void sendSegment(ByteBuf packet) {
        for (InetSocketAddress address : segment) {
            sender.send(address, packet);
        }
    }

    /**
     * To one address of the own segment.
     *
     * <p>As {@link #sendDataAlone}, never together with others.
     *
     * @param number of the address in the configuration, from 0; nothing is sent when there is none, or it is not in use
     */
    public void sendSegmentAddress(int number, ByteBuf packet) {
        InetSocketAddress address =
                number < plan.segment().size() ? plan.segment().get(number) : null;
        for (InetSocketAddress used : segment) {
            if (used.equals(address)) {
                sender.sendBehind(used, packet);
            }
        }
    }

    /** Gives everything sent since the last call to the kernel. */
    public void flush() {
        sender.flush();
    }

    /** Once in a while: finds out what has changed on this host. */
    public void lookAround(long nowNs) {
        multicastLoop.lookAround(nowNs);
    }

    /** Whether the daemon's own multicast packets come back to it. */
    boolean loopsMulticast() {
        return multicastLoop.loops();
    }

    /** What was counted so far. */
    public NetworkCounters counters() {
        return counters;
    }

    /** Own address and port of the send socket. */
    public InetSocketAddress senderAddress() {
        return sender.localAddress();
    }

    @Override
    public void close() {
        flush();
        for (BoundReceiver bound : receivers) {
            var unused = bound.channel().close();
        }
        var unused = sendSocket.close();
        data.forEach(DatagramPacket::release);
        data.clear();
        tokens.clear();
    }

    private void keep(DatagramPacket token) {
        counters.queueOverflows += tokens.add(keyOf(token), token);
    }

    private ByteBuf copy(ByteBuf packet) {
        int length = packet.readableBytes();
        return allocator.directBuffer(length).writeBytes(packet, packet.readerIndex(), length);
    }

    /** What all sockets to receive on have in common. */
    private abstract class Receiving extends SimpleChannelInboundHandler<DatagramPacket> {
        Receiving() {
            super(DatagramPacket.class, false);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            counters.receiveErrors++;
            if (log.enabled(CoreLog.Kind.DATA_LINK, CoreLog.Level.ERROR)) {
                log.line(
                        CoreLog.Kind.DATA_LINK,
                        CoreLog.Level.ERROR,
                        "DL_recv: error receiving on " + context.channel().localAddress() + ": "
                                + SocketErrors.describe(cause));
            }
        }
    }

    /** A socket of the data port. */
    private final class DataReceiving extends Receiving {
        private int sinceRead;

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            counters.datagramsReceived++;
            sinceRead++;
            if (!isAdmitted(packet, dataAdmission)) {
                counters.refused++;
            } else if (data.size() < DATA_LIMIT) {
                // A copy with just the memory that it needs: the socket may read into buffers for many datagrams at
                // once.
                data.add(packet.replace(copy(packet.content())));
            } else {
                counters.queueOverflows++;
            }
            packet.release();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            mayHaveMore |= sinceRead >= dataSlots;
            sinceRead = 0;
        }
    }

    /** A socket of the token port. */
    private final class TokenReceiving extends Receiving {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            counters.datagramsReceived++;
            if (isAdmitted(packet, tokenAdmission)) {
                // A copy with just the memory that it needs: the socket reads into buffers for the longest of tokens.
                keep(packet.replace(copy(packet.content())));
            } else {
                counters.refused++;
            }
            packet.release();
        }
    }
}
