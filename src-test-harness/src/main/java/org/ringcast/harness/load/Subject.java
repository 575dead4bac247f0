package org.ringcast.harness.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ringcast.harness.process.CapturedProcess;
import org.ringcast.harness.process.ReferenceInstall;

/** A daemon that is measured: a fresh process of its own for each round. */
final class Subject implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CapturedProcess process;
    private final InetSocketAddress address;
    private final double startMs;

    private Subject(CapturedProcess process, InetSocketAddress address, double startMs) {
        this.process = process;
        this.address = address;
        this.startMs = startMs;
    }

    /**
     * Starts the daemon of an unpacked Ringcast distribution, and waits until it accepts a session.
     *
     * @param directory for its configuration
     * @param options lines for its spread.conf
     */
    static Subject startRingcast(Path home, Path directory, int port, String options) throws IOException {
        Path file = directory.resolve("ringcast.conf");
        Files.writeString(file, "Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1\n}\n" + options);
        List<String> command =
                List.of(home.resolve("bin/spread").toAbsolutePath().toString(), "-n", "d1", "-c", file.toString());
        long start = System.nanoTime();
        return ready(new CapturedProcess("ringcast", directory, new ArrayList<>(command)), port, start);
    }

    /** Starts an installed Spread daemon, and waits until it accepts a session. */
    static Subject startReference(Path home, Path directory, int port) throws IOException {
        String configuration =
                "Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1 { D 127.0.0.1 C 127.0.0.1 }\n}\n";
        long start = System.nanoTime();
        return ready(new ReferenceInstall(home, 5).startDaemon(directory, configuration, "d1"), port, start);
    }

    private static Subject ready(CapturedProcess process, int port, long startNs) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (true) {
            try {
                LoadClient.connectIdle(address, 0).close();
                return new Subject(process, address, (System.nanoTime() - startNs) / 1e6);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - startNs > PATIENCE.toNanos()) {
                    String output = String.join("\n", process.output());
                    process.close();
                    throw new IOException("the daemon on port " + port + " is not ready. It printed:\n" + output, e);
                }
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the first accepted session. */
    double startMs() {
        return startMs;
    }

    @Override
    public void close() {
        process.close();
    }
}
