package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;
import org.ringcast.protocol.VsSet;

/** receive() with pieces, interrupts, time limits, other threads, and with daemons that send what they must not. */
@Timeout(30)
class ReceivingTest {
    private final FakeDaemon daemon = new FakeDaemon();
    private final SpreadConnection connection = new SpreadConnection();
    private FakeDaemon.Session session;

    @BeforeEach
    void connect() throws Exception {
        session = daemon.connect(connection, "alice");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        daemon.close();
    }

    /** Starts a thread that receives one message; completes with the message or with what was thrown. */
    private CompletableFuture<Object> receiver(Thread[] thread) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        thread[0] = new Thread(() -> {
            try {
                result.complete(connection.receive());
            } catch (SpreadException | InterruptedIOException | RuntimeException e) {
                result.complete(e);
            }
        });
        thread[0].start();
        return result;
    }

    private static void awaitBlocked(Thread thread) {
        while (true) {
            Thread.State state = thread.getState();
            if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
                return;
            }
            for (StackTraceElement element : thread.getStackTrace()) {
                if (element.getMethodName().equals("select")) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void anyPiecesMakeTheSameMessages() throws Exception {
        Random random = new Random(17);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = "m".repeat(i < 5 ? i : random.nextInt(90_000));
            texts.add(text);
        }
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                for (String text : texts) {
                    byte[] frame = Frames.text(text);
                    int at = 0;
                    while (at < frame.length) {
                        int end = Math.min(frame.length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 60_000));
                        session.send(frame, at, end);
                        at = end;
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        for (String text : texts) {
            assertThat(connection.receive().getData()).asString().isEqualTo(text);
        }
        sender.get(10, TimeUnit.SECONDS);
    }

    @Test
    void check11_disconnectWhileAnotherThreadReceives() throws Exception {
        Thread[] thread = new Thread[1];
        CompletableFuture<Object> result = receiver(thread);
        awaitBlocked(thread[0]);
        connection.disconnect();
        assertThat(result.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        SpreadException.class,
                        e -> assertThat(e)
                                .hasMessage(
                                        "readBytesFromSocketListener(): read() java.net.SocketException: Socket closed"));
        assertThatThrownBy(connection::receive).hasMessage("Not connected.");
    }

    @Test
    void check11_disconnectEndsReceiversThatWaitForTheirTurn() throws Exception {
        Thread[] first = new Thread[1];
        Thread[] second = new Thread[1];
        CompletableFuture<Object> firstResult = receiver(first);
        awaitBlocked(first[0]);
        CompletableFuture<Object> secondResult = receiver(second);
        awaitBlocked(second[0]);
        connection.disconnect();
        assertThat(firstResult.get(10, TimeUnit.SECONDS)).isInstanceOf(SpreadException.class);
        assertThat(secondResult.get(10, TimeUnit.SECONDS)).isInstanceOf(SpreadException.class);
    }

    @Test
    void defect14_8_interruptEndsReceiveAndKeepsTheStream() throws Exception {
        byte[] frame = Frames.text("hello");
        session.send(frame, 0, 60);
        Thread[] thread = new Thread[1];
        CompletableFuture<Object> result = receiver(thread);
        awaitBlocked(thread[0]);
        thread[0].interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS)).isExactlyInstanceOf(InterruptedIOException.class);
        assertThat(connection.isConnected()).isTrue();
        session.send(frame, 60, frame.length);
        assertThat(connection.receive().getData()).asString().isEqualTo("hello");
    }

    @Test
    void defect14_8_interruptEndsWaitingForTheTurn() throws Exception {
        Thread[] first = new Thread[1];
        Thread[] second = new Thread[1];
        CompletableFuture<Object> firstResult = receiver(first);
        awaitBlocked(first[0]);
        CompletableFuture<Object> secondResult = receiver(second);
        awaitBlocked(second[0]);
        second[0].interrupt();
        assertThat(secondResult.get(10, TimeUnit.SECONDS)).isExactlyInstanceOf(InterruptedIOException.class);
        session.send(Frames.text("x"));
        assertThat(firstResult.get(10, TimeUnit.SECONDS)).isInstanceOf(SpreadMessage.class);
    }

    @Test
    void receiveTimeoutKeepsTheStream() throws Exception {
        byte[] frame = Frames.text("hello");
        session.send(frame, 0, frame.length - 1);
        connection.setReceiveTimeout(20);
        assertThatThrownBy(connection::receive).isExactlyInstanceOf(SocketTimeoutException.class);
        session.send(frame, frame.length - 1, frame.length);
        connection.setReceiveTimeout(0);
        assertThat(connection.receive().getData()).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "0, message header",
        "47, message header",
        "48, message group name",
        "79, message group name",
        "80, message body",
        "84, message body"
    })
    void check02_lossInTheMiddleOfAMessage(int length, String part) throws Exception {
        session.send(Frames.text("hello"), 0, length);
        session.close();
        assertThatThrownBy(connection::receive)
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("Connection closed while reading " + part);
    }

    @Test
    void check02_lossInTheMiddleOfAReject() throws Exception {
        byte[] original = Frames.text("hello");
        byte[] reject = DaemonFrames.reject(new FrameHeader().wrap(original, 0), original, Limits.HEADER);
        session.send(reject, 0, 50);
        session.close();
        assertThatThrownBy(connection::receive).hasMessage("Connection closed while reading message reject type");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "0, -1",
        "-2147483648, -2147483648",
        "2147483647, 0",
        "0, 2147483647",
        "2147483647, 2147483647",
        "0, 14400001",
        "450001, 0",
        "67108864, 0"
    })
    void defect14_22_countsBeyondTheLimitsEndTheConnection(int groups, int data) throws Exception {
        byte[] header = new byte[Limits.HEADER];
        FrameHeader.write(header, 0, true, ServiceType.FIFO, GroupName.of("#b#d"), groups, 0x80000080, data);
        session.send(header);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(connection::receive)
                    .isExactlyInstanceOf(SpreadException.class)
                    .hasMessage("Illegal Message: Message Dropped");
        }
        assertThat(connection.isConnected()).isFalse();
        assertThat(session.readToEnd()).isEmpty();
    }

    @Test
    void membershipLargerThanAnyMessageMaySend() throws Exception {
        int members = 35_000;
        List<GroupName> names = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            names.add(GroupName.of("#m" + i + "#d1"));
        }
        MembershipBody body = MembershipBody.ofLocalIndex(Frames.ID, List.of(new VsSet(names)), 0);
        byte[] frame = DaemonFrames.membership(ServiceType.CAUSED_BY_NETWORK, GroupName.of("g"), names, body);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                session.send(frame);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        MembershipInfo info = connection.receive().getMembershipInfo();
        assertThat(info.getMembers()).hasSize(members);
        assertThat(info.getStayed()).hasSize(members);
        sender.get(10, TimeUnit.SECONDS);
    }

    /** Other daemons let their clients forge such messages; the frame is whole, so only the message is lost. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20, 23, 55})
    void membershipWithAnIllegalBodyIsDroppedAndTheStreamGoesOn(int bodyLength) throws Exception {
        byte[] frame = Frames.single(ServiceType.CAUSED_BY_JOIN, "#alice#d1", "#alice#d1");
        byte[] cut = Arrays.copyOf(frame, Limits.HEADER + 32 + bodyLength);
        FrameHeader.write(cut, 0, true, 0x1104, GroupName.of("g1"), 1, 0x80000080, bodyLength);
        session.send(cut);
        if (bodyLength == 20) {
            // 20 bytes that announce one set are no body either
            assertThat(cut[Limits.HEADER + 32 + 12]).isEqualTo((byte) 1);
        }
        assertThatThrownBy(connection::receive)
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("Illegal Message: Message Dropped");
        session.send(Frames.text("next"));
        assertThat(connection.receive().getData()).asString().isEqualTo("next");
    }

    /** Nothing that a daemon sends may hang the client or come out as anything but the declared exceptions. */
    @Test
    void garbageNeverHangsAndNeverEscapes() throws Exception {
        Random random = new Random(4711);
        for (int round = 0; round < 200; round++) {
            byte[] garbage = round % 2 == 0
                    ? Frames.single(0x100 << random.nextInt(4), "#b#d", "#a#d", "#b#d")
                    : Frames.text("some text");
            for (int i = random.nextInt(6); i >= 0; i--) {
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
            }
            session.send(garbage);
            session.close();
            receiveUntilLost();
            connection.close();
            session = daemon.connect(connection, "alice");
        }
    }

    private void receiveUntilLost() throws InterruptedIOException {
        while (connection.isConnected()) {
            try {
                connection.receive().getMembershipInfo();
            } catch (SpreadException e) {
                assertThat(e).hasMessageMatching("Connection closed.*|Illegal Message.*|readBytes.*");
            }
        }
    }
}
