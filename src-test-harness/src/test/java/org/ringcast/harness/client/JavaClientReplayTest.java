package org.ringcast.harness.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.harness.vectors.CapturedSession;
import org.ringcast.harness.vectors.CapturedSession.Direction;
import org.ringcast.harness.vectors.CapturedSession.Item;
import org.ringcast.protocol.ConnectParser;
import org.ringcast.protocol.ConnectRequest;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import spread.MembershipInfo;
import spread.SpreadConnection;
import spread.SpreadException;
import spread.SpreadGroup;
import spread.SpreadMessage;

/**
 * Check 3: the drop-in classes say byte for byte what the reference's Java library said, and understand what it was told.
 *
 * <p>Method: the recorded sessions of the Java library are played again, item by item. For what the client said, the same
 * call is made on our classes and the bytes that arrive are compared. What the daemon said is sent, received with our
 * classes and compared with what the bytes mean. Nothing is left out of the comparison: a Java client's bytes do not vary.
 */
@Timeout(60)
class JavaClientReplayTest {
    private static final int TIMEOUT_SECONDS = 10;

    static List<String> names() {
        return CapturedSession.names().stream()
                .filter(name -> name.contains("java-"))
                .toList();
    }

    @Test
    void thereAreRecordingsToReplay() {
        assertThat(names()).hasSize(60);
    }

