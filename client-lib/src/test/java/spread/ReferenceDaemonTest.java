package spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.client.DaemonAddress;
import org.slf4j.LoggerFactory;

/** Our client against an installed Spread daemon and beside its C tools; skipped without {@code -Dspread.home=DIR}. */
@Timeout(90)
class ReferenceDaemonTest {
    private ReferenceHome home;
    private ReferenceDaemon daemon;
    private final List<SpreadConnection> connections = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        home = ReferenceHome.require();
        daemon = new ReferenceDaemon(home, folder);
    }

    @AfterEach
    void stop() throws Exception {
        for (SpreadConnection connection : connections) {
            connection.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private SpreadConnection connect(String name) throws SpreadException {
        SpreadConnection connection = new SpreadConnection();
        connections.add(connection);
        connection.setConnectTimeout(10_000);
        connection.setReceiveTimeout(10_000);
        connection.connect(daemon.address(), daemon.port(), name, false, true);
        return connection;
    }

    private static SpreadMessage message(String group, String text) {
        SpreadMessage message = new SpreadMessage();
        message.addGroup(group);
        message.setData(text.getBytes(StandardCharsets.ISO_8859_1));
        return message;
    }

    private static String text(SpreadMessage message) {
        return new String(message.getData(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void check06_lifeOfTwoMembers() throws Exception {
        SpreadConnection alice = connect("alice");
        assertThat(alice.getPrivateGroup()).hasToString("#alice#d1");
        SpreadGroup group = new SpreadGroup();
        group.join(alice, "g");
        assertThat(alice.receive().getMembershipInfo().getJoined()).isEqualTo(alice.getPrivateGroup());
        SpreadConnection bob = connect("bob");
        new SpreadGroup().join(bob, "g");
        MembershipInfo joined = alice.receive().getMembershipInfo();
        assertThat(joined.getJoined()).isEqualTo(bob.getPrivateGroup());
        assertThat(bob.receive().getMembershipInfo().getGroupID()).isEqualTo(joined.getGroupID());
        SpreadMessage discarded = message("g", "hello");
        discarded.setSelfDiscard(true);
        bob.multicast(discarded);
        bob.multicast(message("#bob#d1", "to myself"));
        assertThat(text(bob.receive())).isEqualTo("to myself");
        assertThat(text(alice.receive())).isEqualTo("hello");
        group.leave();
        assertThat(alice.receive().getMembershipInfo().isSelfLeave()).isTrue();
        assertThat(bob.receive().getMembershipInfo().getLeft()).isEqualTo(alice.getPrivateGroup());
        group.join(alice, "g");
        assertThat(alice.receive().getMembershipInfo().isCausedByJoin()).isTrue();
        bob.disconnect();
        assertThat(alice.receive().getMembershipInfo().getDisconnected()).hasToString("#bob#d1");
    }

    @Test
    void check04_nameClashIllegalNamesAndTruncation() throws Exception {
        connect("alice");
        assertThatThrownBy(() -> connect("alice")).hasMessage("Connection attempt rejected=-6");
        assertThatThrownBy(() -> connect("a#b")).hasMessage("Connection attempt rejected=-5");
        assertThatThrownBy(() -> connect("\u4e2d")).hasMessage("Connection attempt rejected=-5");
        assertThat(connect("abcdefghijklm").getPrivateGroup()).hasToString("#abcdefghij#d1");
        assertThat(connect(null).getPrivateGroup().toString()).startsWith("#r").endsWith("#d1");
        SpreadConnection notAllowed = new SpreadConnection();
        notAllowed.registerAuthentication("IP", "spread.NULLAuth");
        assertThatThrownBy(() -> notAllowed.connect(daemon.address(), daemon.port(), "ip", false, true))
                .hasMessage("Connection attempt rejected=-9");
    }

    @Test
    void check13_largestMessageComesBack() throws Exception {
        SpreadConnection alice = connect("alice");
        SpreadMessage message = message("#alice#d1", "x".repeat(139_920));
        alice.multicast(message);
        assertThat(alice.receive().getData()).isEqualTo(message.getData());
    }

    @Test
    void unixDomainSocketOfTheDaemon() throws Exception {
        SpreadConnection local = new SpreadConnection();
        connections.add(local);
        local.setReceiveTimeout(10_000);
        local.connect(DaemonAddress.parse(Integer.toString(daemon.port())), "local", false, true);
        local.multicast(message("#local#d1", "over a file"));
        assertThat(text(local.receive())).isEqualTo("over a file");
    }

    @Test
    void check09_listenersGetEverythingInOrder() throws Exception {
        SpreadConnection reader = connect("reader");
        BlockingQueue<Short> types = new LinkedBlockingQueue<>();
        reader.add((BasicMessageListener) message -> types.add(message.getType()));
        SpreadConnection writer = connect("writer");
        for (short i = 0; i < 2000; i++) {
            SpreadMessage message = message("#reader#d1", "x".repeat(i));
            message.setFifo();
            message.setType(i);
            writer.multicast(message);
        }
        for (short i = 0; i < 2000; i++) {
            assertThat(types.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    @Test
    void defect14_6_deathOfTheDaemon() throws Exception {
        SpreadConnection alice = connect("alice");
        SpreadConnection bob = connect("bob");
        BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        bob.setConnectionLostHandler(reason -> lost.add(String.valueOf(reason.getMessage())));
        bob.add((BasicMessageListener) message -> {});
        daemon.kill();
        assertThatThrownBy(alice::receive).isExactlyInstanceOf(SpreadException.class);
        assertThat(lost.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(alice.isConnected()).isFalse();
        assertThat(bob.isConnected()).isFalse();
    }

    @Test
    void check16_cClientAndJavaClientInOneGroup() throws Exception {
        SpreadConnection java = connect("java");
        new SpreadGroup().join(java, "g");
        java.receive();
        Process user = new ProcessBuilder(
                        home.tool("spuser").toString(), "-u", "cuser", "-s", daemon.port() + "@127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("spuser.log").toFile())
                .start();
        try (var input = user.outputWriter(StandardCharsets.ISO_8859_1)) {
            input.write("j g\n");
            input.flush();
            assertThat(java.receive().getMembershipInfo().getJoined()).hasToString("#cuser#d1");
            input.write("s g\nfrom C\n");
            input.flush();
            SpreadMessage fromC = java.receive();
            assertThat(text(fromC)).isEqualTo("from C\n");
            assertThat(fromC.isSafe()).isTrue();
            assertThat(fromC.getType()).isEqualTo((short) 1);
            assertThat(fromC.getEndianMismatch()).isTrue();
            for (int service = 1; service <= 0x20; service <<= 1) {
                SpreadMessage message = message("g", "from Java");
                message.setServiceType(service);
                message.setType((short) -service);
                java.multicast(message);
                assertThat(java.receive().getEndianMismatch()).isFalse();
            }
            // the answer to the next command comes after everything that came before
            input.write("s g\nlast\n");
            input.flush();
            assertThat(text(java.receive())).isEqualTo("last\n");
        }
        assertThat(user.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(folder.resolve("spuser.log"), StandardCharsets.ISO_8859_1);
        assertThat(log)
                .contains("received RELIABLE message from #java#d1, of type -2, (endian 1) to 1 groups")
                .contains("received FIFO message from #java#d1, of type -4, (endian 1) to 1 groups")
                .contains("received SAFE message from #java#d1, of type -32, (endian 1) to 1 groups")
                .contains("(9 bytes): from Java");
    }

    @Test
    void check08_objectsAndDigestsOfTheReferenceAndBack() throws Exception {
        URL[] jar = {home.jar().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass("spread.SpreadMessage");
            Object theirs = type.getConstructor().newInstance();
            type.getMethod("digest", Serializable.class).invoke(theirs, "one");
            type.getMethod("digest", Serializable.class).invoke(theirs, 2);
            SpreadMessage ours = new SpreadMessage();
            ours.setData((byte[]) type.getMethod("getData").invoke(theirs));
            List<?> digest = ours.getDigest();
            assertThat(digest).isEqualTo(List.of("one", 2));
            ours.digest("a");
            SpreadMessage copy = (SpreadMessage) ours.clone();
            copy.digest("b");
            type.getMethod("setData", byte[].class).invoke(theirs, (Object) copy.getData());
            assertThat(type.getMethod("getDigest").invoke(theirs)).isEqualTo(List.of("a", "b"));
            ours.setObject("object");
            type.getMethod("setData", byte[].class).invoke(theirs, (Object) ours.getData());
            assertThat(type.getMethod("getObject").invoke(theirs)).isEqualTo("object");
        }
    }

    @Test
    void check01_sampleFlooderOfTheReferenceRunsWithOurClasses() throws Exception {
        Process sample = startSample("Flooder", "-m", "2000", "-s", "127.0.0.1", "-p", "" + daemon.port());
        try {
            awaitOutput(sample, "Completed 2000 messages");
            awaitOutput(sample, "Time: ");
            assertThat(sample.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            sample.destroyForcibly();
        }
    }

    @Test
    void check01_sampleUserOfTheReferenceRunsWithOurClasses() throws Exception {
        SpreadConnection java = connect("java");
        new SpreadGroup().join(java, "g");
        java.receive();
        Process sample = startSample("User", "-u", "sample", "-s", "127.0.0.1", "-p", "" + daemon.port());
        try (var input = sample.outputWriter(StandardCharsets.ISO_8859_1)) {
            awaitOutput(sample, "User> ");
            type(input, "j g\n");
            assertThat(java.receive().getMembershipInfo().getJoined()).hasToString("#sample#d1");
            // its own thread receives
            awaitOutput(sample, "REGULAR membership for group g with 2 members:");
            type(input, "s g\n");
            awaitOutput(sample, "message: ");
            type(input, "hello\n");
            assertThat(text(java.receive())).startsWith("hello");
            type(input, "l\n");
            assertThat(java.receive().getMembershipInfo().getLeft()).hasToString("#sample#d1");
            type(input, "q\n");
            assertThat(sample.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            sample.destroyForcibly();
        }
    }

    private static void type(Writer input, String line) throws IOException {
        input.write(line);
        input.flush();
    }

    /** Reads up to and with the text; half a minute without it ends the process. */
    private static void awaitOutput(Process process, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        // reading cannot be interrupted, so a process that is silent too long is ended
        var silence = CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS);
        var watchdog = CompletableFuture.runAsync(process::destroyForcibly, silence);
        while (seen.indexOf(text) < 0) {
            int next = process.getInputStream().read();
            assertThat(next).as("after: " + seen).isNotNegative();
            seen.append((char) next);
        }
        watchdog.cancel(false);
    }

    private Process startSample(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                place(SpreadConnection.class),
                place(LoggerFactory.class),
                home.examplesJar().toString()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
