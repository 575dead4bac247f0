package org.ringcast.harness.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ringcast.daemon.core.ring.PacketWindow;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.WireLimits;

/** The packet window: a token rotation's packets are stored, handed up and freed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WindowBenchmark {
    private static final int ROTATION = 160;

    private final PacketWindow window = new PacketWindow(PooledByteBufAllocator.DEFAULT, 1472);
    private final DataPacket packet = new DataPacket();
    private final ByteBuf bytes = Unpooled.directBuffer(WireLimits.MAX_PACKET_BYTES);
    private int seq;

    /** Makes a full packet. */
    @Setup
    public void fill() {
        ByteBuf message = Unpooled.buffer(WireLimits.MAX_PACKET_BODY_BYTES).writeZero(WireLimits.MAX_PACKET_BODY_BYTES);
        packet.wrapNew(bytes, 0, Endian.LITTLE, PacketType.AGREED);
        packet.appendFragment(DataPacket.WHOLE_MESSAGE, message, 0, message.readableBytes());
        message.release();
    }

    /** Gives the slabs back. */
    @TearDown
    public void close() {
        window.close();
        bytes.release();
    }

    /** Time for each packet. */
    @Benchmark
    @OperationsPerInvocation(ROTATION)
    public int storeDeliverFree() {
        int sum = 0;
        int first = seq + 1;
        for (int i = 0; i < ROTATION; i++) {
            packet.setSeq(++seq & 0x7fffffff);
            window.store(packet, 1, PacketWindow.SlotState.PRESENT);
        }
        for (int i = first; i < first + ROTATION; i++) {
            sum += window.packet(i).readableBytes();
            window.setDelivered(i);
        }
        for (int i = first; i < first + ROTATION; i++) {
            window.free(i);
        }
        return sum;
    }
}
