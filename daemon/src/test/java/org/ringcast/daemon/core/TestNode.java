package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringcast.daemon.core.RingServices.Submitter;
import org.ringcast.daemon.core.RingTestContext.Datagram;
import org.ringcast.daemon.core.session.Session;

/** One daemon of a {@link RingTestContext}: a core, what it was sent, what it handed up. */
final class TestNode {
    /** Something that was handed up. */
    sealed interface Event permits Trans, Reg, Message {}

    record Trans(RingMembers members) implements Event {}

    record Reg(RingMembers members) implements Event {}

    /**
     * A message.
     *
     * @param number what {@link TestNode#submit} put into it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes them
    record Message(int originator, int number, byte[] bytes) implements Event {
        @Override
        public String toString() {
            return "message " + number + " from " + originator;
        }
    }

    /** A packet that was handed up. */
    record Packet(MembershipId ring, int seq, int originator, int packetType) {}

    record Sent(MembershipId ring, int seq, int packetType) {}

    final DaemonCore core;
    final int index;
    final List<Event> events = new ArrayList<>();
    final List<Packet> packets = new ArrayList<>();
    final List<Sent> sends = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final int incarnation;
    boolean alive = true;
    int packetised;

    /** Counts what is taken from it, which finds a leak sooner than the leak detector, and is much faster. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final RingTestContext context;
    private final ArrayDeque<Datagram> data = new ArrayDeque<>();
    private final ArrayDeque<Datagram> tokens = new ArrayDeque<>();
    private final DutyCycle cycle;
    private final ArrayDeque<Integer> submitted = new ArrayDeque<>();
    private final Map<Integer, MembershipId> ringOfMessage = new LinkedHashMap<>();
    private RingMembers ring;
    private RingServices services;

    TestNode(RingTestContext context, int index, TestNode before) {
        this.context = context;
        this.index = index;
        this.incarnation = before == null ? 0 : before.incarnation + 1;
        core = new DaemonCore(
                context.topology(index),
                context.settings(),
                new Outputs(),
                new Log(),
                new Observer(),
                allocator,
                context::wallClockSeconds,
                1,
                newServices -> {
                    services = newServices;
                    return new Upper();
                });
        cycle = new DutyCycle(core, new Inputs(), context.settings().timers().tokenNs());
    }

    void kill() {
        if (alive) {
            alive = false;
            core.stop(context.nowNs());
            long leakedBytes = allocator.metric().usedHeapMemory();
            if (leakedBytes != 0) {
                throw new AssertionError("d" + (index + 1) + " leaked " + leakedBytes + " bytes");
            }
        }
    }

    /** Bytes in buffers that the core holds. */
    long usedBytes() {
        return allocator.metric().usedHeapMemory();
    }

    /** The ring installed last, null before the first. */
    RingMembers ring() {
        return ring;
    }

    RingServices services() {
        return services;
    }

    long count(CounterId id) {
        return core.counters().get(id);
    }

    void arrived(Datagram datagram) {
        (datagram.token() ? tokens : data).add(datagram);
    }

    void run() {
        while (cycle.run() > 0) {
            // until nothing waits at this moment
        }
    }

    /** Submits a message of 48 + {@code dataBytes} bytes that carries a number. */
    void submit(int packetType, int number, int dataBytes) {
        ByteBuf message = Unpooled.buffer(48 + dataBytes);
        message.writeZero(48 + dataBytes);
        message.setInt(0, number);
        for (int i = 48; i < 48 + dataBytes; i++) {
            message.setByte(i, number * 31 + i);
        }
        context.submitted(number, packetType);
        submitted.add(number);
        core.runTimers(context.nowNs());
        services.submit(packetType, message, bytes -> {
            packetised++;
            ringOfMessage.put(submitted.poll(), core.ringMembers().id());
        });
        message.release();
    }

    void submit(int packetType, int number) {
        submit(packetType, number, 100);
    }

