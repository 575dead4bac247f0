package org.ringcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonAddressTest {
    @ParameterizedTest
    @CsvSource({"4803@127.0.0.1, 127.0.0.1, 4803", "65535@::1, 0:0:0:0:0:0:0:1, 65535", "1@10.1.2.3, 10.1.2.3, 1"})
    void portAndHost(String text, String host, int port) throws Exception {
        InetSocketAddress address = (InetSocketAddress) DaemonAddress.parse(text);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
    }

    @Test
    void portAloneIsAUnixDomainSocket() throws Exception {
        assertThat(DaemonAddress.parse("4804")).isEqualTo(UnixDomainSocketAddress.of("/tmp/4804"));
        assertThat(DaemonAddress.parse("")).isEqualTo(UnixDomainSocketAddress.of("/tmp/4803"));
        assertThat(DaemonAddress.parse(null)).isEqualTo(UnixDomainSocketAddress.of("/tmp/4803"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "@host", "4803@", "0", "65536@127.0.0.1", "-1@127.0.0.1", "4803 @h", "9999999999"})
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> DaemonAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
