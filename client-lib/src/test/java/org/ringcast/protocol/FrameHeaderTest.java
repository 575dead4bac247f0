package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same message, as a little-endian and as a big-endian client writes it: every byte. */
class FrameHeaderTest {
    private static final byte[] LITTLE = Hex.bytes("84000080" + Hex.field("#alice#d1") + "01000000 80070080 0a000000");
    private static final byte[] BIG = Hex.bytes("00000004" + Hex.field("#alice#d1") + "00000001 00000700 0000000a");
    private static final byte[] BIG_DELIVERED =
            Hex.bytes("84000080" + Hex.field("#alice#d1") + "01000000 00000700 0a000000");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decodes(boolean littleEndian) {
        byte[] bytes = new byte[Limits.HEADER + 3];
        System.arraycopy(littleEndian ? LITTLE : BIG, 0, bytes, 3, Limits.HEADER);
        FrameHeader header = new FrameHeader().wrap(bytes, 3);
        assertThat(header.isLittleEndian()).isEqualTo(littleEndian);
        assertThat(header.isHintLittleEndian()).isEqualTo(littleEndian);
        assertThat(header.serviceBits()).isEqualTo(ServiceType.FIFO);
        assertThat(header.sender()).hasToString("#alice#d1");
        assertThat(header.groupCount()).isEqualTo(1);
        assertThat(header.messageType()).isEqualTo((short) 7);
        assertThat(header.dataLength()).isEqualTo(10);
        assertThat(header.payloadLength()).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encodes(boolean littleEndian) {
        byte[] bytes = new byte[Limits.HEADER];
        int hint = FrameHeader.rawHintOf((short) 7, littleEndian);
        FrameHeader.write(bytes, 0, littleEndian, ServiceType.FIFO, GroupName.of("#alice#d1"), 1, hint, 10);
        assertThat(bytes).isEqualTo(littleEndian ? LITTLE : BIG);
    }

    @Test
    void restampingChangesEverythingButTheHint() {
        byte[] bytes = BIG.clone();
        bytes[FrameHeader.SENDER_OFFSET + 31] = 'x';
        FrameHeader header = new FrameHeader().wrap(bytes, 0);
        header.restampLittleEndian();
        assertThat(bytes).isEqualTo(BIG_DELIVERED);
        assertThat(header.isLittleEndian()).isTrue();
        assertThat(header.dataLength()).isEqualTo(10);
        assertThat(header.messageType()).isEqualTo((short) 7);
        header.restampLittleEndian();
        assertThat(bytes).isEqualTo(BIG_DELIVERED);
    }

    @Test
    void payloadLengthIsNotFooledByHugeFields() {
        byte[] bytes = LITTLE.clone();
        Words.putLittleEndian(bytes, FrameHeader.GROUP_COUNT_OFFSET, Integer.MAX_VALUE);
        Words.putLittleEndian(bytes, FrameHeader.DATA_LENGTH_OFFSET, Integer.MAX_VALUE);
        assertThat(new FrameHeader().wrap(bytes, 0).payloadLength()).isEqualTo(33L * Integer.MAX_VALUE);
    }
}
