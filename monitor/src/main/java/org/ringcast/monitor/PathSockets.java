package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ringcast.daemon.config.AddressText;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.DaemonInterface;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.daemon.wire.PathResponder;

/**
 * The sockets of {@code spcheck}: one to ask with, which has the own daemon's address, and, if no daemon runs here, those that
 * it would receive on, to answer in its place. One thread, the caller's, does all the work inside {@link #pump}.
 */
final class PathSockets implements PathResponder.Outputs, AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final int MIN_ROOM = 2048;
    private static final int DATAGRAMS_A_TURN = 200;

    private final PathSite site;
    private final Selector selector;
    private final DatagramChannel asking;
    private final List<DatagramChannel> answering = new ArrayList<>();
    private final PathResponder responder;
    private final ByteBuffer received;
    private final Set<String> problems = new LinkedHashSet<>();
    private Consumer<ByteBuf> onReturn = datagram -> {};

    private PathSockets(PathSite site) throws IOException {
        this.site = site;
        received = ByteBuffer.allocate(Math.max(MIN_ROOM, site.largeBytes() + 1));
        responder = new PathResponder(site.responderSite(), this, site.largeBytes());
        selector = Selector.open();
        asking = channel(site.monitorSite().myAddress());
    }

    /**
     * Opens them.
     *
     * @throws IOException when an address cannot be used at all; that the ports are taken is no reason
     */
    static PathSockets open(PathSite site) throws IOException {
        PathSockets sockets = new PathSockets(site);
        try {
            sockets.openAsking();
            sockets.openAnswering();
            return sockets;
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    private void openAsking() throws IOException {
        InetAddress own = site.monitorSite().myAddress();
        bind(asking, new InetSocketAddress(own, 0));
        asking.setOption(StandardSocketOptions.SO_BROADCAST, true);
        asking.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
        NetworkInterface out = ownInterface();
        if (out != null) {
            asking.setOption(StandardSocketOptions.IP_MULTICAST_IF, out);
        }
        asking.register(selector, SelectionKey.OP_READ, null);
    }

    /** The sockets that a daemon would open, with the same addresses. */
    private void openAnswering() throws IOException {
        Daemon me = site.monitorSite().me();
        try {
            if (me.hasImplicitInterface()) {
                InetAddress any = InetAddress.getByAddress(new byte[me.address().getAddress().length]);
                answer(any, me.port(), false, true);
                answer(any, me.tokenPort(), true, false);
            } else {
                answerExplicit(me);
            }
        } catch (BindException e) {
            if (!String.valueOf(e.getMessage()).contains("in use")) {
                throw e;
            }
            closeAnswering();
        }
    }

    private void answerExplicit(Daemon me) throws IOException {
        List<InetAddress> addresses = new ArrayList<>(site.segment(me.index()).addresses());
        boolean any = false;
        for (DaemonInterface entry : me.interfaces()) {
            if (entry.daemon()) {
                boolean shared =
                        addresses.contains(entry.address()) || entry.address().isMulticastAddress();
                answer(entry.address(), me.port(), false, true, shared);
                answer(entry.address(), me.tokenPort(), true, false, shared);
                any |= entry.address().isAnyLocalAddress();
            }
        }
        List<InetAddress> bound =
                me.interfaces().stream().map(DaemonInterface::address).toList();
        if (!any && site.segment(me.index()).isShared()) {
            for (InetAddress address : addresses) {
                if (!bound.contains(address)) {
                    answer(address, me.port(), false, address.isMulticastAddress(), true);
                }
            }
        }
    }

    private void answer(InetAddress address, int port, boolean token, boolean joins) throws IOException {
        answer(address, port, token, joins, false);
    }

    private void answer(InetAddress address, int port, boolean token, boolean joins, boolean shared)
            throws IOException {
        InetAddress scoped = site.monitorSite().identity().withMyScope(address);
        DatagramChannel channel = channel(scoped);
        answering.add(channel);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, shared);
        bind(channel, new InetSocketAddress(scoped, port));
        channel.register(selector, SelectionKey.OP_READ, token);
        if (joins) {
            for (InetAddress group : site.segment(site.me()).addresses()) {
                boolean itsOwn = !shared || !address.isMulticastAddress() || address.equals(group);
                if (group.isMulticastAddress() && itsOwn) {
                    join(channel, site.monitorSite().identity().withMyScope(group));
                }
            }
        }
    }

    private void join(DatagramChannel channel, InetAddress group) {
        try {
            NetworkInterface own = ownInterface();
            if (own == null) {
                throw new IOException("no network interface has the address of " + site.name(site.me()));
            }
            channel.join(group, own);
        } catch (IOException e) {
            problems.add(site.name(site.me()) + ": multicast group " + AddressText.display(group)
                    + " cannot be joined: " + e.getMessage());
        }
    }

    private NetworkInterface ownInterface() throws IOException {
        InetAddress own = site.monitorSite().myAddress();
        NetworkInterface found = NetworkInterface.getByInetAddress(own);
        return found == null && own.isLoopbackAddress() ? NetworkInterface.getByInetAddress(loopback(own)) : found;
    }

    /** 127.0.0.2 and the like belong to the loopback interface, which lists 127.0.0.1 only. */
    private static InetAddress loopback(InetAddress own) throws UnknownHostException {
        return own.getAddress().length == 4 ? InetAddress.getByAddress(new byte[] {127, 0, 0, 1}) : own;
    }

    private static DatagramChannel channel(InetAddress family) throws IOException {
        DatagramChannel channel = DatagramChannel.open(ProbeSockets.family(family));
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        return channel;
    }

    private static void bind(DatagramChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.bind(address);
        } catch (BindException e) {
            BindException named = new BindException(e.getMessage() + " (" + AddressText.display(address.getAddress())
                    + " port " + address.getPort() + ")");
            named.initCause(e);
            throw named;
        }
    }

    /** Who gets the probes that come back. */
    void setOnReturn(Consumer<ByteBuf> handler) {
        onReturn = handler;
    }

    /** Whether this process answers probes in place of the daemon. */
    boolean answers() {
        return !answering.isEmpty();
    }

    /** Probes of others that were answered here. */
    long answered() {
        return responder.answered();
    }

    /** What is wrong with the own sockets, in words. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    int askingPort() throws IOException {
        return ((InetSocketAddress) asking.getLocalAddress()).getPort();
    }

    /** Works until a time, or until it is enough. */
    void pump(long deadlineNs, BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                selector.selectNow(this::read);
                return;
            }
            selector.select(this::read, Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
        }
    }

    /** Makes {@link #pump} look whether it is enough. From any thread. */
    void wake() {
        selector.wakeup();
    }

    private void read(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
            try {
                received.clear();
                InetSocketAddress source = (InetSocketAddress) channel.receive(received);
                if (source == null) {
                    return;
                }
                received.flip();
                take(key, source.getAddress(), Unpooled.wrappedBuffer(received));
            } catch (IOException e) {
                // An earlier datagram of ours was not wanted somewhere; there may be more to read.
            }
        }
    }

    private void take(SelectionKey key, InetAddress source, ByteBuf datagram) {
        if (!PathProbe.isProbe(datagram)) {
            return;
        }
        if (key.attachment() instanceof Boolean token) {
            responder.onProbe(site.keyOf(source), token, datagram, System.nanoTime());
        } else if (PathProbe.validate(datagram, site.largeBytes()).isOk()) {
            onReturn.accept(datagram);
        }
    }

    @Override
    public void send(int daemon, int way, ByteBuf packet) {
        if (way < PathProbe.SEGMENT
                || way - PathProbe.SEGMENT < site.segment(site.me()).addresses().size()) {
            send(packet, site.target(daemon, way));
        }
    }

    @Override
    public void reply(int daemon, int port, ByteBuf packet) {
        send(packet, new InetSocketAddress(site.target(daemon, PathProbe.DATA).getAddress(), port));
    }

    private void send(ByteBuf packet, InetSocketAddress to) {
        try {
            asking.send(packet.nioBuffer(), to);
        } catch (IOException e) {
            // As good as lost, and found out as such; the reason is worth a line.
            problems.add(site.name(site.me()) + ": cannot send to " + AddressText.display(to.getAddress()) + " port "
                    + to.getPort() + ": " + e.getMessage());
        }
    }

    private void closeAnswering() throws IOException {
        for (DatagramChannel channel : answering) {
            channel.close();
        }
        answering.clear();
    }

    @Override
    public void close() {
        try {
            closeAnswering();
            asking.close();
            selector.close();
        } catch (IOException e) {
            // nothing depends on it
        }
    }
}
