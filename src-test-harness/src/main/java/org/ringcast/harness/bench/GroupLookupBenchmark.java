package org.ringcast.harness.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
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
import org.ringcast.daemon.core.session.NameKey;
import org.ringcast.daemon.core.session.NameTable;

/** Groups found by the bytes of their names in messages. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GroupLookupBenchmark {
    /** Names that are asked for, in an order by chance. */
    private static final int ASKED = 4096;

    @Param({"10", "1000", "100000"})
    private int groups;

    private final NameTable<Integer> table = new NameTable<>();
    private final ByteBuf fields = Unpooled.directBuffer(ASKED * NameKey.FIELD_BYTES);
    private int next;

    /** Fills the table. */
    @Setup
    public void fill() {
        for (int i = 0; i < groups; i++) {
            table.put(NameKey.of("application.group-" + i), i);
        }
        Random random = new Random(1);
        for (int i = 0; i < ASKED; i++) {
            byte[] field = new byte[NameKey.FIELD_BYTES];
            byte[] name = ("application.group-" + random.nextInt(groups)).getBytes(UTF_8);
            System.arraycopy(name, 0, field, 0, name.length);
            fields.writeBytes(field);
        }
    }

    /** One group. */
    @Benchmark
    public Integer find() {
        next = (next + 1) & (ASKED - 1);
        return table.get(fields, next * NameKey.FIELD_BYTES);
    }
}
