package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringcast.protocol.DaemonFrames;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.ServiceType;

/** Listeners: who is called, in which order, on which thread, and what may be done meanwhile. */
@Timeout(30)
class ListenerTest {
    private final FakeDaemon daemon = new FakeDaemon();
    private final SpreadConnection connection = new SpreadConnection();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        connection.close();
        daemon.close();
    }

    private static String text(SpreadMessage message) {
        return new String(message.getData(), StandardCharsets.ISO_8859_1);
    }

    private BasicMessageListener basic(String name) {
        return message -> calls.add(name + ":" + text(message));
    }

    private AdvancedMessageListener advanced(String name) {
        return new AdvancedMessageListener() {
            @Override
            public void regularMessageReceived(SpreadMessage message) {
                calls.add(name + "-regular:" + text(message));
            }

            @Override
            public void membershipMessageReceived(SpreadMessage message) {
                calls.add(name + "-membership:" + Integer.toHexString(message.getServiceType()));
            }
        };
    }

    private String next() throws InterruptedException {
        return calls.poll(10, TimeUnit.SECONDS);
    }

    private static void await(CompletableFuture<?> future) {
        future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** A round that is just ending puts removing off. */
    private void awaitNoListeners() {
        while (connection.hasListeners()) {
            Thread.onSpinWait();
        }
    }

    private void awaitDisconnected() {
        while (connection.isConnected()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void check09_orderDuplicatesAndOneRemove() throws Exception {
        BasicMessageListener twice = basic("b1");
        connection.add(advanced("a1"));
        connection.add(twice);
        connection.add(basic("b2"));
        connection.add(twice);
        connection.add(advanced("a2"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("x"));
        for (String expected : List.of("b1:x", "b2:x", "b1:x", "a1-regular:x", "a2-regular:x")) {
            assertThat(next()).isEqualTo(expected);
        }
        connection.remove(twice);
        session.send(Frames.text("y"));
        for (String expected : List.of("b2:y", "b1:y", "a1-regular:y", "a2-regular:y")) {
            assertThat(next()).isEqualTo(expected);
        }
    }

    @Test
    void check09_everythingThatIsNotRegularGoesToMembershipMessageReceived() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        connection.add(advanced("a"));
        session.send(Frames.single(0x100, "#alice#d1", "#alice#d1"));
        assertThat(next()).isEqualTo("a-membership:1100");
        session.send(DaemonFrames.transition(GroupName.of("g"), Frames.ID));
        assertThat(next()).isEqualTo("a-membership:2000");
        session.send(DaemonFrames.selfLeave(GroupName.of("g")));
        assertThat(next()).isEqualTo("a-membership:200");
        byte[] original = Frames.text("x");
        session.send(DaemonFrames.reject(new FrameHeader().wrap(original, 0), original, Limits.HEADER));
        assertThat(next()).isEqualTo("a-membership:400004");
    }

    @Test
    void check09_allListenersGetTheSameObjectOnADaemonThread() throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        BasicMessageListener listener = message -> {
            seen.add(message);
            seen.add(Thread.currentThread().isDaemon());
        };
        connection.add(listener);
        connection.add(listener);
        daemon.connect(connection, "alice").send(Frames.text("x"));
        Object first = seen.poll(10, TimeUnit.SECONDS);
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isSameAs(first);
    }

    @Test
    void defect14_2_receiveWithListenersThrowsAtOnce() throws Exception {
        connection.add(basic("b"));
        daemon.connect(connection, "alice");
        assertThatThrownBy(connection::receive)
                .isExactlyInstanceOf(SpreadException.class)
                .hasMessage("Tried to receive while there are listeners");
        assertThatThrownBy(() -> connection.receive(3)).hasMessage("Tried to receive while there are listeners");
    }

    @Test
    void check10_disconnectWithAnIdleListenerReturnsAtOnce() throws Exception {
        connection.add(basic("b"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        long start = System.nanoTime();
        connection.disconnect();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
        assertThat(session.readToEnd()).isEmpty();
        assertThatThrownBy(connection::disconnect).hasMessage("Not connected.");
        // 14.1: nor is anything else held up
        connection.registerAuthentication("NULL", "spread.NULLAuth");
        daemon.connect(connection, "alice").send(Frames.text("again"));
        assertThat(next()).isEqualTo("b:again");
    }

    @Test
    void check09_changesDuringARoundTakeEffectAfterIt() throws Exception {
        BasicMessageListener late = basic("late");
        BasicMessageListener removed = basic("removed");
        AtomicReference<BasicMessageListener> self = new AtomicReference<>();
        self.set(message -> {
            calls.add("first:" + text(message));
            connection.add(late);
            connection.remove(removed);
            connection.remove(self.get());
        });
        connection.add(self.get());
        connection.add(removed);
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("1"));
        assertThat(next()).isEqualTo("first:1");
        assertThat(next()).isEqualTo("removed:1");
        session.send(Frames.text("2"));
        assertThat(next()).isEqualTo("late:2");
    }

    @Test
    void check09_disconnectInACallbackIsDoneAfterTheRound() throws Exception {
        CompletableFuture<Boolean> stillConnected = new CompletableFuture<>();
        connection.add((BasicMessageListener) message -> {
            try {
                connection.disconnect();
                connection.add(basic("dropped"));
                stillConnected.complete(connection.isConnected());
            } catch (SpreadException e) {
                stillConnected.completeExceptionally(e);
            }
        });
        connection.add(basic("second"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("x"));
        assertThat(stillConnected.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(next()).isEqualTo("second:x");
        assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
        assertThat(session.readToEnd()).isEmpty();
        awaitDisconnected();
        assertThat(connection.basicListeners.size()).isEqualTo(2);
    }

    @Test
    void check09_disconnectFromAnotherThreadDuringARoundReturnsAtOnce() throws Exception {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> leave = new CompletableFuture<>();
        connection.add((BasicMessageListener) message -> {
            entered.complete(null);
            await(leave);
        });
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("x"));
        entered.get(10, TimeUnit.SECONDS);
        connection.disconnect();
        connection.add(basic("b"));
        assertThat(connection.isConnected()).isTrue();
        leave.complete(null);
        assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
    }

    @Test
    void sendingWorksInCallbacksAndReceivingDoesNot() throws Exception {
        CompletableFuture<String> refusal = new CompletableFuture<>();
        connection.add((BasicMessageListener) message -> {
            try {
                SpreadMessage answer = new SpreadMessage();
                answer.addGroup(message.getSender());
                connection.multicast(answer);
                new SpreadGroup().join(connection, "g2");
                connection.poll();
                connection.receive();
            } catch (SpreadException | InterruptedIOException e) {
                refusal.complete(e.getMessage() + connection.getPrivateGroup());
            }
        });
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("x"));
        assertThat(session.readFrame().groups()).containsExactly(GroupName.of("#bob#d1"));
        assertThat(session.readFrame().header().serviceBits()).isEqualTo(ServiceType.JOIN);
        assertThat(refusal.get(10, TimeUnit.SECONDS)).isEqualTo("Tried to receive while there are listeners#alice#d1");
    }

    @Test
    void check09_removingTheLastListenerGivesReceiveBack() throws Exception {
        BasicMessageListener listener = basic("b");
        connection.add(listener);
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("1"));
        assertThat(next()).isEqualTo("b:1");
        // 14.7: half a message read by the listener thread is not lost
        byte[] second = Frames.text("2");
        session.send(second, 0, 70);
        connection.remove(listener);
        awaitNoListeners();
        session.send(second, 70, second.length);
        assertThat(text(connection.receive())).isEqualTo("2");
        connection.add(listener);
        session.send(Frames.text("3"));
        assertThat(next()).isEqualTo("b:3");
        assertThat(calls).isEmpty();
    }

    @Test
    void defect14_7_noMessageIsLostBetweenListenersAndReceive() throws Exception {
        BasicMessageListener listener = message -> calls.add(text(message));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        int count = 300;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    session.send(Frames.text("" + i));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            connection.add(listener);
            Thread.onSpinWait();
            connection.remove(listener);
            awaitNoListeners();
            calls.drainTo(all);
            if (all.size() < count) {
                all.add(text(connection.receive()));
            }
        }
        await(sender);
        for (int i = 0; i < count; i++) {
            assertThat(all.get(i)).isEqualTo("" + i);
        }
    }

    @Test
    void check09_removingTheLastListenerInACallback() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicReference<BasicMessageListener> self = new AtomicReference<>();
        self.set(message -> {
            connection.remove(self.get());
            done.complete(null);
        });
        connection.add(self.get());
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("1"));
        done.get(10, TimeUnit.SECONDS);
        awaitNoListeners();
        session.send(Frames.text("2"));
        assertThat(text(connection.receive())).isEqualTo("2");
        connection.add(basic("b"));
        session.send(Frames.text("3"));
        assertThat(next()).isEqualTo("b:3");
    }

    @Test
    void defect14_4_removingAnUnknownListenerDoesNothing() throws Exception {
        connection.remove(basic("never added"));
        connection.remove(advanced("never added"));
        daemon.connect(connection, "alice");
        connection.remove(basic("never added"));
        connection.add(basic("b"));
        connection.remove(basic("another"));
    }

    @Test
    void defect14_5_exceptionInACallbackConcernsNobodyElse() throws Exception {
        connection.add((BasicMessageListener) message -> {
            throw new IllegalStateException("thrown by a listener on purpose");
        });
        connection.add(basic("b"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        session.send(Frames.text("1"));
        assertThat(next()).isEqualTo("b:1");
        session.send(Frames.text("2"));
        assertThat(next()).isEqualTo("b:2");
        connection.disconnect();
        awaitDisconnected();
    }

    @Test
    void defect14_5_errorInACallbackReachesTheHandlerOfThreadsAndListeningGoesOn() throws Exception {
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught.complete(error));
        try {
            connection.add((BasicMessageListener) message -> {
                if (text(message).equals("1")) {
                    throw new AssertionError("thrown by a listener on purpose");
                }
                calls.add("b:" + text(message));
            });
            FakeDaemon.Session session = daemon.connect(connection, "alice");
            session.send(Frames.text("1"));
            assertThat(uncaught.get(10, TimeUnit.SECONDS)).isInstanceOf(AssertionError.class);
            session.send(Frames.text("2"));
            assertThat(next()).isEqualTo("b:2");
            connection.disconnect();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void defect14_6_lossIsToldToTheHandler() throws Exception {
        BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        connection.setConnectionLostHandler(reason -> lost.add(reason.getMessage()));
        connection.add(basic("b"));
        daemon.connect(connection, "alice").close();
        assertThat(lost.poll(10, TimeUnit.SECONDS)).isEqualTo("Connection closed while reading message header");
        assertThat(connection.isConnected()).isFalse();
        // the same object connects again, with its listeners
        daemon.connect(connection, "alice").send(Frames.text("back"));
        assertThat(next()).isEqualTo("b:back");
        connection.disconnect();
        assertThat(lost).isEmpty();
    }

    @Test
    void handlerOfALostConnectionMayConnectAgain() throws Exception {
        connection.add(basic("b"));
        CompletableFuture<FakeDaemon.Session> second = new CompletableFuture<>();
        connection.setConnectionLostHandler(reason -> {
            try {
                second.complete(daemon.connect(connection, "alice"));
            } catch (Exception e) {
                second.completeExceptionally(e);
            }
        });
        daemon.connect(connection, "alice").close();
        second.get(10, TimeUnit.SECONDS).send(Frames.text("back"));
        assertThat(next()).isEqualTo("b:back");
    }

    @Test
    void illegalStreamEndsListeningAndIllegalBodyDoesNot() throws Exception {
        BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        connection.setConnectionLostHandler(reason -> lost.add(reason.getMessage()));
        connection.add(basic("b"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        byte[] forged = Frames.text("x");
        FrameHeader.write(forged, 0, true, 0x1104, GroupName.of("#b#d"), 1, 0x80000080, 1);
        session.send(forged);
        session.send(Frames.text("1"));
        assertThat(next()).isEqualTo("b:1");
        byte[] illegal = Frames.text("y");
        FrameHeader.write(illegal, 0, true, 4, GroupName.of("#b#d"), -1, 0x80000080, 1);
        session.send(illegal);
        assertThat(lost.poll(10, TimeUnit.SECONDS)).isEqualTo("Illegal Message: Message Dropped");
        assertThat(session.readToEnd()).isEmpty();
    }

    @Test
    void interruptInACallbackDoesNotEndListening() throws Exception {
        connection.add((BasicMessageListener) message -> Thread.currentThread().interrupt());
        connection.add(basic("b"));
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        for (int i = 0; i < 3; i++) {
            session.send(Frames.text("" + i));
            assertThat(next()).isEqualTo("b:" + i);
        }
    }

    /** 14.3: many threads change everything while messages come in; nothing may deadlock. */
    @Test
    void defect14_3_changesFromManyThreadsDoNotDeadlock() throws Exception {
        FakeDaemon.Session session = daemon.connect(connection, "alice");
        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int t = 0; t < threads.length; t++) {
            BasicMessageListener own = message -> connection.remove(basic("inside"));
            threads[t] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    connection.add(own);
                    connection.remove(own);
                }
            });
        }
        for (int i = 0; i < 200; i++) {
            session.send(Frames.text("" + i));
        }
        CompletableFuture.allOf(threads).get(20, TimeUnit.SECONDS);
        connection.disconnect();
    }
}
