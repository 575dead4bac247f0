package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that a Spread daemon accepted: same ids, same hash, same text under the hash, same warnings, same identity. */
class OkVectorsTest {
    /** Accepted by Spread, refused here: its token port would be 0. */
    private static final String PORT_65535 = "085-port-65535.conf";

    private static Map<?, ?> expectations;

    @BeforeAll
    static void read() throws IOException {
        expectations = ConfigVectors.expectations("ok");
    }

    static List<String> files() throws IOException {
        return ConfigVectors.files("ok").stream()
                .filter(f -> !f.equals(PORT_65535))
                .toList();
    }

    private static Map<?, ?> expected(String file) {
        return (Map<?, ?>) expectations.get(file);
    }

    private static Configuration parsed(String file) throws IOException, ConfigError {
        return ConfigVectors.parse(file, ConfigVectors.bytes("ok", file));
    }

    private static boolean accelerated(Configuration configuration) {
        return configuration.options().acceleratedRing().orElse(false);
    }

    @Test
    void allFilesAreThere() throws IOException {
        assertThat(ConfigVectors.files("ok")).hasSize(87);
        assertThat(expectations.keySet()).hasSize(87);
    }

    @ParameterizedTest
    @MethodSource("files")
    void check01_hashAndIds(String file) throws IOException, ConfigError {
        Configuration configuration = parsed(file);
        assertThat(Integer.toUnsignedLong(ConfigurationHash.of(configuration, accelerated(configuration))))
                .isEqualTo(expected(file).get("hash_5_0_1"));
        List<String> daemons = configuration.daemons().stream()
                .map(d -> d.displayName() + " " + AddressText.canonical(d.address()) + " "
                        + Integer.toUnsignedString(d.id(ProtocolLevel.LEVEL_5)))
                .toList();
        assertThat(daemons)
                .isEqualTo(((List<?>) expected(file).get("daemons"))
                        .stream()
                                .map(d -> (Map<?, ?>) d)
                                .map(d -> d.get("name") + " " + d.get("canonical_address") + " " + d.get("id"))
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void check01_hashOfLevel4(String file) throws IOException, ConfigError {
        Object hash = expected(file).get("hash_4_4_0");
        Configuration configuration = parsed(file);
        Optional<Integer> computed =
                ConfigurationHash.at(ProtocolLevel.LEVEL_4, configuration, accelerated(configuration));
        if (hash != null) {
            assertThat(computed.map(Integer::toUnsignedLong)).contains((Long) hash);
        } else if (configuration.family() == IpFamily.IPV6) {
            assertThat(computed).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void check03_textUnderTheHash(String file) throws IOException, ConfigError {
        Configuration configuration = parsed(file);
        String text = ConfigurationHash.text(ProtocolLevel.LEVEL_5, configuration, accelerated(configuration))
                .orElseThrow();
        assertThat(Text.bytes(text))
                .isEqualTo(((String) expected(file).get("hash_string")).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("files")
    void warningsOfSpreadAreGiven(String file) throws IOException, ConfigError {
        List<ConfigWarning.Kind> kindsOfSpread = List.of(
                ConfigWarning.Kind.LOOPBACK_SEGMENT,
                ConfigWarning.Kind.NOT_MULTICAST_IPV6_SEGMENT,
                ConfigWarning.Kind.MALFORMED_ADDRESS,
                ConfigWarning.Kind.NAME_ENDS_WITH_SEMICOLON);
        List<String> given = parsed(file).warnings().stream()
                .filter(w -> kindsOfSpread.contains(w.kind()))
                .map(ConfigWarning::text)
                .toList();
        assertThat(given).isEqualTo(expected(file).get("warnings"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void runsAsTheNamedDaemon(String file) throws IOException, ConfigError {
        String name = (String) expected(file).get("run_as");
        Configuration configuration = parsed(file);
        Daemon me = Identity.find(configuration, ConfigVectors.LOCAL, Optional.of(name))
                .me();
        assertThat(me.displayName()).isEqualTo(name);
        EffectiveSettings settings = EffectiveSettings.atStart(configuration, me);
        assertThat(Integer.toUnsignedLong(settings.hash()))
                .isEqualTo(expected(file).get("hash_5_0_1"));
    }

    @Test
    void check04_equalHashesOfEquivalentFiles() throws IOException, ConfigError {
        assertThat(hash("029-long-name-truncated.conf")).isEqualTo(hash("030-nineteen-byte-name.conf"));
        assertThat(hash("066-excludesegaddrs-a.conf")).isEqualTo(hash("067-excludesegaddrs-b.conf"));
        assertThat(hash("059-acceleratedring-false.conf")).isEqualTo(hash("060-acceleratedring-default.conf"));
        assertThat(hash("058-acceleratedring-true.conf")).isNotEqualTo(hash("060-acceleratedring-default.conf"));
    }

    private static int hash(String file) throws IOException, ConfigError {
        Configuration configuration = parsed(file);
        return ConfigurationHash.of(configuration, accelerated(configuration));
    }

    @Test
    void check16_defect11_port65535IsRefused() {
        assertThatThrownBy(() -> parsed(PORT_65535)).isInstanceOfSatisfying(ConfigError.class, e -> {
            assertThat(e.position()).isEqualTo(new Position(1, 16));
            assertThat(e.text()).contains("65535").contains("token");
            assertThat(e.hint()).contains("65534");
        });
    }
}
