package spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.ServiceType;

/**
 * Programs written for spread.jar: they compile with our classes, and they run with our classes, also when they were
 * compiled with the jar itself (with {@code -Dspread.home}).
 */
@Timeout(60)
class CompatibilityTest {
    private final FakeDaemon daemon = new FakeDaemon();

    @TempDir
    Path classes;

    @AfterEach
    void close() throws Exception {
        daemon.close();
    }

    @Test
    void check01_everyMemberFromSource() throws Exception {
        assertThat(runEveryMember(null)).isEqualTo(EVERY_MEMBER);
    }

    @Test
    void check01_everyMemberCompiledWithTheReference() throws Exception {
        assertThat(runEveryMember(ReferenceHome.require().jar())).isEqualTo(EVERY_MEMBER);
    }

    @Test
    void check01_typicalServerFromSource() throws Exception {
        assertThat(runLeaderElection(null)).isEqualTo(LEADER_ELECTION);
    }

    @Test
    void check01_typicalServerCompiledWithTheReference() throws Exception {
        assertThat(runLeaderElection(ReferenceHome.require().jar())).isEqualTo(LEADER_ELECTION);
    }

    private static final String EVERY_MEMBER = """
            4f3f7f
            0 0 true true
            true true true
            false false false false false true true 96
            4 -1 5 true false null null false true false false
            object
            [one, 2] 2
            null
            g m null null m 0 0 0 g null null null
            true false true false false false false
            2 1 x
            1 -2 3 true -2
            true
            true
            5.0 5 0
            null text
            true true
            16777216 256 g 00
            #compat-pro#d1 true
            #compat-pro#d1 1552775919 1795178648 2
            true 1
            false 1
            #bob#d1 hello true
            false
            [basic 2, lambda 2, regular 2, basic 4352, lambda 4352, membership 4352]
            """;

    private String runEveryMember(Path jar) throws Exception {
        CompletableFuture<FakeDaemon.Session> session = daemon.next(s -> {
            s.handshake();
            assertThat(s.readFrame().header().serviceBits()).isEqualTo(ServiceType.JOIN);
            String self = s.privateGroup.toString();
            s.send(Frames.single(0x100, self, self, "#bob#d1"));
            s.send(Frames.network(0, List.of(Frames.set(self), Frames.set("#bob#d1")), self, "#bob#d1"));
            s.send(Frames.text("hello"));
            for (int i = 0; i < 3; i++) {
                FakeDaemon.Frame frame = s.readFrame();
                assertThat(frame.groups()).containsExactly(GroupName.of("g1"));
            }
            s.send(Frames.regular(true, false, ServiceType.RELIABLE, self, List.of("g1"), 0, ""));
            s.send(Frames.single(0x100, "#carol#d1", self, "#carol#d1"));
            assertThat(s.readFrame().header().serviceBits()).isEqualTo(ServiceType.LEAVE);
            assertThat(s.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
        });
        String output = run("EveryMember", jar);
        session.get(10, TimeUnit.SECONDS);
        return output;
    }

    private static final String LEADER_ELECTION = """
            M
            #replica-0-#d1 joined g1, leader
            M
            #bob#d1 joined g1, leader
            M
            LOCAL1OTHER1
            M
            #bob#d1 gone
            R
            bob says state
            """;

    private String runLeaderElection(Path jar) throws Exception {
        SpreadMessage state = new SpreadMessage();
        state.setObject("state");
        String object = new String(state.getData(), StandardCharsets.ISO_8859_1);
        CompletableFuture<FakeDaemon.Session> session = daemon.next(s -> {
            s.handshake();
            s.readFrame();
            String self = s.privateGroup.toString();
            s.send(Frames.single(0x100, self, self));
            s.send(Frames.single(0x100, "#bob#d1", self, "#bob#d1"));
            s.send(Frames.network(0, List.of(Frames.set(self), Frames.set("#bob#d1")), self, "#bob#d1"));
            s.send(Frames.single(0x400, "#bob#d1", self));
            s.send(Frames.regular(true, false, ServiceType.AGREED, "#bob#d1", List.of("servers"), 1, object));
            FakeDaemon.Frame reply = s.readFrame();
            assertThat(reply.header().serviceBits()).isEqualTo(ServiceType.SAFE | ServiceType.SELF_DISCARD);
            assertThat(reply.header().messageType()).isEqualTo((short) 3);
            assertThat(reply.groups()).containsExactly(GroupName.of("#bob#d1"));
            assertThat(s.readFrame().header().serviceBits()).isEqualTo(ServiceType.KILL);
        });
        String output = run("LeaderElection", jar);
        session.get(10, TimeUnit.SECONDS);
        return output;
    }

    /** Compiles a program against the jar, or against our classes, and runs it with our classes. */
    private String run(String name, Path jar) throws Exception {
        compile(name, jar == null ? ourClasses() : jar.toString());
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, CompatibilityTest.class.getClassLoader())) {
            return (String) Class.forName("compat." + name, true, loader)
                    .getMethod("run", InetAddress.class, int.class)
                    .invoke(null, daemon.address(), daemon.port());
        }
    }

    private static String ourClasses() throws Exception {
        URI main = SpreadConnection.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        return Path.of(main).toString();
    }

    private void compile(String name, String classPath) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-nowarn", "-classpath", classPath, "-d", classes.toString());
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(source(name)))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static JavaFileObject source(String name) throws Exception {
        try (InputStream stream = CompatibilityTest.class.getResourceAsStream("/compat/" + name + ".java.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new SimpleJavaFileObject(
                    URI.create("string:///compat/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return text;
                }
            };
        }
    }
}
