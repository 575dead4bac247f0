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
    void whatOperatorsLookForIsShownInFullAtTheRatesOfALargeSite() {
        events.configure(-1, Level.DEBUG, null);
        for (int i = 0; i < 5000; i++) {
            log.line(Kind.SESSION, Level.WARNING, "Sess_kill: killing session c" + i + " ( mailbox " + i + " )");
            log.line(Kind.GROUPS, Level.INFO, "G_handle_join: #c" + i + "#d1 joins group g" + i % 7);
            log.line(Kind.PROTOCOL, Level.INFO, "Prot_handle_token: leader swallowing repeated token");
            log.line(Kind.GROUPS, Level.DEBUG, "++++++ Num of groups: 1");
        }
        assertThat(lines).hasSize(20_000);
        assertThat(log.suppressed()).isZero();
    }

    @Test
    void defect_clientsThatComeAndGoFillTheLog() {
        events.configure(-1, Level.INFO, null);
        for (int i = 0; i < 200_000; i++) {
            log.line(
                    Kind.SESSION,
                    Level.WARNING,
                    "Sess_session_authorized: Accepting with private name " + letters(i) + " on mailbox " + i % 90);
            log.line(Kind.SESSION, Level.WARNING, "Sess_kill: killing session " + letters(i) + " ( mailbox 7 )");
        }
        assertThat(lines).hasSize(12_000);
        assertThat(log.suppressed()).isEqualTo(388_000);
        nowNs += RepeatLimiter.PERIOD_NS;
        log.tellSuppressed();
        assertThat(lines).hasSize(12_002);
        assertThat(lines.get(12_000))
                .startsWith("194000 more like this in the last 60 s: Sess_session_authorized: Accepting with");
        assertThat(lines.get(12_001)).startsWith("194000 more like this in the last 60 s: Sess_kill: killing session");
    }

    @Test
    void defect_clientsThatChooseTheirWordsFillTheLog() {
        events.configure(-1, Level.INFO, null);
        for (int i = 0; i < 400_000; i++) {
            log.line(
                    Kind.SESSION,
                    Level.WARNING,
                    "Sess_accept_continue: illegal private name x " + letters(i % 200) + " on mailbox 7");
        }
        assertThat(lines).hasSize(30_000);
        assertThat(log.suppressed()).isEqualTo(370_000);
    }

    @Test
    void defect_datagramsOfStrangersFillTheLog() {
        events.configure(-1, Level.INFO, null);
        for (int i = 0; i < 50_000; i++) {
            log.line(
                    Kind.NETWORK,
                    Level.WARNING,
                    "Net_recv: ignoring msg of size " + i % 39 + "; from [10.9." + i / 250 + "." + i % 250 + "]:" + i);
            log.line(Kind.DATA_LINK, Level.INFO, "DL_recv: something " + i);
        }
        assertThat(lines).hasSizeLessThanOrEqualTo(600);
        assertThat(log.suppressed()).isEqualTo(100_000 - lines.size());
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

    /** By address and class of fault: one client that sends rubbish does not hide what another one does. */
    @Test
    void illegalFramesAreToldForEachAddressAndClassOfFaultWithTheCountOfTheRest() {
        events.configure(EventLog.INITIAL_MASK, Level.INFO, null);
        for (int i = 0; i < 35; i++) {
            log.line(Kind.PRINT, Level.PRINT, illegal(i, "10.0.0.1", "data length"));
        }
        log.line(Kind.PRINT, Level.PRINT, illegal(40, "10.0.0.2", "data length"));
        log.line(Kind.PRINT, Level.PRINT, illegal(41, "10.0.0.1", "number of groups"));
        assertThat(lines).hasSize(22);
        nowNs += RepeatLimiter.PERIOD_NS;
        log.tellSuppressed();
        assertThat(lines).hasSize(23);
        assertThat(lines.get(22))
                .isEqualTo("15 more like this in the last 60 s: " + illegal(0, "10.0.0.1", "data length"));
    }

    private static String illegal(int number, String address, String fault) {
        return "Sess_read: session c" + number + " ( mailbox " + number + " ) from [" + address
                + "] is disconnected for an illegal frame: " + fault;
    }
}
