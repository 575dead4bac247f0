package org.ringcast.harness.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.daemon.wire.WireLimits;

/** Packets: packed from messages as long as there is room, checked and taken apart again; tokens. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketBenchmark {
    /** Of a message with its header: of 15 that share a packet, and of one that fills it. */
    @Param({"85", "1432"})
    private int messageBytes;

    private final DataPacket packet = new DataPacket();
    private final FragmentCursor cursor = new FragmentCursor();
    private final Token token = new Token();
    private final ByteBuf buffer = Unpooled.directBuffer(WireLimits.MAX_PACKET_BYTES);
    private final ByteBuf received = Unpooled.directBuffer(WireLimits.MAX_PACKET_BYTES);
    private final ByteBuf tokenBytes = Unpooled.directBuffer(WireLimits.MAX_PACKET_BYTES);
    private final ByteBuf message = Unpooled.directBuffer(WireLimits.MAX_PACKET_BYTES);
    private int seq;
    private int receivedBytes;

    /** Makes a packet to be received. */
    @Setup
    public void fill() {
        message.writeZero(messageBytes);
        receivedBytes = pack(received);
    }

    /** One packet of as many messages as it takes. */
    @Benchmark
    public int pack() {
        return pack(buffer);
    }

    private int pack(ByteBuf into) {
        packet.wrapNew(into, 0, Endian.LITTLE, PacketType.AGREED);
        packet.setTransmitterId(1);
        packet.setProcId(1);
        packet.setMembership(1, 7000);
        packet.setSeq(1 + (seq++ & 0xffff));
        packet.setConfHash(0x12345678);
        do {
            packet.appendFragment(DataPacket.WHOLE_MESSAGE, message, 0, messageBytes);
        } while (packet.room(WireLimits.MAX_PACKET_BODY_BYTES) >= messageBytes);
        return packet.lengthBytes();
    }

    /** Checks a packet and looks at each of its messages. */
    @Benchmark
    public int validateAndWalk() {
        if (DataPacket.validate(ProtocolLevel.LEVEL_5, received, 0, receivedBytes) != Verdict.OK) {
            throw new IllegalStateException("not legal");
        }
        packet.wrap(received, 0, receivedBytes);
        int sum = packet.seq();
        cursor.reset(packet);
        while (cursor.next()) {
            sum += cursor.lengthBytes();
        }
        return sum;
    }

    /** Writes a token and checks it. */
    @Benchmark
    public int token() {
        token.wrapNew(tokenBytes, 0, Endian.LITTLE);
        token.setArq(seq++);
        if (Token.validate(ProtocolLevel.LEVEL_5, tokenBytes, 0, token.lengthBytes()) == null) {
            throw new IllegalStateException("no verdict");
        }
        return token.arq();
    }
}
