package spread;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.AuthChoice;
import org.ringcast.protocol.ConnectParser;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MethodList;

/**
 * The daemon's end of client connections, played by the test. Everything that waits gives up after ten seconds.
 *
 * <p>Connections are accepted in the background, so that a test can call {@code connect} and look at the other end
 * afterwards.
 */
final class FakeDaemon implements AutoCloseable {
    static final String NAME = "d1";

    private static final int TIMEOUT_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<CompletableFuture<Session>> expected = new ArrayList<>();

    FakeDaemon() {
        this(InetAddress.getLoopbackAddress());
    }

    FakeDaemon(InetAddress address) {
        try {
            server = new ServerSocket(0, 50, address);
            server.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetAddress address() {
        return server.getInetAddress();
    }

    int port() {
        return server.getLocalPort();
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address(), port());
    }

    /** What the daemon does with the next connection. */
    interface Script {
        void play(Session session) throws Exception;
    }

    /** Accepts the next connection and plays a script on it. */
    CompletableFuture<Session> next(Script script) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Session session = new Session(server.accept());
                script.play(session);
                return session;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Plays a script on the next connection; a failure of it shows when this daemon is closed. */
    void expect(Script script) {
        expected.add(next(script));
    }

    /** Connects with memberships on and returns the other end, after the handshake. */
    Session connect(SpreadConnection connection, String privateName) throws Exception {
        CompletableFuture<Session> session = next(Session::handshake);
        connection.connect(address(), port(), privateName, false, true);
        return session.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        for (CompletableFuture<Session> session : expected) {
            session.orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).join();
        }
        server.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A message from the client. */
    @SuppressWarnings("ArrayRecordComponent") // identity is never asked for
    record Frame(FrameHeader header, List<GroupName> groups, byte[] data) {}

    /** One connection. */
    final class Session {
        private final Socket socket;
        private final DataInputStream input;
        private final OutputStream output;
        ConnectRequest request;
        List<String> authMethods;
        GroupName privateGroup;

        Session(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            input = new DataInputStream(socket.getInputStream());
            output = socket.getOutputStream();
            synchronized (sockets) {
                sockets.add(socket);
            }
        }

        void handshake() throws IOException {
            readConnect();
            send(new MethodList(List.of("NULL")).encode());
            readAuthChoice();
            accept(5, 0, 1);
        }

        void readConnect() throws IOException {
            ConnectParser parser = new ConnectParser();
            while (parser.state() == ConnectParser.State.NEED_MORE) {
                parser.feed(read(1), 0, 1);
            }
            request = parser.request();
            String name = request == null || request.privateName().isEmpty() ? "r1-7" : request.privateName();
            privateGroup = GroupName.of("#" + name + "#" + NAME);
        }

        void readAuthChoice() throws IOException {
            authMethods = AuthChoice.read(read(Limits.AUTH_CHOICE), 0).methods();
        }

        void accept(int major, int minor, int patch) throws IOException {
            send(new AcceptMessage(major, minor, patch, privateGroup).encode(LibraryVersion.JAVA));
        }

        byte[] read(int length) throws IOException {
            byte[] bytes = new byte[length];
            input.readFully(bytes);
            return bytes;
        }

        Frame readFrame() throws IOException {
            FrameHeader header = new FrameHeader().wrap(read(Limits.HEADER), 0);
            List<GroupName> groups = new ArrayList<>();
            for (int i = 0; i < header.groupCount(); i++) {
                groups.add(GroupName.fromField(read(Limits.GROUP_NAME), 0));
            }
            return new Frame(header, groups, read(header.dataLength()));
        }

        /** Reads up to the end of the stream, orderly or not, and returns what came. */
        byte[] readToEnd() throws IOException {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            InputStream in = input;
            byte[] buffer = new byte[8192];
            try {
                int count = in.read(buffer);
                while (count >= 0) {
                    rest.write(buffer, 0, count);
                    count = in.read(buffer);
                }
            } catch (EOFException | SocketException e) {
                // a reset ends the stream as well
                return rest.toByteArray();
            }
            return rest.toByteArray();
        }

        void send(byte[] bytes) throws IOException {
            output.write(bytes);
            output.flush();
        }

        void send(byte[] bytes, int from, int to) throws IOException {
            send(Arrays.copyOfRange(bytes, from, to));
        }

        /** Ends the connection in an orderly way. */
        void close() throws IOException {
            socket.close();
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        Socket socket() {
            return socket;
        }
    }
}
