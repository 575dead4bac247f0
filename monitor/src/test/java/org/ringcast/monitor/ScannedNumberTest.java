package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScannedNumberTest {
    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' \t42\n', 42",
        "9x, 9",
        "+3, 3",
        "-5, -5",
        "'1 2', 1",
        "0, 0",
        "000000000000000012, 12",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "99999999999999999999999, 2147483647",
        "-99999999999, -2147483648"
    })
    void numbers(String text, int value) {
        assertThat(ScannedNumber.of(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "abc", "-", "+ 3", "x9"})
    void noNumbers(String text) {
        assertThat(ScannedNumber.of(text)).isEmpty();
    }

    @Test
    void manyZeros() {
        assertThat(ScannedNumber.of("0".repeat(100))).hasValue(0);
    }
}
