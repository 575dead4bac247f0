package spread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A daemon {@code d1} of an installed Spread, alone on a free port of the loopback interface. */
final class ReferenceDaemon implements AutoCloseable {
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final int port;

    ReferenceDaemon(ReferenceHome home, Path folder) throws IOException {
        port = freePort();
        String user = System.getProperty("user.name");
        Path configuration = Files.writeString(folder.resolve("spread.conf"), """
                DaemonUser = %1$s
                DaemonGroup = %1$s
                RuntimeDir = %2$s
                Spread_Segment 127.0.0.255:%3$d { d1 127.0.0.1 { D 127.0.0.1 C 127.0.0.1 } }
                """.formatted(user, folder, port));
        process = new ProcessBuilder(home.daemon().toString(), "-n", "d1", "-c", configuration.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        awaitListening(folder);
    }

    InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    int port() {
        return port;
    }

    private void awaitListening(Path folder) throws IOException {
        long start = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - start > START_TIMEOUT_NS) {
                process.destroyForcibly();
                throw new IllegalStateException(Files.readString(folder.resolve("daemon.log")));
            }
        }
    }

    /** Whether the daemon answers a connect message; a listening daemon may still be without a ring. */
    private boolean isListening() {
        try (Socket socket = new Socket(address(), port)) {
            socket.setSoTimeout(1500);
            socket.getOutputStream().write(new byte[] {2, 0});
            return socket.getInputStream().read() == 0xf9;
        } catch (IOException e) {
            return false;
        }
    }

    /** The daemon uses the port and the one after it, for datagrams as well. */
    private static int freePort() {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException | IllegalArgumentException e) {
                // try another pair
            }
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            // the daemon leaves its socket behind
            Files.deleteIfExists(Path.of("/tmp", Integer.toString(port)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
