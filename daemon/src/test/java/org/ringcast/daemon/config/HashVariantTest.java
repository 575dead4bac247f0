package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another daemon's hash is likely to be. */
final class HashVariantTest {
    private static final String RING = "Spread_Segment 10.0.0.255:4803 {\n\td1 10.0.0.1\n\td2 10.0.0.2\n}\n";

    private static Configuration read(String text, String... settings) throws ConfigError {
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(List.of(settings)))
                .parse("test.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String explain(Configuration mine, Configuration other, boolean accelerated) {
        return HashVariant.explain(HashVariant.of(mine), ConfigurationHash.of(other, accelerated));
    }

    @Test
    void aReloadThatSwitchedTheRingProtocol() throws ConfigError {
        Configuration silent = read(RING);
        assertThat(explain(silent, silent, true))
                .isEqualTo(
                        "this file with AcceleratedRing = true, as daemons have it that have reloaded the file, for it"
                                + " has no AcceleratedRing line");
        assertThat(explain(silent, silent, false))
                .contains("AcceleratedRing = false")
                .contains("have not reloaded it");
        Configuration explicit = read("AcceleratedRing = true\n" + RING);
        assertThat(explain(explicit, explicit, false)).isEqualTo("this file with AcceleratedRing = false");
    }

    @Test
    void theOtherLevel() throws ConfigError {
        Configuration five = read("AcceleratedRing = false\n" + RING);
        Configuration four = read("AcceleratedRing = false\n" + RING, "RingProtocol=4");
        assertThat(explain(five, four, false)).isEqualTo("this file with AcceleratedRing = false in a ring of level 4");
        assertThat(explain(four, five, true)).isEqualTo("this file with AcceleratedRing = true in a ring of level 5");
    }

    @Test
    void withoutTheAddressesOfTheSegments() throws ConfigError {
        Configuration with = read("AcceleratedRing = false\n" + RING);
        Configuration without = read("AcceleratedRing = false\nExcludeSegAddrsFromHash = true\n" + RING);
        assertThat(explain(with, without, false))
                .isEqualTo("this file with ExcludeSegAddrsFromHash = true and AcceleratedRing = false");
        assertThat(explain(without, with, false)).contains("ExcludeSegAddrsFromHash = false");
    }

    @Test
    void largerPacketsBelongToTheFile() throws ConfigError {
        Configuration with = read("AcceleratedRing = false\n#+ MaxPacketSize = 8972\n" + RING);
        Configuration without =
                read("AcceleratedRing = false\nExcludeSegAddrsFromHash = true\n#+ MaxPacketSize = 8972\n" + RING);
        assertThat(explain(with, without, false))
                .isEqualTo("this file with ExcludeSegAddrsFromHash = true and AcceleratedRing = false");
        Configuration before = read("AcceleratedRing = false\n" + RING);
        assertThat(explain(with, before, false))
                .startsWith(
                        "this file without MaxPacketSize and with AcceleratedRing = false, as Spread daemons have it");
        assertThat(explain(before, with, false)).isEmpty();
        Configuration four = read("AcceleratedRing = false\n" + RING, "RingProtocol=4");
        Configuration fourWith = read("AcceleratedRing = false\n" + RING, "RingProtocol=4", "MaxPacketSize=8972");
        assertThat(explain(fourWith, four, true))
                .startsWith("this file without MaxPacketSize and with AcceleratedRing = true");
    }

    @Test
    void anotherFileIsNotExplained() throws ConfigError {
        Configuration other = read(RING.replace("d2 10.0.0.2", "d2 10.0.0.3"));
        assertThat(explain(read(RING), other, false)).isEmpty();
    }
}
