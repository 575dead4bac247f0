package org.ringcast.harness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.wire.Endian;
import org.ringcast.daemon.wire.FlowControlRequest;
import org.ringcast.daemon.wire.MonitorProtocol;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.PartitionRequest;
import org.ringcast.daemon.wire.ProbePacket;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.Verdict;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/** Packets of monitors: read as they were decoded independently, and the requests made anew byte for byte. */
final class MonitorCaptureTest {
    private final ByteBuf out = Unpooled.buffer(1472);

    /** One entry of {@code packets-VERSION.json}. */
    private record Entry(String kind, String json, ByteBuf packet) {
        int number(String field) {
            Matcher matcher = Pattern.compile("\"" + field + "\": (\"0x([0-9a-fA-F]+)\"|-?\\d+)")
                    .matcher(json);
            assertThat(matcher.find()).as(field).isTrue();
            return matcher.group(2) == null
                    ? (int) Long.parseLong(matcher.group(1))
                    : Integer.parseUnsignedInt(matcher.group(2), 16);
        }

        List<Integer> numbers(String field) {
            Matcher matcher = Pattern.compile("\"" + field + "\": (\\[[\\[\\]\\s,\\d-]*])")
                    .matcher(json);
            assertThat(matcher.find()).as(field).isTrue();
            List<Integer> numbers = new ArrayList<>();
            Matcher each = Pattern.compile("-?\\d+").matcher(matcher.group(1));
            while (each.find()) {
                numbers.add(Integer.valueOf(each.group()));
            }
            return numbers;
        }
    }

