package org.ringcast.harness.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader on small files made by hand, for what the captures of this module do not have. */
final class PcapReaderTest {
    private static final String IPV4_UDP =
            // header, length 32, no fragment, UDP, 10.0.0.1 to 10.0.0.2; ports 1 and 2, length 12; payload
            "45000020 00070000 40110000 0a000001 0a000002" + "0001 0002 000c 0000" + "deadbeef";
    private static final String IPV6_UDP =
            "60000000 000c 11 40 fd000000000000000000000000000001 fd000000000000000000000000000002"
                    + "0001 0002 000c 0000 deadbeef";

    private static List<CapturedDatagram> read(int magic, boolean little, int linkType, String... frames)
            throws IOException {
        ByteBuf file = Unpooled.buffer();
        writeInts(file, little, magic, 0x00040002, 0, 0, 65535, linkType);
        for (String frame : frames) {
            byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
            writeInts(file, little, 100, 5, bytes.length, bytes.length);
            file.writeBytes(bytes);
        }
        byte[] all = new byte[file.readableBytes()];
        file.readBytes(all);
        return PcapReader.read(new ByteArrayInputStream(all));
    }

    private static void writeInts(ByteBuf file, boolean little, int... values) {
        for (int value : values) {
            if (little) {
                file.writeIntLE(value);
            } else {
                file.writeInt(value);
            }
        }
    }

    private static List<CapturedDatagram> read(int linkType, String... frames) throws IOException {
        return read(0xa1b2c3d4, true, linkType, frames);
    }

    private static void assertOne(List<CapturedDatagram> datagrams) {
        assertThat(datagrams).hasSize(1);
        assertThat(datagrams.get(0).source().getPort()).isEqualTo(1);
        assertThat(datagrams.get(0).destination().getPort()).isEqualTo(2);
        assertThat(datagrams.get(0).payload())
                .isEqualTo(new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef});
        assertThat(datagrams.get(0)).asString().endsWith("deadbeef");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 02000000",
        "108, 00000002",
        "1, 0102030405060708090a0b0c 0800",
        "1, 0102030405060708090a0b0c 8100 0005 0800",
        "12, ''",
        "101, ''",
        "228, ''",
        "113, 0000 0001 0006 0000000000000000 0800",
        "276, 0800 0000 00000001 0001 00 06 0000000000000000"
    })
    void linkTypes(int linkType, String linkHeader) throws IOException {
        List<CapturedDatagram> datagrams = read(linkType, linkHeader + IPV4_UDP);
        assertOne(datagrams);
        assertThat(datagrams.get(0).source().getAddress().getHostAddress()).isEqualTo("10.0.0.1");
        assertThat(datagrams.get(0).destination().getAddress().getHostAddress()).isEqualTo("10.0.0.2");
        assertThat(datagrams.get(0).timeNs()).isEqualTo(100_000_005_000L);
    }

    @Test
    void ipv6() throws IOException {
        List<CapturedDatagram> datagrams = read(1, "0102030405060708090a0b0c 86dd" + IPV6_UDP);
        assertOne(datagrams);
        assertThat(datagrams.get(0).destination().getAddress().getHostAddress()).isEqualTo("fd00:0:0:0:0:0:0:2");
    }

    @Test
    void nanosecondsAndBigEndianFiles() throws IOException {
        assertThat(read(0xa1b23c4d, true, 101, IPV4_UDP).get(0).timeNs()).isEqualTo(100_000_000_005L);
        assertThat(read(0xa1b23c4d, false, 101, IPV4_UDP).get(0).timeNs()).isEqualTo(100_000_000_005L);
        assertThat(read(0xa1b2c3d4, false, 101, IPV4_UDP).get(0).timeNs()).isEqualTo(100_000_005_000L);
    }

    /** The second piece comes first, and a piece of another packet in between. */
    @Test
    void ipv4FragmentsInAnyOrder() throws IOException {
        String second = "45000018 00070001 40110000 0a000001 0a000002 deadbeef";
        String other = "4500001c 00082000 40110000 0a000001 0a000002 0001 0002 000c 0000";
        String first = "4500001c 00072000 40110000 0a000001 0a000002 0001 0002 000c 0000";
        assertOne(read(101, second, other, first));
        assertThat(read(101, second, other)).isEmpty();
    }

    @Test
    void ipv6Fragments() throws IOException {
        String addresses = "fd000000000000000000000000000001 fd000000000000000000000000000002";
        String first = "60000000 0010 2c 40" + addresses + "11 00 0001 00000009" + "0001 0002 000c 0000";
        String second = "60000000 000c 2c 40" + addresses + "11 00 0008 00000009" + "deadbeef";
        assertOne(read(101, first, second));
    }

    @Test
    void whatIsNotUdpIsLeftOut() throws IOException {
        String tcp = IPV4_UDP.replace("40110000", "40060000");
        String arp = "0102030405060708090a0b0c 0806 0001 0800 0604 0001";
        String tooShortForItsLength = IPV4_UDP.replace("000c", "000d");
        assertThat(read(1, arp)).isEmpty();
        assertThat(read(101, tcp, tooShortForItsLength)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 25, 39, 50})
    void filesCutShortAreRefused(int length) {
        byte[] file = new byte[length];
        if (length >= 24) {
            Unpooled.wrappedBuffer(file).setIntLE(0, 0xa1b2c3d4).setIntLE(20, 1);
        }
        if (length >= 40) {
            Unpooled.wrappedBuffer(file).setIntLE(32, 11);
        }
        assertThatThrownBy(() -> PcapReader.read(new ByteArrayInputStream(file)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> PcapReader.read(new ByteArrayInputStream(new byte[100])))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(9999, IPV4_UDP)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DatagramCapture.load("ring/none")).isInstanceOf(RuntimeException.class);
    }
}
