package org.ringcast.harness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.ProtocolLevel;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.daemon.wire.WireValidator;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/**
 * Every packet that real daemons and monitors sent must pass its validator and come out of decoder and encoder with the bytes
 * it went in with, those without meaning apart; and so must its copy in the other byte order, which must tell the same values.
 * The number of packets of each kind is printed at the end; a kind without any is a failure.
 */
final class CaptureRoundTripTest {
    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private static final Set<PacketKind> SEEN_4 = EnumSet.noneOf(PacketKind.class);
    private static final Set<PacketKind> SEEN_5 = EnumSet.noneOf(PacketKind.class);

    private final Recoder recoder = new Recoder();
    private final ByteBuf copy = Unpooled.buffer(65536, 65536);

    static Stream<String> captures() {
        // Not packets of daemons.
        return DatagramCapture.names().stream().filter(name -> !name.equals("monitor/spsend"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void check20_1_check30_1_everyDatagramIsReadAndWrittenUnchanged(String name) {
        DatagramCapture capture = DatagramCapture.load(name);
        ProtocolLevel level = ProtocolLevel.of(capture.protocolLevel());
        WireValidator validator = new WireValidator(level, 3);
        assertThat(capture.datagrams()).isNotEmpty();
        for (CapturedDatagram datagram : capture.datagrams()) {
            byte[] original = datagram.payload();
            PacketKind kind = Packets.kindOf(datagram.buffer());
            byte[] swapped = ByteSwapper.swap(kind, original);
            Endian order = Endian.of(datagram.buffer().getIntLE(0));
            Endian otherOrder = order == Endian.LITTLE ? Endian.BIG : Endian.LITTLE;

            assertThat(validate(validator, kind, original))
                    .as("%s %s", kind, datagram)
                    .isEqualTo(Verdict.OK);
            assertSame(kind, recode(kind, original, order), original, datagram);

            assertThat(validate(validator, kind, swapped))
                    .as("swapped %s", datagram)
                    .isEqualTo(Verdict.OK);
            assertSame(kind, recode(kind, swapped, otherOrder), swapped, datagram);
            // The same values: written in one order, nothing tells the two apart.
            assertSame(kind, recode(kind, swapped, order), original, datagram);
            count(level, kind, order, original.length);
        }
    }

    private static Verdict validate(WireValidator validator, PacketKind kind, byte[] bytes) {
        ByteBuf packet = Unpooled.wrappedBuffer(bytes);
        if (Packets.isStatusReply(kind, bytes.length)) {
            return StatusReply.validate(packet, 0, bytes.length);
        }
        return validator.validate(kind, packet, 0, bytes.length);
    }

    private byte[] recode(PacketKind kind, byte[] bytes, Endian target) {
        copy.setZero(0, bytes.length);
        int length = recoder.recode(kind, Unpooled.wrappedBuffer(bytes), bytes.length, copy, target);
        byte[] result = new byte[length];
        copy.getBytes(0, result);
        return result;
    }

    private static void assertSame(PacketKind kind, byte[] actual, byte[] expected, CapturedDatagram datagram) {
        byte[] wanted = Undefined.blank(kind, expected);
        if (!Arrays.equals(actual, wanted)) {
            assertThat(HexFormat.of().formatHex(actual))
                    .as("%s %s", kind, datagram)
                    .isEqualTo(HexFormat.of().formatHex(wanted));
        }
    }

    private static void count(ProtocolLevel level, PacketKind kind, Endian order, int length) {
        String detail = kind == PacketKind.STATUS ? Packets.isStatusReply(kind, length) ? " reply" : " request" : "";
        COUNTS.merge(kind + detail + ", level " + level.number() + ", " + order, 1, Integer::sum);
        (level == ProtocolLevel.LEVEL_4 ? SEEN_4 : SEEN_5).add(kind);
    }

    @AfterAll
    static void everyKindWasThere() {
        List<String> lines = COUNTS.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
        System.out.println("Packets read and written again:\n  " + String.join("\n  ", lines));
        Set<PacketKind> all = EnumSet.complementOf(EnumSet.of(PacketKind.UNKNOWN));
        assertThat(SEEN_4).as("kinds seen at level 4").isEqualTo(all);
        assertThat(SEEN_5).as("kinds seen at level 5").isEqualTo(all);
    }
}