    private static List<Entry> entries(String version) {
        String all = String.join("\n", DatagramCapture.linesOf("monitor/packets-" + version + ".json"));
        List<Entry> entries = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?s)\"kind\": \"([^\"]*)\"(.*?)\"hex\": \"([0-9a-f]*)\"")
                .matcher(all);
        while (matcher.find()) {
            ByteBuf packet = Unpooled.wrappedBuffer(HexFormat.of().parseHex(matcher.group(3)));
            entries.add(new Entry(matcher.group(1), matcher.group(2), packet));
        }
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0.1", "4.4.0"})
    void headersAreReadAsDecodedIndependently(String version) {
        List<Entry> entries = entries(version);
        assertThat(entries).hasSizeGreaterThanOrEqualTo(6);
        for (Entry entry : entries) {
            PacketHeader header = new PacketHeader();
            header.wrap(entry.packet(), 0, entry.packet().capacity());
            assertThat(header.lengthBytes()).isEqualTo(entry.number("length"));
            assertThat(header.type()).isEqualTo(entry.number("type"));
            assertThat(header.transmitterId()).isEqualTo(entry.number("transmiter_id"));
            assertThat(header.procId()).isEqualTo(entry.number("proc_id"));
            assertThat(header.membershipProcId()).isEqualTo(entry.number("memb_proc_id"));
            assertThat(header.membershipTime()).isEqualTo(entry.number("memb_time"));
            assertThat(header.seq()).isEqualTo(entry.number("seq"));
            assertThat(header.tokenRound()).isEqualTo(entry.number("token_round"));
            assertThat(header.confHash()).isEqualTo(entry.number("conf_hash"));
            assertThat(header.dataLen()).isEqualTo(entry.number("data_len"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0.1", "4.4.0"})
    void check60_1_statusFieldsAreReadAsDecodedIndependently(String version) {
        int replies = 0;
        for (Entry entry : entries(version)) {
            if (entry.kind().equals("status reply")) {
                replies++;
                StatusReply reply = new StatusReply();
                reply.wrap(entry.packet(), 0, entry.packet().capacity());
                for (StatusReply.Field field : StatusReply.Field.values()) {
                    String name = field.name().toLowerCase(Locale.ROOT);
                    assertThat(reply.get(field)).as(name).isEqualTo(entry.number(name));
                }
            }
        }
        assertThat(replies).isPositive();
    }

    /** All requests, from nothing but the numbers of the independent decode. */
    @ParameterizedTest
    @ValueSource(strings = {"5.0.1", "4.4.0"})
    void check60_3_requestsAreMadeByteForByte(String version) {
        int made = 0;
        for (Entry entry : entries(version)) {
            PacketHeader request = make(entry);
            if (request != null) {
                made++;
                request.setTransmitterId(entry.number("transmiter_id"));
                request.setProcId(entry.number("proc_id"));
                request.setMembership(entry.number("memb_proc_id"), 0);
                request.setSeq(entry.number("seq"));
                request.setConfHash(entry.number("conf_hash"));
                assertThat(out.slice(0, request.lengthBytes())).as(entry.kind()).isEqualTo(entry.packet());
            }
            if (version.equals("4.4.0") && request != null) {
                assertThat(request.confHash()).isEqualTo(MonitorProtocol.LEVEL_4_HASH);
                assertThat(request.membershipProcId()).isEqualTo(MonitorProtocol.LEVEL_4_MAGIC);
            }
        }
        assertThat(made).isGreaterThanOrEqualTo(5);
    }

    private PacketHeader make(Entry entry) {
        switch (entry.kind()) {
            case "status request", "reload" -> {
                PacketHeader request = new PacketHeader();
                request.wrapNew(
                        out, 0, Endian.LITTLE, entry.kind().equals("reload") ? PacketType.RELOAD : PacketType.STATUS);
                return request;
            }
            case "partition", "terminate" -> {
                PartitionRequest request = new PartitionRequest();
                request.wrapNew(out, 0, Endian.LITTLE);
                List<Integer> components = entry.numbers("entries_0_4");
                for (int i = 0; i < components.size(); i++) {
                    request.setComponent(i, components.get(i));
                }
                return request;
            }
            case "flow control" -> {
                FlowControlRequest request = new FlowControlRequest();
                request.wrapNew(out, 0, Endian.LITTLE);
                List<Integer> windows = entry.numbers("pairs_0_4");
                for (int i = 0; i < windows.size(); i += 2) {
                    request.setPersonalWindow(i / 2, windows.get(i));
                    request.setAcceleratedWindow(i / 2, windows.get(i + 1));
                }
                return request;
            }
            default -> {
                return null;
            }
        }
    }

    /** spsend's packets: count, size, and one end packet a round. */
    @Test
    void probePackets() {
        ProbePacket probe = new ProbePacket();
        ProbePacket written = new ProbePacket();
        List<String> seen = new ArrayList<>();
        for (CapturedDatagram datagram : DatagramCapture.load("monitor/spsend").datagrams()) {
            int length = datagram.payload().length;
            assertThat(ProbePacket.validate(datagram.buffer(), 0, length)).isEqualTo(Verdict.OK);
            probe.wrap(datagram.buffer(), 0, length);
            assertThat(probe.size()).isEqualTo(length);
            seen.add((probe.isEnd() ? "end " : "") + probe.count());
            for (Endian endian : Endian.values()) {
                written.wrapNew(out, 0, endian, length, probe.count(), probe.isEnd());
                assertThat(ProbePacket.validate(out, 0, length)).isEqualTo(Verdict.OK);
                assertThat(written.count()).isEqualTo(probe.count());
                if (endian == probe.endian()) {
                    assertThat(out.slice(0, ProbePacket.HEADER_BYTES))
                            .isEqualTo(datagram.buffer().slice(0, ProbePacket.HEADER_BYTES));
                }
            }
        }
        assertThat(seen).isNotEmpty().startsWith("1", "2", "3", "end 3");
        assertThat(ProbePacket.validate(Unpooled.wrappedBuffer(new byte[11]), 0, 11))
                .isEqualTo(Verdict.TOO_SHORT);
        assertThat(PacketKind.ofPacket(0)).isEqualTo(PacketKind.UNKNOWN);
    }
}
