package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.net.IoTransport;
import org.ringcast.daemon.observe.EventLog;

/** Membership ids of several lives of one daemon. */
@Timeout(90)
final class IdsOverRestartsTest {
    private static final Pattern ID = Pattern.compile(".*Membership id is \\( -?\\d+, (\\d+)\\)", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final int port = FreePort.next();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private Configuration configuration(String... settings) throws Exception {
        return new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(List.of(settings)))
                .parse(
                        "d1.conf",
                        ("Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1 { D 127.0.0.1\n C 127.0.0.1 }\n}\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Lives until it has a ring; returns the time in the ring's id. */
    private int live(Instant clock, String... settings) throws Exception {
        log.clear();
        Configuration configuration = configuration(settings);
        Identity identity = Identity.find(configuration, LocalAddresses.ofThisMachine(), Optional.of("d1"));
        EventLog events = new EventLog((level, line) -> log.add(line), InstantSource.system());
        DaemonSetup setup = new DaemonSetup(
                configuration,
                identity,
                Optional.empty(),
                Optional.empty(),
                events,
                Optional.empty(),
                IoTransport.best(),
                InstantSource.fixed(clock));
        try (Daemon daemon = Daemon.start(setup)) {
            assertThat(daemon.awaitReady(30, TimeUnit.SECONDS)).isTrue();
        }
        return log.stream()
                .map(ID::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElseThrow();
    }

    @Test
    void defect30_D16_aClockThatWasSetBackBetweenTwoLivesDoesNotBringIdsBack() throws Exception {
        Instant now = Instant.parse("2026-11-21T19:00:00Z");
        int first = live(now, "UnixSocketDir=" + folder);
        assertThat(first).isGreaterThan((int) now.getEpochSecond());
        assertThat(live(now.minusSeconds(3600), "UnixSocketDir=" + folder)).isGreaterThan(first);
        assertThat(Files.exists(folder.resolve("ringcast-d1-" + port + ".state")))
                .isTrue();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsToldOnceAndTheRingComesAbout() throws Exception {
        live(Instant.now(), "UnixSocketDir=" + folder, "StateDirectory=/proc/nowhere");
        String line = "State file /proc/nowhere/ringcast-d1-" + port + ".state cannot be written: ";
        assertThat(log).filteredOn(logged -> logged.contains(line)).hasSize(1);
    }

    @Test
    void theFileIsInTheServiceManagersDirectoryOrBesideTheSocket() throws Exception {
        String name = "ringcast-d1-" + port + ".state";
        assertThat(stateFile("UnixSocketDir=/x", null)).contains(Path.of("/x", name));
        assertThat(stateFile("UnixSocketDir=/x", "")).contains(Path.of("/x", name));
        assertThat(stateFile("UnixSocketDir=/x", "/var/lib/a:/var/lib/b")).contains(Path.of("/var/lib/a", name));
        assertThat(stateFile("StateDirectory=/y", "/var/lib/a")).contains(Path.of("/y", name));
        assertThat(stateFile("StateDirectory=none", "/var/lib/a")).isEmpty();
    }

    private Optional<Path> stateFile(String setting, String serviceDirectories) throws Exception {
        Configuration configuration = configuration(setting);
        return Conclusions.stateFile(configuration, configuration.daemons().get(0), serviceDirectories);
    }
}
