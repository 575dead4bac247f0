package org.ringcast.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option: default, value, place, and what is wrong with wrong ones. */
class OptionsTest {
    private static Options options(String text) throws ConfigError {
        return ConfigVectors.withOptions(text).options();
    }

    private static ConfigError error(String text) {
        return catchThrowableOfType(ConfigError.class, () -> ConfigVectors.withOptions(text));
    }

    @Test
    void defaults() throws ConfigError {
        Options options = options("");
        assertThat(options.debugMask()).isEqualTo(0x111);
        assertThat(options.eventPriority()).isEqualTo(EventPriority.INFO);
        assertThat(options.eventLogFile("h")).isEmpty();
        assertThat(options.isTimeStamped()).isFalse();
        assertThat(options.hasPreciseTimeStamp()).isFalse();
        assertThat(options.isDangerousMonitor()).isFalse();
        assertThat(options.socketPortReuse()).isEqualTo(PortReuse.AUTO);
        assertThat(options.runtimeDir()).isEqualTo("/var/run/spread");
        assertThat(options.daemonUser()).isEqualTo("spread");
        assertThat(options.daemonGroup()).isEqualTo("spread");
        assertThat(options.allowedAuthMethods()).isEmpty();
        assertThat(options.requiredAuthMethods()).isEmpty();
        assertThat(options.maxSessionMessages()).isEqualTo(1000);
        assertThat(options.window()).isEqualTo(160);
        assertThat(options.personalWindow()).isEqualTo(20);
        assertThat(options.acceleratedWindow()).isEqualTo(15);
        assertThat(options.acceleratedRing()).isEmpty();
        assertThat(options.wideAreaNetwork()).isEmpty();
        assertThat(options.timeoutMs(SpreadOption.TOKEN_TIMEOUT)).isEmpty();
        assertThat(options.excludesSegmentAddressesFromHash()).isFalse();
        assertThat(options.ignoresMulticastJoinErrors()).isFalse();
        for (SpreadOption option : SpreadOption.values()) {
            assertThat(options.isExplicit(option)).isFalse();
            assertThat(options.setting(option).position()).isEqualTo(Position.NONE);
        }
    }

    @Test
    void everyOptionOfTheFullFileIsExplicitWithItsPlace() throws Exception {
        Configuration configuration = ConfigVectors.parse("048", ConfigVectors.bytes("ok", "048-all-options.conf"));
        Options options = configuration.options();
        for (SpreadOption option : SpreadOption.values()) {
            if (option != SpreadOption.EVENT_LOG_FILE) {
                assertThat(options.isExplicit(option)).as(option.keyword()).isTrue();
            }
        }
        assertThat(options.setting(SpreadOption.MAX_SESSION_MESSAGES).position())
                .isEqualTo(new Position(13, 1));
        assertThat(options.maxSessionMessages()).isEqualTo(5000);
        assertThat(options.isDangerousMonitor()).isTrue();
        assertThat(options.daemonGroup()).isEqualTo("nogroup");
        assertThat(options.timeoutMs(SpreadOption.LOOKUP_TIMEOUT)).hasValue(30000);
        assertThat(options.timeStampFormat()).isEqualTo("[%a %d %b %Y %H:%M:%S] %s");
    }

    @ParameterizedTest
    @CsvSource({
        "PRINT EXIT CONFIGURATION, 111",
        "ALL !DATA_LINK !EVENTS !MEMORY !PROTOCOL, ffffffb1",
        "ALL ! DATA_LINK !EVENTS !MEMORY !PROTOCOL, ffffffb1",
        "'', 0",
        "NONE, 0",
        "!CONFIGURATION CONFIGURATION NONE, 100",
        "CONFIGURATION !CONFIGURATION, 0",
        "ALL !ALL, 0",
        "SKIPLIST ACM SECURITY, e00000",
        "GROUPS DEBUG STATUS FLOW_CONTROL MEMBERSHIP, 3e00",
        "SESSION PROTOCOL NETWORK PRINT EVENTS MEMORY DATA_LINK EXIT, ff"
    })
    void check12_debugFlagsFromLeftToRight(String flags, String mask) throws ConfigError {
        assertThat(Integer.toHexString(options("DebugFlags = { " + flags + " }").debugMask()))
                .isEqualTo(mask);
    }

    @Test
    void theLastDebugFlagsListReplacesThoseBefore() throws ConfigError {
        assertThat(options("DebugFlags = { ALL } DebugFlags = { EXIT }").debugMask())
                .isEqualTo(1);
    }

