package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses to listen on. */
class ListenAddressTest {
    @Test
    void hostsAddressesAndPorts() {
        assertThat(ListenAddress.parseAll("127.0.0.1:9464  [::1]:0\tlocalhost:65535"))
                .containsExactly(
                        new ListenAddress("127.0.0.1", 9464),
                        new ListenAddress("::1", 0),
                        new ListenAddress("localhost", 65_535));
        assertThat(ListenAddress.parseAll("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9464",
                ":9464",
                "127.0.0.1",
                "127.0.0.1:",
                "::1:9464",
                "[::1]",
                "a:65536",
                "a:-1",
                "a:x",
                "a:1 b"
            })
    void whatIsNone(String text) {
        assertThatThrownBy(() -> ListenAddress.parseAll(text)).hasMessageContaining("is not HOST:PORT");
    }

    @Test
    void atMostEightOfThem() throws ConfigError {
        String eight = "a:1 ".repeat(8).strip();
        assertThat(ConfigVectors.withOptions("#+ MetricsAddress = " + eight)
                        .extensions()
                        .text(ExtensionOption.METRICS_ADDRESS))
                .isEqualTo(eight);
        assertThatThrownBy(() -> ConfigVectors.withOptions("#+ MetricsAddress = " + eight + " a:1"))
                .hasMessageContaining("more than 8");
    }
}
