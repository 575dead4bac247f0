package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/configuration.md says of every option what the code says. */
class ConfigurationPageTest {
    private static List<String> page;

    @BeforeAll
    static void read() throws IOException {
        Path top = Path.of(System.getProperty("ringcast.top", ".."));
        page = Files.readAllLines(top.resolve("docs/configuration.md"), StandardCharsets.UTF_8);
    }

    /** The row that documents an option of ours. */
    static String row(ExtensionOption option) {
        return "| `%s` | %s | `%s` | %s |"
                .formatted(option.optionName(), option.valueDescription(), option.defaultText(), option.doc());
    }

    @ParameterizedTest
    @EnumSource(ExtensionOption.class)
    void extensionOptionsHaveTheirRows(ExtensionOption option) {
        assertThat(page).contains(row(option));
    }

    @Test
    void extensionOptionsThatAReloadPutsIntoForceAreNamed() {
        String named = String.join(" ", page).replaceFirst(".*A reload puts these into force: ([^.]*)\\..*", "$1");
        assertThat(named.split(", *"))
                .containsExactly(Stream.of(ExtensionOption.values())
                        .filter(ExtensionOption::isLive)
                        .map(option -> "`" + option.optionName() + "`")
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(SpreadOption.class)
    void spreadOptionsHaveTheirRowsWithWhatAReloadDoes(SpreadOption option) {
        List<String> rows = page.stream()
                .filter(l -> l.startsWith("| `" + option.keyword() + "` | "))
                .toList();
        assertThat(rows)
                .singleElement()
                .satisfies(r -> assertThat(r.split("\\|", -1)[4].strip()).isEqualTo(option.isLive() ? "yes" : "no"));
    }

    @ParameterizedTest
    @EnumSource(DebugFlag.class)
    void debugFlagsHaveTheirBits(DebugFlag flag) {
        String text = String.join(" ", page);
        assertThat(text).containsPattern("\\b" + flag.name() + " " + Integer.toHexString(flag.mask()) + "\\b");
    }

    @Test
    void timersHaveTheirDefaults() {
        Stream.of(MembershipTimers.LAN, MembershipTimers.WAN).forEach(timers -> {
            String cells = timers.toMillis().stream()
                    .map(String::valueOf)
                    .reduce((a, b) -> a + " | " + b)
                    .orElseThrow();
            assertThat(page).anyMatch(l -> l.endsWith("| " + cells + " |"));
        });
    }

    @Test
    void theFileToStartFromIsGoodAndWithoutWarnings() throws ConfigError {
        int start = page.indexOf("## A file to start from");
        List<String> fenced = page.subList(start, page.size());
        int open = fenced.indexOf("```");
        List<String> file = fenced.subList(
                open + 1, open + 1 + fenced.subList(open + 1, fenced.size()).indexOf("```"));
        Configuration configuration = ConfigVectors.parse(String.join("\n", file));
        assertThat(configuration.daemons()).hasSize(3);
        assertThat(configuration.warnings()).isEmpty();
    }

    /** It is for one machine, which is all that is warned of. */
    @Test
    void theSampleFileIsGood() throws IOException, ConfigError {
        Path top = Path.of(System.getProperty("ringcast.top", ".."));
        Configuration configuration =
                ConfigVectors.parse("spread.conf", Files.readAllBytes(top.resolve("conf/spread.conf")));
        assertThat(configuration.warnings())
                .extracting(ConfigWarning::kind)
                .containsExactly(ConfigWarning.Kind.LOOPBACK_SEGMENT);
    }
}