    @Test
    void check12_linesShownByPriorityAndMask() {
        LogLine info = new LogLine(EventPriority.INFO, DebugFlag.CONFIGURATION, "");
        assertThat(info.isShown(EventPriority.INFO, 0x111)).isTrue();
        assertThat(info.isShown(EventPriority.WARNING, 0x111)).isFalse();
        assertThat(info.isShown(EventPriority.INFO, 0x11)).isFalse();
        assertThat(LogLine.always("").isShown(EventPriority.FATAL, 0)).isTrue();
    }

    @Test
    void prioritiesHaveTheirNumbers() {
        assertThat(EventPriority.byWord("pDEBUG").number()).isEqualTo(1);
        assertThat(EventPriority.byWord("FATAL").number()).isEqualTo(6);
        assertThat(EventPriority.byWord("DEBUG")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "EventTimeStamp, true, false, %m/%d/%y %H:%M:%S",
        "EventTimeStamp = '%H:%M:%S', true, false, %H:%M:%S",
        "EventTimeStamp = '%H' EventTimeStamp, true, false, %m/%d/%y %H:%M:%S",
        "EventPreciseTimeStamp, true, true, %m/%d/%y %H:%M:%S",
        "EventPreciseTimeStamp EventTimeStamp = '%H:%M:%S', true, true, %H:%M:%S",
        "EventPreciseTimeStamp EventTimeStamp = '%s', true, true, %s",
        "EventTimeStamp = '[%H:%M]' EventPreciseTimeStamp, true, true, '[%H:%M] %s'",
        "EventTimeStamp = '1234567890123456789012345678901234567890' EventPreciseTimeStamp, true, false,"
                + " 123456789012345678901234567890123456789",
        "EventTimeStamp = '123456789012345678901234567890123456' EventPreciseTimeStamp, true, true,"
                + " 123456789012345678901234567890123456 %s",
        "EventTimeStamp = '1234567890123456789012345678901234567' EventPreciseTimeStamp, true, false,"
                + " 1234567890123456789012345678901234567"
    })
    void check12_defect17_timeStamps(String text, boolean stamped, boolean microseconds, String format)
            throws ConfigError {
        Options options = options(text);
        assertThat(options.isTimeStamped()).isEqualTo(stamped);
        assertThat(options.timeStampFormat()).isEqualTo(format);
        assertThat(options.printsMicroseconds()).isEqualTo(microseconds);
    }

