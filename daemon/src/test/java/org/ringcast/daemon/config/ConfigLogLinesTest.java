package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines that operators grep for, as Spread daemons were seen to print them. */
class ConfigLogLinesTest {
    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private static Configuration one() throws ConfigError {
        return ConfigVectors.parse("spread.conf", Text.bytes(ConfigVectors.segment("d1 10.88.0.1")));
    }

    @Test
    void progressOfAGoodFile() throws ConfigError {
        Configuration configuration = one();
        List<LogLine> lines = ConfigLogLines.progress(configuration, ConfigurationHash.of(configuration, false));
        assertThat(texts(lines))
                .containsExactly(
                        "Conf_load_conf_file: using file: spread.conf",
                        "Configured daemon 'd1' with IP '10.88.0.1'",
                        "Auto-generated virtual ID = '1552775919' for daemon 'd1'",
                        "Successfully configured Segment 0 [10.88.0.255]:14890 with 1 procs:",
                        "\t                  d1: 10.88.0.1",
                        "Hash value for this configuration is: 1374665137",
                        "Finished configuration file.");
        assertThat(lines).allMatch(l -> l.priority() == EventPriority.INFO && l.type() == DebugFlag.CONFIGURATION);
    }

    @Test
    void optionsAreConfirmed() throws ConfigError {
        Configuration configuration = ConfigVectors.withOptions("DebugFlags = { PRINT } DangerousMonitor = true"
                + " SocketPortReuse = on ActiveIPVersion = IPv4 RuntimeDir = /x");
        List<LogLine> lines = ConfigLogLines.progress(configuration, 0);
        assertThat(texts(lines).subList(1, 6))
                .containsExactly(
                        "Set Alarm mask to: 10",
                        "ENABLING Dangerous Monitor Commands! Make sure Spread network is secured",
                        "Setting SO_REUSEADDR to always on -- make sure Spread daemon host is secured!",
                        "Setting active IP version to 2",
                        "RuntimeDir is ignored: this daemon changes neither its root directory nor its user; start it as"
                                + " the user that it shall run as.");
        assertThat(lines.get(2).isShown(EventPriority.FATAL, 0)).isTrue();
        assertThat(texts(ConfigLogLines.progress(
                        ConfigVectors.withOptions("DangerousMonitor = no SocketPortReuse = off"), 0)))
                .contains("Disabling Dangerous Monitor Commands!", "Setting SO_REUSEADDR to always off");
    }

    @Test
    void explicitIdsAndLevel4() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.1 VirtualID = 9"));
        assertThat(texts(ConfigLogLines.progress(configuration, 0)))
                .contains("Explicit virtual ID = '9' for daemon 'd1'");
        Configuration level4 = ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.1"), "RingProtocol=4");
        assertThat(texts(ConfigLogLines.progress(level4, 0))).noneMatch(l -> l.contains("virtual ID"));
        Identity identity = Identity.find(level4, ConfigVectors.LOCAL, Optional.empty());
        assertThat(texts(ConfigLogLines.identity(level4, identity)))
                .containsExactly("Conf_load_conf_file: My name: d1, id: 10.88.0.1, addr: 10.88.0.1, port: 14890");
    }

    @Test
    void identityOfAnIpv4Daemon() throws ConfigError {
        Configuration configuration =
                ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.1 { D 10.88.0.1 M 10.88.0.77 }"));
        Identity identity = Identity.find(configuration, ConfigVectors.LOCAL, Optional.of("d1"));
        assertThat(texts(ConfigLogLines.identity(configuration, identity)))
                .containsExactly(
                        "Conf_load_conf_file: none of this machine's addresses match configured interface 10.88.0.77",
                        "Conf_load_conf_file: My name: d1, id: 1552775919, addr: 10.88.0.1, port: 14890");
    }

    @Test
    void identityOfAnIpv6Daemon() throws ConfigError {
        Configuration configuration = ConfigVectors.parse("Spread_Segment [ff02::5]:14890 { d1 fd88:0:0::1 }");
        Identity identity = Identity.find(configuration, ConfigVectors.LOCAL, Optional.empty());
        assertThat(texts(ConfigLogLines.identity(configuration, identity)))
                .containsExactly(
                        "Conf_load_conf_file: my ipv6 address [fd88::1%2] corresponds with interface index 2; using that"
                                + " (sin6_scope_id) for all unicast sends!",
                        "Conf_load_conf_file: my ipv6 segment address [ff02::5%2] corresponds with interface index 2; using"
                                + " that (sin6_scope_id) for this segment address!",
                        "Conf_load_conf_file: My name: d1, id: 1552775919, addr: fd88::1%2, port: 14890");
    }

    @Test
    void theTextUnderTheHash() throws ConfigError {
        assertThat(texts(ConfigLogLines.hashText(one(), false)))
                .containsExactly(
                        "Full hash string is 104 104 characters long:",
                        "'Segment: port = 14890; [10.88.0.255]",
                        "\t'd1' [10.88.0.1] [1552775919]",
                        "",
                        "Version: 5",
                        "Protocol: Original Ring",
                        "'");
    }

    @Test
    void theDumpAfterAMembership() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(
                "Spread_Segment 225.0.0.1:14890 10.88.0.255 { d2 10.88.0.2 d1 10.88.0.1 d3 10.88.0.3 }\n"
                        + "Spread_Segment 10.88.1.255:14890 { e1 10.88.1.1 }");
        Daemon me = configuration.daemonNamed("d1").orElseThrow();
        List<LogLine> lines = ConfigLogLines.membershipDump(
                configuration, me, d -> !d.name().equals("d2") && !d.name().equals("e1"));
        assertThat(texts(lines))
                .containsExactly(
                        "--------------------",
                        "Configuration at d1 is:",
                        "Num Segments 2",
                        "\t2\t[225.0.0.1]:14890\t[10.88.0.255]:14890",
                        "\t\td1                  \t10.88.0.1\tID: 1552775919      ",
                        "\t\td3                  \t10.88.0.3\tID: 4014350958      ",
                        "\t0\t[10.88.1.255]:14890",
                        "====================",
                        "");
        assertThat(lines).allMatch(l -> l.isShown(EventPriority.FATAL, 0));
    }

    @Test
    void warningsAreBlocks() throws ConfigError {
        assertThat(texts(ConfigLogLines.warnings(ConfigVectors.withOptions("DaemonUser = ''"))))
                .startsWith(
                        "----------- Parse Warning------------------",
                        "Warning on or before line 1",
                        "Offending token: ''",
                        "Warning type: set_param_if_valid: Ignored invalid user name");
    }
}
