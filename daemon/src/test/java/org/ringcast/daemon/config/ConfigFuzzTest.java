package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Damaged files. Each of 20,000 seeded mutations of the good files is either read or refused with a {@link ConfigError};
 * nothing else ever comes out. What is read can be hashed, reported and compared. A failure names its seed.
 */
class ConfigFuzzTest {
    private static final int MUTATIONS = 20_000;

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        List<byte[]> originals = new ArrayList<>();
        for (String file : ConfigVectors.files("ok")) {
            originals.add(ConfigVectors.bytes("ok", file));
        }
        int read = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            byte[] content = Mutations.of(originals.get(random.nextInt(originals.size())), random);
            if (isRead(seed, content)) {
                read++;
            }
        }
        assertThat(read).as("both outcomes occur").isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
    }

    private static boolean isRead(int seed, byte[] content) {
        try {
            Configuration configuration = ConfigVectors.parse("fuzz", content);
            use(configuration);
            return true;
        } catch (ConfigError e) {
            assertThat(e.getMessage()).as("seed %d", seed).startsWith("fuzz:");
            assertThat(e.position().isKnown()).as("seed %d", seed).isTrue();
            assertThat(e.logLines()).as("seed %d", seed).isNotEmpty();
            return false;
        } catch (RuntimeException e) {
            return fail("seed " + seed, e);
        }
    }

    private static void use(Configuration configuration) throws ConfigError {
        Configuration again = new ConfigurationLoader(ConfigVectors.RESOLVER, ExtensionSettings.DEFAULTS)
                .parse("fuzz", Text.bytes(ConfigVectors.segment("d1 10.88.0.1")));
        assertThat(configuration.options().differences(again.options())).isNotNull();
        Daemon me = configuration.daemons().get(0);
        EffectiveSettings settings = EffectiveSettings.atStart(configuration, me);
        assertThat(settings.afterReload(configuration, me).myId()).isEqualTo(settings.myId());
        assertThat(ConfigReport.of(
                        configuration,
                        ConfigReport.IdentityResult.find(configuration, ConfigVectors.LOCAL, Optional.empty())))
                .endsWith("\n");
        assertThat(ConfigLogLines.progress(configuration, settings.hash())).isNotEmpty();
    }

    @Test
    void timeGrowsNoFasterThanTheFile() {
        String[] units = {
            "'", "\" ", "!", "[", "[a", "1:", "a", "#+ x = 1\n", "Window = 30\n", "AllowedAuthMethods = abc\n"
        };
        for (String unit : units) {
            byte[] content = unit.repeat(ConfigFiles.MAX_CONFIGURATION_BYTES / unit.length())
                    .getBytes(StandardCharsets.ISO_8859_1);
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> Assertions.assertThrows(ConfigError.class, () -> ConfigVectors.parse("large", content)),
                    unit);
        }
    }

    @Test
    void warningsOfADamagedFileAreLimited() throws ConfigError {
        Configuration configuration = ConfigVectors.withOptions("#+ NoSuchOption = 1\n".repeat(1000));
        assertThat(configuration.warnings()).hasSize(WarningList.LIMIT);
    }
}
