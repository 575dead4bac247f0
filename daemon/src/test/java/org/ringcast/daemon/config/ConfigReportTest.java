package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of --check-config. */
class ConfigReportTest {
    private static String report(Configuration configuration, Optional<String> name) {
        return ConfigReport.of(
                configuration, ConfigReport.IdentityResult.find(configuration, ConfigVectors.LOCAL, name));
    }

    @Test
    void theWholeReport() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(
                "spread.conf",
                Text.bytes("MaxSessionMessages = 500\n#+ MaxConnections = 20000\n"
                        + ConfigVectors.segment(
                                "d1 10.88.0.1 { D 10.88.0.1 C 127.0.0.1 }\nd2 10.88.0.2 VirtualID = 7")));
        String report = report(configuration, Optional.empty());
        for (ExtensionOption option : ExtensionOption.values()) {
            assertThat(report).containsPattern("  " + option.optionName() + " +[^ ]+ \\((default|line 2)\\)\n");
        }
        assertThat(report).contains("  MaxConnections              20000 (line 2)\n");
        assertThat(report.replaceAll("(?s)(Extension options\n).*?\n\n", "$1  ...\n\n"))
                .isEqualTo("""
                    spread.conf: usable

                    1 segment(s), 2 daemon(s), IPv4
                      Segment 0  10.88.0.255  port 14890 (token port 14891)
                        d1                   10.88.0.1        id 1552775919  { D 10.88.0.1, C 127.0.0.1 }
                        d2                   10.88.0.2        id 7 (VirtualID)

                    Ring
                      protocol level              5 (default)
                      protocol                    original (default)
                      hash                        3690751207
                      after a reload              accelerated, hash 3581847560
                      hash at level 4             3512959427
                      Window                      160 packets per round, 20 per daemon

                    Timers (defaults of a local network)
                      TokenTimeout                1250 ms
                      HurryTimeout                500 ms
                      AliveTimeout                250 ms
                      JoinTimeout                 250 ms
                      RepTimeout                  625 ms
                      SegTimeout                  500 ms
                      GatherTimeout               1250 ms
                      FormTimeout                 1250 ms
                      LookupTimeout               30000 ms

                    Clients
                      methods offered             NULL
                      methods required            none
                      MaxSessionMessages          500 (line 1)

                    Log
                      DebugFlags                  mask 111 (default)
                      EventPriority               INFO (default)
                      EventLogFile                standard output
                      EventTimeStamp              off

                    Administration
                      DangerousMonitor            false (default)

                    Extension options
                      ...

                    On this machine
                      daemon d1

                    1 warning(s)
                      No AcceleratedRing line: the original ring protocol is in force until a reload, which changes \
                    protocol and hash. Write AcceleratedRing = false (or true) in the file of every daemon.
                    """);
    }

    @Test
    void aFileWithTimersForLevel4() throws ConfigError {
        String nine = "TokenTimeout = 1 HurryTimeout = 2 AliveTimeout = 3 JoinTimeout = 4 RepTimeout = 5 SegTimeout = 6"
                + " GatherTimeout = 7 FormTimeout = 8 LookupTimeout = 9 AcceleratedRing = true\n";
        Configuration configuration =
                ConfigVectors.parse(nine + ConfigVectors.segment("d1 10.88.0.1"), "RingProtocol=4");
        assertThat(report(configuration, Optional.of("zz")))
                .contains("id 10.88.0.1\n")
                .contains("protocol level              4 (command line)\n")
                .contains("protocol                    accelerated (line 1)\n")
                .contains("hash                        2747324\n")
                .contains("hash at level 5             3303580386\n")
                .contains("20 per daemon, 15 after the token\n")
                .contains("Timers (from the file)\n  TokenTimeout                1 ms\n")
                .contains("no daemon: Conf_load_conf_file: My proc zz is not in configuration!\n")
                .doesNotContain("after a reload")
                .endsWith("No warnings\n");
    }

    @Test
    void anIpv6FileHasNoHashOfLevel4() throws ConfigError {
        Configuration configuration = ConfigVectors.parse("Spread_Segment [ff02::5]:14890 { d1 fd88::1 }");
        assertThat(report(configuration, Optional.empty()))
                .contains("hash at level 4             none: level 4 has only IPv4 and one address per segment\n");
    }

    @Test
    void warningsOfTheIdentityAreListedToo() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(
                "AcceleratedRing = false\n" + ConfigVectors.segment("d1 10.88.0.1 { D 10.88.0.1 C 10.88.0.77 }"));
        assertThat(report(configuration, Optional.empty()))
                .contains("1 warning(s)\n  Conf_load_conf_file: none of this machine's addresses match configured"
                        + " interface 10.88.0.77 (C of d1): it cannot be bound.\n");
    }

    @Test
    void aFileOfOtherMachinesIsSaidToBeThat() throws ConfigError {
        assertThat(report(ConfigVectors.parse(ConfigVectors.segment("d9 10.99.0.9")), Optional.empty()))
                .startsWith("test.conf: usable, but not on this machine\n");
    }

    @Test
    void daemonsOfThisMachineThatShareAUnixSocketAreWarnedOf() throws ConfigError {
        String two = "AcceleratedRing = false\n"
                + ConfigVectors.segment("d1 10.88.0.1 { D 10.88.0.1 }\nlo 127.0.0.1 { D 127.0.0.1 }");
        assertThat(report(ConfigVectors.parse(two), Optional.empty()))
                .endsWith("1 warning(s)\n"
                        + "  On this machine d1 and lo share the Unix socket /tmp/14890. Start all but one with"
                        + " --set UnixSocketDir=DIR.\n");
        assertThat(report(ConfigVectors.parse(two, "UnixSocketDir=/run/d1"), Optional.empty()))
                .endsWith("No warnings\n");
    }

    @Test
    void aBadFile() {
        ConfigError error =
                catchThrowableOfType(ConfigError.class, () -> ConfigVectors.parse("Spread_Segment 10.88.0.255 {"));
        assertThat(ConfigReport.of(error))
                .isEqualTo("test.conf: not usable\ntest.conf:1:29: syntax error (at the end of the file); expected a"
                        + " daemon's name or address, or '}'\n");
    }
}
