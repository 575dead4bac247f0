package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who am I: by name, by address, and what is said when nobody fits. */
class IdentityTest {
    private static final String THREE = "d1 10.88.0.1 d2 10.88.0.2 d3 10.88.0.3";

    private static Identity find(String daemons, Optional<String> name, String... local) throws ConfigError {
        return Identity.find(ConfigVectors.parse(ConfigVectors.segment(daemons)), local(local), name);
    }

    private static LocalAddresses local(String... addresses) {
        InetAddress[] all = new InetAddress[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = ConfigVectors.address(addresses[i]);
        }
        return LocalAddresses.of(all);
    }

    private static ConfigError error(String daemons, Optional<String> name, String... local) {
        return catchThrowableOfType(ConfigError.class, () -> find(daemons, name, local));
    }

    @Test
    void theFirstDaemonWithALocalAddress() throws ConfigError {
        assertThat(find(THREE, Optional.empty(), "10.88.0.3", "10.88.0.2").me().name())
                .isEqualTo("d2");
    }

    @Test
    void byNameIfItsAddressIsLocal() throws ConfigError {
        assertThat(find(THREE, Optional.of("d3"), "10.88.0.3", "10.88.0.2").me().name())
                .isEqualTo("d3");
    }

    @Test
    void namesAreCutBeforeTheyAreCompared() throws ConfigError {
        assertThat(find("abcdefghijklmnopqrstuvwxyz 10.88.0.1", Optional.of("abcdefghijklmnopqrs"), "10.88.0.1")
                        .me()
                        .index())
                .isZero();
    }

    @Test
    void aUtf8NameIsFoundByItsText() throws ConfigError {
        assertThat(find("kn\u00F6del 10.88.0.1", Optional.of("kn\u00F6del"), "10.88.0.1")
                        .me()
                        .index())
                .isZero();
    }

    @Test
    void check07_threeDifferentErrors() {
        assertThat(error(THREE, Optional.of("zz"), "10.88.0.1").text())
                .isEqualTo("Conf_load_conf_file: My proc zz is not in configuration!");
        assertThat(error(THREE, Optional.of("d1"), "10.88.0.2").text())
                .isEqualTo("Conf_load_conf_file: None of this machine's internet addresses match this daemon's address"
                        + " 10.88.0.1!");
        assertThat(error(THREE, Optional.empty(), "10.88.0.9").text())
                .isEqualTo(
                        "Conf_load_conf_file: None of this machine's internet addresses match any daemon's address in"
                                + " configuration!");
        assertThat(error(THREE, Optional.empty(), "10.88.0.9").hint())
                .isEqualTo("it has d1 (10.88.0.1), d2 (10.88.0.2), d3 (10.88.0.3)");
    }

    @Test
    void defect26_allOf127IsLocal() throws ConfigError {
        assertThat(find("d1 127.0.0.77", Optional.of("d1"), "10.88.0.1").me().name())
                .isEqualTo("d1");
        assertThat(find("d1 10.88.0.1 d2 127.0.0.77", Optional.empty()).me().name())
                .isEqualTo("d2");
        assertThat(find("d1 10.88.0.1 { D 10.88.0.1 C 127.0.0.9 }", Optional.empty(), "10.88.0.1")
                        .warnings())
                .isEmpty();
    }

    @Test
    void interfacesThatCanBeBoundAreNotWarnedOf() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment(
                "d1 10.88.0.1 { D 10.88.0.1 D 10.88.0.255 D 225.0.0.7 C 0.0.0.0 C 10.99.0.255 M 10.88.0.77 }"));
        LocalAddresses local =
                new LocalAddresses(local("10.88.0.1").entries(), List.of(ConfigVectors.address("10.99.0.255")));
        Identity identity = Identity.find(configuration, local, Optional.empty());
        assertThat(identity.unbindable()).isEmpty();
        assertThat(identity.warnings())
                .extracting(ConfigWarning::text)
                .containsExactly(
                        "Conf_load_conf_file: none of this machine's addresses match configured interface 10.88.0.77");
    }

    @Test
    void theScopeIsTheZoneOfTheFileElseThatOfTheInterface() throws ConfigError {
        LocalAddresses local = new LocalAddresses(
                List.of(
                        new LocalAddresses.Entry(ConfigVectors.address("fe80::1"), 0),
                        new LocalAddresses.Entry(ConfigVectors.address("fe80::1"), 5)),
                List.of());
        Configuration without = ConfigVectors.parse("Spread_Segment ff02::5 ff02::6%lo { d1 fe80::1 d2 fe80::2 }");
        Identity identity = Identity.find(without, local, Optional.empty());
        assertThat(identity.scope()).isEqualTo(5);
        assertThat(identity.segmentAddresses(without))
                .extracting(AddressText::display)
                .containsExactly("ff02::5%5", "ff02::6%1");
        Configuration with = ConfigVectors.parse("Spread_Segment ff02::5 { d1 fe80::1%eth0 }");
        assertThat(Identity.find(with, local, Optional.empty()).scope()).isEqualTo(2);
        assertThat(find("d1 10.88.0.1", Optional.empty(), "10.88.0.1").scope()).isZero();
    }

    @Test
    void thisMachineHasALoopbackAddress() {
        assertThat(LocalAddresses.ofThisMachine().isLocal(ConfigVectors.address("127.0.0.1")))
                .isTrue();
        assertThat(LocalAddresses.ofThisMachine().isLocal(ConfigVectors.address("203.0.113.255")))
                .isFalse();
    }
}
