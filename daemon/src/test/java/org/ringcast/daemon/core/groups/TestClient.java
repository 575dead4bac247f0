package org.ringcast.daemon.core.groups;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringcast.daemon.core.session.HeaderVerdict;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** A client that reads at once what it gets, and keeps it. */
final class TestClient {
    private final TestDaemon daemon;
    private final PerfectRing ring;
    private final Session session;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<String> positions = new ArrayList<>();
    private final List<String> configurations = new ArrayList<>();
    private int taken;
    boolean reading = true;
    boolean stalled;
    boolean discard;
    String closed;

    TestClient(TestDaemon daemon, PerfectRing ring, Session session) {
        this.daemon = daemon;
        this.ring = ring;
        this.session = session;
        session.attachment(this);
    }

    Session session() {
        return session;
    }

    TestDaemon daemon() {
        return daemon;
    }

    String name() {
        return session.privateGroup();
    }

    void onOutputReady() {
        if (!stalled) {
            drain();
        }
    }

    void drain() {
        for (OutputFrame frame = session.pollOutput(); frame != null; frame = session.pollOutput()) {
            ByteBuf buffer = frame.takeBuffer();
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            buffer.release();
            if (discard) {
                continue;
            }
            frames.add(bytes);
            positions.add(daemon.position());
            configurations.add(daemon.configuration());
            daemon.sessions().onOutputProgress(session, bytes.length, daemon.timers.nowNs());
        }
    }

    // ---- Requests ------------------------------------------------------------------------------------------------

    void join(String group) {
        send(frame(ServiceType.JOIN, "", group));
    }

    void leave(String group) {
        send(frame(ServiceType.LEAVE, "", group));
    }

    void multicast(String text, String... groups) {
        multicast(ServiceType.AGREED, text, groups);
    }

    void multicast(int service, String text, String... groups) {
        send(frame(service, text, groups));
    }

    /** Leaves in good order. */
    void disconnect() {
        send(frame(ServiceType.KILL, "", name()));
    }

    /** The connection breaks. */
    void crash() {
        daemon.sessions().kill(session, "closed by peer", daemon.timers.nowNs());
    }

    byte[] frame(int service, String text, String... groups) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = new byte[Limits.HEADER + groups.length * Limits.GROUP_NAME + data.length];
        FrameHeader.write(
                frame,
                0,
                true,
                service,
                GroupName.of(name()),
                groups.length,
                FrameHeader.rawHintOf((short) 0, true),
                data.length);
        for (int i = 0; i < groups.length; i++) {
            GroupName.of(groups[i]).writeField(frame, Limits.HEADER + i * Limits.GROUP_NAME);
        }
        System.arraycopy(data, 0, frame, frame.length - data.length, data.length);
        return frame;
    }

    /** As the server does: header first, then the frame, or the end. */
    void send(byte[] frame) {
        HeaderVerdict verdict =
                daemon.sessions().validateHeader(session, PerfectRing.buffer(Arrays.copyOf(frame, Limits.HEADER)));
        if (!verdict.isLegal()) {
            daemon.sessions().kill(session, verdict.fault(), daemon.timers.nowNs());
            return;
        }
        if (verdict.frameBytes() != frame.length) {
            throw new AssertionError("verdict " + verdict + " for " + frame.length + " bytes");
        }
        daemon.sessions().onFrame(session, PerfectRing.buffer(frame.clone()), daemon.timers.nowNs());
    }

    // ---- What came -----------------------------------------------------------------------------------------------

    /** The ring's event that made each frame. */
    List<String> positions() {
        return positions;
    }

    /** The configuration in which the daemon made each frame. */
    List<String> configurations() {
        return configurations;
    }

    /** All frames so far. */
    List<byte[]> frames() {
        return frames;
    }

    /** Frames since the last call of this or of {@link #lines}. */
    List<byte[]> takeFrames() {
        List<byte[]> fresh = new ArrayList<>(frames.subList(taken, frames.size()));
        taken = frames.size();
        return fresh;
    }

    List<ClientEvent> takeEvents() {
        return takeFrames().stream().map(ClientEvent::decode).toList();
    }

    /** What came since the last call, one line each. */
    List<String> lines() {
        return takeEvents().stream().map(e -> e.toLine(ring)).toList();
    }

    @Override
    public String toString() {
        return session.privateName();
    }
}
