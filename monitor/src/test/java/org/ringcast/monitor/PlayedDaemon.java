package org.ringcast.monitor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.ConnectParser;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MethodList;
import org.ringcast.protocol.ServiceType;

/**
 * A daemon that the test plays: it accepts one session on a free port, keeps what the client sends, and sends what the
 * test says. Everything that waits gives up after ten seconds.
 */
final class PlayedDaemon implements AutoCloseable {
    static final int PATIENCE_SECONDS = 10;

    private final ServerSocket server;
    private final byte rejectByte;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> sessions = new LinkedBlockingQueue<>();
    private final Thread thread;
    private Socket session;

    /** A daemon that accepts. */
    PlayedDaemon() throws IOException {
        this((byte) 0);
    }

    /** A daemon that answers the connect message with a reject byte, unless it is 0. */
    PlayedDaemon(byte rejectByte) throws IOException {
        this.rejectByte = rejectByte;
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread = new Thread(this::serve, "played daemon");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A message from the client.
     *
     * @param data the body; null for the end of the stream
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never asked for
    record Frame(int type, boolean littleEndian, String sender, List<String> groups, int messageType, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.ISO_8859_1);
        }
    }

    /** As tools want it. */
    String address() {
        return server.getLocalPort() + "@127.0.0.1";
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ConnectParser parser = new ConnectParser();
            while (parser.state() == ConnectParser.State.NEED_MORE) {
                parser.feed(in.readNBytes(1), 0, 1);
            }
            OutputStream out = socket.getOutputStream();
            if (rejectByte != 0) {
                out.write(rejectByte);
                return;
            }
            out.write(new MethodList(List.of("NULL")).encode());
            in.readNBytes(Limits.AUTH_CHOICE);
            String name = parser.request().privateName();
            GroupName self = GroupName.of("#" + (name.isEmpty() ? "r1-7" : name) + "#d1");
            out.write(new AcceptMessage(5, 0, 1, self).encode(LibraryVersion.JAVA));
            sessions.add(socket);
            readFrames(in);
        } catch (IOException e) {
            // the client, or the test, ended the session
        } finally {
            frames.add(new Frame(0, true, "", List.of(), 0, null));
        }
    }

    private void readFrames(DataInputStream in) throws IOException {
        while (true) {
            byte[] head = new byte[Limits.HEADER];
            in.readFully(head);
            FrameHeader header = new FrameHeader().wrap(head, 0);
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < header.groupCount(); i++) {
                groups.add(
                        GroupName.fromField(in.readNBytes(Limits.GROUP_NAME), 0).toString());
            }
            byte[] data = in.readNBytes(header.dataLength());
            frames.add(new Frame(
                    header.serviceBits(),
                    header.isLittleEndian(),
                    header.sender().toString(),
                    groups,
                    header.messageType(),
                    data));
        }
    }

    /** The next message of the client, JOIN, LEAVE and KILL included. */
    Frame next() throws InterruptedException {
        Frame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("the client sent nothing");
        }
        if (frame.data() == null) {
            throw new AssertionError("the client's stream ended");
        }
        return frame;
    }

    /** The next message of the client, if it comes in that time. */
    Frame nextWithin(long millis) throws InterruptedException {
        return frames.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the client's KILL and for the end of its stream; what it sent before is passed over. */
    void awaitKill() throws InterruptedException {
        Frame frame = next();
        while (!ServiceType.isKill(frame.type())) {
            frame = next();
        }
    }

    /** Sends bytes to the client, after waiting for its handshake. */
    void send(byte[]... messages) throws InterruptedException {
        try {
            for (byte[] message : messages) {
                session().getOutputStream().write(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the session as a daemon does that dies. */
    void hangUp() throws InterruptedException {
        try {
            session().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket session() throws InterruptedException {
        if (session == null) {
            session = sessions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (session == null) {
                throw new AssertionError("no client came");
            }
        }
        return session;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Socket open = session == null ? sessions.poll() : session;
        if (open != null) {
            open.close();
        }
    }
}
