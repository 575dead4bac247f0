package org.ringcast.harness.bench;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ringcast.protocol.ServiceType;

/**
 * The cores of whole rings, from clients' frames to clients' frames, the packer among them. Time is that of all daemons together for
 * one message, so what is left of the measured cost of a daemon is sockets and the kernel.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Djmh.executor=CUSTOM",
            "-Djmh.executor.class=org.ringcast.harness.bench.DaemonThreads",
            "-Dio.netty.leakDetection.level=disabled"
        })
public class RingBenchmark {
    private static final int ROUNDS = 64;
    private static final int MAX_DAEMONS = 3;
    private static final int WINDOW = 8;

    @Param({"100", "1350", "16000"})
    private int bodyBytes;

    private final MemoryRing ring = new MemoryRing(MAX_DAEMONS, 1, false, PooledByteBufAllocator.DEFAULT);
    private final MemoryRing.Message[] messages = new MemoryRing.Message[MAX_DAEMONS];

    /** Makes the messages. */
    @Setup
    public void fill() {
        for (int i = 0; i < MAX_DAEMONS; i++) {
            messages[i] = ring.message(i, ServiceType.AGREED, bodyBytes);
        }
    }

    /** Ends the daemons. */
    @TearDown
    public void close() {
        ring.close();
    }

    /** Every daemon's client sends, and the clients of all daemons receive. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS * MAX_DAEMONS)
    public long exchange() {
        ring.exchange(messages, ROUNDS, WINDOW, 1);
        return ring.delivered();
    }
}
