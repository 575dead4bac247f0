package org.ringcast.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
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
    private static final String REMEDY =
            "; for another directory: UnixSocketDir (--set UnixSocketDir=DIR, clients then connect by TCP or to that"
                    + " path)";

    private static final Path OWN = Path.of("/tmp/4803.ffffffff");

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
                                + "': 98 'Address already in use'; another daemon (of user "
                                + Files.getOwner(path).getName() + ") listens on it" + REMEDY);
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
                    assertThatThrownBy(second::publish).hasMessageContaining("listens on it;");
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

    /** Answers as the system does for a user who is neither root nor the owner. */
    private static UnixSocketFile.Neighbourhood asSeenByAnotherUser(SocketOwner.Answer answer) {
        return new UnixSocketFile.Neighbourhood() {
            @Override
            public SocketOwner.Answer ask(Path asked) {
                return answer;
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                throw new FileSystemException(from.toString(), to.toString(), "Operation not permitted");
            }
        };
    }

    private void expectRefusal(SocketOwner.Answer answer, String why) throws IOException {
        listen(path).close();
        UnixSocketFile file = new UnixSocketFile(path, asSeenByAnotherUser(answer));
        try (ServerSocketChannel server = listen(file.bindPath())) {
            assertThatThrownBy(file::publish)
                    .isInstanceOf(ListenException.class)
                    .hasMessage("Sess_init: AF_UNIX unable to bind to name '" + path
                            + "': 98 'Address already in use'; "
                            + why.replace(
                                    "OWNER", "user " + Files.getOwner(path).getName()) + REMEDY);
        }
        assertThat(files()).as("nothing beside what was there").containsExactly(path);
    }

    @Test
    void socketThatACrashedDaemonOfAnotherUserLeftIsSaidToBeThat() throws IOException {
        expectRefusal(
                SocketOwner.Answer.NOBODY,
                "a daemon of OWNER left it behind, nobody listens on it, and this user may not remove it"
                        + " (Operation not permitted); remove it");
    }

    @Test
    void socketThatMayNotBeAskedIsNotSaidToBeInUse() throws IOException {
        expectRefusal(
                SocketOwner.Answer.MAY_NOT_ASK,
                "it is a socket of OWNER that this user may not connect to (the kernel knows of nobody who listens on"
                        + " it); remove it if its daemon is gone");
    }

    @Test
    void theKernelsTableTellsWhoListens() throws IOException {
        List<String> table = List.of(
                "Num       RefCount Protocol Flags    Type St Inode Path",
                "0000000000000000: 00000002 00000000 00010000 0001 01 65817 /tmp/4803.0a1b2c3d",
                "0000000000000000: 00000003 00000000 00000000 0001 03 65818 /tmp/4804",
                "0000000000000000: 00000002 00000000 00010000 0001 01 65819 /tmp/4805",
                "0000000000000000: 00000003 00000000 00000000 0001 03 65820");
        assertThat(SocketOwner.listens(Path.of("/tmp/4803"), OWN, table)).isTrue();
        assertThat(SocketOwner.listens(Path.of("/tmp/4804"), OWN, table))
                .as("connected, not listening")
                .isFalse();
        assertThat(SocketOwner.listens(Path.of("/tmp/4805"), OWN, table)).isTrue();
        assertThat(SocketOwner.listens(Path.of("/tmp/480"), OWN, table)).isFalse();
        assertThat(SocketOwner.listens(Path.of("/tmp/4803"), Path.of("/tmp/4803.0a1b2c3d"), table))
                .as("it is this process that listens")
                .isFalse();
        assertThat(SocketOwner.kernelSays(path, OWN)).isEqualTo("the kernel knows of nobody who listens on it");
        try (ServerSocketChannel server = listen(path)) {
            assertThat(SocketOwner.kernelSays(path, OWN)).isEqualTo("the kernel says that somebody listens on it");
        }
    }

    @Test
    void directoryThatIsNotThereIsSaidInWordsOfTheSystem() {
        UnixSocketFile file = new UnixSocketFile(directory.resolve("missing/4803"));
        assertThatThrownBy(file::publish)
                .hasMessageContaining("': 2 'No such file or directory'; for another directory: UnixSocketDir");
    }

    @Test
    void whatIsNotASocketIsNeverRemoved() throws Exception {
        Files.writeString(path, "precious");
        UnixSocketFile file = new UnixSocketFile(path);
        try (ServerSocketChannel server = listen(file.bindPath())) {
            assertThatThrownBy(file::publish)
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("; it is not a socket;");
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
            assertThatThrownBy(file::publish).hasMessageContaining("; it is not a socket;");
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
