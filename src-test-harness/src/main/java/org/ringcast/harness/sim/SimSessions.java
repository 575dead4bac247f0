package org.ringcast.harness.sim;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.core.DaemonCore;
import org.ringcast.daemon.core.session.HeaderVerdict;
import org.ringcast.daemon.core.session.OpenResult;
import org.ringcast.daemon.core.session.OutputFrame;
import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.core.session.SessionTable;
import org.ringcast.harness.sim.SimConnection.Connect;
import org.ringcast.harness.sim.SimConnection.EndOfStream;
import org.ringcast.harness.sim.SimConnection.Frame;
import org.ringcast.harness.sim.SimConnection.Input;
import org.ringcast.protocol.Limits;

/** The clients' side of a simulated daemon: does with the session table what the session server does. */
final class SimSessions {
    /** Frames of all clients taken in one turn, and of one client. */
    private static final int MAX_INPUT_PER_TURN = 128;

    private static final int MAX_INPUT_OF_CLIENT = 16;
    private static final int FIRST_MAILBOX = 9;

    private final SimCluster cluster;
    private final SimProcess process;
    private final List<SimConnection> connections = new ArrayList<>();
    private List<SimConnection> withOutput = new ArrayList<>();
    private int nextMailbox = FIRST_MAILBOX;
    private int turn;

    SimSessions(SimCluster cluster, SimProcess process) {
        this.cluster = cluster;
        this.process = process;
    }

    int connectionCount() {
        return connections.size();
    }

    /** All connections, those that are ending included. */
    List<SimConnection> connections() {
        return connections;
    }

    void add(SimConnection connection) {
        connections.add(connection);
    }

    /** The daemon is gone; its system closes the sockets. */
    void processGone() {
        List.copyOf(connections).forEach(SimConnection::endStream);
        connections.clear();
    }

    // ---- Input ---------------------------------------------------------------------------------------------------

    /** Whether there is something that may be read now. */
    boolean hasInput() {
        if (!core().acceptsClients()) {
            return false;
        }
        for (SimConnection connection : connections) {
            if (mayRead(connection)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayRead(SimConnection connection) {
        return connection.hasInput() && (connection.reading || connection.closed);
    }

    /** Takes a bounded amount of input; another client is the first one each turn. */
    int read() {
        int count = 0;
        turn++;
        List<SimConnection> all = List.copyOf(connections);
        for (int i = 0; i < all.size() && count < MAX_INPUT_PER_TURN; i++) {
            SimConnection connection = all.get((i + turn) % all.size());
            int taken = 0;
            while (taken < MAX_INPUT_OF_CLIENT && mayRead(connection) && core().acceptsClients()) {
                take(connection, connection.pollInput());
                taken++;
            }
            count += taken;
        }
        return count;
    }

    private void take(SimConnection connection, Input input) {
        long nowNs = process.localNow();
        if (input instanceof EndOfStream) {
            if (connection.session == null || connection.closed) {
                remove(connection);
            } else {
                table().kill(connection.session, "closed by peer", nowNs);
            }
        } else if (connection.closed) {
            return; // thrown away, as on a socket about to be closed
        } else if (input instanceof Connect connect) {
            open(connection, connect, nowNs);
        } else if (input instanceof Frame frame) {
            take(connection.session, frame.bytes(), nowNs);
        }
    }

    private void open(SimConnection connection, Connect connect, long nowNs) {
        OpenResult result = table().open(nextMailbox++, connect.name(), connect.membership(), 0, "10.88.99.1", nowNs);
        if (!result.isAccepted()) {
            connection.closed = true;
            connection.client().onRefused(connection, result.rejectCode());
            connection.endStream();
            remove(connection);
            return;
        }
        connection.session = result.session();
        connection.session.attachment(connection);
        connection.client().onAccepted(connection, result.session().privateGroup());
        table().authorized(connection.session, nowNs);
    }

    private void take(Session session, byte[] frame, long nowNs) {
        HeaderVerdict verdict = table().validateHeader(session, Unpooled.wrappedBuffer(frame, 0, Limits.HEADER));
        if (verdict.isLegal()) {
            table().onFrame(session, Unpooled.wrappedBuffer(frame), nowNs);
        } else {
            table().kill(session, verdict.fault(), nowNs);
        }
    }

    // ---- Output --------------------------------------------------------------------------------------------------

    void outputReady(Session session) {
        list(of(session));
    }

    /** The socket has room again. */
    void writable(SimConnection connection) {
        if (connection.session.queuedMessages() > 0) {
            list(connection);
            process.wake();
        }
    }

    private void list(SimConnection connection) {
        if (!connection.outputListed) {
            connection.outputListed = true;
            withOutput.add(connection);
        }
    }

    void flush() {
        while (!withOutput.isEmpty()) {
            List<SimConnection> ready = withOutput;
            withOutput = new ArrayList<>();
            for (SimConnection connection : ready) {
                connection.outputListed = false;
                drain(connection);
            }
        }
    }

    void drainNow(Session session) {
        drain(of(session));
    }

    private void drain(SimConnection connection) {
        while (!connection.closed && connection.isWritable()) {
            OutputFrame frame = connection.session.pollOutput();
            if (frame == null) {
                return;
            }
            int bytes = connection.write(frame);
            table().onOutputProgress(connection.session, bytes, process.localNow());
        }
    }

    // ---- What the core asks for ----------------------------------------------------------------------------------

    void setReading(Session session, boolean reading) {
        of(session).reading = reading;
    }

    void close(Session session, String reason) {
        SimConnection connection = of(session);
        connection.closed = true;
        connection.discardInput();
        cluster.trace()
                .onDaemon(
                        cluster.nowNs(), process.toString(), "session " + session.privateName() + " closed: " + reason);
        if (connection.isClientGone()) {
            remove(connection);
        }
    }

    void ended(Session session) {
        SimConnection connection = of(session);
        connection.endStream();
        remove(connection);
    }

    private void remove(SimConnection connection) {
        connections.remove(connection);
    }

    private static SimConnection of(Session session) {
        return (SimConnection) session.attachment();
    }

    private DaemonCore core() {
        return process.core();
    }

    private SessionTable table() {
        return core().sessions();
    }
}
