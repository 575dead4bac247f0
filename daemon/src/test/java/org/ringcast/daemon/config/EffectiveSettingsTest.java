package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Derived values: ring protocol, hash, kind of network, timers, windows; at start and after a reload. */
class EffectiveSettingsTest {
    private static final String TWO_SEGMENTS = """
            Spread_Segment 10.88.0.255:14890 { d1 10.88.0.1 }
            Spread_Segment %s:14890 { d2 %s }
            """;

    private static EffectiveSettings atStart(String content, String... overrides) throws ConfigError {
        Configuration configuration = ConfigVectors.parse(content, overrides);
        return EffectiveSettings.atStart(configuration, configuration.daemons().get(0));
    }

    private static EffectiveSettings reloaded(EffectiveSettings before, String content, String... overrides)
            throws ConfigError {
        Configuration configuration = ConfigVectors.parse(content, overrides);
        return before.afterReload(configuration, configuration.daemons().get(0));
    }

    /** Row V03 of the hash vectors. */
    private static String v03(String options) {
        return options + "\nSpread_Segment 10.21.0.255:14830 { d1 10.21.0.1 d2 10.21.0.2 d3 10.21.0.3 }\n";
    }

    private static String hash(EffectiveSettings settings) {
        return Integer.toUnsignedString(settings.hash());
    }

    @Test
    void maxPacketSizeIsPartOfTheHashUnlessItIsTheDefault() throws ConfigError {
        EffectiveSettings usual = atStart(v03(""));
        assertThat(usual.maxPacketBytes()).isEqualTo(1472);
        assertThat(atStart(v03("#+ MaxPacketSize = 1472"))).isEqualTo(usual);
        EffectiveSettings jumbo = atStart(v03("#+ MaxPacketSize = 8972"));
        assertThat(jumbo.maxPacketBytes()).isEqualTo(8972);
        assertThat(Set.of(
                        usual.hash(),
                        jumbo.hash(),
                        atStart(v03("#+ MaxPacketSize = 8971")).hash(),
                        atStart(v03(""), "RingProtocol=4").hash(),
                        atStart(v03("#+ MaxPacketSize = 8972"), "RingProtocol=4")
                                .hash()))
                .hasSize(5);
    }

    /** The window of packets cannot change its size while there are packets in it; and the others have the old hash. */
    @Test
    void maxPacketSizeStaysAsItIsUntilARestart() throws ConfigError {
        String original = "AcceleratedRing = false\n";
        EffectiveSettings usual = atStart(v03(original));
        assertThat(reloaded(usual, v03(original + "#+ MaxPacketSize = 8972"))).isEqualTo(usual);
        EffectiveSettings jumbo = atStart(v03(original + "#+ MaxPacketSize = 8972"));
        assertThat(reloaded(jumbo, v03(original))).isEqualTo(jumbo);
    }

    @Test
    void check06_absentIsFalseUntilAReload() throws ConfigError {
        EffectiveSettings absent = atStart(v03(""));
        assertThat(absent.acceleratedRing()).isFalse();
        assertThat(hash(absent)).isEqualTo("3568479014");
        assertThat(atStart(v03("AcceleratedRing = false"))).isEqualTo(absent);
        EffectiveSettings accelerated = atStart(v03("AcceleratedRing = true"));
        assertThat(accelerated.acceleratedRing()).isTrue();
        assertThat(hash(accelerated)).isEqualTo("53309720");
    }

    @Test
    void defect03_aReloadWithoutTheLineChangesProtocolAndHashAsSpreadDoes() throws ConfigError {
        EffectiveSettings after = reloaded(atStart(v03("")), v03(""));
        assertThat(after.acceleratedRing()).isTrue();
        assertThat(hash(after)).isEqualTo("53309720");
        assertThat(reloaded(after, v03(""))).isEqualTo(after);
        EffectiveSettings level4 = atStart(v03(""), "RingProtocol=4");
        assertThat(hash(level4)).isEqualTo("2797967907");
        assertThat(hash(reloaded(level4, v03(""), "RingProtocol=4"))).isEqualTo("2958765386");
    }

    @Test
    void check14_aReloadWithTheLineChangesNothing() throws ConfigError {
        for (String line : new String[] {"AcceleratedRing = false", "AcceleratedRing = true"}) {
            EffectiveSettings before = atStart(v03(line));
            assertThat(reloaded(before, v03(line))).isEqualTo(before);
        }
    }

