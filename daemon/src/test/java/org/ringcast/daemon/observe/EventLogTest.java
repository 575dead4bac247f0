package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;

class EventLogTest {
    private final List<String> lines = new ArrayList<>();
    private final EventLog log = new EventLog(
            (level, text) -> lines.add(text), Clock.fixed(Instant.parse("2026-11-20T12:17:01Z"), ZoneOffset.UTC));

    @Test
    void beforeAConfigurationOnlyPrintExitAndConfigurationFromInfoUp() {
        assertThat(EventLog.INITIAL_MASK).isEqualTo(0x111);
        List<Kind> shown = Arrays.stream(Kind.values())
                .filter(kind -> log.enabled(kind, Level.CRITICAL))
                .toList();
        assertThat(shown).containsExactly(Kind.PRINT, Kind.CONFIGURATION);
        assertThat(log.enabled(Kind.CONFIGURATION, Level.DEBUG)).isFalse();
        assertThat(log.enabled(Kind.CONFIGURATION, Level.INFO)).isTrue();
    }

    @Test
    void check12_printAndFatalAndExitAreShownWithAnEmptyMask() {
        log.configure(0, Level.FATAL, null);
        for (Kind kind : Kind.values()) {
            log.line(kind, Level.CRITICAL, "hidden");
            log.line(kind, Level.PRINT, "print " + kind);
            log.line(kind, Level.FATAL, "fatal " + kind);
        }
        log.exit("exit");
        assertThat(lines).hasSize(2 * Kind.values().length + 1).doesNotContain("hidden");
        assertThat(lines).contains("print NETWORK", "fatal GROUPS", "exit");
    }

    static Stream<Arguments> classes() {
        return Stream.of(
                Arguments.of(Kind.DATA_LINK, 0x2),
                Arguments.of(Kind.MEMORY, 0x4),
                Arguments.of(Kind.EVENTS, 0x8),
                Arguments.of(Kind.PRINT, 0x10),
                Arguments.of(Kind.NETWORK, 0x20),
                Arguments.of(Kind.PROTOCOL, 0x40),
                Arguments.of(Kind.SESSION, 0x80),
                Arguments.of(Kind.CONFIGURATION, 0x100),
                Arguments.of(Kind.MEMBERSHIP, 0x200),
                Arguments.of(Kind.FLOW_CONTROL, 0x400),
                Arguments.of(Kind.STATUS, 0x800),
                Arguments.of(Kind.DEBUG, 0x1000),
                Arguments.of(Kind.GROUPS, 0x2000),
                Arguments.of(Kind.ACM, 0x400000),
                Arguments.of(Kind.SECURITY, 0x800000));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void check12_allButOneClass(Kind kind, int bit) {
        log.configure(~bit, Level.DEBUG, null);
        for (Kind other : Kind.values()) {
            assertThat(log.enabled(other, Level.DEBUG)).as("%s", other).isEqualTo(other != kind);
        }
        log.configure(bit, Level.DEBUG, null);
        assertThat(log.enabled(kind, Level.DEBUG)).isTrue();
    }

    @Test
    void theLineIsTheStampABlankAndTheMessageOncePerMessage() {
        log.configure(0, Level.INFO, new TimeStampFormat("%m/%d/%y %H:%M:%S", ZoneOffset.UTC, false));
        log.print("Finished configuration file.\nsecond line");
        assertThat(lines).containsExactly("11/20/26 12:17:01 Finished configuration file.\nsecond line");
    }

    @Test
    void aFormatWithoutTextIsToldOnceAndGivesBareLines() {
        log.configure(0x100, Level.INFO, new TimeStampFormat("", ZoneOffset.UTC, false));
        log.print("one");
        log.print("two");
        assertThat(lines)
                .containsExactly("EventTimeStamp: the format gives no text, lines have no time stamp", "one", "two");
    }

    @Test
    void aFaultShowsItsStackTrace() {
        log.configure(0, Level.FATAL, null);
        log.fault("ring loop:", new IllegalStateException("because"));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("ring loop:\njava.lang.IllegalStateException: because\n\tat ")
                .contains("aFaultShowsItsStackTrace");
    }
}
