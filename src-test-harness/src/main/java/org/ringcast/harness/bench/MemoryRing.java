package org.ringcast.harness.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.CoreSettings.SessionSettings;
import org.ringcast.daemon.core.CoreSettings.TimerSettings;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.DutyCycle;
import org.ringcast.daemon.core.RingMembers;
import org.ringcast.daemon.core.Topology;
import org.ringcast.daemon.core.session.HeaderVerdict;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.protocol.EndianMark;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/**
 * Daemons of one segment that hand each other real, encoded packets in memory, driven by the duty cycle of the running daemon. Each
 * has some clients, all of them in one group, whose frames it gets encoded and gives out encoded. Network and clients allocate
 * nothing once they are there, so whatever is allocated while it runs, the cores have allocated.
 */
public final class MemoryRing implements AutoCloseable {
    private static final GroupName GROUP = GroupName.of("bench");
    private static final long STEP_NS = 20_000;
    private static final int QUEUE_DATAGRAMS = 1024;
    private static final int MAX_STEPS = 1_000_000;
    private static final int LONGEST_FRAME_BYTES = 144_000;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final ByteBufAllocator allocator;
    private long nowNs = 1_000_000_000L;

    /**
     * Starts the daemons, and waits until they are one ring and all clients are in the group.
     *
     * @param daemons in the ring, at least 1
     * @param clients of each daemon, at least 1
     * @param accelerated whether the ring runs the accelerated protocol
     * @param allocator of the cores
     */
    public MemoryRing(int daemons, int clients, boolean accelerated, ByteBufAllocator allocator) {
        this.allocator = allocator;
        CoreSettings settings = new CoreSettings(
                5,
                0x12345678,
                160,
                20,
                accelerated,
                accelerated ? 15 : 0,
                false,
                false,
                TimerSettings.LAN,
                new SessionSettings(1000, 1 << 26, 997));
        List<Topology.Daemon> members = new ArrayList<>();
        for (int i = 0; i < daemons; i++) {
            members.add(new Topology.Daemon("d" + (i + 1), 0x0A580001 + i, 0, i));
        }
        for (int i = 0; i < daemons; i++) {
            nodes.add(new Node(new Topology(members, 1, i), settings));
        }
        nodes.forEach(node -> node.core.start(nowNs));
        runUntilRing();
        nodes.forEach(node -> node.connect(clients));
        int receivers = daemons * clients;
        for (int step = 0; nodes.stream().anyMatch(node -> node.fullViews < clients); step++) {
            if (step > MAX_STEPS) {
                throw new IllegalStateException("not all of " + receivers + " clients came into the group");
            }
            step();
        }
    }

    private void runUntilRing() {
        for (int step = 0; step < MAX_STEPS; step++) {
            step();
            if (nodes.stream().allMatch(node -> isReady(node.core))) {
                return;
            }
        }
        throw new IllegalStateException("no ring of " + nodes.size());
    }

    private boolean isReady(DaemonCore core) {
        RingMembers ring = core.ringMembers();
        return core.hasWorkingRing()
                && core.acceptsClients()
                && ring.size() == nodes.size()
                && ring.id().equals(nodes.get(0).core.ringMembers().id());
    }

