package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Syntax and meaning of segments, daemons and interfaces. */
class ConfigParserTest {
    private static ConfigError error(String content, String... overrides) {
        return catchThrowableOfType(ConfigError.class, () -> ConfigVectors.parse(content, overrides));
    }

    @Test
    void check15_crlfTabsAndCommentsGluedToWords() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(String.join(
                "\r\n",
                "# c",
                "Spread_Segment#x",
                "\t10.88.0.255:14890",
                "{",
                "\td1#y",
                "10.88.0.1#z",
                "}",
                "Window\t=\t99",
                ""));
        assertThat(configuration.daemons()).extracting(Daemon::name).containsExactly("d1");
        assertThat(configuration.options().window()).isEqualTo(99);
    }

    @Test
    void check15_quotedKeywordsAreNames() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment(
                "'Window' 10.88.0.1 \"M\" 10.88.0.2 '5' 10.88.0.3 'Spread_Segment' 10.88.0.4 'on' 10.88.0.5"));
        assertThat(configuration.daemons())
                .extracting(Daemon::name)
                .containsExactly("Window", "M", "5", "Spread_Segment", "on");
    }

    @Test
    void check15_fiveSegmentAddressesAndNotSix() throws ConfigError {
        String five = "225.0.0.1:14890 225.0.0.2 225.0.0.3 225.0.0.4 225.0.0.5";
        Segment segment = ConfigVectors.parse("Spread_Segment " + five + " { d1 10.88.0.1 }")
                .segments()
                .get(0);
        assertThat(segment.addresses())
                .extracting(AddressText::display)
                .containsExactly("225.0.0.1", "225.0.0.2", "225.0.0.3", "225.0.0.4", "225.0.0.5");
        assertThat(segment.isShared()).isFalse();
        assertThat(error("Spread_Segment " + five + " 225.0.0.6 { d1 10.88.0.1 }")
                        .text())
                .isEqualTo("Too many segment addresses specified!");
    }

    @Test
    void check15_defect08_tenInterfacesAndNotEleven() throws ConfigError {
        String nine = IntStream.range(1, 10).mapToObj(i -> "C 127.0.0." + i).collect(Collectors.joining(" "));
        Daemon daemon = ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.1 { D 10.88.0.1 " + nine + " }"))
                .daemons()
                .get(0);
        assertThat(daemon.interfaces()).hasSize(10);
        assertThat(daemon.hasImplicitInterface()).isFalse();
        assertThat(error(ConfigVectors.segment("d1 10.88.0.1 { D 10.88.0.1 " + nine + " C 127.0.0.10 }"))
                        .text())
                .isEqualTo("Too many interfaces configured on a daemon!");
    }

    private static String daemons(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "d" + i + " 10.89." + i / 200 + "." + (i % 200 + 1))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void check15_defect08_128DaemonsAndNot129() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment(daemons(128)));
        assertThat(configuration.daemons()).hasSize(128);
        assertThat(configuration.warnings())
                .extracting(ConfigWarning::kind)
                .as("defect D15")
                .contains(ConfigWarning.Kind.MORE_DAEMONS_THAN_A_RING_HAS);
        assertThat(ConfigVectors.parse(ConfigVectors.segment(daemons(127))).warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.MORE_DAEMONS_THAN_A_RING_HAS);
        assertThat(configuration.daemons())
                .extracting(Daemon::index)
                .isEqualTo(IntStream.range(0, 128).boxed().toList());
        assertThat(error(ConfigVectors.segment(daemons(129))).text()).isEqualTo("Too many daemons configured!");
        assertThat(error(ConfigVectors.segment(daemons(129))).token()).isEqualTo("d129");
    }

    private static String segments(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "Spread_Segment 225.0.0." + i + ":14890 { d" + i + " 10.88.0." + i + " }")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void check15_defect08_20SegmentsAndNot21() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(segments(20));
        assertThat(configuration.segments()).hasSize(20);
        assertThat(configuration.daemons().get(7).segmentIndex()).isEqualTo(7);
        assertThat(error(segments(21)).text()).isEqualTo("Too many segments configured!");
    }

    @Test
    void check16_portZeroIs4803() throws ConfigError {
        assertThat(ConfigVectors.parse("Spread_Segment 10.88.0.255:0 { d1 10.88.0.1 }")
                        .daemons()
                        .get(0)
                        .port())
                .isEqualTo(4803);
        Daemon daemon = ConfigVectors.parse("Spread_Segment 10.88.0.255 { d1 10.88.0.1 }")
                .daemons()
                .get(0);
        assertThat(daemon.port()).isEqualTo(4803);
        assertThat(daemon.tokenPort()).isEqualTo(4804);
    }

    @Test
    void check16_defect11_port65535IsRefusedAnd65534IsNot() throws ConfigError {
        assertThat(error("Spread_Segment [ff02::5]:65535 { d1 fd88::1 }").text())
                .startsWith("Port 65535 cannot be used");
        assertThat(ConfigVectors.parse("Spread_Segment [ff02::5]:65534 { d1 fd88::1 }")
                        .daemons()
                        .get(0)
                        .tokenPort())
                .isEqualTo(65535);
    }

    @Test
    void check17_aZoneChangesNeitherHashNorName() throws ConfigError {
        Configuration with =
                ConfigVectors.parse("Spread_Segment [ff02::5%eth0]:14890 { fd88::1%eth0 d2 fd88::2%eth9 }");
        Configuration without = ConfigVectors.parse("Spread_Segment [ff02::5]:14890 { fd88::1 d2 fd88::2 }");
        assertThat(ConfigurationHash.of(with, false)).isEqualTo(ConfigurationHash.of(without, false));
        assertThat(with.daemons().get(0).name()).isEqualTo("fd88::1");
        assertThat(AddressText.scopeOf(with.daemons().get(0).address())).isEqualTo(2);
        assertThat(AddressText.scopeOf(without.daemons().get(0).address())).isZero();
    }

    @Test
    void anIpv4MappedAddressStaysIpv6() throws ConfigError {
        Configuration configuration = ConfigVectors.parse("Spread_Segment ff02::5 { d1 ::ffff:1:2 }");
        assertThat(configuration.family()).isEqualTo(IpFamily.IPV6);
        assertThat(AddressText.display(configuration.daemons().get(0).address()))
                .isEqualTo("::ffff:0.1.0.2");
        assertThat(AddressText.canonical(configuration.daemons().get(0).address()))
                .isEqualTo("0000:0000:0000:0000:0000:ffff:0001:0002");
    }

    @Test
    void defect09_emptySegmentsAreRefusedWhileReading() {
        ConfigError error = error(ConfigVectors.segment("d1 10.88.0.1") + "Spread_Segment 225.0.0.1 {\n}\n");
        assertThat(error.text()).isEqualTo("Conf_seg_leader: Empty segment 1 in Conf");
        assertThat(error.position()).isEqualTo(new Position(5, 1));
        assertThat(error("ActiveIPVersion = IPv4 Spread_Segment 225.0.0.1 { }").text())
                .isEqualTo("No daemons specified!");
    }

    @Test
    void defect13_aMisspeltOptionIsASyntaxErrorAtItsPlace() {
        ConfigError error = error("# first\n  window = 3\n" + ConfigVectors.segment("d1 10.88.0.1"));
        assertThat(error.text()).isEqualTo("syntax error");
        assertThat(error.position()).isEqualTo(new Position(2, 3));
        assertThat(error.hint()).isEqualTo("did you mean Window?");
        assertThat(error.getMessage()).isEqualTo("test.conf:2:3: syntax error (at 'window'); did you mean Window?");
        assertThat(error.logLines())
                .containsExactly(
                        "----------- Parse Error -------------------",
                        "Error on or before line 2",
                        "Offending token: window",
                        "Error type: syntax error",
                        "test.conf:2:3: syntax error (at 'window'); did you mean Window?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Widnow = 3|did you mean Window?",
                "PersonalWindw = 3|did you mean PersonalWindow?",
                "MaxSesionMesages = 3|did you mean MaxSessionMessages?",
                "SpreadSegment 10.0.0.1|did you mean Spread_Segment?",
                "Nothing = 3|expected an option or Spread_Segment",
                "DebugFlags = { SESION }|expected a debug flag, '!' and a debug flag, or '}'; did you mean SESSION?",
                "DebugFlags = { session }|expected a debug flag, '!' and a debug flag, or '}'; did you mean SESSION?",
                "DebugFlags = { XYZ }|expected a debug flag, '!' and a debug flag, or '}'",
                "Window = 0|1 to 32767",
                "TokenTimeout = 0|at least 1 millisecond"
            })
    void aSlipGetsAHint(String line, String hint) {
        assertThat(error(line + "\n" + ConfigVectors.segment("d1 10.88.0.1")).hint())
                .endsWith(hint);
    }

    @Test
    void aQuoteThatIsNeverClosedIsWarnedOf() throws ConfigError {
        assertThat(ConfigVectors.parse("EventLogFile = \"log\n" + ConfigVectors.segment("d1 10.88.0.1"))
                        .warnings())
                .filteredOn(warning -> warning.kind() == ConfigWarning.Kind.UNCLOSED_QUOTE)
                .singleElement()
                .satisfies(warning -> assertThat(warning.position()).isEqualTo(new Position(1, 16)));
        assertThat(ConfigVectors.parse("EventLogFile = \"log\"\n" + ConfigVectors.segment("d1 10.88.0.1"))
                        .warnings())
                .noneMatch(warning -> warning.kind() == ConfigWarning.Kind.UNCLOSED_QUOTE);
    }

    @Test
    void anErrorWithoutAPlaceSaysItsTextOnce() {
        ConfigError error = new ConfigError(ConfigError.Stage.FILE, "spread.conf", "No such thing!", "look elsewhere");
        assertThat(error.logLines()).containsExactly("No such thing!", "spread.conf: look elsewhere");
    }

    @Test
    void defect12_gluedWordsAreRefusedByDefault() {
        assertThat(error("Window=160\n" + ConfigVectors.segment("d1 10.88.0.1")).hint())
                .contains("Window = 160");
        assertThat(error("Window =160\n" + ConfigVectors.segment("d1 10.88.0.1"))
                        .hint())
                .contains("= 160");
        assertThat(error(ConfigVectors.segment("d1 10.88.0.1 VirtualID=5")).hint())
                .contains("VirtualID = 5");
        assertThat(error(ConfigVectors.segment("d1 10.88.0.1;")).hint()).contains("10.88.0.1 ;");
    }

    @Test
    void defect12_gluedWordsCanBeAcceptedWithAWarning() throws ConfigError {
        Configuration configuration =
                ConfigVectors.parse("#+ GluedSeparators = accept\nWindow=170\nPersonalWindow= 30\n"
                        + "AcceleratedWindow =7\nDebugFlags={ PRINT }\n"
                        + ConfigVectors.segment(
                                "d1 10.88.0.1 VirtualID=5; d2 10.88.0.2; beta= 10.88.0.3 alpha; 10.88.0.4"));
        assertThat(configuration.options().window()).isEqualTo(170);
        assertThat(configuration.options().personalWindow()).isEqualTo(30);
        assertThat(configuration.options().acceleratedWindow()).isEqualTo(7);
        assertThat(configuration.options().debugMask()).isEqualTo(0x10);
        assertThat(configuration.daemons()).extracting(Daemon::name).containsExactly("d1", "d2", "beta=", "alpha;");
        assertThat(configuration.daemons().get(0).virtualId()).isEqualTo(5);
        assertThat(configuration.warnings().stream()
                        .filter(w -> w.kind() == ConfigWarning.Kind.GLUED)
                        .map(ConfigWarning::token))
                .containsExactly("Window=170", "PersonalWindow=", "=7", "DebugFlags=", "VirtualID=5;", "10.88.0.2;");
    }

    @Test
    void defect12_acceptanceStartsAtItsLineAndTheCommandLineWins() throws ConfigError {
        String late = "Window=170\n#+ GluedSeparators = accept\n" + ConfigVectors.segment("d1 10.88.0.1");
        assertThat(error(late)).isNotNull();
        assertThat(ConfigVectors.parse(late, "GluedSeparators=accept").options().window())
                .isEqualTo(170);
    }

    @Test
    void aNameThatLooksLikeAnOptionIsWarnedOf() throws ConfigError {
        List<ConfigWarning> warnings = ConfigVectors.parse(ConfigVectors.segment("Window=5 10.88.0.1 a=b 10.88.0.2"))
                .warnings();
        assertThat(warnings)
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.NAME_LOOKS_LIKE_OPTION)
                .extracting(ConfigWarning::token)
                .containsExactly("Window=5");
    }

    @Test
    void defect14_namesAreHashedWithSignedBytesAndWarnedOf() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment("kn\u00F6del 10.88.0.1"));
        assertThat(Integer.toUnsignedString(configuration.daemons().get(0).virtualId()))
                .isEqualTo("1874363721");
        assertThat(configuration.daemons().get(0).name()).hasSize(7);
        assertThat(configuration.daemons().get(0).displayName()).isEqualTo("kn\u00F6del");
        assertThat(configuration.warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.NAME_NOT_ASCII);
    }

    @Test
    void defect15_addressesAsNamesKeepTheirSpellingAndAreWarnedOf() throws ConfigError {
        Configuration odd = ConfigVectors.parse("Spread_Segment ff02::5 { FD88:0:0::1 }");
        Configuration usual = ConfigVectors.parse("Spread_Segment ff02::5 { fd88::1 }");
        assertThat(odd.daemons().get(0).name()).isEqualTo("FD88:0:0::1");
        assertThat(ConfigurationHash.of(odd, false)).isNotEqualTo(ConfigurationHash.of(usual, false));
        assertThat(odd.warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.NAME_IS_ADDRESS_SPELLING);
        assertThat(usual.warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.NAME_IS_ADDRESS_SPELLING);
    }

    @Test
    void defect31_loopbackSegmentsAreWarnedOfInLinesOfTheirOwn() throws ConfigError {
        Configuration configuration = ConfigVectors.parse("\nSpread_Segment 127.0.0.255 { d1 127.0.0.1 d2 127.0.0.2 }");
        assertThat(configuration.warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.LOOPBACK_SEGMENT, ConfigWarning.Kind.LOOPBACK_BROADCAST_FOR_SEVERAL);
        assertThat(configuration.warnings().get(0).logLines())
                .containsExactly(
                        "----------- Parse Warning------------------",
                        "Warning on or before line 2",
                        "Offending token: 127.0.0.255",
                        "Warning type: Segment configured with a loopback address 127.0.0.255!");
        assertThat(ConfigVectors.parse("Spread_Segment 127.255.255.255 { d1 127.0.0.1 d2 127.0.0.2 }")
                        .warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.LOOPBACK_BROADCAST_FOR_SEVERAL);
    }

    @Test
    void aSemicolonAtTheEndOfANameIsWarnedOfInSpreadsWords() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(ConfigVectors.segment("d1; 10.88.0.1"));
        assertThat(configuration.warnings().get(0).logLines())
                .last()
                .isEqualTo("Warning type: Daemon name ended with a semicolon! If you intended for it to demark two"
                        + " different daemon specifications then it needs white space around it!");
    }

    @Test
    void interfacesKeepTheirLetters() throws ConfigError {
        Daemon daemon = ConfigVectors.parse(
                        ConfigVectors.segment("d1 10.88.0.1 { D M D 10.88.0.1 C fd88::1 10.88.0.11 }"))
                .daemons()
                .get(0);
        assertThat(daemon.interfaces())
                .extracting(i -> i.letters() + " " + AddressText.display(i.address()))
                .containsExactly("D M 10.88.0.1", "C fd88::1", "D C M 10.88.0.11");
    }

    @Test
    void aDaemonWithoutABlockHasOneImplicitInterface() throws ConfigError {
        Daemon daemon = ConfigVectors.withOptions("").daemons().get(0);
        assertThat(daemon.hasImplicitInterface()).isTrue();
        assertThat(daemon.interfaces()).containsExactly(DaemonInterface.implied(daemon.address()));
    }

    @Test
    void anUnspecifiedAddressOfTheOtherFamilyDoesNotCoverTheDaemon() {
        assertThat(error(ConfigVectors.segment("d1 10.88.0.1 { D :: }")).text())
                .isEqualTo("Interface spec doesn't include a daemon entry for the daemon's primary address!");
        assertThat(error(ConfigVectors.segment("d1 10.88.0.1 { D 0.0.0.0 }"))).isNull();
    }

    @Test
    void theFirstResolvedAddressFixesTheFamily() throws ConfigError {
        assertThat(ConfigVectors.parse("Spread_Segment ff02::5 { dual }").family())
                .isEqualTo(IpFamily.IPV6);
        assertThat(AddressText.display(ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.11 ; dual"))
                        .daemons()
                        .get(1)
                        .address()))
                .isEqualTo("10.88.0.1");
    }

    @Test
    void aNameIsLookedUpBeforeItIsCut() throws ConfigError {
        HostResolver resolver = new HostResolver() {
            @Override
            public List<java.net.InetAddress> resolve(String hostName) {
                assertThat(hostName).isEqualTo("averyverylonghostname.example");
                return List.of(ConfigVectors.address("10.88.0.1"));
            }

            @Override
            public int interfaceIndex(String interfaceName) {
                return 0;
            }
        };
        Configuration configuration = new ConfigurationLoader(resolver, ExtensionSettings.DEFAULTS)
                .parse("f", Text.bytes(ConfigVectors.segment("averyverylonghostname.example")));
        assertThat(configuration.daemons().get(0).name()).isEqualTo("averyverylonghostna");
        assertThat(configuration.warnings()).extracting(ConfigWarning::kind).contains(ConfigWarning.Kind.NAME_CUT);
    }

    @Test
    void overlappingTokenPortsAreWarnedOf() throws ConfigError {
        String content =
                "Spread_Segment 10.88.0.255:%d { d1 10.88.0.1 }\nSpread_Segment 10.88.0.255:%d { d2 10.88.0.1 }";
        assertThat(ConfigVectors.parse(content.formatted(14890, 14891)).warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.TOKEN_PORT_IN_USE);
        assertThat(ConfigVectors.parse(content.formatted(14892, 14890)).warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.TOKEN_PORT_IN_USE);
    }

    @ParameterizedTest
    @CsvSource({"d1 10.88.0.1 d1 10.88.0.2, d1, 41", "d1 10.88.0.1 VirtualID = 7 d2 10.88.0.2 VirtualID = 7, d2, 55"})
    void theCulpritIsTheLaterOne(String daemons, String token, int column) {
        ConfigError error = error("Spread_Segment 225.0.0.1 { " + daemons + " }");
        assertThat(error.token()).isEqualTo(token);
        assertThat(error.position()).isEqualTo(new Position(1, column));
    }

    @Test
    void level4RefusesWhatItCannotExpress() {
        String level4 = "#+ RingProtocol = 4\n";
        assertThat(error(level4 + "Spread_Segment ff02::5 { d1 fd88::1 }").text())
                .contains("no IPv6");
        assertThat(error(level4 + ConfigVectors.segment("d1 10.88.0.1 { 10.88.0.1 C ::1 }"))
                        .text())
                .contains("no IPv6");
        assertThat(error(level4 + "Spread_Segment 225.0.0.1 225.0.0.2 { d1 10.88.0.1 }")
                        .text())
                .contains("one address per segment");
        ConfigError sameId = error(level4
                + "Spread_Segment 225.0.0.1:14890 { d1 10.88.0.1 }\nSpread_Segment 225.0.0.1:14893 { d2 10.88.0.1 }");
        assertThat(sameId.text()).isEqualTo("The address '10.88.0.1' of 'd2' is already in use by 'd1'!");
    }

    @Test
    void level4SkipsItsOldOptionsAndWarns() throws ConfigError {
        String content =
                "LinkProtocol = Hop\n" + ConfigVectors.segment("d1 10.88.0.1") + "RouteMatrix {\n0 1\n1 0\n}\n";
        assertThat(error(content).text()).isEqualTo("syntax error");
        Configuration configuration = ConfigVectors.parse(content, "RingProtocol=4");
        assertThat(Integer.toUnsignedString(ConfigurationHash.of(configuration, false)))
                .isEqualTo("2780378844");
        assertThat(configuration.warnings())
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.LEVEL_4)
                .extracting(ConfigWarning::token)
                .containsExactly("LinkProtocol", "RouteMatrix");
        assertThat(error("DebugInitialSequence\n" + content, "RingProtocol=4").token())
                .isEqualTo("DebugInitialSequence");
    }

    @Test
    void level4WarnsOfWhatA44DaemonCannotRead() throws ConfigError {
        Configuration configuration = ConfigVectors.parse(
                "WideAreaNetwork = false\n"
                        + ConfigVectors.segment(
                                "d1 10.88.0.1 VirtualID = 3 10.88.0.2 ; abcdefghijklmnopqrstu 10.88.0.3"),
                "RingProtocol=4");
        assertThat(configuration.warnings())
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.LEVEL_4)
                .extracting(ConfigWarning::token)
                .containsExactly("d1", "10.88.0.2", "abcdefghijklmnopqrstu", "WideAreaNetwork");
    }

    @Test
    void twoReadingsOfOneFileCompareEqual() throws ConfigError {
        Configuration a = ConfigVectors.withOptions("Window = 50");
        Configuration b = ConfigVectors.withOptions("\n\nWindow = 60 Window = 50");
        assertThat(a.segments()).isEqualTo(b.segments());
        assertThat(a.options().differences(b.options())).isEmpty();
        assertThat(a.extensions()).isEqualTo(b.extensions());
        assertThat(a.daemons().get(0).hasSameParameters(b.daemons().get(0))).isTrue();
        Configuration c = ConfigVectors.withOptions("Window = 51 DangerousMonitor = yes");
        assertThat(a.options().differences(c.options()))
                .containsExactly(SpreadOption.DANGEROUS_MONITOR, SpreadOption.WINDOW);
    }

    @Test
    void defect02_idsComeFromTheNewFileOnly() throws ConfigError {
        String three = "d1 10.88.0.1 d2 10.88.0.2 d3 10.88.0.3";
        Daemon before =
                ConfigVectors.parse(ConfigVectors.segment(three)).daemons().get(2);
        Daemon after = ConfigVectors.parse(ConfigVectors.segment("d1 10.88.0.1 d3 10.88.0.3"))
                .daemons()
                .get(1);
        assertThat(after.virtualId()).isEqualTo(before.virtualId());
        assertThat(after.hasSameParameters(before)).isTrue();
        assertThat(after).isNotEqualTo(before);
    }
}
