package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's resolver, as far as it answers the same everywhere. */
class SystemHostResolverTest {
    @ParameterizedTest
    @CsvSource({
        "10.88.0.01, 10.88.0.1",
        "10.88.0.010, 10.88.0.8",
        "10.88.2, 10.88.0.2",
        "10.5, 10.0.0.5",
        "0x7f000001, 127.0.0.1",
        "0xA.0x58.0.1, 10.88.0.1",
        "4294967295, 255.255.255.255"
    })
    void oldStyleNumbersAreReadAsTheCLibraryReadsThem(String text, String address) throws UnknownHostException {
        assertThat(HostResolver.system().resolve(text))
                .extracting(AddressText::display)
                .containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.88.0.300",
                "10.88.0.08",
                "1.2.3.4.5",
                "4294967296",
                "256.1",
                "::1",
                "::ffff:1.2.3.4",
                "1..2",
                "."
            })
    void whatIsNeitherNameNorNumberIsUnknown(String text) {
        UnknownHostException e = catchThrowableOfType(
                UnknownHostException.class, () -> HostResolver.system().resolve(text));
        assertThat(e).hasMessage("Name or service not known");
    }

    @Test
    void localhostIsLoopback() throws UnknownHostException {
        assertThat(HostResolver.system().resolve("localhost")).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void namesThatCannotExistAreUnknown() {
        UnknownHostException e = catchThrowableOfType(
                UnknownHostException.class, () -> HostResolver.system().resolve("a".repeat(300)));
        assertThat(e).hasMessage("Name or service not known");
        assertThat(HostResolver.system().interfaceIndex("no such interface")).isZero();
    }
}
