package org.ringcast.harness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.wire.DataPacket;
import org.ringcast.daemon.wire.FragmentCursor;
import org.ringcast.daemon.wire.MessageHeader;
import org.ringcast.daemon.wire.PacketHeader;
import org.ringcast.daemon.wire.PacketKind;
import org.ringcast.daemon.wire.PacketType;
import org.ringcast.daemon.wire.RequestBlock;
import org.ringcast.daemon.wire.Token;
import org.ringcast.daemon.wire.TokenHeader;
import org.ringcast.harness.vectors.CapturedDatagram;
import org.ringcast.harness.vectors.DatagramCapture;

/**
 * The captures of {@code vectors/ring} come with a decode in words that was made by another program. What the flyweights read,
 * put in the same words, must be that text line by line (times left out).
 */
final class RingTextTest {
    private static final Map<Integer, String> IDS = new HashMap<>();

    private static final Object[] TYPE_NAMES = {
        0x1, "UNREL",
        0x2, "RELIABLE",
        0x4, "FIFO",
        0x8, "AGREED",
        0x10, "SAFE",
        0x20, "ROUTED",
        0x40, "HURRY",
        0x100, "ALIVE",
        0x200, "JOIN",
        0x400, "REFER",
        0x1000, "FORM1",
        0x2000, "FORM2"
    };

    static {
        IDS.put(0x5c8d7aef, "d1");
        IDS.put(0x14c565a0, "d2");
        IDS.put(0xef46226e, "d3");
        IDS.put(0xd5c30851, "d4");
        for (int i = 1; i <= 3; i++) {
            IDS.put(0x0a140000 + i, "d" + i);
            IDS.put(0x0a150000 + i, "d" + i);
            IDS.put(0x7f000000 + i, "d" + i);
        }
        IDS.put(-1, "-1");
        IDS.put(0, "0");
    }

