package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringcast.daemon.session.LiveServer.Options;
import org.ringcast.daemon.session.LiveServer.Transport;

/** Clients on real sockets, TCP and Unix, on both transports. */
final class SessionServerTest {
    @TempDir
    private Path directory;

    private LiveServer server;
    private final List<TestClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void start(Transport transport, SessionServerSettings.Builder settings) throws ListenException {
        server = LiveServer.start(Options.of(transport, settings));
    }

    private TestClient connect() throws IOException {
        return kept(new TestClient(server.address()));
    }

    private TestClient session(String name) throws IOException {
        TestClient client = connect();
        client.handshake(name);
        return client;
    }

    private TestClient kept(TestClient client) {
        clients.add(client);
        return client;
    }

    /** Waits for a state of the server that no byte announces. */
    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!server.call(condition::getAsBoolean)) {
            assertThat(System.nanoTime()).as("waiting for: " + what).isLessThan(deadline);
        }
    }

    private static byte[] hello(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static InetAddress address(int... numbers) throws IOException {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return InetAddress.getByAddress(bytes);
    }

    // ---- Bytes there and back ------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void handshakeAndMessagesOverTcp(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient alice = connect();
        alice.write(ClientBytes.connect("alice"));
        assertThat(alice.readHex(6)).isEqualTo("054e554c4c20");
        alice.write(ClientBytes.choice("NULL"));
        assertThat(alice.readHex(14)).isEqualTo("0105000109" + EmbeddedRig.hexOf("#alice#d1"));
        TestClient bob = session("bob");
        byte[] message = ClientBytes.message("alice", "#bob#d1", hello(100_000));
        alice.write(message);
        assertThat(bob.read(message.length)).isEqualTo(message);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void handshakeAndMessagesOverTheUnixSocket(Transport transport) throws Exception {
        Path path = directory.resolve("4803");
        start(transport, LiveServer.unix(path));
        TestClient alice = kept(TestClient.unix(path));
        alice.handshake("alice");
        byte[] message = ClientBytes.message("alice", "#alice#d1", hello(100_000));
        alice.write(message);
        assertThat(alice.read(message.length)).isEqualTo(message);
        alice.write(ClientBytes.kill("alice"));
        assertThat(alice.readToEnd()).isEmpty();
        server.close();
        assertThat(path).as("removed at the end").doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void check6_connectMessageInSeveralSegments(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient client = connect();
        client.channel().setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        byte[] hello = ClientBytes.hello("alice");
        for (byte b : hello) {
            client.write(new byte[] {b});
        }
        assertThat(client.readHex(6 + 14)).endsWith(EmbeddedRig.hexOf("#alice#d1"));
    }

    @Test
    void ipv6ClientsAreServed() throws Exception {
        InetAddress loopback6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        org.junit.jupiter.api.Assumptions.assumeTrue(
                java.net.NetworkInterface.getByInetAddress(loopback6) != null, "no IPv6 on this system");
        SessionServerSettings.Builder both = SessionServerSettings.builder()
                .tcpAddresses(
                        List.of(new InetSocketAddress(address(127, 0, 0, 1), 0), new InetSocketAddress(loopback6, 0)));
        start(Transport.NIO, both);
        for (InetSocketAddress address : server.call(() -> server.server().boundAddresses())) {
            kept(new TestClient(address)).handshake("u" + address.getPort());
        }
        assertThat(server.call(() -> server.sessions().count())).isEqualTo(2);
    }

    // ---- Many clients --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void check7_defect20_7_silentConnectionsDoNotDelayOthers(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().connectTimeoutNs(TimeUnit.SECONDS.toNanos(30)));
        for (int i = 0; i < 50; i++) {
            connect();
        }
        long before = System.nanoTime();
        session("alice");
        assertThat(System.nanoTime() - before)
                .as("with the reference 50 seconds")
                .isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void table14_silentConnectionIsClosedWithoutAByte(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().connectTimeoutNs(TimeUnit.MILLISECONDS.toNanos(50)));
        assertThat(connect().readToEnd()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void defect20_8_handshakeHasAnEnd(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().preAuthTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100)));
        TestClient client = connect();
        client.write(ClientBytes.connect("alice"));
        assertThat(HexFormat.of().formatHex(client.readToEnd())).isEqualTo("054e554c4c20" + "f7");
        session("alice");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void check2_sessionBeyondTheQuotaGetsFd(Transport transport) throws Exception {
        server = LiveServer.start(
                Options.of(transport, LiveServer.loopback().maxConnections(3)).with(EmbeddedRig.settings(3, 1000)));
        TestClient first = session("a");
        session("b");
        session("c");
        assertThat(HexFormat.of().formatHex(connect().readToEnd())).isEqualTo("fd");
        first.close();
        await("the place of the first", () -> server.sessions().count() == 2);
        session("d");
    }

    // ---- The reject byte reaches the client ----------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void rejectByteIsFollowedByTheEndAndNotByAReset(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient client = connect();
        // Much that nobody will read stands behind the illegal name.
        client.write(ClientBytes.concat(ClientBytes.hex("05000101ff"), new byte[100_000]));
        assertThat(HexFormat.of().formatHex(client.readToEnd())).isEqualTo("fb");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void deniedClientThatHasHalfClosedGetsItsByte(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient client = connect();
        client.write(ClientBytes.concat(ClientBytes.connect("alice"), new byte[30]));
        client.channel().shutdownOutput();
        assertThat(HexFormat.of().formatHex(client.readToEnd())).isEqualTo("054e554c4c20" + "f7");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void connectionThatIsEndedAndGoesOnSendingIsClosedAfterALittle(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().lingerNs(TimeUnit.MILLISECONDS.toNanos(50)));
        TestClient client = connect();
        client.write(ClientBytes.hex("05000101ff"));
        assertThat(client.readHex(2 / 2)).isEqualTo("fb");
        await("the socket to be closed", () -> server.server().connectionCount() == 0);
    }

    // ---- End of sessions -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void check32_killWithPendingOutputClosesTheStream(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().socketBufferBytes(4096));
        TestClient alice = kept(new TestClient(server.address(), 4096));
        alice.handshake("alice");
        TestClient bob = session("bob");
        byte[] large = ClientBytes.message("bob", "#alice#d1", hello(140_000));
        for (int i = 0; i < 20; i++) {
            bob.write(large);
        }
        await("output that waits", () -> server.sessions().find("alice").queuedMessages() > 5);
        alice.write(ClientBytes.kill("alice"));
        assertThat(alice.readToEnd().length).as("cut").isLessThan(20 * large.length);
        await("the end of alice", () -> server.sessions().find("alice") == null);
        session("alice");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void table14_halfClosedClientIsGoneAfterWhatItSent(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient bob = session("bob");
        TestClient alice = session("alice");
        byte[] message = ClientBytes.message("alice", "#bob#d1", hello(10));
        alice.write(ClientBytes.concat(message, message, message));
        alice.channel().shutdownOutput();
        assertThat(bob.read(3 * message.length)).isEqualTo(ClientBytes.concat(message, message, message));
        alice.readToEnd();
        await("the end of alice", () -> server.sessions().find("alice") == null);
        assertThat(server.log.all())
                .contains("Sess_read: failed receiving header on session 3: ret 0: error: closed by peer");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void messagesBeforeAResetAreDelivered(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient bob = session("bob");
        TestClient alice = session("alice");
        // Alice has unread input, so her close is a reset; what she sent before is in the daemon's kernel all the same.
        byte[] toAlice = ClientBytes.message("bob", "#alice#d1", hello(10));
        bob.write(toAlice);
        alice.read(1);
        byte[] message = ClientBytes.message("alice", "#bob#d1", hello(10));
        alice.write(message);
        assertThat(bob.read(message.length)).isEqualTo(message);
        alice.reset();
        await("the end of alice", () -> server.sessions().find("alice") == null);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void check31_slowReaderIsKilledAndTheOthersGoOn(Transport transport) throws Exception {
        server = LiveServer.start(Options.of(transport, LiveServer.loopback().socketBufferBytes(4096))
                .with(EmbeddedRig.settings(997, 10)));
        TestClient alice = kept(new TestClient(server.address(), 4096));
        alice.handshake("alice");
        TestClient bob = session("bob");
        byte[] large = ClientBytes.message("bob", "#alice#d1", hello(10_000));
        byte[] own = ClientBytes.message("bob", "#bob#d1", hello(10));
        int sent = 0;
        while (server.call(() -> server.sessions().find("alice")) != null) {
            bob.write(ClientBytes.concat(large, own));
            assertThat(bob.read(own.length)).isEqualTo(own);
            assertThat(++sent).isLessThan(500);
        }
        assertThat(server.log.all())
                .contains(
                        "Sess_write: killing mbox 2 for not reading", "Sess_kill: killing session alice ( mailbox 2 )");
        byte[] seen = alice.readToEnd();
        assertThat(seen.length).as("some whole messages, perhaps a part").isLessThan(sent * large.length);
        assertThat(Arrays.copyOf(seen, large.length)).isEqualTo(large);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void readingClientIsNotKilledByABurstLargerThanItsQueue(Transport transport) throws Exception {
        server = LiveServer.start(Options.of(transport, LiveServer.loopback()).with(EmbeddedRig.settings(997, 10)));
        TestClient alice = session("alice");
        byte[] small = ClientBytes.message("alice", "#alice#d1", hello(10));
        byte[] burst = new byte[400 * small.length];
        for (int i = 0; i < 400; i++) {
            System.arraycopy(small, 0, burst, i * small.length, small.length);
        }
        alice.write(burst);
        assertThat(alice.read(burst.length)).isEqualTo(burst);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nettyHoldsLittleOfWhatASlowClientHasToGet(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().socketBufferBytes(4096));
        TestClient alice = kept(new TestClient(server.address(), 4096));
        alice.handshake("alice");
        TestClient bob = session("bob");
        byte[] message = ClientBytes.message("bob", "#alice#d1", hello(1000));
        for (int i = 0; i < 900; i++) {
            bob.write(message);
        }
        byte[] mark = ClientBytes.message("bob", "#bob#d1", hello(1));
        bob.write(mark);
        bob.read(mark.length);
        long queued = server.call(() -> server.sessions().find("alice").queuedBytes());
        long taken = server.call(() -> server.server().counter(SessionCounter.BYTES_OUT));
        // 64 KiB high water mark of Netty, and at most one piece of small frames above it
        assertThat(900L * message.length - queued - taken).isLessThan((64 + 32) << 10);
        assertThat(alice.read(900 * message.length)).endsWith(message);
    }

    // ---- Reading and accepting on request ------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nobodyIsReadOrAcceptedWhileTheCoreDoesNotWantIt(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().connectTimeoutNs(TimeUnit.SECONDS.toNanos(30)));
        TestClient alice = session("alice");
        TestClient shaking = connect();
        await("both", () -> server.server().connectionCount() == 2);
        server.accept(false);
        server.run(() -> {});
        TestClient late = connect();
        shaking.write(ClientBytes.connect("bob"));
        byte[] message = ClientBytes.message("alice", "#alice#d1", hello(100));
        alice.write(message);
        for (int cycle = 0; cycle < 20; cycle++) {
            assertThat(server.call(() -> server.server().connectionCount())).isEqualTo(2);
            assertThat(server.call(() -> server.ring.queuedMessages())).isZero();
        }
        assertThat(server.call(() -> server.sessions().count())).isEqualTo(1);
        server.accept(true);
        assertThat(alice.read(message.length)).isEqualTo(message);
        assertThat(shaking.readHex(6)).startsWith("05");
        late.handshake("late");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void clientOverItsShareIsHeldBackByItsSocket(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient alice = session("alice");
        server.run(() -> server.ring.stall(true));
        byte[] message = ClientBytes.message("alice", "nobody", hello(1000));
        int sent = 0;
        int idle = 0;
        while (idle < 50) {
            int count = alice.writeSome(message);
            // A message cut by a full socket is finished later; what matters is that the socket fills up.
            if (count < message.length) {
                sent += count;
                idle = count == 0 ? idle + 1 : 0;
                server.run(() -> {});
                if (count > 0) {
                    message = Arrays.copyOfRange(message, count, message.length);
                }
                continue;
            }
            sent += count;
            message = ClientBytes.message("alice", "nobody", hello(1000));
            assertThat(sent).as("bytes taken without end").isLessThan(64 << 20);
        }
        assertThat(server.call(() -> server.ring.queuedMessages())).isEqualTo(500);
        server.run(() -> server.ring.stall(false));
        alice.write(message);
        byte[] mark = ClientBytes.message("alice", "#alice#d1", hello(1));
        alice.write(mark);
        assertThat(alice.read(mark.length)).isEqualTo(mark);
    }

    /** A loop that is woken again and again makes hundreds of thousands of turns in this time. */
    private void assertIdle() throws InterruptedException {
        long turns = server.turns();
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(server.turns() - turns).isLessThan(10 * 200 / LiveServer.TURN_MS);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void clientThatGoesWhileItIsNotReadDoesNotKeepTheLoopAwake(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient resetting = session("alice");
        TestClient closing = session("bob");
        server.run(() -> server.ring.stall(true));
        byte[] many = new byte[0];
        for (int i = 0; i < 10; i++) {
            many = ClientBytes.concat(many, many, ClientBytes.message("alice", "g", new byte[0]));
        }
        byte[] ofBob = ClientBytes.message("bob", "g", new byte[0]);
        resetting.write(many);
        for (int i = 0; i < 1000; i++) {
            closing.write(ofBob);
        }
        await("both over their shares", () -> server.ring.queuedMessages() >= 500);
        resetting.reset();
        closing.channel().shutdownOutput();
        assertIdle();
        server.run(() -> server.ring.stall(false));
        await("the end of both", () -> server.sessions().count() == 0);
        closing.readToEnd();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void killedClientThatResetsWhileTheRingIsStalledDoesNotKeepTheLoopAwake(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient alice = session("alice");
        server.run(() -> server.ring.stall(true));
        alice.write(ClientBytes.concat(ClientBytes.kill("alice"), new byte[1000]));
        await("the KILL", () -> server.ring.queuedMessages() == 1);
        alice.reset();
        assertIdle();
        server.run(() -> server.ring.stall(false));
        await(
                "the end of alice",
                () -> server.sessions().count() == 0 && server.server().connectionCount() == 0);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void largeMessageThatIsTakenSlowlyIsProgress(Transport transport) throws Exception {
        start(transport, LiveServer.loopback().socketBufferBytes(4096));
        TestClient alice = kept(new TestClient(server.address(), 4096));
        alice.handshake("alice");
        TestClient bob = session("bob");
        bob.write(ClientBytes.message("bob", "#alice#d1", hello(140_000)));
        await("the first bytes", () -> server.server().counter(SessionCounter.BYTES_OUT) > 0);
        long first = server.call(() -> server.server().counter(SessionCounter.BYTES_OUT));
        assertThat(first).isLessThan(140_000);
        alice.read(100_000);
        await("more bytes", () -> server.server().counter(SessionCounter.BYTES_OUT) > first);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void table14_urgentDataIsIgnored(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        try (Socket socket = new Socket()) {
            socket.connect(server.address());
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(ClientBytes.hello("alice"));
            socket.getInputStream().readNBytes(20);
            socket.sendUrgentData(0xff);
            byte[] message = ClientBytes.message("alice", "#alice#d1", hello(3));
            socket.getOutputStream().write(message);
            assertThat(socket.getInputStream().readNBytes(message.length)).isEqualTo(message);
        }
    }

    // ---- Listening -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Transport.class)
    void portInUseIsOneClearLine(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        int port = server.address().getPort();
        SessionServerSettings.Builder same = SessionServerSettings.builder().tcpAddresses(List.of(server.address()));
        assertThatThrownBy(() -> LiveServer.start(Options.of(transport, same)))
                .isInstanceOf(ListenException.class)
                .hasMessage("Sess_init: unable to bind to port [127.0.0.1]:" + port
                        + "; likely already bound by another process: -1 98 'Address already in use'");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void foreignAddressIsOneClearLine(Transport transport) throws Exception {
        SessionServerSettings.Builder foreign = SessionServerSettings.builder()
                .tcpAddresses(List.of(new InetSocketAddress(address(203, 0, 113, 77), 0)));
        assertThatThrownBy(() -> LiveServer.start(Options.of(transport, foreign)))
                .isInstanceOf(ListenException.class)
                .hasMessage(
                        "Sess_init: unable to bind to port [203.0.113.77]:0: -1 99 'Cannot assign requested address'");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void defect18_restartNeedNotWaitForOldConnections(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        InetSocketAddress address = server.address();
        TestClient rejected = connect();
        rejected.write(ClientBytes.hex("05000101ff"));
        // The daemon ends the connection, so its side is the one that lingers in TIME_WAIT.
        rejected.readToEnd();
        rejected.close();
        server.close();
        start(transport, SessionServerSettings.builder().tcpAddresses(List.of(address)));
        session("alice");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void defect20_23_unixSocketOfALivingDaemonIsNotStolen(Transport transport) throws Exception {
        Path path = directory.resolve("4803");
        start(transport, LiveServer.unix(path));
        assertThatThrownBy(() -> LiveServer.start(Options.of(transport, LiveServer.unix(path))))
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith(
                        "Sess_init: AF_UNIX unable to bind to name '" + path + "': 98 'Address already in use'");
        kept(TestClient.unix(path)).handshake("alice");
        server.close();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void defect24_unixSocketOfALaterDaemonIsLeftAlone(Transport transport) throws Exception {
        Path path = directory.resolve("4803");
        start(transport, LiveServer.unix(path));
        Files.delete(path);
        LiveServer later = LiveServer.start(Options.of(transport, LiveServer.unix(path)));
        try {
            server.close();
            kept(TestClient.unix(path)).handshake("alice");
        } finally {
            later.close();
        }
    }

    @Test
    void missingDirectoryOfTheUnixSocketIsOneClearLine() {
        Path path = directory.resolve("nowhere").resolve("4803");
        assertThatThrownBy(() -> LiveServer.start(Options.of(Transport.NIO, LiveServer.unix(path))))
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith("Sess_init: AF_UNIX unable to bind to name '" + path + "': ");
    }

    @Test
    void withoutDescriptorsAcceptingRestsWithOneLineAndGoesOnLater() throws Exception {
        start(Transport.NIO, LiveServer.loopback());
        Listener listener = server.call(() -> server.server().listeners().get(0));
        IOException exhausted = new IOException("Too many open files");
        server.run(() -> {
            listener.channel().pipeline().fireExceptionCaught(exhausted);
            assertThat(listener.channel().config().isAutoRead()).as("no spin").isFalse();
            listener.channel().pipeline().fireExceptionCaught(exhausted);
        });
        long before = System.nanoTime();
        session("alice");
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(server.log.all())
                .filteredOn(line -> line.contains("no descriptor for a new client (Too many open files)"))
                .hasSize(1);
        assertThat(server.server().counter(SessionCounter.ACCEPT_PAUSES)).isOne();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void oneClientThatVanishedInTheQueueDoesNotStopAccepting(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        server.run(() -> {
            Listener listener = server.server().listeners().get(0);
            listener.channel().pipeline().fireExceptionCaught(new IOException("Software caused connection abort"));
            assertThat(listener.channel().config().isAutoRead()).isTrue();
        });
        session("alice");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void closeLeavesNothing(Transport transport) throws Exception {
        start(transport, LiveServer.loopback());
        TestClient operational = session("alice");
        TestClient shaking = connect();
        await("both", () -> server.server().connectionCount() == 2);
        InetSocketAddress address = server.address();
        server.close();
        assertThat(operational.readToEnd()).isEmpty();
        assertThat(shaking.readToEnd()).isEmpty();
        assertThatThrownBy(() -> new TestClient(address)).isInstanceOf(java.net.ConnectException.class);
    }
}