    @ParameterizedTest
    @MethodSource("names")
    void check03_replay(String name) throws Exception {
        CapturedSession session = CapturedSession.load(name);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(TIMEOUT_SECONDS * 1000);
            Map<Integer, Client> clients = new HashMap<>();
            for (Item item : session.items()) {
                if (!isJava(session, item.connection())) {
                    continue;
                }
                Client client = clients.get(item.connection());
                if (client == null) {
                    client = new Client(server, session, item.connection());
                    clients.put(item.connection(), client);
                }
                client.play(item);
            }
            assertThat(clients).isNotEmpty();
            for (Client client : clients.values()) {
                client.end();
            }
        }
    }

    /** In the mixed sessions one of the two clients is a C client, which writes little-endian. */
    private static boolean isJava(CapturedSession session, int connection) {
        return session.items(Direction.CLIENT_TO_DAEMON, connection).stream()
                .noneMatch(item -> item.note().contains("(LE header)"));
    }

    /** A group that was not joined, to be left all the same, as in one of the recordings. */
    private static final class NamedGroup extends SpreadGroup {
        NamedGroup(SpreadConnection connection, String name) {
            super(connection, name);
        }
    }

    private interface Call {
        void run() throws Exception;
    }

    /** One recorded connection with our client at one end and the recording at the other. */
    private static final class Client {
        private final ServerSocket server;
        private final CapturedSession session;
        private final int number;
        private final SpreadConnection connection = new SpreadConnection();
        private CompletableFuture<Void> connecting;
        private Socket socket;
        private boolean handshakeDone;
        private boolean rejected;
        private boolean daemonEnded;

        Client(ServerSocket server, CapturedSession session, int number) {
            this.server = server;
            this.session = session;
            this.number = number;
        }

        void play(Item item) throws Exception {
            if (item.isEnd()) {
                if (item.direction() == Direction.DAEMON_TO_CLIENT) {
                    daemonEnds();
                }
                // when the client's end comes is seen at the very end
            } else if (!handshakeDone) {
                handshake(item);
            } else if (item.direction() == Direction.CLIENT_TO_DAEMON) {
                clientSays(item.bytes());
            } else {
                daemonSays(item.bytes());
            }
        }

        private void handshake(Item item) throws Exception {
            if (item.direction() == Direction.CLIENT_TO_DAEMON) {
                if (socket == null) {
                    ConnectParser parser = new ConnectParser();
                    parser.feed(item.bytes(), 0, item.bytes().length);
                    connecting = background(() -> connect(parser, item.bytes()));
                    socket = server.accept();
                    socket.setSoTimeout(TIMEOUT_SECONDS * 1000);
                }
                assertThat(read(item.bytes().length)).as(item.toString()).isEqualTo(item.bytes());
                return;
            }
            write(item.bytes());
            if (item.bytes().length == 1) {
                socket.shutdownOutput();
                assertThatThrownBy(() -> await(connecting))
                        .hasRootCauseMessage("Connection attempt rejected=" + item.bytes()[0]);
                rejected = true;
                handshakeDone = true;
            } else if (item.bytes()[0] == 1) {
                await(connecting);
                handshakeDone = true;
                String group = new String(item.bytes(), 5, item.bytes().length - 5, StandardCharsets.ISO_8859_1);
                assertThat(connection.getPrivateGroup()).hasToString(group);
            }
        }

        private void connect(ConnectParser parser, byte[] message) throws SpreadException {
            ConnectRequest request = parser.request();
            // an illegal name is not parsed; the recording has it as it was given
            String name = request == null
                    ? new String(message, 5, message.length - 5, StandardCharsets.ISO_8859_1)
                    : request.privateName();
            boolean cut = session.scenario().equals("name_truncated_by_library");
            boolean priority = request != null && request.priority() == 1;
            boolean membership = request == null || request.wantsMembership();
            connection.connect(
                    server.getInetAddress(), server.getLocalPort(), cut ? name + "xyz" : name, priority, membership);
        }

        private void clientSays(byte[] frame) throws Exception {
            FrameHeader header = new FrameHeader().wrap(frame, 0);
            int type = header.serviceBits();
            Call call;
            if (ServiceType.isJoin(type)) {
                call = () -> new SpreadGroup().join(connection, group(frame, 0));
            } else if (ServiceType.isLeave(type)) {
                call = () -> new NamedGroup(connection, group(frame, 0)).leave();
            } else if (ServiceType.isKill(type)) {
                call = connection::disconnect;
            } else {
                SpreadMessage message = message(header, frame);
                call = () -> connection.multicast(message);
            }
            if (daemonEnded) {
                // the reference writes once more before it notices
                assertThatThrownBy(call::run).hasMessage("write(): java.net.SocketException: Broken pipe");
                return;
            }
            CompletableFuture<Void> done = background(call);
            assertThat(read(frame.length)).isEqualTo(frame);
            await(done);
        }

        private static SpreadMessage message(FrameHeader header, byte[] frame) {
            SpreadMessage message = new SpreadMessage();
            message.setServiceType(header.serviceBits());
            message.setType(header.messageType());
            for (int i = 0; i < header.groupCount(); i++) {
                message.addGroup(group(frame, i));
            }
            message.setData(Arrays.copyOfRange(frame, frame.length - header.dataLength(), frame.length));
            return message;
        }

        private static String group(byte[] frame, int index) {
            return GroupName.fromField(frame, Limits.HEADER + index * Limits.GROUP_NAME)
                    .toString();
        }

        private void daemonSays(byte[] frame) throws Exception {
            CompletableFuture<Void> written = background(() -> write(frame));
            SpreadMessage message = connection.receive();
            await(written);
            FrameHeader header = new FrameHeader().wrap(frame, 0);
            int type = header.serviceBits();
            assertThat(message.getServiceType()).isEqualTo(type);
            assertThat(message.getSender()).hasToString(header.sender().toString());
            String[] groups = new String[header.groupCount()];
            for (int i = 0; i < groups.length; i++) {
                groups[i] = group(frame, i);
            }
            assertThat(message.getGroups()).extracting(SpreadGroup::toString).containsExactly(groups);
            byte[] data = Arrays.copyOfRange(frame, frame.length - header.dataLength(), frame.length);
            assertThat(message.getData()).isEqualTo(data);
            if (ServiceType.isMembership(type)) {
                int own = Arrays.asList(groups).indexOf(String.valueOf(connection.getPrivateGroup()));
                assertThat(message.getType()).isEqualTo((short) own);
                assertThat(message.getEndianMismatch()).isFalse();
                checkMembership(message.getMembershipInfo(), type, data);
            } else {
                assertThat(message.getType()).isEqualTo(header.messageType());
                assertThat(message.getEndianMismatch()).isEqualTo(header.isHintLittleEndian());
            }
        }

        private static void checkMembership(MembershipInfo info, int type, byte[] data) throws Exception {
            assertThat(info.isSelfLeave()).isEqualTo(ServiceType.isSelfLeave(type));
            assertThat(info.isTransition()).isEqualTo(ServiceType.isTransition(type));
            assertThat(info.isRegularMembership()).isEqualTo(ServiceType.isRegularMembership(type));
            if (!info.isRegularMembership()) {
                assertThat(info.getGroupID()).isNull();
                return;
            }
            MembershipBody body = MembershipBody.read(data, 0, data.length, true);
            assertThat(info.getGroupID())
                    .hasToString(body.groupId().processId() + " "
                            + body.groupId().timeSeconds() + " "
                            + body.groupId().index());
            if (info.isCausedByNetwork()) {
                MembershipInfo.VirtualSynchronySet[] sets = info.getVirtualSynchronySets();
                assertThat(sets).hasSameSizeAs(body.sets());
                assertThat(info.getMyVirtualSynchronySet()).isSameAs(sets[body.localSetIndex()]);
                for (int i = 0; i < sets.length; i++) {
                    assertThat(sets[i].getMembers())
                            .extracting(SpreadGroup::toString)
                            .containsExactlyElementsOf(body.sets().get(i).members().stream()
                                    .map(GroupName::toString)
                                    .toList());
                }
            } else {
                GroupName process = body.sets().get(0).members().get(0);
                SpreadGroup told = info.isCausedByJoin() ? info.getJoined() : info.getLeft();
                assertThat(told).hasToString(process.toString());
                assertThat(info.getDisconnected()).isEqualTo(info.isCausedByDisconnect() ? told : null);
            }
        }

        private void daemonEnds() throws Exception {
            if (rejected || daemonEnded) {
                return;
            }
            daemonEnded = true;
            boolean clientEnded = !connection.isConnected();
            socket.shutdownOutput();
            if (!clientEnded) {
                assertThatThrownBy(connection::receive)
                        .isInstanceOf(SpreadException.class)
                        .hasMessage("Connection closed while reading message header");
            }
        }

        /** After everything: the client has said nothing that was not recorded. */
        void end() throws Exception {
            connection.close();
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(rest);
            socket.close();
            boolean disconnected = session.items(Direction.CLIENT_TO_DAEMON, number).stream()
                    .anyMatch(item -> item.note().startsWith("KILL"));
            assertThat(rest.size()).isEqualTo(disconnected || rejected || daemonEnded ? 0 : Limits.HEADER + 32);
        }

        private byte[] read(int length) throws IOException {
            return socket.getInputStream().readNBytes(length);
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        private static CompletableFuture<Void> background(Call call) {
            return CompletableFuture.runAsync(() -> {
                try {
                    call.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        private static void await(CompletableFuture<Void> future) throws Exception {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
