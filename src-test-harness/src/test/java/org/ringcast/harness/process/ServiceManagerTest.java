package org.ringcast.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager is told from the start to the end of a daemon. */
final class ServiceManagerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void aServiceManagerHearsOfReadinessLifeReloadAndEnd() throws Exception {
        assumeTrue(Epoll.isAvailable(), "the native transport is not available here: no datagrams to a Unix socket");
        Socket manager = Socket.newSocketDomainDgram();
        Path address = directory.resolve("notify");
        manager.bind(new DomainSocketAddress(address.toString()));
        int port = FreePorts.next();
        Path configuration = directory.resolve("spread.conf");
        Files.writeString(configuration, DaemonProcess.loneConfiguration(port));
        List<String> environment = List.of("env", "NOTIFY_SOCKET=" + address, "WATCHDOG_USEC=200000");
        try (DaemonProcess daemon =
                DaemonProcess.launch(directory, environment, "-n", "d1", "-c", configuration.toString())) {
            String first = next(manager);
            while (!first.startsWith("READY=1")) {
                assertThat(first).as("before it is ready").startsWith("WATCHDOG=1");
                first = next(manager);
            }
            assertThat(first).isEqualTo("READY=1\nSTATUS=ring of 1 of 1 daemons, 0 clients");
            assertThat(next(manager)).startsWith("WATCHDOG=1");
            assertThat(next(manager)).startsWith("WATCHDOG=1");
            daemon.signal("HUP");
            assertThat(afterSignsOfLife(manager)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(afterSignsOfLife(manager)).isEqualTo("READY=1");
            Files.writeString(configuration, "nonsense");
            daemon.signal("HUP");
            assertThat(afterSignsOfLife(manager)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(afterSignsOfLife(manager))
                    .isEqualTo("READY=1\nSTATUS=reload refused, the configuration in force stays: see the log");
            daemon.signal("TERM");
            assertThat(afterSignsOfLife(manager)).isEqualTo("STOPPING=1\nSTATUS=ending");
            assertThat(daemon.awaitExit(PATIENCE)).isZero();
        } finally {
            manager.close();
        }
    }

    private static String afterSignsOfLife(Socket manager) throws IOException {
        String text = next(manager);
        while (text.startsWith("WATCHDOG=1")) {
            text = next(manager);
        }
        return text;
    }

    private static String next(Socket manager) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        long fromNs = System.nanoTime();
        DomainDatagramSocketAddress from = null;
        while (from == null) {
            assertThat(System.nanoTime() - fromNs).as("ns without a word").isLessThan(PATIENCE.toNanos());
            from = manager.recvFromDomainSocket(buffer, 0, buffer.capacity());
            LockSupport.parkNanos(1_000_000);
        }
        byte[] bytes = new byte[from.receivedAmount()];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
