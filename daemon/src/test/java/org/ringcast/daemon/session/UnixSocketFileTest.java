package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defect 20.23: daemons on one port share the name of the Unix socket; none may take it from one that lives. */
@SuppressWarnings("try") // listeners that only have to be there
final class UnixSocketFileTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("4803");
    }

    private static ServerSocketChannel listen(Path at) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(at));
        return server;
    }

    private static ServerSocketChannel listen(UnixSocketFile file) throws IOException, ListenException {
        ServerSocketChannel server = listen(file.bindPath());
        file.publish();
        return server;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.toList();
        }
    }

    private static void connect(Path at) throws IOException {
        SocketChannel.open(UnixDomainSocketAddress.of(at)).close();
    }

    @Test
    void publishedForEverybodyAndRemovedAtTheEnd() throws Exception {
        UnixSocketFile file = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(file)) {
            connect(path);
            assertThat(server.accept()).isNotNull();
            assertThat(files()).as("nothing beside the socket").containsExactly(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw-rw-");
        }
        file.remove();
        assertThat(files()).isEmpty();
    }

    @Test
    void defect20_23_livingDaemonKeepsItsSocket() throws Exception {
        UnixSocketFile first = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(first)) {
            UnixSocketFile second = new UnixSocketFile(path);
            try (ServerSocketChannel intruder = listen(second.bindPath())) {
                assertThatThrownBy(second::publish)
                        .isInstanceOf(ListenException.class)
                        .hasMessage("Sess_init: AF_UNIX unable to bind to name '" + path
                                + "': 98 'Address already in use'; another daemon listens on it");
            }
            second.remove();
            connect(path);
            assertThat(files()).containsExactly(path);
        }
    }

    @Test
    void defect20_23_daemonWhoseQueueIsFullLives() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            try (SocketChannel one = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel two = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                UnixSocketFile second = new UnixSocketFile(path);
                try (ServerSocketChannel intruder = listen(second.bindPath())) {
                    assertThatThrownBy(second::publish).hasMessageContaining("another daemon listens on it");
                }
            }
        }
    }

    @Test
    void defect20_23_socketOfADeadDaemonIsReplaced() throws Exception {
        listen(path).close();
        assertThat(path).exists();
        UnixSocketFile file = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(file)) {
            connect(path);
            assertThat(server.accept()).isNotNull();
            assertThat(files()).containsExactly(path);
        }
    }

    @Test
    void whatIsNotASocketIsNeverRemoved() throws Exception {
        Files.writeString(path, "precious");
        UnixSocketFile file = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(file.bindPath())) {
            assertThatThrownBy(file::publish)
                    .isInstanceOf(ListenException.class)
                    .hasMessageEndingWith("it is not a socket");
        }
        file.remove();
        assertThat(path).hasContent("precious");
        assertThat(files()).containsExactly(path);
    }

    @Test
    void symbolicLinkIsNotFollowed() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        listen(elsewhere).close();
        Files.createSymbolicLink(path, elsewhere);
        UnixSocketFile file = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(file.bindPath())) {
            assertThatThrownBy(file::publish).hasMessageEndingWith("it is not a socket");
        }
        assertThat(elsewhere).exists();
    }

    @Test
    void socketOfALaterDaemonIsNotRemovedAtTheEnd() throws Exception {
        UnixSocketFile first = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(first)) {
            Files.delete(path);
            try (ServerSocketChannel later = listen(path)) {
                first.remove();
                connect(path);
                assertThat(later.accept()).isNotNull();
            }
        }
    }
}
