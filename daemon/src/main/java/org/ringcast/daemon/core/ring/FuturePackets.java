package org.ringcast.daemon.core.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;

/**
 * Packets of the ring that is being installed, from members that were faster. Without this they would be dropped and have to be
 * asked for. A bounded number; the rest is asked for.
 */
final class FuturePackets {
    static final int MAX_PACKETS = 256;

    private final CellPool cells;
    private final int[] kept = new int[MAX_PACKETS];
    private final char[] lengths = new char[MAX_PACKETS];
    private final DataPacket packet = new DataPacket();
    private int size;

    /** @param packetBytes of the largest packet */
    FuturePackets(ByteBufAllocator allocator, int packetBytes) {
        cells = new CellPool(allocator, packetBytes);
    }

    /** Copies the packet; false when there is no room. */
    boolean keep(DataPacket received) {
        if (size == MAX_PACKETS) {
            return false;
        }
        int cell = cells.take();
        lengths[size] = (char) received.copyTo(cells.view(cell), 0, Endian.LITTLE);
        kept[size] = cell;
        size++;
        return true;
    }

    /** Hands the packets of the ring {@code id} to {@code receiver} in the order in which they came, and forgets all. */
    void replay(Consumer<DataPacket> receiver, MembershipId id) {
        for (int i = 0; i < size; i++) {
            ByteBuf bytes = cells.view(kept[i]);
            packet.wrap(bytes, 0, lengths[i]);
            if (packet.membershipProcId() == id.procId() && packet.membershipTime() == id.time()) {
                receiver.accept(packet);
            }
        }
        clear();
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            cells.give(kept[i]);
        }
        size = 0;
    }

    void close() {
        clear();
        cells.close();
    }
}