    /** Numbers of the messages handed up, in order. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Message message) {
                numbers.add(message.number());
            }
        }
        return numbers;
    }

    /** Numbers of the messages that were wholly sent in a ring, with their packet types. */
    Map<Integer, Integer> sentIn(MembershipId ringId) {
        Map<Integer, Integer> sent = new LinkedHashMap<>();
        ringOfMessage.forEach((number, id) -> {
            if (id.equals(ringId)) {
                sent.put(number, context.serviceOf(number));
            }
        });
        return sent;
    }

    /** Events in short: {@code T1,2 R1,2,3 m5}. */
    String story() {
        StringBuilder story = new StringBuilder();
        for (Event event : events) {
            if (event instanceof Message message) {
                story.append(" m").append(message.number());
            } else if (event instanceof Trans trans) {
                story.append(" T").append(names(trans.members()));
            } else if (event instanceof Reg reg) {
                story.append(" R").append(names(reg.members()));
            }
        }
        return story.toString().trim();
    }

    private static String names(RingMembers members) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < members.size(); i++) {
            names.append(i == 0 ? "" : ",").append(members.member(i) + 1);
        }
        return names.toString();
    }

    private final class Upper implements RingUpcalls {
        @Override
        public void onMessage(int originator, ByteBuf message) {
            byte[] bytes = new byte[message.readableBytes()];
            message.getBytes(message.readerIndex(), bytes);
            events.add(new Message(originator, message.getInt(message.readerIndex()), bytes));
        }

        @Override
        public void onTransitional(RingMembers transitional) {
            events.add(new Trans(transitional));
        }

        @Override
        public void onRegular(RingMembers regular) {
            ring = regular;
            events.add(new Reg(regular));
            services.setThreshold(RingServices.Threshold.UNRELIABLE);
        }
    }

    private final class Inputs implements DutyCycle.Inputs {
        @Override
        public long nowNs() {
            return context.nowNs();
        }

        @Override
        public int drainData(DaemonCore daemonCore, int limit) {
            int count = 0;
            while (count < limit && alive && !data.isEmpty()) {
                Datagram datagram = data.poll();
                ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes()).asReadOnly();
                daemonCore.onDataDatagram(datagram.from(), bytes, context.nowNs());
                count++;
            }
            return count;
        }

        @Override
        public boolean receiveToken(DaemonCore daemonCore) {
            if (tokens.isEmpty() || !alive) {
                return false;
            }
            Datagram datagram = tokens.poll();
            ByteBuf bytes = Unpooled.wrappedBuffer(datagram.bytes()).asReadOnly();
            daemonCore.onTokenDatagram(datagram.from(), bytes, context.nowNs());
            return true;
        }

        @Override
        public int readSessions(DaemonCore daemonCore) {
            return 0;
        }

        @Override
        public void flush() {}
    }

    private final class Outputs implements CoreOutputs {
        @Override
        public void sendData(int daemonIndex, ByteBuf packet) {
            context.send(index, daemonIndex, false, false, packet);
        }

        @Override
        public void sendToken(int daemonIndex, ByteBuf packet) {
            context.send(index, daemonIndex, true, false, packet);
        }

        @Override
        public void sendSegment(ByteBuf packet) {
            context.sendToSegmentOf(index, packet);
        }

        @Override
        public void outputReady(Session session) {}

        @Override
        public void setReading(Session session, boolean reading) {}

        @Override
        public void close(Session session, String reason) {}
    }

    private final class Log implements CoreLog {
        @Override
        public boolean enabled(Kind kind, Level level) {
            return true;
        }

        @Override
        public void line(Kind kind, Level level, String text) {
            log.add(context.nowMillis() + " " + kind + " " + level + " " + text);
        }
    }

    private final class Observer implements CoreObserver {
        @Override
        public void onStateChange(int oldState, int newState, String reason, long nowNs) {
            states.add(nowNs / 1_000 + " " + oldState + "->" + newState + " " + reason);
        }

        @Override
        public void onSend(MembershipId ringId, int seq, int packetType) {
            sends.add(new Sent(ringId, seq, packetType));
        }

        @Override
        public void onDeliverPacket(MembershipId ringId, int seq, int originator, int packetType) {
            packets.add(new Packet(ringId, seq, originator, packetType));
        }
    }

    static Submitter nobody() {
        return Submitter.NOBODY;
    }
}
