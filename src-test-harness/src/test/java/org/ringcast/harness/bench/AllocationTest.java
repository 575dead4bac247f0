package org.ringcast.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.protocol.ServiceType;

/**
 * Nothing is allocated for a message on its way from a client's frame through packets and tokens, the window, the delivery and the
 * groups to the frames of the receivers, once everything has grown to the size that it needs: messages go round a ring in memory,
 * and the virtual machine tells what the thread has allocated meanwhile. In the ring of three everyone is sender, receiver and
 * holder of the token in turn; the daemon that is alone passes the token to itself.
 */
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CLIENTS = 2;
    private static final int WINDOW = 6;

    /** Before anything is measured; a pool of buffers fills slowly, since it keeps only some of those that are new. */
    private static final int WARM_UP_ROUNDS = 600;

    private static final int ROUNDS = 200;

    /** What is allocated for each message is allocated in all of them; the pool of buffers grows in some. */
    private static final int PASSES = 5;

    /**
     * For each message. The smallest object has 16 bytes; what remains is made by the pool of buffers, whose list of what is free
     * grows and shrinks in pieces.
     */
    private static final int TOLERATED_BYTES = 4;

    private ResourceLeakDetector.Level level;

    /** The leak detector allocates for each buffer. */
    @BeforeEach
    void stopLeakDetector() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void restoreLeakDetector() {
        ResourceLeakDetector.setLevel(level);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "3,false", "3,true"})
    void nothingIsAllocatedForAMessage(int daemons, boolean accelerated) throws Exception {
        CompletableFuture<Void> result = new CompletableFuture<>();
        // As the daemon's own thread: with pools of its own.
        new FastThreadLocalThread(() -> {
                    try (MemoryRing ring =
                            new MemoryRing(daemons, CLIENTS, accelerated, PooledByteBufAllocator.DEFAULT)) {
                        checkAllKinds(ring, daemons);
                        result.complete(null);
                    } catch (RuntimeException | AssertionError e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        try {
            result.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void checkAllKinds(MemoryRing ring, int daemons) {
        int[] services = {ServiceType.FIFO, ServiceType.AGREED, ServiceType.SAFE, ServiceType.RELIABLE};
        for (int length : new int[] {5000, 1350, 100}) {
            for (int service : services) {
                MemoryRing.Message[] messages = new MemoryRing.Message[daemons];
                for (int i = 0; i < daemons; i++) {
                    messages[i] = ring.message(i, service, length);
                }
                ring.exchange(messages, WARM_UP_ROUNDS, WINDOW, CLIENTS);
                assertThat(leastAllocated(ring, messages) / (double) (ROUNDS * daemons))
                        .as("bytes allocated for a message of %d bytes, service 0x%x", length, service)
                        .isLessThan(TOLERATED_BYTES);
            }
        }
    }

    private static long leastAllocated(MemoryRing ring, MemoryRing.Message[] messages) {
        long least = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES; pass++) {
            long before = allocatedBytes();
            ring.exchange(messages, ROUNDS, WINDOW, CLIENTS);
            least = Math.min(least, allocatedBytes() - before);
        }
        return least;
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
