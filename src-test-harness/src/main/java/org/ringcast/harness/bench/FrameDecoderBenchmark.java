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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ringcast.daemon.session.InputAssembler;
import org.ringcast.daemon.session.ItemReader;
import org.ringcast.protocol.FrameHeader;
import org.ringcast.protocol.FrameValidator;
import org.ringcast.protocol.GroupName;
import org.ringcast.protocol.Limits;
import org.ringcast.protocol.PrivateGroup;
import org.ringcast.protocol.ServiceType;

/** Frames of a client cut out of its byte stream, their headers checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameDecoderBenchmark {
    private static final int FRAMES = 32;

    @Param({"100", "1350"})
    private int bodyBytes;

    /** Whether every piece ends in the middle of a frame. */
    @Param({"false", "true"})
    private boolean torn;

    private final InputAssembler assembler = new InputAssembler(PooledByteBufAllocator.DEFAULT, new Frames());
    private ByteBuf stream;
    private int firstPiece;
    private int taken;

    private final class Frames implements ItemReader {
        private final FrameValidator validator = new FrameValidator(new PrivateGroup("bench", "d1"));
        private final FrameHeader header = new FrameHeader();
        private final byte[] scratch = new byte[Limits.HEADER];

        @Override
        public boolean mayTake() {
            return true;
        }

        @Override
        public int itemBytes(ByteBuf head) {
            if (head.readableBytes() < Limits.HEADER) {
                return Limits.HEADER;
            }
            head.getBytes(head.readerIndex(), scratch);
            if (validator.checkHeader(header.wrap(scratch, 0)) != null) {
                throw new IllegalStateException("not legal");
            }
            return (int) (Limits.HEADER + header.payloadLength());
        }

        @Override
        public void take(ByteBuf item) {
            taken += item.readableBytes();
        }
    }

    /** Makes the stream. */
    @Setup
    public void fill() {
        byte[] frame = new byte[Limits.HEADER + Limits.GROUP_NAME + bodyBytes];
        GroupName sender = GroupName.of("#bench#d1");
        FrameHeader.write(
                frame, 0, true, ServiceType.AGREED, sender, 1, FrameHeader.rawHintOf((short) 0, true), bodyBytes);
        GroupName.of("group").writeField(frame, Limits.HEADER);
        stream = Unpooled.directBuffer(FRAMES * frame.length);
        for (int i = 0; i < FRAMES; i++) {
            stream.writeBytes(frame);
        }
        firstPiece = torn ? stream.writerIndex() / 2 - frame.length / 2 : stream.writerIndex();
    }

    /** Time for each frame. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int decode() {
        int end = stream.capacity();
        // The assembler gives one reference back for each piece.
        assembler.onBytes(stream.retain().setIndex(0, firstPiece));
        if (firstPiece < end) {
            assembler.onBytes(stream.retain().setIndex(firstPiece, end));
        }
        return taken;
    }
}
