package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStampFormatTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:16:47.192138Z");

    private static String utc(String format, Instant time) {
        return new TimeStampFormat(format, ZoneOffset.UTC, false).format(time);
    }

    /** The expected texts are what strftime of the GNU C library gives for this time in the C locale. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%a %A|Fri Friday",
                "%b %h %B|Nov Nov November",
                "%c|Fri Nov 20 12:16:47 2026",
                "%C %y %Y|20 26 2026",
                "%d %e %j|20 20 324",
                "%D %x %F|11/20/26 11/20/26 2026-11-20",
                "%g %G %V|26 2026 47",
                "%H %I %k %l|12 12 12 12",
                "%M %S %s|16 47 1795177007",
                "%p %P %r|PM pm 12:16:47 PM",
                "%R %T %X|12:16 12:16:47 12:16:47",
                "%u %w %U %W|5 5 46 46",
                "%z %Z %%|+0000 UTC %",
                "100%|100%",
                "%Q%|%Q%",
                "%%d|%d"
            })
    void conversions(String format, String expected) {
        assertThat(utc(format, TIME)).isEqualTo(expected);
    }

    @Test
    void lineFeedAndTab() {
        assertThat(utc("a%nb%tc", TIME)).isEqualTo("a\nb\tc");
    }

    @Test
    void smallNumbersArePaddedAsTheConversionSays() {
        Instant early = Instant.parse("2023-01-01T03:04:05Z");
        assertThat(utc("%d %e %H %k %I %l %j %U %W %V %G", early)).isEqualTo("01  1 03  3 03  3 001 01 00 52 2022");
        assertThat(utc("%I %l %p", Instant.parse("2023-01-01T00:30:00Z"))).isEqualTo("12 12 AM");
    }

    @Test
    void localTimeOfTheZone() {
        TimeStampFormat berlin = new TimeStampFormat("%H:%M %z %Z", ZoneId.of("Europe/Berlin"), false);
        assertThat(berlin.format(TIME)).isEqualTo("13:16 +0100 CET");
        assertThat(berlin.format(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo("02:00 +0200 CEST");
    }

    @Test
    void check12_preciseTimeStampWithAndWithoutSeconds() {
        assertThat(new TimeStampFormat("%H:%M:%S", ZoneOffset.UTC, true).format(TIME))
                .isEqualTo("12:16:47.192138");
        assertThat(new TimeStampFormat("[%a %d %b %Y %H:%M:%S] %s", ZoneOffset.UTC, true).format(TIME))
                .isEqualTo("[Fri 20 Nov 2026 12:16:47] 1795177007.192138");
        assertThat(new TimeStampFormat("%S", ZoneOffset.UTC, true).format(Instant.parse("2026-11-20T12:16:47.000007Z")))
                .isEqualTo("47.000007");
    }

    @Test
    void theTextIsBounded() {
        assertThat(utc("%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c%c", TIME)).hasSize(TimeStampFormat.LIMIT);
    }
}