    static Stream<String> captures() {
        return DatagramCapture.names("ring").stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void fieldsReadAsDecodedIndependently(String name) {
        List<String> lines = new ArrayList<>();
        for (CapturedDatagram datagram : DatagramCapture.load(name).datagrams()) {
            describe(datagram, lines);
        }
        List<String> expected = DatagramCapture.linesOf(name + ".txt").stream()
                .map(line -> line.startsWith(" ") ? line : line.substring(line.indexOf(' ') + 1))
                .map(line -> line.replaceFirst("^\\S+ > \\S+ ", ""))
                .toList();
        assertThat(lines).isEqualTo(expected);
    }

    private static void describe(CapturedDatagram datagram, List<String> lines) {
        ByteBuf buffer = datagram.buffer();
        int length = datagram.payload().length;
        if (PacketKind.onTokenPort(buffer, 0, length) == PacketKind.UNKNOWN) {
            describePacket(buffer, length, lines);
        } else {
            describeToken(buffer, length, lines);
        }
    }

    private static String id(int id) {
        String name = IDS.get(id);
        return name == null ? String.format(Locale.ROOT, "0x%08x", id) : name;
    }

    private static String typeNames(int type) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < TYPE_NAMES.length; i += 2) {
            if ((type & (Integer) TYPE_NAMES[i]) != 0) {
                names.add((String) TYPE_NAMES[i + 1]);
            }
        }
        return String.join("|", names);
    }

    private static void describeToken(ByteBuf buffer, int length, List<String> lines) {
        Token token = new Token();
        token.wrap(buffer, 0, length);
        lines.add(String.format(
                Locale.ROOT,
                "TOKEN type=%08x %s arq=%d retr=%d tx=%s proc=%s memb=(%s,%d) seq=%d aru=%d last=%s fc=%d rtr_len=%d"
                        + " hash=%s len=%d",
                token.type(),
                typeNames(token.type() & ~PacketType.ARQ_MASK & ~PacketType.RETRANS_MASK),
                token.arq(),
                token.retrans(),
                id(token.transmitterId()),
                id(token.procId()),
                id(token.membershipProcId()),
                token.membershipTime(),
                token.seq(),
                token.aru(),
                id(token.aruLastId()),
                token.flowControl(),
                token.rtrLen(),
                Integer.toUnsignedString(token.confHash()),
                length));
        if (token.kind() != PacketKind.TOKEN) {
            return;
        }
        assertThat(token.lengthBytes()).isEqualTo(TokenHeader.BODY_OFFSET + token.rtrLen());
        RequestBlock block = new RequestBlock();
        for (boolean more = token.firstRequest(block); more; more = token.nextRequest(block)) {
            List<Integer> seqs = new ArrayList<>();
            for (int i = 0; i < Math.min(40, block.numSeq()); i++) {
                seqs.add(block.seq(i));
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "      RTR memb=(%s,%d) proc=%s seg=%d n=%d %s",
                    id(block.membershipProcId()),
                    block.membershipTime(),
                    id(block.procId()),
                    block.segmentIndex(),
                    block.numSeq(),
                    seqs));
        }
    }

    private static void describePacket(ByteBuf buffer, int length, List<String> lines) {
        DataPacket packet = new DataPacket();
        packet.wrap(buffer, 0, length);
        int padding = buffer.getShortLE(PacketHeader.PADDING_OFFSET) & 0xffff;
        lines.add(String.format(
                Locale.ROOT,
                "PACK  type=%08x %s tx=%s proc=%s memb=(%s,%d) seq=%d round=%d hash=%s data_len=%d pad=%04x frag=(%d,%d)"
                        + " len=%d",
                packet.type(),
                typeNames(packet.type()),
                id(packet.transmitterId()),
                id(packet.procId()),
                id(packet.membershipProcId()),
                packet.membershipTime(),
                packet.seq(),
                packet.tokenRound(),
                Integer.toUnsignedString(packet.confHash()),
                packet.dataLen(),
                padding,
                packet.fragmentIndex(),
                packet.fragmentLen(),
                length));
        if (packet.kind() != PacketKind.DATA) {
            return;
        }
        FragmentCursor fragments = new FragmentCursor().reset(packet);
        while (fragments.next()) {
            String line = String.format(
                    Locale.ROOT,
                    "      frag idx=%d len=%d @%d",
                    fragments.index(),
                    fragments.lengthBytes(),
                    fragments.bodyOffset());
            boolean startsMessage = Math.abs(fragments.index()) == 1 && fragments.lengthBytes() >= 48;
            lines.add(startsMessage ? line + describeMessage(fragments) : line);
        }
    }

    /** The decode takes what the sender field holds for a name, in GROUPS messages too. */
    private static String describeMessage(FragmentCursor fragments) {
        ByteBuf buffer = fragments.buffer();
        int at = fragments.offset();
        int end = at + fragments.lengthBytes();
        MessageHeader header = new MessageHeader();
        header.wrap(buffer, at, fragments.lengthBytes());
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < Math.min(4, header.numGroups()); i++) {
            groups.add(pythonBytes(header.group(i).toBytes()));
        }
        int hint = buffer.getIntLE(at + MessageHeader.HINT_OFFSET);
        int data = Math.min(end, at + MessageHeader.GROUPS_OFFSET + 32 * header.numGroups());
        return String.format(
                Locale.ROOT,
                " MSG type=%08x from=%s ng=%d hint=%08x dlen=%d groups=[%s] data=%s",
                header.type(),
                pythonBytes(stripped(bytes(buffer, at + MessageHeader.SENDER_OFFSET, 32))),
                header.numGroups(),
                hint,
                header.dataLen(),
                String.join(", ", groups),
                pythonBytes(bytes(buffer, data, Math.min(16, end - data))));
    }

    private static byte[] bytes(ByteBuf buffer, int at, int count) {
        byte[] bytes = new byte[count];
        buffer.getBytes(at, bytes);
        return bytes;
    }

    private static byte[] stripped(byte[] field) {
        int length = field.length;
        while (length > 0 && field[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(field, length);
    }

    /** As the other program shows bytes. */
    private static String pythonBytes(byte[] bytes) {
        boolean single = false;
        boolean twice = false;
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            single |= b == '\'';
            twice |= b == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        for (byte b : bytes) {
            switch (b) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b == quote) {
                        text.append('\\').append(quote);
                    } else if (b >= 0x20 && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
                    }
                }
            }
        }
        return "b" + quote + text + quote;
    }
}
