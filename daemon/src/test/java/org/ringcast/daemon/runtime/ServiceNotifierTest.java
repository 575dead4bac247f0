package org.ringcast.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceNotifierTest {
    private static final long PID = 4711;

    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void needsUnixDatagrams() {
        assumeTrue(Epoll.isAvailable(), "the native transport is not available here: no datagrams to a Unix socket");
    }

    @Test
    void tellsTheStatesOneAfterTheOther() throws Exception {
        Path path = directory.resolve("notify");
        try (Manager manager = new Manager(path.toString());
                ServiceNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", path.toString()))) {
            assertThat(notifier.isListening()).isTrue();
            assertThat(notifier.watchdogNs()).isZero();
            notifier.reloading();
            notifier.reloaded("");
            notifier.ready("ring of 1");
            notifier.alive("ring of 1");
            notifier.alive("ring of 2");
            notifier.reloading();
            notifier.reloaded("");
            notifier.stopping();
            assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=ring of 1");
            assertThat(manager.next()).isEqualTo("STATUS=ring of 2");
            assertThat(manager.next()).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
            assertThat(manager.next()).isEqualTo("READY=1");
            assertThat(manager.next()).isEqualTo("STOPPING=1\nSTATUS=ending");
            assertThat(log).isEmpty();
        }
    }

    @Test
    void reachesAnAbstractAddress() throws Exception {
        String name = "ringcast-test-" + ProcessHandle.current().pid();
        try (Manager manager = new Manager("\0" + name);
                ServiceNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", "@" + name))) {
            notifier.ready("here");
            assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=here");
        }
    }

    @Test
    void givesSignsOfLifeToAWatchdogOfThisProcessOnly() throws Exception {
        Path path = directory.resolve("notify");
        try (Manager manager = new Manager(path.toString())) {
            Map<String, String> mine =
                    Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "4711");
            try (ServiceNotifier notifier = notifier(mine)) {
                assertThat(notifier.watchdogNs()).isEqualTo(TimeUnit.SECONDS.toNanos(3));
                notifier.alive("one\nline");
                notifier.alive("one\nline");
                assertThat(manager.next()).isEqualTo("WATCHDOG=1\nSTATUS=one line");
                assertThat(manager.next()).isEqualTo("WATCHDOG=1");
            }
            Map<String, String> another =
                    Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1");
            try (ServiceNotifier notifier = notifier(another)) {
                assertThat(notifier.watchdogNs()).isZero();
            }
        }
    }

    @Test
    void doesNothingWhenNobodyAsked() {
        ServiceNotifier notifier = notifier(Map.of());
        notifier.ready("nobody reads this");
        notifier.alive("nor this");
        notifier.close();
        assertThat(notifier.isListening()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void aManagerThatIsGoneIsToldOfOnceAndDisturbsNobody() {
        ServiceNotifier notifier =
                notifier(Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()));
        notifier.ready("1");
        notifier.stopping();
        notifier.close();
        notifier.stopping();
        assertThat(log).singleElement().asString().startsWith("NOTIFY_SOCKET: the service manager cannot be told: ");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        ServiceNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", "vsock:2:1234"));
        assertThat(notifier.isListening()).isFalse();
        assertThat(log).singleElement().asString().contains("'vsock:2:1234'");
    }

    private ServiceNotifier notifier(Map<String, String> environment) {
        return ServiceNotifier.of(environment, PID, log::add);
    }

    /** What a service manager listens with. */
    private static final class Manager implements AutoCloseable {
        private final Socket socket = Socket.newSocketDomainDgram();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);

        Manager(String address) throws IOException {
            socket.bind(new DomainSocketAddress(address));
        }

        /** The next datagram; what was sent before this call is there at once. */
        String next() throws IOException {
            DomainDatagramSocketAddress from = socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
            assertThat(from).as("a datagram").isNotNull();
            byte[] bytes = new byte[from.receivedAmount()];
            buffer.get(0, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
