package org.ringcast.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.core.CoreLog.Kind;
import org.ringcast.daemon.core.CoreLog.Level;

class RateLimitedLogTest {
    private final List<String> lines = new ArrayList<>();
    private final EventLog events = new EventLog((level, text) -> lines.add(text), InstantSource.system());
    private long nowNs = 1;
    private final RateLimitedLog log = new RateLimitedLog(events, () -> nowNs);

    @Test
    void socketErrorsAreToldOnceAMinuteWithTheirCount() {
        events.configure(-1, Level.DEBUG, null);
        for (int i = 0; i < 1000; i++) {
            log.line(Kind.DATA_LINK, Level.ERROR, "DL_send: error sending to [10.0.0.1]:4803: 105: No buffer space");
        }
        assertThat(lines).hasSize(1);
        log.tellSuppressed();
        assertThat(lines).hasSize(1);
        nowNs += RepeatLimiter.PERIOD_NS;
        log.tellSuppressed();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .startsWith("999 more like this in the last 60 s: DL_send: error sending to [10.0.0.1]");
    }

    @Test
    void linesThatAreAlwaysShownMayComeAFewTimesAMinute() {
        events.configure(0, Level.FATAL, null);
        for (int i = 0; i < 1000; i++) {
            log.line(Kind.PRINT, Level.PRINT, "Net_handle_monitor: Request from [10.0.0.9]:" + i + " denied.");
        }
        assertThat(lines).hasSize(20);
    }

    @Test
    void classesThatAreSwitchedOnAreShownInFull() {
        events.configure(-1, Level.DEBUG, null);
        for (int i = 0; i < 100; i++) {
            log.line(Kind.SESSION, Level.WARNING, "Sess_kill: killing session a ( mailbox 7 )");
            log.line(Kind.DATA_LINK, Level.INFO, "DL_init: socket");
        }
        assertThat(lines).hasSize(200);
    }

    @Test
    void whatIsHiddenIsNotCounted() {
        events.configure(0, Level.FATAL, null);
        log.line(Kind.DATA_LINK, Level.ERROR, "hidden");
        log.line(Kind.DATA_LINK, Level.ERROR, "hidden");
        nowNs += RepeatLimiter.PERIOD_NS;
        log.tellSuppressed();
        assertThat(lines).isEmpty();
    }

    @Test
    void everyInstalledRingIsPrinted() {
        for (int ring = 0; ring < 100; ring++) {
            log.line(Kind.PRINT, Level.INFO, "Membership id is ( 1, " + ring + ")");
        }
        assertThat(lines).hasSize(100);
    }

    @Test
    void defect_forgedSendersFillTheLog() {
        for (int i = 0; i < 10_000; i++) {
            log.line(Kind.PRINT, Level.PRINT, "Session " + letters(i) + " trying to make session x do something");
        }
        assertThat(lines).hasSizeLessThan(400);
    }

    private static String letters(int number) {
        StringBuilder text = new StringBuilder();
        for (int rest = number; rest > 0; rest /= 26) {
            text.append((char) ('a' + rest % 26));
        }
        return text.toString();
    }
}
