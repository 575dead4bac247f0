package org.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte order mark and hint word. */
class WordsOnTheWireTest {
    @ParameterizedTest
    @CsvSource({
        // bytes, little-endian to a little-endian reader, little-endian to a big-endian reader
        "84000080, true, true",
        "00000004, false, false",
        "04000080, false, true",
        "80000000, false, true"
    })
    void markTellsTheOrder(String hex, boolean toLittle, boolean toBig) {
        byte[] word = Hex.bytes(hex);
        assertThat(EndianMark.isLittleEndian(word, 0)).isEqualTo(toLittle);
        assertThat(EndianMark.isLittleEndianToBigEndianReader(word, 0)).isEqualTo(toBig);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 255, 256, 32767, -32768})
    void check12_messageTypesSurviveInBothByteOrders(int value) {
        short type = (short) value;
        for (boolean littleEndian : new boolean[] {true, false}) {
            byte[] bytes = new byte[6];
            Words.put(bytes, 1, HintField.encode(type, littleEndian), littleEndian);
            assertThat(HintField.messageType(bytes, 1)).isEqualTo(type);
            assertThat(HintField.isLegal(Words.getLittleEndian(bytes, 1))).isTrue();
        }
    }

    @Test
    void hintBytes() {
        byte[] bytes = new byte[8];
        Words.put(bytes, 0, HintField.encode((short) 0x1234, true), true);
        Words.put(bytes, 4, HintField.encode((short) 0x1234, false), false);
        assertThat(bytes).isEqualTo(Hex.bytes("80 34 12 80 | 00 12 34 00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x40, 0x01000000, 0x40000000})
    void foreignBitsInAHintAreIllegal(int bit) {
        assertThat(HintField.isLegal(bit)).isFalse();
        assertThat(HintField.isLegal(bit | EndianMark.MASK)).isFalse();
        assertThat(HintField.isLegal(Integer.reverseBytes(bit))).isFalse();
    }
}
