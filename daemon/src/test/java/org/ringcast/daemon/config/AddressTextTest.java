package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses to text and back. */
class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "::, ::, 0000:0000:0000:0000:0000:0000:0000:0000",
        "::1, ::1, 0000:0000:0000:0000:0000:0000:0000:0001",
        "FD88:0:0::1, fd88::1, fd88:0000:0000:0000:0000:0000:0000:0001",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3, 0001:0000:0000:0002:0000:0000:0000:0003",
        "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0, 0001:0000:0002:0000:0003:0000:0004:0000",
        "1:0:0:2:2:0:0:3, 1::2:2:0:0:3, 0001:0000:0000:0002:0002:0000:0000:0003",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::, 0001:0002:0003:0004:0005:0006:0000:0000",
        "fd88:0:1:0:0:2:0:3, fd88:0:1::2:0:3, fd88:0000:0001:0000:0000:0002:0000:0003",
        "::ffff:1:2, ::ffff:0.1.0.2, 0000:0000:0000:0000:0000:ffff:0001:0002"
    })
    void ipv6(String text, String display, String canonical) {
        assertThat(AddressText.display(AddressText.parseIpv6(text, 0))).isEqualTo(display);
        assertThat(AddressText.canonical(AddressText.parseIpv6(text, 0))).isEqualTo(canonical);
        assertThat(AddressText.display(AddressText.parseIpv6(text, 7))).isEqualTo(display + "%7");
        assertThat(AddressText.canonical(AddressText.parseIpv6(text, 7))).isEqualTo(canonical);
    }

    @Test
    void whatIsPrintedCanBeReadAgain() {
        Random random = new Random(3);
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = new byte[16];
            for (int i = 0; i < 16; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            String text = AddressText.display(AddressText.ipv6(bytes, 0));
            if (text.indexOf('.') < 0) {
                assertThat(AddressText.parseIpv6(text, 0).getAddress()).isEqualTo(bytes);
            }
            assertThat(AddressText.parseIpv6(AddressText.canonical(AddressText.ipv6(bytes, 0)), 0)
                            .getAddress())
                    .isEqualTo(bytes);
        }
    }
}
