package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.wire.PathProbe;
import org.ringcast.daemon.wire.PathResponder;

/**
 * Daemons d2, d3, .. of a ring on the loopback interface that answer probes, and paths between them, and to and from d1, that
 * lose what the test wants. d1 is whoever asks.
 */
final class PlayedPaths implements AutoCloseable {
    /** The way of what goes to the segment's address. */
    static final int SEGMENT = PathProbe.SEGMENT;

    private static final int FIRST_HOST = 11;

    /** What gets lost. */
    interface Loss {
        /**
         * Whether a probe does not arrive.
         *
         * @param from index of the daemon that sends
         * @param to index of the daemon that it is meant for
         */
        boolean drops(int from, int to, int way, int bytes);
    }

    private final int port;
    private final int daemons;
    private final PathSite site;
    private final Loss loss;
    private final List<DatagramSocket> sockets = new ArrayList<>();

    /** @param site as d1 sees it */
    PlayedPaths(PathSite site, Loss loss, int... silent) throws IOException {
        this.site = site;
        this.loss = loss;
        this.port = site.daemon(0).port();
        this.daemons = site.daemonCount();
        for (int i = 1; i < daemons; i++) {
            boolean plays = true;
            for (int s : silent) {
                plays &= s != i;
            }
            if (plays) {
                play(i);
            }
        }
    }

    /** A configuration of one segment that has a multicast address. */
    static String configuration(int daemons, int port) {
        StringBuilder text = new StringBuilder("AcceleratedRing = false\nSpread_Segment 225.77.16.9:" + port + " {\n");
        for (int i = 0; i < daemons; i++) {
            String address = "127.0.0." + (FIRST_HOST + i);
            text.append("\td%d %s { D %s C %s }\n".formatted(i + 1, address, address, address));
        }
        return text.append("}\n").toString();
    }

    private InetAddress address(int daemon) {
        return site.monitorSite().addressOf(site.daemon(daemon)).getAddress();
    }

    private void play(int self) throws IOException {
        DatagramSocket sender = open(new InetSocketAddress(address(self), 0), false);
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback());
        PathResponder.Site seen = site.responderSite();
        PathResponder responder = new PathResponder(
                new PathResponder.Site(self, seen.ids(), seen.addressKeys(), seen.hash(), seen.networkHash()),
                new Way(self, sender));
        receive(self, PathProbe.DATA, responder, open(new InetSocketAddress(address(self), port), false));
        receive(self, PathProbe.TOKEN, responder, open(new InetSocketAddress(address(self), port + 1), false));
        InetAddress group = site.segment(self).addresses().get(0);
        DatagramSocket segment = open(new InetSocketAddress(group, port), true);
        segment.joinGroup(new InetSocketAddress(group, port), loopback());
        receive(self, SEGMENT, responder, segment);
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private DatagramSocket open(InetSocketAddress address, boolean shared) throws SocketException {
        DatagramSocket socket = new DatagramSocket(null);
        sockets.add(socket);
        socket.setReuseAddress(shared);
        socket.bind(address);
        return socket;
    }

    private void receive(int self, int way, PathResponder responder, DatagramSocket socket) {
        Thread thread = new Thread(
                () -> {
                    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                    while (!socket.isClosed()) {
                        try {
                            socket.receive(packet);
                            take(self, way, responder, packet);
                        } catch (IOException e) {
                            // closed
                        }
                    }
                },
                "played d" + (self + 1));
        thread.setDaemon(true);
        thread.start();
    }

    private void take(int self, int way, PathResponder responder, DatagramPacket packet) {
        ByteBuf datagram = Unpooled.wrappedBuffer(packet.getData(), 0, packet.getLength());
        int source = site.keyOf(packet.getAddress());
        // What the played ones send is lost, if at all, where they send it.
        if (source == site.me() && loss.drops(source, self, way, packet.getLength())) {
            return;
        }
        synchronized (responder) {
            responder.onProbe(source, way == PathProbe.TOKEN, datagram, System.nanoTime());
        }
    }

    private final class Way implements PathResponder.Outputs {
        private final int self;
        private final DatagramSocket socket;

        Way(int self, DatagramSocket socket) {
            this.self = self;
            this.socket = socket;
        }

        @Override
        public void send(int daemon, int way, ByteBuf packet) {
            if (!loss.drops(self, daemon, way, packet.readableBytes())) {
                send(packet, site.target(daemon, way));
            }
        }

        @Override
        public void reply(int daemon, int replyPort, ByteBuf packet) {
            if (!loss.drops(self, daemon, PathProbe.DATA, packet.readableBytes())) {
                send(packet, new InetSocketAddress(address(daemon), replyPort));
            }
        }

        private void send(ByteBuf packet, InetSocketAddress to) {
            byte[] bytes = new byte[packet.readableBytes()];
            packet.getBytes(packet.readerIndex(), bytes);
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
