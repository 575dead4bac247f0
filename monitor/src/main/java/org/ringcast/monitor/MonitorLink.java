package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.ringcast.daemon.config.AddressText;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.wire.DumpRequest;
import org.ringcast.daemon.wire.HashInquiry;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.TroubleRequest;

/**
 * The monitor's sockets. At level 5 one socket at the address of the daemon that the monitor poses as, since daemons look where
 * requests come from; at level 4 one of no particular address to send from, and one for replies.
 *
 * <p>A thread of its own receives; what is no reply of a configured daemon is dropped and counted.
 */
final class MonitorLink implements AutoCloseable {
    private static final int MAX_DATAGRAM = 2048;

    private final DatagramChannel receiver;
    private final DatagramChannel sender;
    private final MonitorInbox inbox;
    private final AtomicLong ignored = new AtomicLong();
    private volatile MonitorSite site;

    private MonitorLink(DatagramChannel receiver, DatagramChannel sender, MonitorSite site, MonitorInbox inbox) {
        this.receiver = receiver;
        this.sender = sender;
        this.site = site;
        this.inbox = inbox;
    }

    /**
     * Opens the sockets and begins to receive.
     *
     * @param port for replies, 0 for any
     * @throws IOException with the words for the operator
     */
    static MonitorLink open(MonitorSite site, int port, MonitorInbox inbox) throws IOException {
        InetAddress address = site.myAddress();
        boolean six = address instanceof Inet6Address;
        ProtocolFamily family = six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        InetSocketAddress at = site.isLevel4() ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
        DatagramChannel receiver = DatagramChannel.open(family);
        try {
            receiver.bind(at);
            DatagramChannel sender = site.isLevel4() ? DatagramChannel.open(family) : receiver;
            MonitorLink link = new MonitorLink(receiver, sender, site, inbox);
            Thread thread = new Thread(link::receive, "replies");
            thread.setDaemon(true);
            thread.start();
            return link;
        } catch (IOException e) {
            receiver.close();
            throw new IOException(bindError(site, at, e), e);
        }
    }

    private static String bindError(MonitorSite site, InetSocketAddress at, IOException e) {
        boolean inUse =
                e instanceof BindException && String.valueOf(e.getMessage()).contains("already in use");
        String error = inUse ? "98" : "-1";
        String message = String.valueOf(e.getMessage());
        String where = "[" + AddressText.display(at.getAddress()) + "]:" + at.getPort();
        String what = site.isLevel4()
                ? "DL_init_channel: bind error (" + error + "): " + message + " for " + where
                : "DL_init_channel_gen: bind error (" + error + ": " + message + ") for " + where;
        return what + (inUse ? "; probably already running!" : "");
    }

    /** The daemons whose replies are taken from now on, after a reload. */
    void setSite(MonitorSite newSite) {
        site = newSite;
    }

    /** Port that replies are to be sent to. */
    int replyPort() {
        try {
            return ((InetSocketAddress) receiver.getLocalAddress()).getPort();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Datagrams that were no replies of a configured daemon. */
    long ignored() {
        return ignored.get();
    }

    /**
     * Sends a datagram to a daemon; a failure is as good as a loss.
     *
     * @return what went wrong, in the system's words; empty: nothing
     */
    Optional<String> send(ByteBuffer request, Daemon daemon) {
        try {
            sender.send(request.duplicate(), site.addressOf(daemon));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void receive() {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_DATAGRAM);
        while (receiver.isOpen()) {
            try {
                bytes.clear();
                InetSocketAddress source = (InetSocketAddress) receiver.receive(bytes);
                bytes.flip();
                Optional<MonitorArrival> arrival = read(Unpooled.wrappedBuffer(bytes), source.getAddress());
                if (arrival.isPresent()) {
                    inbox.add(arrival.get());
                } else {
                    ignored.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed, or an error that the next call does not have.
            }
        }
    }

    private Optional<MonitorArrival> read(ByteBuf datagram, InetAddress source) {
        int length = datagram.readableBytes();
        MonitorArrival arrival;
        if (HashInquiry.isAnswer(datagram, datagram.readerIndex(), length)) {
            PacketHeader header = new PacketHeader();
            header.wrap(datagram, datagram.readerIndex(), length);
            arrival = new MonitorArrival(header.procId(), header.confHash(), Optional.empty());
        } else if (DumpRequest.isAnswer(datagram, datagram.readerIndex(), length)) {
            PacketHeader header = new PacketHeader();
            header.wrap(datagram, datagram.readerIndex(), length);
            DumpAnswer answer = new DumpAnswer(
                    DumpRequest.outcome(datagram, datagram.readerIndex()),
                    DumpRequest.file(datagram, datagram.readerIndex(), length));
            arrival = new MonitorArrival(
                    header.procId(), header.confHash(), Optional.empty(), Optional.of(answer), Optional.empty());
        } else if (TroubleRequest.isAnswer(datagram, datagram.readerIndex(), length)) {
            PacketHeader header = new PacketHeader();
            header.wrap(datagram, datagram.readerIndex(), length);
            Troubles troubles = Troubles.read(
                    TroubleRequest.isRefused(datagram, datagram.readerIndex()),
                    TroubleRequest.text(datagram, datagram.readerIndex(), length));
            arrival = new MonitorArrival(
                    header.procId(), header.confHash(), Optional.empty(), Optional.empty(), Optional.of(troubles));
        } else {
            Optional<DaemonStatus> status = DaemonStatus.read(datagram);
            if (status.isEmpty()) {
                return Optional.empty();
            }
            arrival = new MonitorArrival(status.get().id(), status.get().hash(), status);
        }
        Optional<Daemon> daemon = site.withId(arrival.id());
        // Daemons of level 5 answer from their configured address. A level 4 daemon leaves the choice to its system.
        boolean credible = daemon.isEmpty()
                || site.isLevel4()
                || site.addressOf(daemon.get()).getAddress().equals(source);
        return credible ? Optional.of(arrival) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            receiver.close();
            sender.close();
        } catch (IOException e) {
            // nothing depends on it
        }
    }
}
