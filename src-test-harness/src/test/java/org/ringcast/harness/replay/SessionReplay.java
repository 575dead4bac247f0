package org.ringcast.harness.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringcast.harness.vectors.CapturedSession;
import org.ringcast.harness.vectors.CapturedSession.Direction;
import org.ringcast.harness.vectors.CapturedSession.Item;
import org.ringcast.protocol.Limits;

/** Plays the client side of a recording to a daemon, in the order of the recording, and collects the daemon's side. */
final class SessionReplay implements AutoCloseable {
    /** Here it was the client that ended the connection, although the marker of the daemon's end may come first. */
    private static final Set<String> CLIENT_ENDS = Set.of(
            "two_members_crash", "raw_close_without_kill", "raw_close_in_mid_message", "auth_method_not_offered");

    private static final int MEMBERSHIP_BITS = 0x3000;

    /** What happens to the daemon at the place where the recording says that its connections ended. */
    @FunctionalInterface
    interface DaemonEnd {
        /** The daemon goes on. */
        DaemonEnd NONE = () -> {};

        void happen() throws IOException;
    }

    private final CapturedSession session;
    private final int port;
    private final DaemonEnd daemonEnd;
    private final Map<Integer, ReplayedConnection> connections = new TreeMap<>();
    private final List<byte[]> lost = new ArrayList<>();
    private boolean daemonEnded;
    private int lostGroups;

    SessionReplay(CapturedSession session, int port, DaemonEnd daemonEnd) {
        this.session = session;
        this.port = port;
        this.daemonEnd = daemonEnd;
    }

    void run() throws IOException {
        for (Item item : session.items()) {
            try {
                play(item);
            } catch (AssertionError e) {
                throw new AssertionError(session.name() + ", at " + item + ": " + e.getMessage(), e);
            }
        }
    }

    /** Messages to so many groups that the recorded daemon lost them are taken aside instead of compared. */
    void expectMessagesThatWereLost(int groups) {
        lostGroups = groups;
    }

    /** What was taken aside. */
    List<byte[]> messagesThatWereLost() {
        return lost;
    }

    private void play(Item item) throws IOException {
        ReplayedConnection connection = connection(item.connection());
        if (item.direction() == Direction.CLIENT_TO_DAEMON) {
            // Perhaps it was sent before its turn, ahead of a marker of the end.
            if (connection.hasMore()) {
                connection.sendNext();
            }
        } else if (item.isEnd()) {
            end(connection);
        } else if (session.scenario().equals("connect_unnamed") && item.note().startsWith("accept")) {
            connection.receiveChosenName(item);
        } else if (lostGroups > 0 && item.bytes().length >= Limits.HEADER) {
            receiveBeside(connection, item);
        } else {
            connection.receive(item);
        }
    }

    private void receiveBeside(ReplayedConnection connection, Item item) throws IOException {
        byte[] message = connection.readMessage(item);
        while (groupCount(message) == lostGroups) {
            lost.add(message);
            message = connection.readMessage(item);
        }
        connection.keep(message);
    }

    private static int groupCount(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(36);
    }

    private void end(ReplayedConnection connection) throws IOException {
        if (!daemonEnded) {
            daemonEnd.happen();
            daemonEnded = true;
        }
        connection.sendRemainingBytes();
        if (CLIENT_ENDS.contains(session.scenario()) && connection.hasMore()) {
            connection.sendNext();
        }
        connection.receiveEnd();
    }

    ReplayedConnection connection(int number) throws IOException {
        ReplayedConnection connection = connections.get(number);
        if (connection == null) {
            connection = new ReplayedConnection(port, session.items(Direction.CLIENT_TO_DAEMON, number));
            connections.put(number, connection);
        }
        return connection;
    }

    /** What was recorded of the daemon's side, without what varies from run to run. */
    byte[] recorded(int connection) {
        return masked(connection, session.stream(Direction.DAEMON_TO_CLIENT, connection));
    }

    /** What the daemon wrote now, without what varies from run to run. */
    byte[] replayed(int connection) {
        return masked(connection, connections.get(connection).received());
    }

    /** Zeroes the times of group ids, the one field of a daemon of the same name and address that varies. */
    private byte[] masked(int connection, byte[] stream) {
        ByteBuffer bytes = ByteBuffer.wrap(stream.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = handshakeBytes(connection, stream);
        while (at + Limits.HEADER <= stream.length) {
            int body = at + Limits.HEADER + Limits.GROUP_NAME * bytes.getInt(at + 36);
            if ((bytes.getInt(at) & MEMBERSHIP_BITS) != 0) {
                bytes.putInt(body + 4, 0);
            }
            at = body + bytes.getInt(at + 44);
        }
        return bytes.array();
    }

    private int handshakeBytes(int connection, byte[] stream) {
        if (session.isInPieces()) {
            if (stream.length < 6) {
                return stream.length;
            }
            int list = 1 + stream[0];
            return list + 5 + stream[list + 4];
        }
        return session.items(Direction.DAEMON_TO_CLIENT, connection).stream()
                .filter(item -> !item.isMarker())
                .takeWhile(item -> item.bytes().length < Limits.HEADER)
                .mapToInt(item -> item.bytes().length)
                .sum();
    }

    @Override
    public void close() throws IOException {
        for (ReplayedConnection connection : connections.values()) {
            connection.close();
        }
    }
}
