package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;

/**
 * Several cores and a network between them in simulated time. Every datagram is copied, delayed and handed over through the
 * duty cycle, in an order that depends on nothing but the test. A test may look at each datagram and drop or delay it.
 */
public final class RingTestContext implements AutoCloseable {
    public static final long MS = 1_000_000L;
    static final int HASH = 0xC002BEE6;
    static final long WALL_CLOCK_START = 1_795_176_895L;
    private static final long LATENCY_NS = 50_000;

    /** Decides what becomes of a datagram. */
    @FunctionalInterface
    public interface Network {
        /** Nanoseconds until the datagram arrives; negative: never. */
        long delayNs(Datagram datagram);
    }

    /**
     * A datagram under way.
     *
     * @param token on the token port
     * @param segment sent to a segment address, not by unicast
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes them
    public record Datagram(int from, int to, boolean token, boolean segment, byte[] bytes, long sentNs) {
        public int type() {
            return Unpooled.wrappedBuffer(bytes).getIntLE(0);
        }

        public boolean has(int typeBits) {
            return (type() & typeBits) != 0;
        }
    }

    private record Arrival(long timeNs, long order, Datagram datagram) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final int[] segmentSizes;
    private final PriorityQueue<Arrival> network = new PriorityQueue<>();
    private final List<Datagram> sent = new ArrayList<>();
    private final TestNode[] nodes;
    private final Topology[] topologies;
    private final List<TestNode> allNodes = new ArrayList<>();
    private final Map<Integer, Integer> services = new LinkedHashMap<>();
    private CoreSettings settings;
    private Network conditions = datagram -> LATENCY_NS;
    private boolean recording;
    private long nowNs;
    private long order;
    private int firstSeq;

    /**
     * Nothing runs yet.
     *
     * @param segmentSizes daemons in each segment
     */
    public RingTestContext(int... segmentSizes) {
        this.segmentSizes = segmentSizes.clone();
        nodes = new TestNode[Arrays.stream(segmentSizes).sum()];
        topologies = new Topology[nodes.length];
        boolean wide = segmentSizes.length > 1;
        settings = settings(false, wide ? TimerSettings.WAN : TimerSettings.LAN, wide);
    }

    static CoreSettings settings(boolean accelerated, TimerSettings timers, boolean wide) {
        return new CoreSettings(
                5,
                HASH,
                160,
                20,
                accelerated,
                accelerated ? 15 : 0,
                wide,
                true,
                timers,
                new SessionSettings(1000, 1 << 26, 997));
    }

    RingTestContext accelerated() {
        settings = settings(true, settings.timers(), settings.wideArea());
        return this;
    }

    RingTestContext settings(CoreSettings newSettings) {
        settings = newSettings;
        return this;
    }

    CoreSettings settings() {
        return settings;
    }

    /** Rings count from this number; see the sequence wrap. */
    RingTestContext firstSeq(int seq) {
        firstSeq = seq;
        return this;
    }

    RingTestContext conditions(Network newConditions) {
        conditions = newConditions;
        return this;
    }

    RingTestContext perfect() {
        conditions = datagram -> LATENCY_NS;
        return this;
    }

    static long normalDelayNs() {
        return LATENCY_NS;
    }

    Topology topology(int self) {
        if (topologies[self] == null) {
            topologies[self] = makeTopology(self);
        }
        return topologies[self];
    }