    /** Gives every daemon its turn, and lets some time pass. */
    public void step() {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).turn();
        }
        nowNs += STEP_NS;
    }

    /** A message of the first client of a daemon, as it came from its socket. */
    public Message message(int daemon, int service, int bodyBytes) {
        Message message = new Message(nodes.get(daemon), service, bodyBytes);
        messages.add(message);
        return message;
    }

    /** Messages that all clients of all daemons got, each counted. */
    public long delivered() {
        long sum = 0;
        for (int i = 0; i < nodes.size(); i++) {
            sum += nodes.get(i).delivered;
        }
        return sum;
    }

    /**
     * Sends so many times each of the messages, at most {@code window} rounds of them before all clients have got them.
     *
     * @param clients of each daemon, as the ring was made with
     */
    public void exchange(Message[] messages, int rounds, int window, int clients) {
        long each = (long) messages.length * nodes.size() * clients;
        long before = delivered();
        int sent = 0;
        for (long step = 0; delivered() - before < rounds * each; step++) {
            while (sent < rounds && sent * each - (delivered() - before) < window * each) {
                for (int i = 0; i < messages.length; i++) {
                    messages[i].send();
                }
                sent++;
            }
            step();
            if (step > MAX_STEPS) {
                throw new IllegalStateException(delivered() - before + " deliveries of " + rounds * each);
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        messages.forEach(Message::release);
    }

    /** A frame of a client that can be sent again and again. */
    public static final class Message {
        private final Node node;
        private final ByteBuf template;
        private final ByteBuf frame;

        private Message(Node node, int service, int bodyBytes) {
            this.node = node;
            template = node.frame(node.sessions.get(0), service, bodyBytes);
            frame = Unpooled.directBuffer(LONGEST_FRAME_BYTES);
        }

        /** Hands it to the core, which sends it with the next token. */
        public void send() {
            // The core changes the bytes of what it gets.
            frame.clear().writeBytes(template, 0, template.writerIndex());
            node.take(node.sessions.get(0), frame);
        }

        private void release() {
            template.release();
            frame.release();
        }
    }

    /** One daemon with its sockets. */
    private final class Node implements CoreOutputs, DutyCycle.Inputs {
        private final DaemonCore core;
        private final DutyCycle cycle;
        private final int self;
        private final DatagramQueue data = new DatagramQueue(QUEUE_DATAGRAMS);
        private final DatagramQueue tokens = new DatagramQueue(QUEUE_DATAGRAMS);
        private final List<Session> sessions = new ArrayList<>();
        private final List<Session> withOutput = new ArrayList<>();
        private final ByteBuf socket = Unpooled.directBuffer(LONGEST_FRAME_BYTES);
        private int clients;
        private int fullViews;
        private long delivered;

        private Node(Topology topology, CoreSettings settings) {
            self = topology.self();
            core = new DaemonCore(
                    topology,
                    settings,
                    this,
                    CoreLog.SILENT,
                    CoreObserver.NONE,
                    allocator,
                    () -> nowNs / 1_000_000_000,
                    1);
            cycle = new DutyCycle(core, this, settings.timers().tokenNs());
        }

        private void turn() {
            cycle.run();
        }

        private void connect(int numClients) {
            clients = numClients;
            for (int i = 0; i < numClients; i++) {
                Session session = core.sessions()
                        .open(10 + i, "c" + i, true, 0, "10.88.0.1", nowNs)
                        .session();
                core.sessions().authorized(session, nowNs);
                sessions.add(session);
                take(session, frame(session, ServiceType.JOIN, 0));
            }
        }

        private ByteBuf frame(Session session, int type, int bodyBytes) {
            byte[] frame = new byte[Limits.HEADER + Limits.GROUP_NAME + bodyBytes];
            GroupName sender = GroupName.of(session.privateGroup());
            FrameHeader.write(frame, 0, true, type, sender, 1, FrameHeader.rawHintOf((short) 0, true), bodyBytes);
            GROUP.writeField(frame, Limits.HEADER);
            return Unpooled.wrappedBuffer(frame);
        }

        private void take(Session session, ByteBuf frame) {
            HeaderVerdict verdict = core.sessions().validateHeader(session, frame);
            if (!verdict.isLegal()) {
                throw new IllegalStateException(verdict.fault());
            }
            core.sessions().onFrame(session, frame, nowNs);
        }

        private void onOutput(OutputFrame frame) {
            frame.moveTo(socket.clear());
            if (ServiceType.isRegular(EndianMark.strip(socket.getIntLE(FrameHeader.TYPE_OFFSET)))) {
                delivered++;
            } else if (socket.getIntLE(FrameHeader.GROUP_COUNT_OFFSET) == nodes.size() * clients) {
                fullViews++;
            }
        }

        private void close() {
            core.stop(nowNs);
            data.release();
            tokens.release();
            socket.release();
        }

        @Override
        public void sendData(int daemonIndex, ByteBuf packet) {
            nodes.get(daemonIndex).data.add(self, packet);
        }

        @Override
        public void sendToken(int daemonIndex, ByteBuf packet) {
            nodes.get(daemonIndex).tokens.add(self, packet);
        }

        @Override
        public void sendSegment(ByteBuf packet) {
            for (int i = 0; i < nodes.size(); i++) {
                if (i != self) {
                    nodes.get(i).data.add(self, packet);
                }
            }
        }

        @Override
        public void outputReady(Session session) {
            withOutput.add(session);
        }

        @Override
        public void setReading(Session session, boolean reading) {}

        @Override
        public void close(Session session, String reason) {
            throw new IllegalStateException(session + ": " + reason);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public int drainData(DaemonCore ofNode, int limit) {
            int count = 0;
            while (count < limit && !data.isEmpty()) {
                int sender = data.firstSender();
                core.onDataDatagram(sender, data.poll(), nowNs);
                count++;
            }
            return count;
        }

        @Override
        public boolean receiveToken(DaemonCore ofNode) {
            if (tokens.isEmpty()) {
                return false;
            }
            int sender = tokens.firstSender();
            core.onTokenDatagram(sender, tokens.poll(), nowNs);
            return true;
        }

        @Override
        public int readSessions(DaemonCore ofNode) {
            return 0;
        }

        @Override
        public void flush() {
            for (int i = 0; i < withOutput.size(); i++) {
                Session session = withOutput.get(i);
                for (OutputFrame frame = session.pollOutput(); frame != null; frame = session.pollOutput()) {
                    int bytes = frame.lengthBytes();
                    onOutput(frame);
                    core.sessions().onOutputProgress(session, bytes, nowNs);
                }
            }
            withOutput.clear();
        }
    }
}
