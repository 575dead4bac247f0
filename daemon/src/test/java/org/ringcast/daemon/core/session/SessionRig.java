package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ringcast.daemon.core.CoreLog;
import org.ringcast.daemon.core.CoreObserver;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.CoreSettings;
import org.ringcast.daemon.core.Counters;
import org.ringcast.daemon.core.RingServices;
import org.ringcast.daemon.core.Topology;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/** A session table with a ring that only keeps what it is given, and an adapter that only writes down what it is told. */
final class SessionRig implements RingServices, CoreOutputs, CoreLog, CoreObserver, AutoCloseable {
    /** A message on its way to the ring. */
    record Submitted(int packetType, ByteBuf message, Submitter submitter) {
        int type() {
            return message.getIntLE(0);
        }
    }

    final ArrayDeque<Submitted> submitted = new ArrayDeque<>();
    final List<String> events = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final Counters counters = new Counters();
    final SessionTable table;
    boolean verbose;
    long nowNs;
    int drainable;

    String socketState = "";

    SessionRig() {
        this(1000, 1 << 20, 997, 5);
    }

    SessionRig(int maxMessages, long maxBytes, int maxSessions, int level) {
        this(maxMessages, maxBytes, maxSessions, level, Long.MAX_VALUE);
    }

    SessionRig(int maxMessages, long maxBytes, int maxSessions, int level, long maxTotalBytes) {
        CoreSettings settings = settings(maxMessages, maxBytes, maxSessions, level, maxTotalBytes);
        Topology topology = new Topology(List.of(new Topology.Daemon("d1", 1, 0, 0)), 1, 0);
        table = new SessionTable(
                topology,
                settings,
                this,
                this,
                this,
                this,
                counters,
                UnpooledByteBufAllocator.DEFAULT,
                () -> nowNs,
                new Random(3));
    }

    static CoreSettings settings(int maxMessages, long maxBytes, int maxSessions, int level, long maxTotalBytes) {
        return new CoreSettings(
                level,
                0,
                160,
                20,
                false,
                15,
                false,
                false,
                CoreSettings.TimerSettings.LAN,
                new CoreSettings.SessionSettings(
                        maxMessages,
                        maxBytes,
                        maxSessions,
                        new CoreSettings.MemorySettings(Integer.MAX_VALUE, Long.MAX_VALUE, maxTotalBytes)));
    }

    Session open(String name) {
        OpenResult result = table.open(100 + table.count(), name, true, 0, "10.0.0.7", nowNs);
        if (!result.isAccepted()) {
            throw new AssertionError("refused with " + result.rejectCode());
        }
        return result.session();
    }

    Session operational(String name) {
        Session session = open(name);
        table.authorized(session, nowNs);
        return session;
    }

    static byte[] frame(String sender, int service, String text, String... groups) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = new byte[48 + 32 * groups.length + data.length];
        FrameHeader.write(
                frame,
                0,
                true,
                service,
                GroupName.of(sender),
                groups.length,
                FrameHeader.rawHintOf((short) 0, true),
                data.length);
        for (int i = 0; i < groups.length; i++) {
            GroupName.of(groups[i]).writeField(frame, 48 + 32 * i);
        }
        System.arraycopy(data, 0, frame, frame.length - data.length, data.length);
        return frame;
    }

    HeaderVerdict validate(Session session, byte[] frame) {
        return table.validateHeader(session, Unpooled.wrappedBuffer(frame, 0, 48));
    }

    void send(Session session, byte[] frame) {
        table.onFrame(session, Unpooled.wrappedBuffer(frame), nowNs);
    }

    void sendText(Session session, String text) {
        send(session, frame(session.privateGroup(), ServiceType.AGREED, text, "g"));
    }

    /** The ring takes the oldest message. */
    Submitted packetise() {
        Submitted next = submitted.poll();
        next.submitter().onPacketised(next.message().readableBytes());
        return next;
    }

    /** One frame of {@code bytes} bytes for a session. */
    void deliver(Session session, int bytes) {
        OutputFrame frame = OutputFrame.ofMessage(Unpooled.buffer(bytes).writeZero(bytes));
        table.deliver(session, frame);
        frame.release();
    }

    void deliverRingChange(Session session, int bytes) {
        OutputFrame frame = OutputFrame.ofRingChange(Unpooled.buffer(bytes).writeZero(bytes));
        table.deliver(session, frame);
        frame.release();
    }

    /** Takes frames from a session's queue, as a socket would. */
    void read(Session session, int frames) {
        for (int i = 0; i < frames; i++) {
            OutputFrame frame = session.pollOutput();
            int bytes = frame.lengthBytes();
            frame.release();
            table.onOutputProgress(session, bytes, nowNs);
        }
    }

    List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    List<String> takeLines() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void close() {
        table.close();
    }

    @Override
    public void submit(int packetType, ByteBuf message, Submitter submitter) {
        submitted.add(new Submitted(packetType, Unpooled.copiedBuffer(message), submitter));
    }

    @Override
    public int queuedMessages() {
        return submitted.size();
    }

    @Override
    public void activate(QueueKind queue) {
        throw new AssertionError();
    }

    @Override
    public void purgeGroupsQueue() {
        throw new AssertionError();
    }

    @Override
    public void setThreshold(Threshold threshold) {
        throw new AssertionError();
    }

    @Override
    public void forceMembershipChange(String reason) {
        throw new AssertionError();
    }

    @Override
    public int highestSeq() {
        return 42;
    }

    @Override
    public void sendData(int daemonIndex, ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void sendToken(int daemonIndex, ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void sendSegment(ByteBuf packet) {
        throw new AssertionError();
    }

    @Override
    public void outputReady(Session session) {
        events.add("ready " + session.privateName());
    }

    @Override
    public String socketState(Session session) {
        return socketState;
    }

    @Override
    public void drainNow(Session session) {
        events.add("drain " + session.privateName());
        int frames = Math.min(drainable, session.queuedMessages());
        drainable -= frames;
        read(session, frames);
    }

    @Override
    public void setReading(Session session, boolean reading) {
        events.add((reading ? "read " : "stop ") + session.privateName());
    }

    @Override
    public void close(Session session, String reason) {
        events.add("close " + session.privateName() + " " + reason);
    }

    @Override
    public void onSessionOpened(Session session, int highestSeq) {
        events.add("opened " + session.privateName() + " at " + highestSeq);
    }

    @Override
    public void onSessionEnded(Session session, int highestSeq, int queuedMessages, String reason) {
        events.add("ended " + session.privateName() + " at " + highestSeq + " with " + queuedMessages);
    }

    @Override
    public boolean enabled(Kind kind, Level level) {
        return verbose || level.compareTo(Level.INFO) > 0;
    }

    @Override
    public void line(Kind kind, Level level, String text) {
        lines.add(text);
    }
}
