package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringcast.daemon.config.ReloadReport.Cost;

/** What a reload costs, told beforehand. */
class ReloadReportTest {
    private static final String OLD = """
            AcceleratedRing = false
            Spread_Segment 10.88.0.255:4803 {
                d1 10.88.0.1
                d2 10.88.0.2
                d3 10.88.0.3
            }
            """;

    private static Configuration parse(String file, String text) throws ConfigError {
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.DEFAULTS)
                .parse(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ReloadReport report(String before, String after) throws ConfigError {
        return ReloadReport.of(parse("old.conf", before), parse("new.conf", after));
    }

    @Test
    void check14_anUnchangedFileCostsNothing() throws ConfigError {
        ReloadReport report = report(OLD, OLD);
        assertThat(report.text()).isEqualTo("""
                        new.conf after old.conf: nothing: the ring goes on as it is

                        Reasons
                          Asked for by a monitor, the hash stays 1374665137
                        """.replace("1374665137", hash(OLD)));
        assertThat(report.cost()).isEqualTo(Cost.NOTHING);
        assertThat(report.warned()).isFalse();
    }

    private static String hash(String text) throws ConfigError {
        Configuration configuration = parse("x.conf", text);
        return Integer.toUnsignedString(
                EffectiveSettings.atStart(configuration, configuration.daemons().get(0))
                        .hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "d3 10.88.0.3; d3 10.88.0.3 d4 10.88.0.4; ONE_CHANGE; d4 (10.88.0.4) is added",
                "d3 10.88.0.3; ; ONE_CHANGE; d3 (10.88.0.3) is removed: it ends by itself",
                "AcceleratedRing = false; AcceleratedRing = true; ONE_CHANGE; (accelerated ring)",
                "d2 10.88.0.2; d2 10.88.0.2 { D 10.88.0.2 C 10.88.0.9 }; SINGLETONS; d2 has changed: interfaces",
                "10.88.0.255:; 10.88.1.255:; SINGLETONS; d1 has changed: addresses of its segment",
                "d2 10.88.0.2; d2 10.88.0.7; RESTART; with status 75 and has to be started again: address",
                "d2 10.88.0.2; d2 10.88.0.2 VirtualID = 9; RESTART; again: id",
                "255:4803; 255:4903; RESTART; d3 ends by itself",
                "AcceleratedRing = false; AcceleratedRing = false SocketPortReuse = off; RESTART; in force there: SocketPortReuse",
                "AcceleratedRing = false; AcceleratedRing = false Window = 99; NOTHING; In force without a restart: Window"
            })
    void costs(String replaced, String by, Cost cost, String reason) throws ConfigError {
        ReloadReport report = report(OLD, OLD.replace(replaced, by == null ? "" : by));
        assertThat(report.text()).contains(reason);
        assertThat(report.cost()).isEqualTo(cost);
    }

    @Test
    void defect20_3_theAcceleratedTrapIsWarnedOf() throws ConfigError {
        String silent = OLD.replace("AcceleratedRing = false", "");
        ReloadReport report = report(silent, silent);
        assertThat(report.cost()).isEqualTo(Cost.ONE_CHANGE);
        assertThat(report.warned()).isTrue();
        assertThat(report.text())
                .contains(
                        "No AcceleratedRing line: a reload that a monitor asks for changes the ring protocol from original to"
                                + " accelerated")
                .contains("have hash " + hash(OLD) + " and do not find the others")
                .contains("Asked for by SIGHUP or WatchConfig, the hash stays " + hash(OLD));
        String keep = "#+ AcceleratedRingAtReload = keep\n" + silent;
        assertThat(report(keep, keep).cost()).isEqualTo(Cost.NOTHING);
    }

    @Test
    void defect50_20_2_idsThatSpreadsDaemonsKeepAreWarnedOf() throws ConfigError {
        ReloadReport report = report(OLD, OLD.replace("d2 10.88.0.2", ""));
        assertThat(report.text()).contains("they take d3 for others and end");
        String explicit = OLD.replace("d1 10.88.0.1", "d1 10.88.0.1 VirtualID = 1")
                .replace("d2 10.88.0.2", "d2 10.88.0.2 VirtualID = 2")
                .replace("d3 10.88.0.3", "d3 10.88.0.3 VirtualID = 3");
        assertThat(report(explicit, explicit.replace("d2 10.88.0.2 VirtualID = 2", ""))
                        .warned())
                .isFalse();
    }

    @Test
    void defect20_33_aSegmentThatGrowsFromOneIsWarnedOf() throws ConfigError {
        String one = OLD.replace("d2 10.88.0.2", "").replace("d3 10.88.0.3", "");
        assertThat(report(one, OLD).text())
                .contains("If d1 is a Spread 5.0 daemon it ends: its segment had one daemon");
    }

    @Test
    void anotherProtocolLevelNeedsARestartOfAll() throws ConfigError {
        ReloadReport report = report(OLD, "#+ RingProtocol = 4\n" + OLD);
        assertThat(report.cost()).isEqualTo(Cost.RESTART);
        assertThat(report.text()).contains("all daemons: RingProtocol has changed");
    }

    @Test
    void level4ComparesByAddress() throws ConfigError {
        String level4 = "#+ RingProtocol = 4\n" + OLD;
        ReloadReport renamed = report(level4, level4.replace("d2 ", "dx "));
        assertThat(renamed.text()).contains("d2 ends by itself with status 75 and has to be started again: name");
        ReloadReport moved = report(level4, level4.replace("d2 10.88.0.2", "d2 10.88.0.7"));
        assertThat(moved.text()).contains("d2 (10.88.0.7) is added", "d2 (10.88.0.2) is removed");
        assertThat(moved.cost()).isEqualTo(Cost.ONE_CHANGE);
    }
}
