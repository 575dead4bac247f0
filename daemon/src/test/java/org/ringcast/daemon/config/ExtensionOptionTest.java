package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Options in comments, and their overrides on the command line. */
class ExtensionOptionTest {
    private static ExtensionSettings extensions(String text) throws ConfigError {
        return ConfigVectors.withOptions(text).extensions();
    }

    private static ConfigError error(String text) {
        return catchThrowableOfType(ConfigError.class, () -> ConfigVectors.withOptions(text));
    }

    private static ConfigError overrideError(String assignment) {
        return catchThrowableOfType(ConfigError.class, () -> ExtensionSettings.parseOverrides(List.of(assignment)));
    }

    @ParameterizedTest
    @EnumSource(ExtensionOption.class)
    void everyDefaultIsAValueAndEveryOptionIsDocumented(ExtensionOption option) throws ConfigError {
        assertThat(ExtensionSettings.DEFAULTS.setting(option).value()).isEqualTo(option.defaultValue());
        assertThat(option.doc()).endsWith(".").doesNotContain("\n");
        assertThat(option.optionName()).matches("[A-Z][A-Za-z0-9]*");
        String assignment = option.optionName() + " = " + option.defaultText();
        assertThat(extensions("#+ " + assignment).setting(option).value()).isEqualTo(option.defaultValue());
        assertThat(ExtensionSettings.parseOverrides(List.of(assignment))
                        .setting(option)
                        .origin())
                .isEqualTo(ExtensionSettings.Origin.COMMAND_LINE);
        assertThat(SpreadOption.byKeyword(option.optionName())).isNull();
    }

    @Test
    void defaultsOfTheLimits() {
        ExtensionSettings defaults = ExtensionSettings.DEFAULTS;
        assertThat(defaults.ringProtocol()).isEqualTo(ProtocolLevel.LEVEL_5);
        assertThat(defaults.number(ExtensionOption.MAX_SESSION_BYTES)).isEqualTo(64 << 20);
        assertThat(defaults.intNumber(ExtensionOption.MAX_CONNECTIONS)).isEqualTo(997);
        assertThat(defaults.intNumber(ExtensionOption.MAX_CONNECTIONS_PER_ADDRESS))
                .isZero();
        assertThat(defaults.number(ExtensionOption.HANDSHAKE_TIMEOUT)).isEqualTo(1000);
        assertThat(defaults.number(ExtensionOption.PRE_AUTH_TIMEOUT)).isEqualTo(10000);
        assertThat(defaults.text(ExtensionOption.UNIX_SOCKET_DIR)).isEqualTo("/tmp");
        assertThat(defaults.text(ExtensionOption.GROUP_NAME_POLICY)).isEqualTo("accept");
    }

    @ParameterizedTest
    @CsvSource({
        "#+ MaxConnections = 12, 12",
        "#+MaxConnections=12, 12",
        "'#+\tMaxConnections\t=\t12\r', 12",
        "#+ MaxConnections = 12 # a comment, 12",
        "#+ MaxConnections = '12', 12",
        "#+ MaxConnections = \"12\" # c, 12",
        "x = 3 #+ MaxConnections = 12, 997",
        "# + MaxConnections = 12, 997",
        "## MaxConnections = 12, 997",
        "Window = 99#+ MaxConnections = 12, 12"
    })
    void shapesOfTheComment(String line, int value) throws ConfigError {
        String content = line.startsWith("x") ? "#" + line : line;
        assertThat(extensions(content).intNumber(ExtensionOption.MAX_CONNECTIONS))
                .isEqualTo(value);
    }

    @Test
    void theLastLineWinsAndTheCommandLineWinsOverAll() throws ConfigError {
        String text = "#+ MaxConnections = 5\n#+ MaxConnections = 6";
        assertThat(extensions(text).intNumber(ExtensionOption.MAX_CONNECTIONS)).isEqualTo(6);
        assertThat(extensions(text).setting(ExtensionOption.MAX_CONNECTIONS).position())
                .isEqualTo(new Position(2, 1));
        ExtensionSettings settings = ConfigVectors.parse(
                        text + "\n" + ConfigVectors.segment("d1 10.88.0.1"), "MaxConnections=7")
                .extensions();
        assertThat(settings.intNumber(ExtensionOption.MAX_CONNECTIONS)).isEqualTo(7);
    }

