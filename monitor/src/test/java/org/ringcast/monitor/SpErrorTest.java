package org.ringcast.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|Illegal spread name provided.",
                "-2|Could not connect.",
                "-3|Connection rejected, too many users.",
                "-4|Connection rejected, no name was supplied.",
                "-5|Connection rejected, illegal name.",
                "-6|Connection rejected, name not unique.",
                "-7|Connection rejected, client library incompatible with daemon.",
                "-8|Connection closed by Spread.",
                "-9|Connection rejected, authentication failed.",
                "-10|Unrecognized error.",
                "-11|Illegal session was supplied.",
                "-12|Illegal service request.",
                "-13|Illegal message.",
                "-14|Illegal group.",
                "-15|Buffer too short.",
                "-16|Groups list too short.",
                "-17|Message (body + group names) too large.",
                "-18|Network socket error. SP_kill() the mailbox.",
                "-19|Internal Spread bug detected.",
                "-20|Illegal time.",
                "-21|Unrecognized error.",
                "0|Unrecognized error."
            })
    void words(int code, String text) {
        assertThat(SpError.line(code)).isEqualTo("SP_error: (" + code + ") " + text);
    }
}
