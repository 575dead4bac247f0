package spread;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.client.DaemonAddress;
import org.ringcast.protocol.AcceptMessage;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.LibraryVersion;
import org.ringcast.protocol.MethodList;
import org.ringcast.protocol.ServiceType;

/** Connecting, the states of a connection, disconnecting, and what goes wrong with them. */
@Timeout(30)
class ConnectionStateTest {
    private final FakeDaemon daemon = new FakeDaemon();
    private final SpreadConnection connection = new SpreadConnection();

    @AfterEach
    void close() throws Exception {
        connection.close();
        daemon.close();
    }

    private static void assertSpread(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(SpreadException.class).hasMessage(message);
    }

    private void connect(String name) throws SpreadException {
        connection.connect(daemon.address(), daemon.port(), name, false, true);
    }

    @Test
    void check02_stateTable() throws Exception {
        for (int round = 0; round < 2; round++) {
            assertNotConnected();
            FakeDaemon.Session session = daemon.connect(connection, "alice");
            assertThat(connection.getPrivateGroup()).hasToString("#alice#d1");
            assertThat(connection.isConnected()).isTrue();
            assertSpread(() -> connect("bob"), "Already connected.");
            assertSpread(() -> connection.connect(daemon.socketAddress(), "bob", false, true), "Already connected.");
            assertSpread(() -> connection.registerAuthentication("NULL", "spread.NULLAuth"), "Already connected.");
            assertThat(connection.receive(0)).isEmpty();
            assertThat(connection.poll()).isFalse();
            session.send(Frames.text("x"));
            assertThat(connection.receive().getData()).isEqualTo(new byte[] {'x'});
            connection.multicast(new SpreadMessage());
            connection.disconnect();
        }
        assertNotConnected();
    }

    private void assertNotConnected() throws Exception {
        assertThat(connection.getPrivateGroup()).isNull();
        assertThat(connection.isConnected()).isFalse();
        connection.registerAuthentication("NULL", "spread.NULLAuth");
        assertSpread(connection::receive, "Not connected.");
        assertSpread(() -> connection.receive(2), "Not connected.");
        assertThat(connection.receive(0)).isEmpty();
        assertSpread(connection::poll, "Not connected.");
        assertSpread(() -> connection.multicast(new SpreadMessage()), "Not connected.");
        assertSpread(connection::disconnect, "Not connected.");
        assertSpread(() -> new SpreadGroup().join(connection, "g"), "Not connected.");
    }

