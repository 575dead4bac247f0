package org.ringcast.harness.checks;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.OperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ringcast.protocol.ServiceType;
import org.slf4j.LoggerFactory;

/**
 * Client protocol, checks 29 and 30, by chance: handshakes and frames with seeded mutations, while a witness is served. {@code -Dfuzz.seed=N} plays a run again, {@code -Dfuzz.cases=N} makes it longer or shorter.
 */
class MutationFuzzTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 100_000);
    /** Connections open at once. */
    private static final int PARALLEL = 64;

    private static final int WARM_UP = 5_000;
    private static final int CONNECTIONS_PER_WITNESS_MESSAGE = 50;
    private static final long HEAP_BOUND_BYTES = 16 << 20;
    /** Pooled memory comes in chunks. */
    private static final long DIRECT_BOUND_BYTES = 16 << 20;

    private final ArrayDeque<SocketChannel> open = new ArrayDeque<>();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(65_536);
    private UnixDomainSocketAddress address;
    private final ListAppender<ILoggingEvent> leakReports = new ListAppender<>();
    private RawClient witness;
    private int witnessed;

    @Test
    void check29_check30_mutatedHandshakesAndFrames() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("MutationFuzzTest: -Dfuzz.seed=" + seed);
        leakReports.start();
        leakLogger().addAppender(leakReports);
        Mutator mutator = new Mutator(new Random(seed));
        // The log of so many faults would be what grows.
        try (LoneDaemon daemon =
                LoneDaemon.start("DebugFlags = { PRINT EXIT }\n", "HandshakeTimeout=200", "PreAuthTimeout=500")) {
            address = UnixDomainSocketAddress.of(daemon.unixSocket());
            try (RawClient client = RawClient.session(daemon.port(), "witness", false)) {
                witness = client;
                witness.join("witnessed");
                run(mutator, WARM_UP);
                awaitAllGone(daemon);
                long heap = usedHeapBytes();
                long direct = directBytes();
                int logLines = daemon.log().size();
                long cpu = cpuNs();
                long start = System.nanoTime();
                int connections = run(mutator, CASES);
                long ns = System.nanoTime() - start;
                long cpuNs = cpuNs() - cpu;
                awaitAllGone(daemon);
                System.out.printf(
                        "MutationFuzzTest: %d cases on %d connections in %.1f s (%.1f s of CPU), %.0f cases/s; heap %+d KiB, direct %+d KiB, %d log lines%n",
                        CASES,
                        connections,
                        ns / 1e9,
                        cpuNs / 1e9,
                        CASES * 1e9 / ns,
                        (usedHeapBytes() - heap) >> 10,
                        (directBytes() - direct) >> 10,
                        daemon.log().size() - logLines);
                assertThat(usedHeapBytes() - heap).as("growth of the heap").isLessThan(HEAP_BOUND_BYTES);
                assertThat(directBytes() - direct).as("growth of direct memory").isLessThan(DIRECT_BOUND_BYTES);
                assertThat(daemon.log().size() - logLines)
                        .as("lines for everybody, rate limited")
                        .isLessThan(2000);
                daemon.assertSound();
                witness();
                assertThat(leaks()).as("buffers that nobody released").isEmpty();
            }
        }
    }

    @AfterEach
    void stopListening() {
        leakLogger().detachAppender(leakReports);
    }

    private static Logger leakLogger() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }

    /** What the leak detector says: it looks for lost buffers when a new one is made, some time after a collection. */
    private List<ILoggingEvent> leaks() {
        for (int round = 0; round < 20; round++) {
            usedHeapBytes();
            PooledByteBufAllocator.DEFAULT.buffer().release();
        }
        return List.copyOf(leakReports.list);
    }

    private int run(Mutator mutator, int cases) throws IOException {
        int end = mutator.cases() + cases;
        int connections = 0;
        while (mutator.cases() < end) {
            one(mutator.next());
            connections++;
            if (connections % CONNECTIONS_PER_WITNESS_MESSAGE == 0) {
                witness();
            }
        }
        while (!open.isEmpty()) {
            end(open.poll());
        }
        witness();
        return connections;
    }

    /** The witness is served. */
    private void witness() throws IOException {
        byte number = (byte) ++witnessed;
        witness.multicast("witnessed", number);
        while (!ownMessage(number)) {
            // What a mutated message said to the witness's group.
        }
    }

    private boolean ownMessage(byte body) throws IOException {
        Frame frame = witness.readFrame();
        assertThat(ServiceType.isRegular(frame.serviceBits())).isTrue();
        return frame.sender().equals(witness.privateGroup()) && frame.body()[0] == body;
    }

    private void one(byte[] bytes) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(address);
        client.configureBlocking(false);
        open.add(client);
        try {
            client.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // Ended by the daemon already.
        }
        if (open.size() == PARALLEL) {
            end(open.poll());
        }
    }

    /** Reads what there is to read, and leaves. */
    private void end(SocketChannel client) throws IOException {
        try (client) {
            answer.clear();
            client.read(answer);
        } catch (IOException e) {
            // Reset: the daemon has left bytes unread.
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Until no connection but the witness's is left, and every handshake has had its time. */
    private static void awaitAllGone(LoneDaemon daemon) {
        Await.until("the end of all other sessions", () -> daemon.connections() == 1);
    }

    private static long usedHeapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Of the whole process: daemon, clients and compiler. */
    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long directBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
