package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/** multicast, join and leave. */
@Timeout(30)
class SendingTest {
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

    private static SpreadMessage message(int groups, int length) {
        SpreadMessage message = new SpreadMessage();
        for (int i = 0; i < groups; i++) {
            message.addGroup("g" + i);
        }
        message.setData(new byte[length]);
        return message;
    }

    @Test
    void headerOfAMessage() throws Exception {
        SpreadMessage message = message(2, 3);
        message.setServiceType(ServiceType.AGREED | ServiceType.SELF_DISCARD | 0x80000080);
        message.setType((short) -2);
        connection.multicast(message);
        FakeDaemon.Frame frame = session.readFrame();
        assertThat(frame.header().isLittleEndian()).isFalse();
        assertThat(frame.header().serviceBits()).isEqualTo(ServiceType.AGREED | ServiceType.SELF_DISCARD);
        assertThat(frame.header().sender()).isEqualTo(GroupName.of("#alice#d1"));
        assertThat(frame.header().messageType()).isEqualTo((short) -2);
        assertThat(frame.header().isHintLittleEndian()).isFalse();
        assertThat(frame.groups()).containsExactly(GroupName.of("g0"), GroupName.of("g1"));
        assertThat(frame.data()).hasSize(3);
    }

    @Test
    void check13_largestMessage() throws Exception {
        connection.multicast(message(1, 139_920));
        assertThat(session.readFrame().data()).hasSize(139_920);
        assertThatThrownBy(() -> connection.multicast(message(1, 139_921)))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("Message is too long for a Spread Message");
        connection.multicast(message(0, 139_952));
        assertThat(session.readFrame().data()).hasSize(139_952);
    }

    @Test
    void check13_hundredGroups() throws Exception {
        connection.multicast(message(100, 1));
        assertThat(session.readFrame().groups()).hasSize(100);
        assertThatThrownBy(() -> connection.multicast(message(101, 1)))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("Message is to 101 groups, at most 100 are possible");
        connection.multicast(message(0, 0));
        assertThat(session.readFrame().groups()).isEmpty();
    }

    @Test
    void longDestinationsAreCutAndTerminated() throws Exception {
        SpreadMessage message = message(0, 0);
        message.addGroup("g".repeat(40));
        message.addGroup("\u00e9");
        message.addGroup("");
        connection.multicast(message);
        assertThat(session.readFrame().groups())
                .containsExactly(GroupName.of("g".repeat(31)), GroupName.of("\u00e9"), GroupName.of(""));
    }

    @Test
    void arrayStopsAtTheFirstFailure() throws Exception {
        SpreadMessage[] messages = {message(1, 1), message(101, 0), message(1, 2)};
        assertThatThrownBy(() -> connection.multicast(messages)).isExactlyInstanceOf(SpreadException.class);
        assertThat(session.readFrame().data()).hasSize(1);
        connection.multicast(message(1, 3));
        assertThat(session.readFrame().data()).hasSize(3);
    }

    @Test
    void joinAndLeave() throws Exception {
        SpreadGroup group = new SpreadGroup();
        for (String name : new String[] {"g1", "g".repeat(31)}) {
            group.join(connection, name);
            assertThat(group).hasToString(name);
            FakeDaemon.Frame join = session.readFrame();
            assertThat(join.header().serviceBits()).isEqualTo(ServiceType.JOIN);
            assertThat(join.header().messageType()).isZero();
            assertThat(join.groups()).containsExactly(GroupName.of(name));
            assertThat(join.data()).isEmpty();
            assertThatThrownBy(() -> group.join(connection, "other")).hasMessage("Already joined.");
            group.leave();
            assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.LEAVE);
            assertThatThrownBy(group::leave).hasMessage("No group to leave.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gggggggggggggggggggggggggggggggg",
                "gggggggggggggggggggggggggggggggggggggggg",
                "a b",
                "#g",
                "a\u00e9",
                "a\u007f",
                "a\n"
            })
    void check14_illegalNamesAreRefusedAndTheObjectStaysUsable(String name) throws Exception {
        SpreadGroup group = new SpreadGroup();
        assertThatThrownBy(() -> group.join(connection, name))
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage(
                        name.isEmpty() || name.startsWith("gg")
                                ? "Group name has " + name.length() + " characters, must have 1 to 31"
                                : "Illegal character in group name.");
        assertThatThrownBy(group::leave).hasMessage("No group to leave.");
        group.join(connection, "good");
        assertThat(session.readFrame().groups()).containsExactly(GroupName.of("good"));
    }