    @Test
    void check03_handshakeBytesAreThoseOfTheReference() throws Exception {
        CompletableFuture<FakeDaemon.Session> session = daemon.next(s -> {
            assertThat(s.read(10)).isEqualTo(new byte[] {4, 4, 0, 0x11, 5, 'a', 'l', 'i', 'c', 'e'});
            s.send(new MethodList(List.of("NULL")).encode());
            byte[] choice = new byte[90];
            System.arraycopy("NULL".getBytes(US_ASCII), 0, choice, 0, 4);
            assertThat(s.read(90)).isEqualTo(choice);
            s.send(new AcceptMessage(5, 0, 1, GroupName.of("#alice#d1")).encode(LibraryVersion.JAVA));
        });
        connection.connect(daemon.address(), daemon.port(), "alice", true, true);
        session.get(10, TimeUnit.SECONDS);
        connection.disconnect();
        FakeDaemon.Frame kill = session.get().readFrame();
        assertThat(kill.header().serviceBits()).isEqualTo(ServiceType.KILL);
        assertThat(kill.header().isLittleEndian()).isFalse();
        assertThat(kill.groups()).containsExactly(GroupName.of("#alice#d1"));
        assertThat(session.get().readToEnd()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"alice, alice", "abcdefghij, abcdefghij", "abcdefghijk, abcdefghij", "abcdefghijklmnop, abcdefghij"})
    void check04_namesAreCutToTenCharacters(String given, String sent) throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, given);
        assertThat(session.request.privateName()).isEqualTo(sent);
    }

    @Test
    void check04_nullAndEmptyNamesLetTheDaemonChoose() throws Exception {
        for (String name : new String[] {null, ""}) {
            FakeDaemon.Session session = daemon.connect(connection, name);
            assertThat(session.request.privateName()).isEmpty();
            assertThat(connection.getPrivateGroup()).hasToString("#r1-7#d1");
            connection.disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a b", "\u00e4", "\u4e2d\u6587", "\u20ac"})
    void defect14_19_illegalNamesReachTheDaemonAndAreRefusedThere(String name) throws Exception {
        var session = daemon.next(s -> {
            s.readConnect();
            assertThat(s.request).isNull();
            s.send(new byte[] {-5});
            s.close();
        });
        assertSpread(() -> connect(name), "Connection attempt rejected=-5");
        session.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -4, -5, -6, -7, -9})
    void check02_rejectCodes(int code) throws Exception {
        daemon.expect(s -> {
            s.readConnect();
            s.send(new byte[] {(byte) code});
            s.close();
        });
        assertSpread(() -> connect("alice"), "Connection attempt rejected=" + code);
        daemon.expect(s -> {
            s.readConnect();
            s.send(new MethodList(List.of("NULL")).encode());
            s.readAuthChoice();
            s.send(new byte[] {(byte) code});
            s.close();
        });
        assertSpread(() -> connect("alice"), "Connection attempt rejected=" + code);
        assertNotConnected();
    }

    @Test
    void check02_rejectByteIsSeenBeforeTheReset() throws Exception {
        daemon.expect(s -> {
            s.read(1);
            s.send(new byte[] {-7});
            s.close();
        });
        assertSpread(() -> connect("alice"), "Connection attempt rejected=-7");
    }

    @ParameterizedTest
    @CsvSource({"0, -256", "2, -254"})
    void check02_answersThatNoDaemonGives(byte first, int shown) {
        daemon.expect(s -> {
            s.readConnect();
            s.send(new byte[] {0});
            s.readAuthChoice();
            s.send(new byte[] {first});
        });
        assertSpread(() -> connect("alice"), "Connection attempt rejected=" + shown);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Connection closed during connect attempt to read authlen",
        "05, Connection closed while reading authname",
        "054e55, Connection closed while reading authname",
        "054e554c4c20, Connection closed during connect attempt",
        "054e554c4c2001, Connection closed during connect attempt",
        "054e554c4c2001050001, Connection closed during connect attempt",
        "054e554c4c200105000105, Connection closed while reading group name",
        "054e554c4c20010500010523, Connection closed while reading group name",
        "054e554c4c200102090000, Old version 2.9.0 not supported",
        "054e554c4c200103000900, Old version 3.0.9 not supported",
        "054e554c4c200105000120, Illegal private group in the accept message",
        "054e554c4c2001050001ff, Illegal private group in the accept message"
    })
    void check02_handshakesThatGoWrong(String hex, String message) throws Exception {
        byte[] answer = HexFormat.of().parseHex(hex);
        var session = daemon.next(s -> {
            s.readConnect();
            s.send(answer, 0, Math.min(6, answer.length));
            if (answer.length >= 6) {
                s.readAuthChoice();
                s.send(answer, 6, answer.length);
            }
            s.socket().shutdownOutput();
        });
        assertSpread(() -> connect("alice"), message);
        // defect 14.21: nothing is left open
        assertThat(session.get(10, TimeUnit.SECONDS).readToEnd()).isNotNull();
    }

    @Test
    void check02_priorityNeedsADaemonFrom3_8() throws Exception {
        for (boolean priority : new boolean[] {true, false}) {
            daemon.expect(s -> {
                s.readConnect();
                s.send(new MethodList(List.of("NULL")).encode());
                s.readAuthChoice();
                s.accept(3, 7, 9);
            });
            ThrowingCallable connect =
                    () -> connection.connect(daemon.address(), daemon.port(), "alice", priority, true);
            if (priority) {
                assertSpread(connect, "Old version 3.7.9 does not support priority");
            } else {
                connection.connect(daemon.address(), daemon.port(), "alice", false, true);
            }
        }
        assertThat(connection.isConnected()).isTrue();
    }

    @Test
    void handshakeInSingleBytesWithTheFirstMessageRightBehind() throws Exception {
        byte[] message = Frames.text("first");
        var session = daemon.next(s -> {
            s.readConnect();
            for (byte b : new MethodList(List.of("NULL")).encode()) {
                s.send(new byte[] {b});
            }
            s.readAuthChoice();
            byte[] accept = new AcceptMessage(5, 0, 1, s.privateGroup).encode(LibraryVersion.JAVA);
            for (int i = 0; i < accept.length - 1; i++) {
                s.send(accept, i, i + 1);
            }
            byte[] joined = new byte[1 + message.length];
            joined[0] = accept[accept.length - 1];
            System.arraycopy(message, 0, joined, 1, message.length);
            s.send(joined);
        });
        connect("alice");
        session.get(10, TimeUnit.SECONDS);
        assertThat(connection.receive().getData()).asString().isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void check05_badPorts(int port) {
        assertSpread(() -> connection.connect(daemon.address(), port, "a", false, true), "Bad port (" + port + ").");
    }

    /** Nobody listens on a port that was just free; the point is that the attempt is made. */
    @ParameterizedTest
    @ValueSource(ints = {32769, 40000, 65535})
    void check05_highPortsAreTried(int port) {
        Throwable thrown = null;
        try {
            connection.setConnectTimeout(2000);
            connection.connect(daemon.address(), port, "a", false, true);
        } catch (SpreadException e) {
            thrown = e;
        }
        if (thrown != null) {
            assertThat(thrown.getMessage()).doesNotContain("Bad port");
        }
    }

    @Test
    void check05_portZeroIsTheDefaultPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(4803, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            connection.setConnectTimeout(200);
            // a listener that never answers: the time-out shows that it was reached
            assertThatThrownBy(() -> connection.connect(InetAddress.getLoopbackAddress(), 0, "a", false, true))
                    .hasMessageContaining("timed out");
        } catch (BindException e) {
            Assumptions.abort("port 4803 is in use");
        }
    }

    @Test
    void check02_nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> connection.connect(InetAddress.getLoopbackAddress(), port, "a", false, true))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessageStartingWith("Socket(): java.net.ConnectException");
    }

    @Test
    void defect14_10_nullAddressFallsBackToLoopback() throws Exception {
        var session = daemon.next(FakeDaemon.Session::handshake);
        connection.connect(null, daemon.port(), "alice", false, true);
        session.get(10, TimeUnit.SECONDS);
        assertThat(connection.getPrivateGroup()).hasToString("#alice#d1");
    }

    @Test
    void defect14_8_connectTimeoutCoversTheHandshake() {
        var session = daemon.next(FakeDaemon.Session::readConnect);
        connection.setConnectTimeout(150);
        assertThatThrownBy(() -> connect("alice"))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessageContaining("timed out");
        assertThat(connection.isConnected()).isFalse();
        assertThatThrownBy(() -> connection.setConnectTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(session).isCompleted();
    }

    @Test
    void interruptEndsConnecting() throws Exception {
        var session = daemon.next(FakeDaemon.Session::readConnect);
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                connect("alice");
            } catch (SpreadException e) {
                result.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError(e));
            }
        });
        thread.start();
        session.get(10, TimeUnit.SECONDS);
        thread.interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS))
                .isInstanceOf(SpreadException.class)
                .hasMessageStartingWith("readBytesFromSocket(): InterruptedIOException");
        thread.join();
    }

    @Test
    void ipv6Loopback() throws Exception {
        byte[] bytes = new byte[16];
        bytes[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(bytes);
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6 on this machine");
        try (FakeDaemon six = new FakeDaemon(loopback)) {
            FakeDaemon.Session session = six.connect(connection, "alice");
            session.send(Frames.text("six"));
            assertThat(connection.receive().getData()).asString().isEqualTo("six");
        }
    }

    @Test
    void unixDomainSocket(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("4803");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<SocketChannel> session = CompletableFuture.supplyAsync(() -> {
                try {
                    SocketChannel channel = server.accept();
                    read(channel, 9);
                    channel.write(ByteBuffer.wrap(new MethodList(List.of("NULL")).encode()));
                    read(channel, 90);
                    AcceptMessage accept = new AcceptMessage(5, 0, 1, GroupName.of("#anna#d1"));
                    channel.write(ByteBuffer.wrap(accept.encode(LibraryVersion.JAVA)));
                    channel.write(ByteBuffer.wrap(Frames.text("hello")));
                    return channel;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            connection.setConnectTimeout(5000);
            connection.connect(UnixDomainSocketAddress.of(path), "anna", false, true);
            assertThat(connection.receive().getData()).asString().isEqualTo("hello");
            connection.disconnect();
            try (SocketChannel channel = session.get(10, TimeUnit.SECONDS)) {
                assertThat(read(channel, 80)[0]).isZero();
            }
        }
        assertThat(Files.exists(path)).isTrue();
    }

    private static byte[] read(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until full
        }
        return buffer.array();
    }

    @Test
    void missingUnixDomainSocket(@TempDir Path folder) {
        assertThatThrownBy(() ->
                        connection.connect(UnixDomainSocketAddress.of(folder.resolve("none")), "anna", false, true))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessageStartingWith("Socket(): ");
        assertThat(DaemonAddress.unixSocket(4803)).hasToString("/tmp/4803");
    }

    @Test
    void closeDisconnectsOnceAndIsQuietAfterwards() throws Exception {
        FakeDaemon.Session session;
        try (SpreadConnection resource = new SpreadConnection()) {
            session = daemon.connect(resource, "alice");
        }
        assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
        assertThat(session.readToEnd()).isEmpty();
        connection.close();
        connection.close();
    }

    @Test
    void defect14_6_lossIsSeenByReceiveAndByIsConnected() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.close();
        for (int i = 0; i < 3; i++) {
            assertSpread(connection::receive, "Connection closed while reading message header");
        }
        assertThat(connection.isConnected()).isFalse();
        assertThat(connection.poll()).isFalse();
        assertSpread(() -> connection.multicast(new SpreadMessage()), "write(): java.net.SocketException: Broken pipe");
        // the same object may connect again at once, or be disconnected first
        daemon.connect(connection, "alice");
        assertThat(connection.isConnected()).isTrue();
    }

    @Test
    void defect14_21_disconnectAfterLossClosesQuietly() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.reset();
        assertThatThrownBy(connection::receive).isExactlyInstanceOf(SpreadException.class);
        connection.disconnect();
        assertNotConnected();
    }

    @Test
    void check02_resetIsToldInTheWordsOfTheSocket() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.reset();
        assertSpread(
                connection::receive,
                "readBytesFromSocketListener(): read() java.net.SocketException: Connection reset");
        assertSpread(connection::receive, "Connection closed while reading message header");
    }

    @Test
    void pollSeesBytesAndTheEnd() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        assertThat(connection.poll()).isFalse();
        byte[] frame = Frames.text("x");
        session.send(frame, 0, 10);
        while (!connection.poll()) {
            Thread.onSpinWait();
        }
        session.send(frame, 10, frame.length);
        session.close();
        assertThat(connection.receive().getData()).hasSize(1);
        assertThat(connection.poll()).isFalse();
    }

    @Test
    void authenticationMethodIsNamedAndCut() throws Exception {
        connection.registerAuthentication("x".repeat(40), "spread.NULLAuth");
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        assertThat(session.authMethods).containsExactly("x".repeat(30));
    }

    /** Says no with the library's own exception. */
    public static final class RefusingAuth implements SpreadAuthInterface {
        @Override
        public void authenticate() throws SpreadException {
            throw new SpreadException("no");
        }
    }

    /** Fails with some other exception. */
    public static final class BrokenAuth implements SpreadAuthInterface {
        @Override
        public void authenticate() {
            throw new IllegalStateException("broken");
        }
    }

    /** Cannot be made: no public constructor. */
    public static final class HiddenAuth implements SpreadAuthInterface {
        private HiddenAuth() {}

        @Override
        public void authenticate() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"RefusingAuth", "BrokenAuth"})
    void defect14_12_everyExceptionOfAnAuthenticationIsARejection(String name) throws Exception {
        connection.registerAuthentication("IP", getClass().getName() + "$" + name);
        var session = daemon.next(FakeDaemon.Session::handshake);
        assertSpread(() -> connect("alice"), "Connection Rejected: Authentication failed");
        assertThat(session.get(10, TimeUnit.SECONDS).readToEnd()).isEmpty();
        assertNotConnected();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.such.Thing", "java.lang.String", "spread.ConnectionStateTest$HiddenAuth"})
    void defect14_11_unusableAuthenticationClassIsAnException(String name) throws Exception {
        connection.registerAuthentication("IP", name);
        assertThatThrownBy(() -> connect("alice"))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessageStartingWith("Cannot use authentication class " + name);
    }
}
