package org.ringcast.harness.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * A switch in this process: every datagram of a site's daemons goes through it, and a rule may drop, keep, delay or repeat each
 * one, by what is in it.
 *
 * <p>Rules of nft in a daemon's namespace lead what it sends to a port of the switch that stands for the receiver; what the
 * switch sends comes from a port that stands for the sender, and the receiver's namespace gives it the sender's address. So
 * daemons see the addresses of each other, and no frame has to be made by hand.
 *
 * <p>One thread switches and calls the rule. Any thread may set a rule, and deliver frames.
 */
final class PacketSwitch implements AutoCloseable {
    /** Ports of the switch, counted from its first one: for data and tokens to each daemon, for data to all, from each daemon. */
    static final int PORT_ALL = 2 * RingPlan.MAX_DAEMONS;

    static final int PORT_FROM = PORT_ALL + 1;
    static final int NUM_PORTS = PORT_FROM + RingPlan.MAX_DAEMONS;

    private static final int MAX_BYTES = 65_535;
    private static final int SOCKET_BYTES = 8 << 20;

    /** What becomes of frames. */
    interface Rule {
        /** Says whether a frame is to be delivered now. To do so later it may be kept and given to the switch then. */
        boolean passes(Frame frame);
    }

    private record Late(Frame frame, long atNs) {}

    private final List<InetSocketAddress> data = new ArrayList<>();
    private final List<InetSocketAddress> tokens = new ArrayList<>();
    private final Map<InetAddress, Integer> daemons = new LinkedHashMap<>();
    private final List<DatagramChannel> senders = new ArrayList<>();
    private final Map<DatagramChannel, Integer> receivers = new LinkedHashMap<>();
    private final PriorityQueue<Late> late = new PriorityQueue<>(Comparator.comparingLong(Late::atNs));
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
    private final Selector selector;
    private final Thread thread;
    private volatile Rule rule = frame -> true;
    private volatile boolean closed;

    /**
     * Opens its ports.
     *
     * @param own address of the switch
     * @param firstPort its first port of {@link #NUM_PORTS}
     * @param addresses of the daemons
     * @param daemonPort their port
     */
    PacketSwitch(InetAddress own, int firstPort, List<InetAddress> addresses, int daemonPort) throws IOException {
        selector = Selector.open();
        // In the order in which they are read: a token comes behind the data that was sent before it.
        receive(open(own, firstPort + PORT_ALL), PORT_ALL);
        for (int i = 0; i < addresses.size(); i++) {
            daemons.put(addresses.get(i), i);
            data.add(new InetSocketAddress(addresses.get(i), daemonPort));
            tokens.add(new InetSocketAddress(addresses.get(i), daemonPort + 1));
            senders.add(open(own, firstPort + PORT_FROM + i));
            receive(open(own, firstPort + 2 * i), 2 * i);
        }
        for (int i = 0; i < addresses.size(); i++) {
            receive(open(own, firstPort + 2 * i + 1), 2 * i + 1);
        }
        thread = new Thread(this::run, "switch");
        thread.setDaemon(true);
        thread.start();
    }

    private static DatagramChannel open(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.bind(new InetSocketAddress(address, port));
        return channel;
    }

    private void receive(DatagramChannel channel, int port) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        receivers.put(channel, port);
    }

    /** From now on this rule decides, in place of the one before. */
    void setRule(Rule newRule) {
        rule = newRule;
    }

    /** From now on every frame passes. */
    void passAll() {
        setRule(frame -> true);
    }

    /** Delivers a frame now, whatever the rule says. */
    void deliver(Frame frame) {
        try {
            SocketAddress to = (frame.isToken() ? tokens : data).get(frame.to());
            senders.get(frame.from()).send(ByteBuffer.wrap(frame.bytes()), to);
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Delivers a frame later, whatever the rule says. */
    void deliverIn(Frame frame, long ms) {
        synchronized (late) {
            late.add(new Late(frame, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms)));
        }
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(nextLateMs());
                deliverLate();
                selector.selectedKeys().clear();
                for (Map.Entry<DatagramChannel, Integer> receiver : receivers.entrySet()) {
                    drain(receiver.getKey(), receiver.getValue());
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                throw new IllegalStateException("the switch ended", e);
            }
        }
    }

    /** 0 stands for no limit, as selectors have it. */
    private long nextLateMs() {
        synchronized (late) {
            return late.isEmpty()
                    ? 0
                    : Math.max(1, TimeUnit.NANOSECONDS.toMillis(late.peek().atNs() - System.nanoTime()));
        }
    }

    private void deliverLate() {
        while (true) {
            Late next;
            synchronized (late) {
                if (late.isEmpty() || late.peek().atNs() > System.nanoTime()) {
                    return;
                }
                next = late.poll();
            }
            deliver(next.frame());
        }
    }

    private void drain(DatagramChannel channel, int port) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
            if (source == null) {
                return;
            }
            Integer from = daemons.get(source.getAddress());
            if (from == null) {
                continue;
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            for (int to = 0; to < data.size(); to++) {
                if (port == PORT_ALL ? to != from : to == port / 2) {
                    Frame frame = new Frame(from, to, port != PORT_ALL && port % 2 == 1, bytes);
                    if (rule.passes(frame)) {
                        deliver(frame);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        List<DatagramChannel> channels = new ArrayList<>(senders);
        channels.addAll(receivers.keySet());
        try {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
