package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of vectors/ring/conf-hash.md: 24 configurations, ids of names, and the bare hash functions, at both levels. */
class ConfHashVectorsTest {
    private static final Pattern CONFIGURATION =
            Pattern.compile("### (V\\d\\d)[^\n]*\n\n```\n(.*?)```\n(.*?)(?=\n### |\n## )", Pattern.DOTALL);
    private static final Pattern LEVEL_5 = Pattern.compile(
            "5\\.0\\.1 canonical \\((\\d+) bytes \\+ NUL\\): `(.*)`\n- 5\\.0\\.1 hash: \\*\\*(\\d+)\\*\\*");
    private static final Pattern LEVEL_4 =
            Pattern.compile("4\\.4\\.0 canonical \\((\\d+) bytes\\): `(.*)`\n- 4\\.4\\.0 hash: \\*\\*(\\d+)\\*\\*");
    private static final Pattern NAME = Pattern.compile("\\| `([^`]+)` \\| (\\d+) \\| (\\d+) \\| ([0-9A-F]{8}) \\|.*");
    private static final Pattern RAW = Pattern.compile("\\| H([45]) .*\\| `([^`]*)` \\| (\\d+) \\(.*");

    private static String document() throws IOException {
        return Files.readString(ConfigVectors.resource("/vectors/ring/conf-hash.md"), StandardCharsets.UTF_8);
    }

    record Row(String number, String content, String expectations) {
        @Override
        public String toString() {
            return number;
        }
    }

    static List<Row> configurations() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher matcher = CONFIGURATION.matcher(document());
        while (matcher.find()) {
            rows.add(new Row(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        return rows;
    }

    @Test
    void allRowsAreFound() throws IOException {
        assertThat(configurations()).hasSize(24);
        assertThat(document().lines().filter(l -> NAME.matcher(l).matches())).hasSize(14);
        assertThat(document().lines().filter(l -> RAW.matcher(l).matches())).hasSize(10);
    }

    private static void check(ProtocolLevel level, Row row, Pattern pattern) throws ConfigError {
        Configuration configuration = ConfigVectors.parse(row.content());
        boolean accelerated = configuration.options().acceleratedRing().orElse(false);
        Matcher matcher = pattern.matcher(row.expectations());
        if (!matcher.find()) {
            assertThat(level).isEqualTo(ProtocolLevel.LEVEL_4);
            assertThat(row.number()).isIn("V12", "V15", "V16", "V17", "V18", "V19", "V20", "V21", "V22");
            return;
        }
        String text = ConfigurationHash.text(level, configuration, accelerated).orElseThrow();
        assertThat(text).hasSize(Integer.parseInt(matcher.group(1)));
        assertThat(Text.display(text.replace("\n", "\\n").replace("\t", "\\t"))).isEqualTo(matcher.group(2));
        assertThat(Integer.toUnsignedString(
                        ConfigurationHash.at(level, configuration, accelerated).orElseThrow()))
                .isEqualTo(matcher.group(3));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void check02_hashOfLevel5(Row row) throws ConfigError {
        check(ProtocolLevel.LEVEL_5, row, LEVEL_5);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void check02_hashOfLevel4(Row row) throws ConfigError {
        check(ProtocolLevel.LEVEL_4, row, LEVEL_4);
    }

    static List<String> names() throws IOException {
        return document().lines().filter(l -> NAME.matcher(l).matches()).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void check02_idOfName(String line) {
        Matcher matcher = NAME.matcher(line);
        assertThat(matcher.matches()).isTrue();
        byte[] name = matcher.group(1).getBytes(StandardCharsets.UTF_8);
        assertThat(name.length + 1).isEqualTo(Integer.parseInt(matcher.group(2)));
        assertThat(Integer.toUnsignedString(DaemonId.ofName(name))).isEqualTo(matcher.group(3));
    }

    static List<String> rawHashes() throws IOException {
        return document().lines().filter(l -> RAW.matcher(l).matches()).toList();
    }

    @ParameterizedTest
    @MethodSource("rawHashes")
    void check02_rawHash(String line) {
        Matcher matcher = RAW.matcher(line);
        assertThat(matcher.matches()).isTrue();
        byte[] input = matcher.group(2).getBytes(StandardCharsets.UTF_8);
        int hash = matcher.group(1).equals("4") ? ConfigurationHash.level4(input) : ConfigurationHash.level5(input);
        assertThat(Integer.toUnsignedString(hash)).isEqualTo(matcher.group(3));
    }

    @Test
    void idOfLevel4IsTheAddress() {
        assertThat(DaemonId.ofAddress(ConfigVectors.address("10.21.0.1"))).isEqualTo(0x0A150001);
        assertThat(Integer.toUnsignedString(DaemonId.ofAddress(ConfigVectors.address("127.0.0.1"))))
                .isEqualTo("2130706433");
        assertThat(Integer.toUnsignedString(DaemonId.ofAddress(ConfigVectors.address("192.0.2.255"))))
                .isEqualTo("3221226239");
    }
}