    @Test
    void leaveOnALostConnectionMakesTheObjectUsableAgain() throws Exception {
        SpreadGroup group = new SpreadGroup();
        group.join(connection, "g1");
        connection.disconnect();
        assertThatThrownBy(group::leave).hasMessage("Not connected.");
        daemon.connect(connection, "alice");
        group.join(connection, "g1");
    }

    @Test
    void check12_messagesOfSeveralThreadsDoNotInterleave() throws Exception {
        int threads = 4;
        int count = 50;
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int sender = t;
            senders.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    SpreadMessage message = message(1 + sender, 3000 * sender + i);
                    Arrays.fill(message.getData(), (byte) sender);
                    message.setType((short) (sender * 1000 + i));
                    try {
                        connection.multicast(message);
                    } catch (SpreadException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * count; i++) {
            FakeDaemon.Frame frame = session.readFrame();
            int sender = frame.header().messageType() / 1000;
            assertThat(frame.header().messageType() % 1000).isEqualTo(next[sender]++);
            assertThat(frame.groups()).hasSize(1 + sender);
            for (byte b : frame.data()) {
                assertThat(b).isEqualTo((byte) sender);
            }
        }
        for (CompletableFuture<Void> sender : senders) {
            sender.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void senderThatWaitsIsWokenByDisconnect() throws Exception {
        CompletableFuture<String> failure = new CompletableFuture<>();
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; ; i++) {
                    if (i == 10) {
                        blocked.complete(null);
                    }
                    connection.multicast(message(1, 139_000));
                }
            } catch (SpreadException e) {
                failure.complete(e.getMessage());
            }
        });
        sender.start();
        blocked.get(10, TimeUnit.SECONDS);
        // nobody reads at the other end, so the sender is stuck soon; disconnecting must not be
        while (sender.getState() == Thread.State.RUNNABLE && !isInSelect(sender)) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        connection.disconnect();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo("write(): java.net.SocketException: Socket closed");
    }

    /** One of them waits for the daemon, the others for their turn. */
    @Test
    void allSendersThatWaitAreWokenByDisconnect() throws Exception {
        List<CompletableFuture<String>> failures = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<String> failure = new CompletableFuture<>();
            Thread sender = new Thread(() -> failure.complete(sendUntilItFails()));
            failures.add(failure);
            senders.add(sender);
            sender.start();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (senders.stream().filter(SendingTest::isInSelect).count() != 1
                || senders.stream()
                                .filter(s -> s.getState() == Thread.State.WAITING)
                                .count()
                        != 3) {
            assertThat(System.nanoTime()).as("all wait").isLessThan(end);
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        connection.disconnect();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        for (CompletableFuture<String> failure : failures) {
            // Whoever comes later than the end finds no connection at all.
            assertThat(failure.get(10, TimeUnit.SECONDS))
                    .isIn("write(): java.net.SocketException: Socket closed", "Not connected.");
        }
    }

    private String sendUntilItFails() {
        try {
            while (true) {
                connection.multicast(message(1, 139_000));
            }
        } catch (SpreadException e) {
            return e.getMessage();
        }
    }

    private static boolean isInSelect(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getMethodName().equals("select")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void interruptDoesNotCutAMessage() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                Thread.currentThread().interrupt();
                for (int i = 0; i < 100; i++) {
                    connection.multicast(message(1, 100_000));
                }
                interrupted.complete(Thread.currentThread().isInterrupted());
            } catch (SpreadException e) {
                interrupted.completeExceptionally(e);
            }
        });
        sender.start();
        for (int i = 0; i < 100; i++) {
            assertThat(session.readFrame().data()).hasSize(100_000);
        }
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        connection.multicast(message(1, 1));
        assertThat(session.readFrame().data()).hasSize(1);
    }
}
