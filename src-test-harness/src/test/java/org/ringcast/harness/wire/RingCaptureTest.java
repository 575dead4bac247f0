package org.ringcast.harness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/** What the captures of rings say about formats, beyond that every packet is read and written unchanged. */
final class RingCaptureTest {
    private static DataPacket data(CapturedDatagram datagram) {
        ByteBuf buffer = datagram.buffer();
        DataPacket packet = new DataPacket();
        packet.wrap(buffer, 0, datagram.payload().length);
        return packet;
    }

    private static List<DataPacket> dataPackets(String name) {
        return DatagramCapture.load(name).datagrams().stream()
                .filter(d -> Packets.kindOf(d.buffer()) == PacketKind.DATA)
                .map(RingCaptureTest::data)
                .toList();
    }

    /** Every packet carries the hash of its configuration, at another place in packets than in tokens. */
    @Test
    void check20_2_hashIsReadFromPacketsAndTokens() {
        Map<String, Integer> hashes = new LinkedHashMap<>();
        for (String line : DatagramCapture.linesOf("README.md")) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 5 && cells[1].startsWith(" `")) {
                String name = cells[1].strip().replace("`", "");
                if (DatagramCapture.names("ring").contains("ring/" + name)) {
                    hashes.put(name, Integer.parseUnsignedInt(cells[4].strip()));
                }
            }
        }
        assertThat(hashes).hasSize(31);
        hashes.forEach((name, hash) -> {
            List<CapturedDatagram> datagrams =
                    DatagramCapture.load("ring/" + name).datagrams();
            assertThat(datagrams)
                    .isNotEmpty()
                    .allSatisfy(d -> assertThat(hashOf(d)).isEqualTo(hash));
        });
    }

    private static int hashOf(CapturedDatagram datagram) {
        ByteBuf buffer = datagram.buffer();
        int length = datagram.payload().length;
        if (PacketKind.onTokenPort(buffer, 0, length) == PacketKind.UNKNOWN) {
            PacketHeader header = new PacketHeader();
            header.wrap(buffer, 0, length);
            return header.confHash();
        }
        TokenHeader header = new TokenHeader();
        header.wrap(buffer, 0, length);
        return header.confHash();
    }

    /**
     * Packets of the big-endian d2 that another daemon sent again are what that daemon makes of the original: header and fragment
     * headers in its own order, messages as they were.
     */
    @Test
    void check20_3_bigEndianPacketsRetransmittedInLittleEndian() {
        String name = "ring/501-1seg-3d-bigendian-d2";
        int bigEndian = 0;
        for (DataPacket packet : dataPackets(name)) {
            if (packet.endian() == Endian.BIG) {
                bigEndian++;
                int length = packet.lengthBytes();
                ByteBuf copy = Unpooled.buffer(1472);
                assertThat(packet.copyTo(copy, 0, Endian.LITTLE)).isEqualTo(length);
                assertThat(DataPacket.validate(ProtocolLevel.LEVEL_5, copy, 0, length))
                        .isEqualTo(Verdict.OK);
                byte[] bytes = new byte[length];
                copy.getBytes(0, bytes);
                byte[] original = new byte[length];
                packet.buffer().getBytes(0, original);
                assertThat(bytes).isEqualTo(ByteSwapper.swap(PacketKind.DATA, original));
                assertThat(fragments(packet)).isEqualTo(fragments(wrap(copy, length)));
            }
        }
        assertThat(bigEndian).isEqualTo(15);
    }

    private static DataPacket wrap(ByteBuf buffer, int length) {
        DataPacket packet = new DataPacket();
        packet.wrap(buffer, 0, length);
        return packet;
    }

    private static List<String> fragments(DataPacket packet) {
        List<String> fragments = new ArrayList<>();
        FragmentCursor cursor = new FragmentCursor().reset(packet);
        while (cursor.next()) {
            fragments.add(cursor.index() + ":" + cursor.lengthBytes());
        }
        return fragments;
    }

    /** What a real daemon packed: 15 messages of 5 bytes, and the others of the list. */
    @Test
    void check20_4_packedPacketsOfRealDaemons() {
        for (String name : List.of("ring/501-1seg-3d-packing", "ring/440-1seg-3d-packing")) {
            TreeSet<String> packed = new TreeSet<>();
            for (DataPacket packet : dataPackets(name)) {
                packed.add(String.join(" ", fragments(packet)));
            }
            assertThat(packed)
                    .contains("-1:85 ".repeat(15).strip())
                    .contains("-1:1416", "-1:1432", "1:1432", "2:1432")
                    .contains("-3:216 -1:100 -1:100 -1:100 -1:100 -1:100")
                    // Packed only when both were queued in time.
                    .contains(name.contains("440") ? "-2:1 -1:90" : "-2:1");
        }
    }

    /** In the packets of one daemon the numbers of a long message follow each other, and the last one is negative. */
    @Test
    void check20_5_fragmentNumbersFollowEachOther() {
        int longMessages = 0;
        for (String name : DatagramCapture.names("ring")) {
            Map<String, Map<Integer, DataPacket>> bySender = new LinkedHashMap<>();
            for (DataPacket packet : dataPackets(name)) {
                String sender = packet.procId() + " " + packet.membershipProcId() + " " + packet.membershipTime();
                bySender.computeIfAbsent(sender, s -> new TreeMap<>()).put(packet.seq(), packet);
            }
            for (Map<Integer, DataPacket> packets : bySender.values()) {
                int expected = 1;
                for (DataPacket packet : packets.values()) {
                    int index = packet.fragmentIndex();
                    assertThat(Math.abs(index))
                            .as("%s seq %d", name, packet.seq())
                            .isEqualTo(expected);
                    longMessages += index < -1 ? 1 : 0;
                    expected = index < 0 ? 1 : index + 1;
                }
            }
        }
        assertThat(longMessages).isGreaterThan(20);
    }
}
