package org.ringcast.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How much of what fits into a packet: messages are put into packets as long as {@link DataPacket#room} allows, and the fragments
 * must be those that real daemons make of messages of these sizes.
 */
final class PackingTest {
    /** Header and the name of one group. */
    private static final int MESSAGE_OVERHEAD = 48 + 32;

    private final ByteBuf source = Unpooled.buffer(65536);
    private final ByteBuf out = Unpooled.buffer(1472, 1472);

    /** The packets made of messages with one group and {@code dataSizes} bytes each, as "index:length ..". */
    private List<String> pack(int... dataSizes) {
        source.setZero(0, source.capacity());
        List<String> packets = new ArrayList<>();
        DataPacket packet = new DataPacket();
        StringBuilder fragments = new StringBuilder();
        packet.wrapNew(out, 0, Endian.LITTLE, PacketType.FIFO);
        for (int dataSize : dataSizes) {
            int total = MESSAGE_OVERHEAD + dataSize;
            int count = (total + 1431) / 1432;
            for (int number = 1; number <= count; number++) {
                int length = Math.min(1432, total - 1432 * (number - 1));
                if (length > packet.room(WireLimits.MAX_PACKET_BODY_BYTES)) {
                    packets.add(finish(packet, fragments));
                }
                int index = number < count ? number : -count;
                packet.appendFragment(index, source, 0, length);
                fragments
                        .append(fragments.isEmpty() ? "" : " ")
                        .append(index)
                        .append(':')
                        .append(length);
            }
        }
        packets.add(finish(packet, fragments));
        return packets;
    }

    private String finish(DataPacket packet, StringBuilder fragments) {
        packet.setSeq(1);
        assertThat(DataPacket.validate(ProtocolLevel.LEVEL_5, out, 0, packet.lengthBytes()))
                .isEqualTo(Verdict.OK);
        String done = fragments.toString();
        fragments.setLength(0);
        packet.wrapNew(out, 0, Endian.LITTLE, PacketType.FIFO);
        return done;
    }

    @Test
    void check20_4_fifteenMessagesOfFiveBytesFillAPacket() {
        int[] sizes = new int[20];
        Arrays.fill(sizes, 5);
        List<String> packets = pack(sizes);
        assertThat(packets).hasSize(2);
        assertThat(packets.get(0).split(" ", -1)).hasSize(15).containsOnly("-1:85");
        assertThat(packets.get(1).split(" ", -1)).hasSize(5);
    }

    @Test
    void check20_4_messagesThatFillAPacketStayAlone() {
        assertThat(pack(1336, 10)).containsExactly("-1:1416", "-1:90");
        assertThat(pack(1352, 10)).containsExactly("-1:1432", "-1:90");
    }

    @Test
    void check20_4_longMessagesAreCutAndTheirEndsArePacked() {
        assertThat(pack(1353, 10)).containsExactly("1:1432", "-2:1 -1:90");
        assertThat(pack(3000, 20, 20, 20, 20, 20))
                .containsExactly("1:1432", "2:1432", "-3:216 -1:100 -1:100 -1:100 -1:100 -1:100");
    }

    /** A fragment of 1424 bytes leaves room for a header and four bytes, one of 1425 for one byte less than none. */
    @Test
    void roomAtTheEnd() {
        DataPacket packet = new DataPacket();
        packet.wrapNew(out, 0, Endian.BIG, PacketType.FIFO);
        assertThat(packet.room(1432)).isEqualTo(1432);
        packet.appendFragment(-1, source, 0, 1424);
        assertThat(packet.room(1432)).isEqualTo(4);
        packet.wrapNew(out, 0, Endian.BIG, PacketType.FIFO);
        packet.appendFragment(-1, source, 0, 1425);
        assertThat(packet.room(1432)).isZero();
        packet.wrapNew(out, 0, Endian.BIG, PacketType.FIFO);
        packet.appendFragment(-1, source, 0, 1432);
        assertThat(packet.room(1432)).isNegative();
    }

    /** What is between fragments does not show what was in the buffer before. */
    @Test
    void defect20_20_alignmentAndPaddingAreZero() {
        for (int i = 0; i < 200; i++) {
            out.setByte(i, 0x5a);
        }
        DataPacket packet = new DataPacket();
        packet.wrapNew(out, 0, Endian.LITTLE, PacketType.FIFO);
        packet.appendFragment(-1, source, 0, 49);
        packet.appendFragment(-1, source, 0, 48);
        assertThat(out.getShort(PacketHeader.PADDING_OFFSET)).isZero();
        assertThat(out.getMedium(40 + 49)).isZero();
        assertThat(packet.lengthBytes()).isEqualTo(40 + 52 + 4 + 48);
    }
}
