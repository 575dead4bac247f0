package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spread.AdvancedMessageListener;
import spread.MembershipInfo;
import spread.SpreadConnection;
import spread.SpreadException;
import spread.SpreadGroup;
import spread.SpreadMessage;

/** Java API, checks 2 and 4 to 16, with the drop-in classes and a daemon that runs. */
class JavaApiChecksTest {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private static LoneDaemon daemon;

    private final List<SpreadConnection> connections = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        daemon = LoneDaemon.start("DebugFlags = { PRINT EXIT SESSION }\n");
    }

    @AfterAll
    static void end() {
        daemon.close();
    }

    @AfterEach
    void disconnectAll() throws Exception {
        for (SpreadConnection connection : connections) {
            connection.close();
        }
    }

    private SpreadConnection connect(String name, boolean membership) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Await.PATIENCE_MS);
        while (true) {
            SpreadConnection connection = new SpreadConnection();
            connection.setReceiveTimeout(Await.PATIENCE_MS);
            try {
                connection.connect(InetAddress.getLoopbackAddress(), daemon.port(), name, false, membership);
                connections.add(connection);
                return connection;
            } catch (SpreadException e) {
                // The end of an earlier one of that name may not be ordered yet.
                if (!e.getMessage().endsWith("rejected=-6") || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static SpreadGroup join(SpreadConnection connection, String name) throws SpreadException {
        SpreadGroup group = new SpreadGroup();
        group.join(connection, name);
        return group;
    }

    private static SpreadMessage message(String... groups) {
        SpreadMessage message = new SpreadMessage();
        message.addGroups(groups);
        message.setData(HELLO);
        return message;
    }

    private static String privateGroup(SpreadConnection connection) {
        return connection.getPrivateGroup().toString();
    }

    /** Sends itself a message and fails when anything else comes before it. */
    private static void expectNothing(SpreadConnection connection) throws Exception {
        SpreadMessage marker = message(privateGroup(connection));
        marker.setSafe();
        marker.setType((short) 4711);
        connection.multicast(marker);
        assertThat(connection.receive().getType()).isEqualTo((short) 4711);
    }

    @Test
    void check02_lifeOfAConnection() throws Exception {
        SpreadConnection connection = connect("life", true);
        assertThat(connection.isConnected()).isTrue();
        assertThat(privateGroup(connection)).isEqualTo("#life#d1");
        assertThat(connection.poll()).isFalse();
        assertThatThrownBy(() -> connection.connect(InetAddress.getLoopbackAddress(), daemon.port(), "b", false, true))
                .isInstanceOf(SpreadException.class);
        connection.disconnect();
        assertThat(connection.isConnected()).isFalse();
        assertThatThrownBy(connection::disconnect).isInstanceOf(SpreadException.class);
        assertThatThrownBy(connection::receive).isInstanceOf(SpreadException.class);
        assertThatThrownBy(() -> connection.multicast(message("g"))).isInstanceOf(SpreadException.class);
        connection.connect(InetAddress.getLoopbackAddress(), daemon.port(), "again", false, true);
        connections.add(connection);
        expectNothing(connection);
    }

    @Test
    void check04_names() throws Exception {
        assertThat(privateGroup(connect("tencharact", true))).isEqualTo("#tencharact#d1");
        assertThat(privateGroup(connect("cutofftheseletters", true))).isEqualTo("#cutoffthes#d1");
        assertThat(privateGroup(connect(null, true))).matches("#r[0-9]+-[0-9]+#d1");
        assertThat(privateGroup(connect("", true))).matches("#r[0-9]+-[0-9]+#d1");
        assertThatThrownBy(() -> new SpreadConnection()
                        .connect(InetAddress.getLoopbackAddress(), daemon.port(), "tencharact", false, true))
                .isInstanceOf(SpreadException.class)
                .hasMessage("Connection attempt rejected=-6");
        for (String illegal : List.of("a b", "#a", "a#", "\u00e4", "!")) {
            assertThatThrownBy(() -> connect(illegal, true))
                    .as(illegal)
                    .isInstanceOf(SpreadException.class)
                    .hasMessage("Connection attempt rejected=-5");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void check05_badPorts(int port) {
        assertThatThrownBy(() ->
                        new SpreadConnection().connect(InetAddress.getLoopbackAddress(), port, "port", false, true))
                .isInstanceOf(SpreadException.class)
                .hasMessageContaining("port");
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, -1, 32767, -32768})
    void check06_check16_bothByteOrders(short type) throws Exception {
        SpreadConnection java = connect("java", true);
        try (RawClient little = RawClient.session(daemon.port(), "little", false)) {
            join(java, "g6");
            assertThat(java.receive().isMembership()).isTrue();
            little.join("g6");
            assertThat(java.receive().isMembership()).isTrue();
            for (int service : new int[] {0x01, 0x02, 0x04, 0x08, 0x10, 0x20}) {
                little.send(Frame.of(true, service, "little", type, List.of("g6", "other"), HELLO));
                SpreadMessage fromLittle = java.receive();
                assertThat(fromLittle.getEndianMismatch()).isTrue();
                checkRegular(fromLittle, service, type, "#little#d1");
                little.expectMessage(HELLO);

                SpreadMessage message = message("g6", "other");
                message.setServiceType(service);
                message.setType(type);
                java.multicast(message);
                SpreadMessage own = java.receive();
                assertThat(own.getEndianMismatch()).isFalse();
                checkRegular(own, service, type, "#java#d1");
                Frame atLittle = little.expectMessage(HELLO);
                assertThat(atLittle.isHintLittleEndian()).isFalse();
                assertThat(atLittle.messageType()).isEqualTo(type);
                assertThat(atLittle.serviceBits()).isEqualTo(service);
            }
        }
    }

    private static void checkRegular(SpreadMessage message, int service, short type, String sender) {
        assertThat(message.isRegular()).isTrue();
        assertThat(message.isIncoming()).isTrue();
        assertThat(message.getServiceType() & 0x3f).isEqualTo(service);
        assertThat(message.getType()).isEqualTo(type);
        assertThat(message.getData()).isEqualTo(HELLO);
        assertThat(message.getSender()).hasToString(sender);
        assertThat(message.getGroups()).extracting(SpreadGroup::toString).containsExactly("g6", "other");
    }

    @Test
    void check07_membershipInfo() throws Exception {
        SpreadConnection anna = connect("anna", true);
        join(anna, "g7");
        MembershipInfo first = anna.receive().getMembershipInfo();
        assertThat(first.isRegularMembership()).isTrue();
        assertThat(first.isCausedByJoin()).isTrue();
        assertThat(first.getGroup()).hasToString("g7");
        assertThat(first.getJoined()).hasToString("#anna#d1");
        assertThat(names(first.getMembers())).containsExactly("#anna#d1");

        SpreadConnection bert = connect("bert", true);
        SpreadGroup bertsGroup = join(bert, "g7");
        SpreadMessage atBert = bert.receive();
        MembershipInfo second = anna.receive().getMembershipInfo();
        assertThat(names(second.getMembers())).containsExactly("#anna#d1", "#bert#d1");
        assertThat(second.getJoined()).hasToString("#bert#d1");
        assertThat(atBert.getMembershipInfo().getGroupID()).isEqualTo(second.getGroupID());
        assertThat(second.getGroupID()).isNotEqualTo(first.getGroupID());
        assertThat(atBert.getType()).as("own index").isEqualTo((short) 1);

        bertsGroup.leave();
        MembershipInfo self = bert.receive().getMembershipInfo();
        assertThat(self.isSelfLeave()).isTrue();
        assertThat(self.getGroup()).hasToString("g7");
        MembershipInfo left = anna.receive().getMembershipInfo();
        assertThat(left.isCausedByLeave()).isTrue();
        assertThat(left.getLeft()).hasToString("#bert#d1");

        join(bert, "g7");
        anna.receive();
        bert.disconnect();
        MembershipInfo gone = anna.receive().getMembershipInfo();
        assertThat(gone.isCausedByDisconnect()).isTrue();
        assertThat(gone.getDisconnected()).hasToString("#bert#d1");
        assertThat(names(gone.getMembers())).containsExactly("#anna#d1");
    }

    private static List<String> names(SpreadGroup[] groups) {
        return Arrays.stream(groups).map(SpreadGroup::toString).toList();
    }

    @Test
    void check08_objectsAndDigests() throws Exception {
        SpreadConnection connection = connect("objects", false);
        SpreadMessage object = new SpreadMessage();
        object.addGroup(privateGroup(connection));
        object.setObject(new ArrayList<>(List.of("one", 2, 3L)));
        connection.multicast(object);
        assertThat(connection.receive().getObject()).isEqualTo(List.of("one", 2, 3L));

        SpreadMessage digest = new SpreadMessage();
        digest.addGroup(privateGroup(connection));
        digest.digest("one");
        digest.digest(2);
        SpreadMessage clone = (SpreadMessage) digest.clone();
        clone.digest("more");
        connection.multicast(digest);
        connection.multicast(clone);
        assertThat((Object) connection.receive().getDigest()).isEqualTo(List.of("one", 2));
        assertThat((Object) connection.receive().getDigest()).isEqualTo(List.of("one", 2, "more"));
    }

    @Test
    void check09_listenersGetEverythingInOrder() throws Exception {
        SpreadConnection connection = connect("listener", true);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> daemonThread = new CompletableFuture<>();
        AdvancedMessageListener listener = new AdvancedMessageListener() {
            @Override
            public void regularMessageReceived(SpreadMessage message) {
                daemonThread.complete(Thread.currentThread().isDaemon());
                heard.add(new String(message.getData(), StandardCharsets.US_ASCII));
            }

            @Override
            public void membershipMessageReceived(SpreadMessage message) {
                heard.add(message.getMembershipInfo().isSelfLeave() ? "self-leave" : "membership");
            }
        };
        connection.add(listener);
        SpreadGroup group = join(connection, "g9");
        for (int i = 0; i < 100; i++) {
            SpreadMessage message = new SpreadMessage();
            message.setFifo();
            message.addGroup("g9");
            message.setData(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
            connection.multicast(message);
        }
        group.leave();
        List<String> expected = new ArrayList<>(List.of("membership"));
        for (int i = 0; i < 100; i++) {
            expected.add(Integer.toString(i));
        }
        expected.add("self-leave");
        Await.until("the last message", () -> heard.size() >= expected.size());
        assertThat(heard).isEqualTo(expected);
        assertThat(daemonThread.get()).isTrue();
        connection.remove(listener);
        expectNothing(connection);
    }

    @Test
    void check10_idleListenersDoNotHoldADisconnectBackAndReceiveThrowsAtOnce() throws Exception {
        SpreadConnection connection = connect("idle", true);
        connection.add((AdvancedMessageListener) new Silent());
        assertThatThrownBy(connection::receive).isInstanceOf(SpreadException.class);
        long start = System.nanoTime();
        connection.disconnect();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(connection.isConnected()).isFalse();
    }

    private static final class Silent implements AdvancedMessageListener {
        @Override
        public void regularMessageReceived(SpreadMessage message) {}

        @Override
        public void membershipMessageReceived(SpreadMessage message) {}
    }

    @Test
    void check11_disconnectEndsAReceiveOfAnotherThread() throws Exception {
        SpreadConnection connection = connect("receiver", true);
        CompletableFuture<SpreadMessage> received = new CompletableFuture<>();
        Thread receiver = new Thread(() -> {
            try {
                received.complete(connection.receive());
            } catch (Exception e) {
                received.completeExceptionally(e);
            }
        });
        receiver.start();
        Await.until("the receiver to wait", () -> receiver.getState() != Thread.State.NEW);
        connection.disconnect();
        assertThatThrownBy(() -> received.get(Await.PATIENCE_MS, TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SpreadException.class);
    }

    @Test
    void check12_messagesOfSeveralThreadsDoNotInterleave() throws Exception {
        SpreadConnection sender = connect("threads", false);
        SpreadConnection receiver = connect("collector", false);
        int threads = 4;
        int each = 100;
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            byte number = (byte) t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    byte[] data = new byte[1 + i * 37];
                    Arrays.fill(data, number);
                    SpreadMessage message = message(privateGroup(receiver));
                    message.setFifo();
                    message.setType((short) i);
                    message.setData(data);
                    try {
                        sender.multicast(message);
                    } catch (SpreadException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            running.add(thread);
            thread.start();
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            byte[] data = receiver.receive().getData();
            int number = data[0];
            for (byte b : data) {
                assertThat(b).isEqualTo((byte) number);
            }
            assertThat(data).as("thread %d in its order", number).hasSize(1 + next[number] * 37);
            next[number]++;
        }
        for (Thread thread : running) {
            thread.join();
        }
    }

    @Test
    void check13_largestMessageAndMostGroups() throws Exception {
        SpreadConnection connection = connect("large", false);
        SpreadMessage large = message(privateGroup(connection));
        byte[] data = new byte[139_920];
        data[0] = 1;
        data[139_919] = 2;
        large.setData(data);
        connection.multicast(large);
        assertThat(connection.receive().getData()).isEqualTo(data);
        large.setData(new byte[139_921]);
        assertThatThrownBy(() -> connection.multicast(large)).isInstanceOf(SpreadException.class);

        String[] groups = new String[100];
        Arrays.fill(groups, "elsewhere");
        groups[99] = privateGroup(connection);
        connection.multicast(message(groups));
        assertThat(connection.receive().getGroups()).hasSize(100);
        String[] tooMany = Arrays.copyOf(groups, 101);
        tooMany[100] = "x";
        assertThatThrownBy(() -> connection.multicast(message(tooMany))).isInstanceOf(SpreadException.class);
        expectNothing(connection);
    }

    @Test
    void check14_groupNames() throws Exception {
        SpreadConnection connection = connect("joiner", true);
        for (String illegal : List.of("", "x".repeat(32), "x".repeat(40), "a b", "#a", "\u00e4")) {
            SpreadGroup group = new SpreadGroup();
            assertThatThrownBy(() -> group.join(connection, illegal))
                    .as(illegal)
                    .isInstanceOf(SpreadException.class);
            group.join(connection, "x".repeat(31));
            assertThat(connection.receive().getMembershipInfo().getGroup()).hasToString("x".repeat(31));
            group.leave();
            assertThat(connection.receive().getMembershipInfo().isSelfLeave()).isTrue();
        }
        expectNothing(connection);
    }

    @Test
    void check15_groupsAndIdsAsKeys() throws Exception {
        SpreadConnection connection = connect("keys", true);
        join(connection, "g15");
        MembershipInfo info = connection.receive().getMembershipInfo();
        SpreadMessage second = message("g15");
        connection.multicast(second);
        SpreadGroup group = connection.receive().getGroups()[0];
        Set<SpreadGroup> groups = new HashSet<>(List.of(group));
        assertThat(groups).contains(info.getGroup());
        Map<Object, String> byId = new HashMap<>();
        byId.put(info.getGroupID(), "first");
        join(connect("keys2", false), "g15");
        MembershipInfo next = connection.receive().getMembershipInfo();
        assertThat(byId).doesNotContainKey(next.getGroupID()).containsKey(info.getGroupID());
        assertThat(group.equals(null)).isFalse();
        assertThat(info.getGroupID().equals(null)).isFalse();
    }
}
