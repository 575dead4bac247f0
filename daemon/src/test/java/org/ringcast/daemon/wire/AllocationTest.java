package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The packets of a running ring are checked, read, kept and written without making garbage. */
final class AllocationTest {
    private static final int PACKETS = 20_000;

    private final WireValidator validator = new WireValidator(ProtocolLevel.LEVEL_5, 3);
    private final DataPacket data = new DataPacket();
    private final DataPacket written = new DataPacket();
    private final FragmentCursor fragments = new FragmentCursor();
    private final Token token = new Token();
    private final Token next = new Token();
    private final RequestBlock block = new RequestBlock();
    private final ByteBuf out = Unpooled.buffer(2048);
    private final ByteBuf dataBytes = Sample.load("data").buffer();
    private final ByteBuf bigEndianBytes = Sample.load("data-big-endian").buffer();
    private final ByteBuf tokenBytes = Sample.load("token").buffer();

    @Test
    void ringPacketsMakeNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        int good = cycle(); // loads the classes
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < PACKETS; i++) {
            good += cycle();
        }
        long allocated = threads.getThreadAllocatedBytes(id) - before;
        assertThat(good).isEqualTo(3 * (PACKETS + 1));
        // Less than a byte for each packet: what the virtual machine does for itself.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** Number of good packets. */
    private int cycle() {
        int good = receiveData(dataBytes) + receiveData(bigEndianBytes);
        int length = tokenBytes.capacity();
        PacketKind kind = PacketKind.onTokenPort(tokenBytes, 0, length);
        good += validator.validate(kind, tokenBytes, 0, length).isOk() ? 1 : 0;
        token.wrap(tokenBytes, 0, length);
        next.wrapNew(out, 0, Endian.LITTLE);
        next.setArq(token.arq() + 1);
        next.setSeq(token.seq());
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            next.appendCopy(block);
        }
        return good;
    }

    private int receiveData(ByteBuf bytes) {
        int length = bytes.capacity();
        PacketKind kind = PacketKind.onDataPort(bytes, 0, length);
        int good = validator.validate(kind, bytes, 0, length).isOk() ? 1 : 0;
        data.wrap(bytes, 0, length);
        data.copyTo(out, 0, Endian.LITTLE);
        written.wrapNew(out, 0, Endian.BIG, data.service());
        fragments.reset(data);
        while (fragments.next()) {
            written.appendFragment(fragments.index(), fragments.buffer(), fragments.offset(), fragments.lengthBytes());
        }
        return good;
    }
}
