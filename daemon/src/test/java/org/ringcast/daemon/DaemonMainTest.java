package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringcast.daemon.config.ProtocolLevel;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.runtime.ExitCode;

class DaemonMainTest {
    private final List<String> lines = new ArrayList<>();
    private final EventLog log = new EventLog((level, text) -> lines.add(text), InstantSource.system());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x",
                "-h",
                "stray",
                "-n",
                "-c",
                "-l",
                "-l maybe",
                "-n a-name-of-twenty-ch.",
                "--set",
                "--set NoSuchOption=1",
                "--set MaxConnections=many",
                "--check-config",
                "--no-such-flag"
            })
    void aWrongCommandLineIsAUsageError(String line) {
        assertThat(DaemonMain.run(log, line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(lines).hasSizeGreaterThan(5);
    }

    @Test
    void helpAndVersionEndWell() {
        assertThat(DaemonMain.run(log, "--help")).isEqualTo(ExitCode.OK);
        assertThat(DaemonMain.run(log, "--version")).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatAReloadCostsIsTheStatus(@TempDir Path folder) throws IOException {
        String text = "AcceleratedRing = false\nSpread_Segment 10.88.0.255 {\n d1 10.88.0.1\n d2 10.88.0.2\n}\n";
        Path before = Files.writeString(folder.resolve("old.conf"), text);
        Path after = Files.writeString(folder.resolve("new.conf"), text.replace("}", " d3 10.88.0.3\n}"));
        assertThat(against(before, before)).isEqualTo(ExitCode.OK);
        assertThat(against(before, after)).isEqualTo(ExitCode.COSTS_CHANGE);
        Files.writeString(after, text.replace("d2 10.88.0.2", "d2 10.88.0.2 { 10.88.0.2 C 10.88.0.9 }"));
        assertThat(against(before, after)).isEqualTo(ExitCode.COSTS_SINGLETONS);
        assertThat(DaemonMain.run(log, "--check-config", after.toString(), "--against", before.toString(), "--strict"))
                .isEqualTo(ExitCode.CHECK_FAILED);
        Files.writeString(after, text.replace("d2 10.88.0.2", "d2 10.88.0.9"));
        assertThat(against(before, after)).isEqualTo(ExitCode.COSTS_RESTART);
        Files.writeString(after, "nonsense");
        assertThat(against(before, after)).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(DaemonMain.run(log, "--against", before.toString())).isEqualTo(ExitCode.USAGE);
    }

    private ExitCode against(Path before, Path after) {
        return DaemonMain.run(log, "--check-config", after.toString(), "--against", before.toString());
    }

    @Test
    void onlyTheFirstLetterOfAFlagCountsAndValuesStay() {
        assertThat(CommandArguments.normalised("-name", "-nix", "-config", "-l", "-login", "y", "--set", "-n=1", "--x"))
                .containsExactly("-n", "-nix", "-c", "-l", "-l", "y", "--set", "-n=1", "--x");
        assertThat(CommandArguments.normalised("-", "-x", "n")).containsExactly("-", "-x", "n");
    }

    @Test
    void oneLineOfTheBannerHasTheCompatibleVersion() {
        for (ProtocolLevel level : ProtocolLevel.values()) {
            List<String> lines = Banner.lines(level, "1.2.3-SNAPSHOT");
            assertThat(lines).allMatch(line -> line.length() == 77);
            String version = level == ProtocolLevel.LEVEL_5 ? "| Version 5.00.01 " : "| Version 4.04.00 ";
            assertThat(lines).filteredOn(line -> line.startsWith(version)).hasSize(1);
        }
    }

    @Test
    void exitCodesAreDistinct() {
        assertThat(ExitCode.values()).extracting(ExitCode::code).doesNotHaveDuplicates();
    }
}
