package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;

class MemoryLimitsTest {
    private static final long MIB = 1 << 20;

    private static Configuration configuration(int daemons, String... settings) throws ConfigError {
        StringBuilder text = new StringBuilder("Spread_Segment 239.1.1.1:4803 {\n");
        for (int i = 1; i <= daemons; i++) {
            text.append("\td").append(i).append(" 10.0.0.").append(i).append('\n');
        }
        byte[] bytes = text.append("}\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(List.of(settings)))
                .parse("spread.conf", bytes);
    }

    @Test
    void memberships_oneForEachKibOfHeapSharedByTheDaemons_neverTooFew() throws ConfigError {
        assertThat(MemoryLimits.of(configuration(1), 128 * MIB, 128 * MIB).maxMemberships())
                .isEqualTo(131_072);
        assertThat(MemoryLimits.of(configuration(3), 512 * MIB, 128 * MIB).maxMemberships())
                .isEqualTo(174_762);
        assertThat(MemoryLimits.of(configuration(50), 128 * MIB, 128 * MIB).maxMemberships())
                .isEqualTo(20_000);
    }

    @Test
    void total_halfOfTheDirectMemory_noMoreThanTheHeap() throws ConfigError {
        assertThat(MemoryLimits.of(configuration(1), 512 * MIB, 256 * MIB).maxTotalBytes())
                .isEqualTo(128 * MIB);
        assertThat(MemoryLimits.of(configuration(1), 64 * MIB, 512 * MIB).maxTotalBytes())
                .isEqualTo(64 * MIB);
        assertThat(MemoryLimits.of(configuration(1, "MaxTotalBytes=1K"), 64 * MIB, 512 * MIB)
                        .maxTotalBytes())
                .isEqualTo(4 * MIB);
        assertThat(MemoryLimits.of(configuration(1, "MaxTotalBytes=40M"), 64 * MIB, 512 * MIB)
                        .maxTotalBytes())
                .isEqualTo(40 * MIB);
    }

    @Test
    void whatTheConfigurationSaysCounts() throws ConfigError {
        var limits =
                MemoryLimits.of(configuration(2, "MaxMemberships=7", "MaxGroupsPerSession=3"), 128 * MIB, 128 * MIB);
        assertThat(limits.maxMemberships()).isEqualTo(7);
        assertThat(limits.maxGroupsPerSession()).isEqualTo(3);
        assertThat(MemoryLimits.of(configuration(2), 128 * MIB, 128 * MIB).maxGroupsPerSession())
                .isEqualTo(50_000);
    }
}
