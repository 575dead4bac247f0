package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.session.HeaderVerdict;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.protocol.Limits;

/** Frames of an operational session: the header is judged as soon as it is there, before room is made for the rest. */
final class FrameReader implements ItemReader {
    private final Connections connections;
    private final Session session;

    /** Length of the frame under way, 0 while its header is not complete. */
    private int frameBytes;

    FrameReader(Connections connections, Session session) {
        this.connections = connections;
        this.session = session;
    }

    @Override
    public boolean mayTake() {
        return true;
    }

    @Override
    public int itemBytes(ByteBuf head) {
        if (frameBytes > 0) {
            return frameBytes;
        }
        if (head.readableBytes() < Limits.HEADER) {
            return Limits.HEADER;
        }
        HeaderVerdict verdict = connections.sessions.validateHeader(session, head);
        if (!verdict.isLegal()) {
            connections.sessions.kill(session, verdict.fault(), connections.nowNs());
            return STOP;
        }
        frameBytes = verdict.frameBytes();
        return frameBytes;
    }

    @Override
    public void take(ByteBuf frame) {
        frameBytes = 0;
        connections.count(SessionCounter.FRAMES_IN);
        connections.sessions.onFrame(session, frame, connections.nowNs());
    }
}
