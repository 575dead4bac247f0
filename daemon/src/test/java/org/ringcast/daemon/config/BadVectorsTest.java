package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file that a Spread daemon refused: refused here too, with the same words at the same token. Spread counts lines from
 * 0, we count from 1.
 */
class BadVectorsTest {
    /** An unexpected word before the first segment: Spread complains of missing segments, we of the word. */
    private static final Set<String> WORDS_AT_TOP_LEVEL = Set.of(
            "011-no-blanks-around-equals.conf",
            "012-no-blank-before-equals.conf",
            "015-keyword-case.conf",
            "016-unknown-option.conf",
            "017-v44-linkprotocol.conf",
            "019-v44-debuginitialsequence.conf",
            "081-unterminated-quote.conf",
            "094-bom.conf");

    /** Spread complains of the address family, we of the empty segment. */
    private static final String EMPTY_BEFORE_FAMILY = "005-empty-segment-before-family-known.conf";

    private static Map<?, ?> expectations;

    @BeforeAll
    static void read() throws IOException {
        expectations = ConfigVectors.expectations("bad");
    }

    private static Map<?, ?> expected(String file) {
        return (Map<?, ?>) expectations.get(file);
    }

    private static boolean isParsed(String file) {
        String stage = (String) expected(file).get("stage");
        return stage.equals("identity") || file.startsWith("091") || file.startsWith("092");
    }

    static List<String> refusedFiles() throws IOException {
        expectations = ConfigVectors.expectations("bad");
        return ConfigVectors.files("bad").stream().filter(f -> !isParsed(f)).toList();
    }

    private static ConfigError errorOf(String file) throws IOException {
        byte[] content = ConfigVectors.bytes("bad", file);
        return catchThrowableOfType(ConfigError.class, () -> ConfigVectors.parse(file, content));
    }

    @Test
    void allFilesAreThere() throws IOException {
        assertThat(ConfigVectors.files("bad")).hasSize(101);
        assertThat(expectations.keySet()).hasSize(101);
    }

    @ParameterizedTest
    @MethodSource("refusedFiles")
    void check02_sameWordsAtTheSameToken(String file) throws IOException {
        ConfigError error = errorOf(file);
        assertThat(error).isNotNull();
        Map<?, ?> expected = expected(file);
        if (file.equals(EMPTY_BEFORE_FAMILY)) {
            assertThat(error.text()).isEqualTo("Conf_seg_leader: Empty segment 0 in Conf");
            assertThat(error.position()).isEqualTo(new Position(2, 1));
            return;
        }
        String text = WORDS_AT_TOP_LEVEL.contains(file) ? "syntax error" : (String) expected.get("message");
        assertThat(error.text()).isEqualTo(text);
        if (expected.get("line") != null) {
            assertThat(Text.display(error.noticedToken())).isEqualTo(expected.get("token"));
            assertThat(error.noticedAt().line()).isEqualTo((int) (long) (Long) expected.get("line") + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("refusedFiles")
    void theCulpritIsNamedWithItsPlace(String file) throws IOException {
        ConfigError error = errorOf(file);
        assertThat(error.position().isKnown()).isTrue();
        assertThat(error.getMessage()).startsWith(file + ":" + error.position() + ": ");
        String content = Text.of(ConfigVectors.bytes("bad", file), 0, ConfigVectors.bytes("bad", file).length);
        String fromCulprit = content.split("\n", -1)[error.position().line() - 1].substring(
                error.position().column() - 1);
        assertThat(fromCulprit).startsWith(error.token());
        assertThat(error.logLines()).hasSize(5).last().isEqualTo(error.getMessage());
    }

    @Test
    void theCulpritIsTheNameAndNotTheTokenBehindIt() throws IOException {
        assertThat(errorOf("078-name-unknown.conf").token()).isEqualTo("nosuchhost");
        assertThat(errorOf("041-duplicate-address.conf").token()).isEqualTo("d2");
        assertThat(errorOf("030-interfaces-without-daemon-entry.conf").position())
                .isEqualTo(new Position(2, 2));
        assertThat(errorOf("046-virtualid-duplicate.conf").token()).isEqualTo("d2");
        assertThat(errorOf("067-window-zero.conf").position()).isEqualTo(new Position(1, 10));
        assertThat(errorOf("065-default-personalwindow-exceeds-window.conf").position())
                .isEqualTo(new Position(1, 1));
    }

    @Test
    void hintsTellWhatToWrite() throws IOException {
        assertThat(errorOf("011-no-blanks-around-equals.conf").hint()).contains("Window = 160");
        assertThat(errorOf("012-no-blank-before-equals.conf").hint()).contains("Window =");
        assertThat(errorOf("013-virtualid-no-blanks.conf").hint()).contains("VirtualID = 5");
        assertThat(errorOf("014-semicolon-glued-to-address.conf").hint()).contains("10.88.0.1 ;");
        assertThat(errorOf("015-keyword-case.conf").hint()).contains("Spread_Segment");
        assertThat(errorOf("017-v44-linkprotocol.conf").hint()).contains("delete");
        assertThat(errorOf("094-bom.conf").hint()).contains("byte order mark");
        assertThat(errorOf("071-some-timeouts-only.conf").hint())
                .contains("AliveTimeout")
                .contains("LookupTimeout")
                .doesNotContain("TokenTimeout");
    }

    @Test
    void check02_identityOfFile088() throws Exception {
        assertIdentityError("088-my-name-not-in-file.conf", Optional.of("zz"));
    }

    @Test
    void check02_identityOfFile089() throws Exception {
        assertIdentityError("089-my-address-not-local.conf", Optional.of("d9"));
    }

    @Test
    void check02_identityOfFile090() throws Exception {
        assertIdentityError("090-no-local-match.conf", Optional.empty());
    }

    private static void assertIdentityError(String file, Optional<String> name) throws Exception {
        Configuration configuration = ConfigVectors.parse(file, ConfigVectors.bytes("bad", file));
        ConfigError error =
                catchThrowableOfType(ConfigError.class, () -> Identity.find(configuration, ConfigVectors.LOCAL, name));
        assertThat(error.stage()).isEqualTo(ConfigError.Stage.IDENTITY);
        assertThat(error.text()).isEqualTo(expected(file).get("message"));
        assertThat(error.logLines()).first().isEqualTo(error.text());
    }

    @Test
    void check02_defect10_interfacesOfFiles091And092CannotBeBound() throws Exception {
        for (String file : List.of("091-interface-client-not-local.conf", "092-interface-daemon-not-local.conf")) {
            Configuration configuration = ConfigVectors.parse(file, ConfigVectors.bytes("bad", file));
            Identity identity = Identity.find(configuration, ConfigVectors.LOCAL, Optional.of("d1"));
            assertThat(identity.unbindable())
                    .extracting(i -> AddressText.display(i.address()))
                    .containsExactly("10.88.0.77");
            assertThat(identity.warnings())
                    .extracting(ConfigWarning::text)
                    .containsExactly("Conf_load_conf_file: none of this machine's addresses match configured interface"
                            + " 10.88.0.77");
        }
    }
}