    @Test
    void anUnknownNameIsAWarningWithItsPlace() throws ConfigError {
        Configuration configuration = ConfigVectors.withOptions("\n  #+ MaxConection = 5\n#+ NoSuchThing = 1");
        assertThat(configuration.warnings())
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.UNKNOWN_EXTENSION)
                .extracting(w -> w.position() + " " + w.hint())
                .containsExactly("2:3 Did you mean MaxConnections?", "3:1 ");
        assertThat(ConfigVectors.withOptions("#+ MaxConections = 5")
                        .warnings()
                        .get(0)
                        .hint())
                .isEqualTo("Did you mean MaxConnections?");
        assertThat(ConfigVectors.withOptions("#+ ringprotocol = 5")
                        .warnings()
                        .get(0)
                        .hint())
                .isEqualTo("Did you mean RingProtocol?");
    }

    @Test
    void aCommentWithoutAnOptionIsWarnedOfIfOneSeemsMeant() throws ConfigError {
        assertThat(ConfigVectors.withOptions("#+ MaxConnections 5").warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.MALFORMED_EXTENSION);
        assertThat(ConfigVectors.withOptions("#++++++\n#+\n#+------+").warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.MALFORMED_EXTENSION);
    }

    @ParameterizedTest
    @CsvSource({
        "RingProtocol, 3",
        "RingProtocol, ''",
        "MaxConnections, 0",
        "MaxConnections, -1",
        "MaxConnections, 1000001",
        "MaxConnections, 99999999999999999999",
        "MaxConnections, many",
        "MaxSessionBytes, 1",
        "MaxSessionBytes, 64X",
        "MaxSessionBytes, M",
        "MaxSessionBytes, 999999999999G",
        "HandshakeTimeout, 1s",
        "GroupNamePolicy, Strict",
        "UnixSocketDir, ''"
    })
    void wrongValuesAreErrors(String name, String value) {
        ConfigError error = error("\n#+ " + name + " = " + value);
        assertThat(error.text()).startsWith(name + ": ");
        assertThat(error.position()).isEqualTo(new Position(2, 1));
        assertThat(error.hint()).startsWith("it takes ");
        ConfigError override = overrideError(name + "=" + value);
        assertThat(override.stage()).isEqualTo(ConfigError.Stage.COMMAND_LINE);
        assertThat(override.text()).isEqualTo(error.text());
    }

    /** They came to light as faults when the daemon started, and status 70. */
    @Test
    void namesThatNoDirectoryCanHaveAreErrorsOfTheFile() {
        for (String name : List.of("StateDirectory", "DumpDirectory", "UnixSocketDir")) {
            assertThat(error("#+ " + name + " = /tmp/x\0y").text())
                    .startsWith(name + ": '/tmp/x?y' cannot be a file's name here: ");
        }
    }

    @Test
    void namesOfDirectoriesAreUtf8WhereTheLocaleHasTheLetters() throws ConfigError {
        String bytes = new String("/tmp/\u00e4\u4e2d".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(Text.decoded(bytes)).isEqualTo("/tmp/\u00e4\u4e2d");
        String line = "#+ StateDirectory = /tmp/\u00e4\u4e2d";
        boolean possible = true;
        try {
            var unused = Path.of("/tmp/\u00e4\u4e2d");
        } catch (InvalidPathException e) {
            possible = false;
        }
        if (possible) {
            assertThat(extensions(line).text(ExtensionOption.STATE_DIRECTORY)).isEqualTo("/tmp/\u00e4\u4e2d");
        } else {
            assertThat(error(line).text()).startsWith("StateDirectory: '/tmp/\u00e4\u4e2d' cannot be");
        }
    }

    @Test
    void sizesMayHaveAUnit() throws ConfigError {
        assertThat(extensions("#+ MaxSessionBytes = 3000K").number(ExtensionOption.MAX_SESSION_BYTES))
                .isEqualTo(3000L << 10);
        assertThat(extensions("#+ MaxSessionBytes = 3 g").number(ExtensionOption.MAX_SESSION_BYTES))
                .isEqualTo(3L << 30);
        assertThat(extensions("#+ MaxSessionBytes = 1048576").number(ExtensionOption.MAX_SESSION_BYTES))
                .isEqualTo(1L << 20);
    }

    @Test
    void tenThousandConnectionsAndMoreArePossible() throws ConfigError {
        assertThat(extensions("#+ MaxConnections = 100000").intNumber(ExtensionOption.MAX_CONNECTIONS))
                .isEqualTo(100000);
    }

    @Test
    void unknownNamesOnTheCommandLineAreErrors() {
        assertThat(overrideError("MaxConection=5").text()).isEqualTo("no option 'MaxConection'");
        assertThat(overrideError("maxconnections=5").hint()).isEqualTo("Did you mean MaxConnections?");
        assertThat(overrideError("MaxConnections").text()).isEqualTo("no value for MaxConnections");
        assertThat(overrideError("").text()).isEqualTo("no option ''");
    }

    @Test
    void theyCountInsideSegmentsTooButNotInQuotes() throws ConfigError {
        Configuration configuration = ConfigVectors.parse("""
                EventLogFile = '
                #+ MaxConnections = 3
                '
                Spread_Segment 225.0.0.1 {
                #+ PreAuthTimeout = 50
                d1 10.88.0.1 }""");
        assertThat(configuration.extensions().number(ExtensionOption.PRE_AUTH_TIMEOUT))
                .isEqualTo(50);
        assertThat(configuration.extensions().intNumber(ExtensionOption.MAX_CONNECTIONS))
                .isEqualTo(997);
    }
}
