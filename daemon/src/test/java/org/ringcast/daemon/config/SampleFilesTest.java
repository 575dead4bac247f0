package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of {@code conf/samples} can be used, nothing is warned of, and docs/operations.md tells of each. */
class SampleFilesTest {
    private static final Path TOP = Path.of(System.getProperty("ringcast.top", ".."));

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(TOP.resolve("conf/samples"))) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void canBeUsedAsItStands(Path sample) throws Exception {
        ConfigurationLoader loader =
                new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(List.of()));
        Configuration configuration = loader.load(Optional.of(sample), ConfigFiles.standard());
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.daemons()).hasSizeBetween(3, 4);
        assertThat(configuration.options().acceleratedRing())
                .as("what a reload would change")
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void standsOnThePageOfOperation(Path sample) throws Exception {
        assertThat(Files.readString(TOP.resolve("docs/operations.md"))).contains("`" + sample.getFileName() + "`");
    }

    @Test
    void thereIsOneForEachDeployment() throws Exception {
        assertThat(samples()).hasSize(7);
        String kubernetes = Files.readString(TOP.resolve("conf/samples/kubernetes.yaml"), StandardCharsets.UTF_8);
        assertThat(kubernetes).contains("path: /readyz", "path: /healthz", "hostNetwork: true");
    }
}