    private Topology makeTopology(int self) {
        List<Topology.Daemon> daemons = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int segment = 0; segment < segmentSizes.length; segment++) {
            segments.add("[10.88." + segment + ".255]:4803");
            for (int i = 0; i < segmentSizes[segment]; i++) {
                int number = daemons.size() + 1;
                // Ids neither ascend nor look like indexes, so that mixing the two up is noticed.
                daemons.add(new Topology.Daemon("d" + number, 0x7A000000 - number * 0x01234567, segment, number - 1));
                addresses.add("10.88." + segment + "." + number);
            }
        }
        return new Topology(daemons, segmentSizes.length, self, segments, addresses);
    }

    // ---- Daemons -------------------------------------------------------------------------------------------------

    /** Starts a daemon, or a new incarnation of one that was killed. */
    TestNode start(int daemon) {
        if (nodes[daemon] != null) {
            nodes[daemon].kill();
        }
        nodes[daemon] = new TestNode(this, daemon, nodes[daemon]);
        allNodes.add(nodes[daemon]);
        if (firstSeq != 0) {
            nodes[daemon].core.ring().setFirstSeq(firstSeq);
        }
        nodes[daemon].core.start(nowNs);
        return nodes[daemon];
    }

    RingTestContext startAll() {
        for (int daemon = 0; daemon < nodes.length; daemon++) {
            start(daemon);
        }
        return this;
    }

    /** The process is gone without a word. */
    void kill(int daemon) {
        nodes[daemon].kill();
    }

    TestNode node(int daemon) {
        return nodes[daemon];
    }

    int size() {
        return nodes.length;
    }

    /** All incarnations of all daemons. */
    List<TestNode> allNodes() {
        return allNodes;
    }

    /** Packet type that the message with this number was submitted with. */
    int serviceOf(int number) {
        return services.get(number);
    }

    void submitted(int number, int packetType) {
        services.put(number, packetType);
    }

    long nowNs() {
        return nowNs;
    }

    long nowMillis() {
        return nowNs / MS;
    }

    long wallClockSeconds() {
        return WALL_CLOCK_START + nowNs / 1_000_000_000L;
    }

    // ---- Network -------------------------------------------------------------------------------------------------

    /** Remembers all datagrams from now on. */
    RingTestContext record() {
        recording = true;
        sent.clear();
        return this;
    }

    /** The datagrams since {@link #record}, lost ones too, once for each addressee. */
    List<Datagram> sent() {
        return sent;
    }

    void send(int from, int to, boolean token, boolean segment, ByteBuf packet) {
        byte[] bytes = new byte[packet.readableBytes()];
        packet.getBytes(packet.readerIndex(), bytes);
        inject(new Datagram(from, to, token, segment, bytes, nowNs));
    }

    /** Puts a datagram on the network. */
    void inject(Datagram datagram) {
        if (recording) {
            sent.add(datagram);
        }
        long delay = conditions.delayNs(datagram);
        if (delay >= 0) {
            deliverAfter(datagram, delay);
        }
    }

    /** Puts a datagram on its last way, whatever the network's conditions. */
    void deliverAfter(Datagram datagram, long delayNs) {
        network.add(new Arrival(nowNs + delayNs, order++, datagram));
    }

    void sendToSegmentOf(int from, ByteBuf packet) {
        Topology topology = topology(from);
        for (int to = 0; to < nodes.length; to++) {
            if (topology.segmentOf(to) == topology.segmentOf(from)) {
                send(from, to, false, true, packet);
            }
        }
    }

    // ---- Time ----------------------------------------------------------------------------------------------------

    RingTestContext runMillis(long millis) {
        return runUntil(nowNs + millis * MS);
    }

    RingTestContext runUntil(long untilNs) {
        while (step(untilNs)) {
            // all in step
        }
        nowNs = Math.max(nowNs, untilNs);
        return this;
    }

    /** Runs until the condition holds; false when it does not within the time. */
    boolean runUntil(BooleanSupplier condition, long withinMillis) {
        long limitNs = nowNs + withinMillis * MS;
        while (!condition.getAsBoolean()) {
            if (!step(limitNs)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Goes to the next moment at which anything happens, if it is not after {@code limitNs}. */
    private boolean step(long limitNs) {
        long next = network.isEmpty() ? Long.MAX_VALUE : network.peek().timeNs();
        for (TestNode node : nodes) {
            if (node != null && node.alive) {
                next = Math.min(next, node.core.nextDeadlineNs());
            }
        }
        if (next > limitNs) {
            return false;
        }
        nowNs = Math.max(nowNs, next);
        while (!network.isEmpty() && network.peek().timeNs() <= nowNs) {
            Datagram datagram = network.poll().datagram();
            TestNode node = nodes[datagram.to()];
            if (node != null && node.alive) {
                node.arrived(datagram);
            }
        }
        for (TestNode node : nodes) {
            if (node != null && node.alive) {
                node.run();
            }
        }
        return true;
    }

    /** Whether all these daemons, and no others, form one installed ring. */
    boolean isRing(int... daemons) {
        RingMembers ring = nodes[daemons[0]].ring();
        if (ring == null || ring.size() != daemons.length) {
            return false;
        }
        for (int daemon : daemons) {
            TestNode node = nodes[daemon];
            boolean same = node.ring() != null
                    && node.ring().id().equals(ring.id())
                    && ring.contains(daemon)
                    && node.core.membershipState() == 1;
            if (!same) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        for (TestNode node : nodes) {
            if (node != null) {
                node.kill();
            }
        }
    }
}