    @Test
    void preciseTimeStampsThatSurpriseAreWarnedOf() throws ConfigError {
        Map<String, String> expected = Map.of(
                "EventPreciseTimeStamp", "stamped all the same",
                "EventPreciseTimeStamp EventTimeStamp = '%H'", "adds the seconds of the epoch",
                "EventPreciseTimeStamp EventTimeStamp = '123456789012345678901234567890123456789'", "has no effect");
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            assertThat(ConfigVectors.withOptions(entry.getKey()).warnings())
                    .filteredOn(w -> w.kind() == ConfigWarning.Kind.PRECISE_TIME_STAMP)
                    .singleElement()
                    .satisfies(w -> assertThat(w.text()).contains(entry.getValue()));
        }
        assertThat(ConfigVectors.withOptions("EventPreciseTimeStamp EventTimeStamp")
                        .warnings())
                .extracting(ConfigWarning::kind)
                .doesNotContain(ConfigWarning.Kind.PRECISE_TIME_STAMP);
    }

    @Test
    void theLogFilesNameTakesTheHostName() throws ConfigError {
        assertThat(options("EventLogFile = spread_%h_%H.log").eventLogFile("box"))
                .contains("spread_box_box.log");
    }

    @ParameterizedTest
    @CsvSource({
        "TokenTimeout, token",
        "HurryTimeout, hurry",
        "AliveTimeout, alive",
        "JoinTimeout, join",
        "RepTimeout, rep",
        "SegTimeout, seg",
        "GatherTimeout, gather",
        "FormTimeout, form",
        "LookupTimeout, lookup"
    })
    void timeoutsOfZeroAreRefused(String option, String timer) {
        assertThat(error(option + " = 0").text())
                .isEqualTo("Conf_set_" + timer + "_timeout: Non-positive timeout (0) specified!");
    }

    @Test
    void personalWindowOfZeroIsRefusedAndAcceleratedWindowOfZeroIsNot() throws ConfigError {
        assertThat(error("PersonalWindow = 0").text())
                .isEqualTo("Conf_set_personal_window: Attempt to set personal window to non-positive (0)!");
        assertThat(options("AcceleratedWindow = 0").acceleratedWindow()).isZero();
    }

    @Test
    void defect32_windowsAbove32767AreCutWithAWarning() throws ConfigError {
        Configuration configuration = ConfigVectors.withOptions("Window = 40000 PersonalWindow = 33000");
        assertThat(configuration.warnings())
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.WINDOW_TOO_LARGE)
                .extracting(ConfigWarning::token)
                .containsExactly("Window", "PersonalWindow");
        EffectiveSettings settings =
                EffectiveSettings.atStart(configuration, configuration.daemons().get(0));
        assertThat(settings.window()).isEqualTo(32767);
        assertThat(settings.personalWindow()).isEqualTo(32767);
    }

    @Test
    void defect10_someTimeoutsOnlyIsAnErrorOfTheFile() {
        ConfigError error = error("\nSegTimeout = 5");
        assertThat(error.text()).startsWith("Memb_init: Only some of the membership timeouts were specified!");
        assertThat(error.position()).isEqualTo(new Position(2, 1));
        assertThat(error.hint())
                .isEqualTo("missing: TokenTimeout, HurryTimeout, AliveTimeout, JoinTimeout, RepTimeout,"
                        + " GatherTimeout, FormTimeout, LookupTimeout");
    }

    @Test
    void parametersThatTheDaemonIgnoresAreStillChecked() throws ConfigError {
        assertThat(error("DaemonGroup = " + "g".repeat(33)).text())
                .isEqualTo("set_param_if_valid: value string too long");
        assertThat(error("RuntimeDir = " + "r".repeat(4097)).text())
                .isEqualTo("set_param_if_valid: value string too long");
        Configuration configuration = ConfigVectors.withOptions("DaemonUser = '' DaemonUser = x DaemonUser = ''");
        assertThat(configuration.options().daemonUser()).isEqualTo("x");
        assertThat(configuration.warnings())
                .filteredOn(w -> w.kind() == ConfigWarning.Kind.IGNORED_VALUE)
                .hasSize(2)
                .allMatch(w -> w.text().equals("set_param_if_valid: Ignored invalid user name"));
    }

    @Test
    void defect03_anAbsentAcceleratedRingLineIsWarnedOf() throws ConfigError {
        assertThat(accelerationWarned("")).isTrue();
        assertThat(accelerationWarned("AcceleratedRing = false")).isFalse();
        assertThat(accelerationWarned("AcceleratedRing = true")).isFalse();
        assertThat(accelerationWarned("WideAreaNetwork = true")).isFalse();
        assertThat(accelerationWarned("#+ AcceleratedRingAtReload = keep")).isFalse();
    }

    private static boolean accelerationWarned(String text) throws ConfigError {
        return ConfigVectors.withOptions(text).warnings().stream()
                .anyMatch(w -> w.kind() == ConfigWarning.Kind.ACCELERATED_RING_ABSENT);
    }

    @Test
    void zeroSessionMessagesAreWarnedOf() throws ConfigError {
        assertThat(ConfigVectors.withOptions("MaxSessionMessages = 0").warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.NO_SESSION_MESSAGES);
    }

    @Test
    void anAcceleratedWindowThatWouldBeTooLargeIsWarnedOf() throws ConfigError {
        assertThat(ConfigVectors.withOptions("AcceleratedWindow = 500").warnings())
                .extracting(ConfigWarning::kind)
                .contains(ConfigWarning.Kind.ACCELERATED_WINDOW_TOO_LARGE);
        assertThat(error("AcceleratedWindow = 500 AcceleratedRing = yes").text())
                .isEqualTo("AcceleratedWindow > PersonalWindow!");
    }

    @Test
    void longValuesAreCutWithAWarning() throws ConfigError {
        Configuration configuration = ConfigVectors.withOptions("AllowedAuthMethods = '" + " ".repeat(85) + "NULL IP'");
        assertThat(configuration.options().allowedAuthMethods()).containsExactly("NULL");
        assertThat(configuration.warnings()).extracting(ConfigWarning::kind).contains(ConfigWarning.Kind.VALUE_CUT);
    }

    @Test
    void aHashTextThatIsTooLongIsRefused() throws ConfigError {
        // 128 names of 19 bytes are far from the limit of level 5, but with long interface lists not from that of level
        // 4.
        StringBuilder daemons = new StringBuilder();
        for (int i = 1; i <= 128; i++) {
            daemons.append("name-of-daemon-%04d 10.188.100.%d { ".formatted(i, i));
            daemons.append("10.188.100.%d ".formatted(i).repeat(10)).append("}\n");
        }
        assertThat(ConfigVectors.parse(ConfigVectors.segment(daemons.toString()))
                        .daemons())
                .hasSize(128);
        ConfigError error = catchThrowableOfType(
                ConfigError.class,
                () -> ConfigVectors.parse(ConfigVectors.segment(daemons.toString()), "RingProtocol=4"));
        assertThat(error.text()).isEqualTo("Configuration string too long! (1)");
    }
}
