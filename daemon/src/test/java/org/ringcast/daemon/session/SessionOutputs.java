package org.ringcast.daemon.session;

import io.netty.buffer.ByteBuf;
import org.ringcast.daemon.core.CoreOutputs;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;

/** Passes on what the core wants from client sockets, as the daemon's composition does; there is no network. */
final class SessionOutputs implements CoreOutputs {
    @Override
    public void outputReady(Session session) {
        connection(session).outputReady();
    }

    @Override
    public void drainNow(Session session) {
        connection(session).drainNow();
    }

    @Override
    public void setReading(Session session, boolean reading) {
        connection(session).setReading(reading);
    }

    @Override
    public void close(Session session, String reason) {
        connection(session).sessionClosed(!reason.equals(SessionTable.NOT_READING));
    }

    @Override
    public void ended(Session session) {
        connection(session).sessionEnded();
    }

    private static ClientConnection connection(Session session) {
        return (ClientConnection) session.attachment();
    }

    @Override
    public void sendData(int daemonIndex, ByteBuf packet) {
        throw new AssertionError("no network");
    }

    @Override
    public void sendToken(int daemonIndex, ByteBuf packet) {
        throw new AssertionError("no network");
    }

    @Override
    public void sendSegment(ByteBuf packet) {
        throw new AssertionError("no network");
    }
}
