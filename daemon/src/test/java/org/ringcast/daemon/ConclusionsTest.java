package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.core.CoreSettings;

final class ConclusionsTest {
    @Test
    void aDaemonWithoutOthersInItsConfigurationLooksForThemNotForLong() throws Exception {
        CoreSettings.TimerSettings timers = timers("Spread_Segment 127.0.0.255:4803 { d1 127.0.0.1 }");
        assertThat(millis(timers.segNs()) + millis(timers.gatherNs())).isEqualTo(700);
        assertThat(millis(timers.tokenNs())).isEqualTo(1250);
    }

    @Test
    void aDaemonWithOthersWaitsAsLongAsTheyDo() throws Exception {
        CoreSettings.TimerSettings timers = timers("Spread_Segment 10.0.0.255:4803 { d1 10.0.0.1 d2 10.0.0.2 }");
        assertThat(millis(timers.segNs())).isEqualTo(500);
        assertThat(millis(timers.gatherNs())).isEqualTo(1250);
    }

    @Test
    void shorterTimersOfTheFileStay() throws Exception {
        CoreSettings.TimerSettings timers = timers("""
                TokenTimeout = 1000
                HurryTimeout = 250
                AliveTimeout = 10
                JoinTimeout = 10
                RepTimeout = 50
                SegTimeout = 20
                GatherTimeout = 40
                FormTimeout = 500
                LookupTimeout = 30000
                Spread_Segment 127.0.0.255:4803 { d1 127.0.0.1 }
                """);
        assertThat(millis(timers.segNs())).isEqualTo(20);
        assertThat(millis(timers.gatherNs())).isEqualTo(40);
    }

    @Test
    void dumpsOfALogThatCannotBeGoIntoTheWorkingDirectory() throws Exception {
        String segment = "\nSpread_Segment 127.0.0.255:4803 { d1 127.0.0.1 }";
        assertThat(Conclusions.dumpDirectory(configuration("EventLogFile = \"/var/log/x\"" + segment)))
                .isEqualTo(Path.of("/var/log").toAbsolutePath());
        Path odd;
        try {
            odd = Path.of("/var/log/\u00e4").toAbsolutePath();
        } catch (InvalidPathException e) {
            odd = Path.of("").toAbsolutePath(); // the locale has ASCII only, as many services'
        }
        assertThat(Conclusions.dumpDirectory(configuration("EventLogFile = \"/var/log/\u00e4/x\"" + segment)))
                .isEqualTo(odd);
    }

    private static Configuration configuration(String text) throws Exception {
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.DEFAULTS)
                .parse("spread.conf", text.getBytes(StandardCharsets.UTF_8));
    }

    private static CoreSettings.TimerSettings timers(String text) throws Exception {
        Configuration configuration = configuration(text);
        EffectiveSettings effective =
                EffectiveSettings.atStart(configuration, configuration.daemons().get(0));
        return Conclusions.core(effective, configuration, MemoryLimits.of(configuration))
                .timers();
    }

    private static long millis(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }
}