    @Test
    void defect03_anOptionKeepsProtocolAndHashOverReloads() throws ConfigError {
        String keep = "AcceleratedRingAtReload=keep";
        EffectiveSettings before = atStart(v03(""), keep);
        assertThat(reloaded(before, v03(""), keep)).isEqualTo(before);
        EffectiveSettings accelerated = atStart(v03("AcceleratedRing = true"), keep);
        assertThat(reloaded(accelerated, v03(""), keep).acceleratedRing()).isTrue();
    }

    @Test
    void defect03_aWideAreaRingDoesNotChange() throws ConfigError {
        String content = TWO_SEGMENTS.formatted("10.88.1.255", "10.88.1.2");
        EffectiveSettings before = atStart(content);
        assertThat(before.wideArea()).isTrue();
        assertThat(reloaded(before, content)).isEqualTo(before);
    }

    @Test
    void atLevel5SeveralSegmentsAreAWideAreaNetwork() throws ConfigError {
        String near = TWO_SEGMENTS.formatted("10.88.1.255", "10.88.1.2");
        assertThat(atStart(near).timers()).isEqualTo(MembershipTimers.WAN);
        assertThat(atStart(v03("")).timers()).isEqualTo(MembershipTimers.LAN);
        assertThat(atStart("WideAreaNetwork = false\n" + near).timers()).isEqualTo(MembershipTimers.LAN);
        assertThat(atStart("WideAreaNetwork = true\n" + v03("")).timers()).isEqualTo(MembershipTimers.WAN);
    }

    @Test
    void atLevel4TheUpperHalvesOfTheAddressesDecide() throws ConfigError {
        String level4 = "RingProtocol=4";
        assertThat(atStart(TWO_SEGMENTS.formatted("10.88.1.255", "10.88.1.2"), level4)
                        .wideArea())
                .isFalse();
        assertThat(atStart(TWO_SEGMENTS.formatted("10.89.1.255", "10.89.1.2"), level4)
                        .wideArea())
                .isTrue();
    }

    @Test
    void timersOfTheFileAreTakenAndAReloadDoesNotTouchThem() throws ConfigError {
        String nine = "TokenTimeout = 1 HurryTimeout = 2 AliveTimeout = 3 JoinTimeout = 4 RepTimeout = 5 SegTimeout = 6"
                + " GatherTimeout = 7 FormTimeout = 8 LookupTimeout = 9";
        EffectiveSettings settings = atStart(v03(nine));
        assertThat(settings.timers())
                .isEqualTo(new MembershipTimers(
                        1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000, 7_000_000, 8_000_000,
                        9_000_000));
        EffectiveSettings after = reloaded(settings, v03("Window = 50 WideAreaNetwork = true"));
        assertThat(after.timers()).isEqualTo(settings.timers());
        assertThat(after.wideArea()).isFalse();
        assertThat(after.window()).isEqualTo(50);
    }

    @Test
    void defect33_optionsThatAreRemovedGoBackToTheirDefaults() throws ConfigError {
        EffectiveSettings before = atStart(v03("Window = 50 DangerousMonitor = yes MaxSessionMessages = 7"));
        EffectiveSettings after = reloaded(before, v03(""));
        assertThat(after.window()).isEqualTo(160);
        assertThat(after.dangerousMonitor()).isFalse();
        assertThat(after.maxSessionMessages()).isEqualTo(1000);
    }

    @Test
    void theWindowAfterTheTokenIsNeverAboveThatOfTheDaemon() throws ConfigError {
        assertThat(atStart(v03("AcceleratedWindow = 500")).acceleratedWindow()).isEqualTo(20);
        assertThat(atStart(v03("PersonalWindow = 4")).acceleratedWindow()).isEqualTo(4);
    }

    @Test
    void idsFollowTheLevel() throws ConfigError {
        assertThat(Integer.toUnsignedString(atStart(v03("")).myId())).isEqualTo("1552775919");
        assertThat(atStart(v03(""), "RingProtocol=4").myId()).isEqualTo(0x0A150001);
    }

    @Test
    void limitsOfSessionsComeFromTheExtensions() throws ConfigError {
        EffectiveSettings settings = atStart(v03("#+ MaxConnections = 20000\n#+ MaxSessionBytes = 2M"));
        assertThat(settings.maxConnections()).isEqualTo(20000);
        assertThat(settings.maxSessionBytes()).isEqualTo(2 << 20);
        assertThat(atStart(v03("")).maxConnections()).isEqualTo(997);
    }
}
