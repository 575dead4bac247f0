package org.ringcast.harness.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ringcast.harness.process.DaemonProcess;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;
import org.ringcast.harness.vectors.CapturedSession;

/**
 * Every recording of real clients with one real daemon, played against a daemon of ours: the client's bytes go in, and
 * what comes out must be what the real daemon wrote, byte for byte but for the times in group ids and generated names.
 * Recordings with a defect of the real daemon are tests of what is better here.
 */
class ClientReplayTest {
    /** Played with several daemons elsewhere. */
    private static final Set<String> SEVERAL_DAEMONS = Set.of(
            "two_daemons_basic", "daemon_crash_seen_by_other", "partition_and_merge", "merge_of_running_daemons");

    /** Ours is meant to answer otherwise: {@link BetterThanRecordedTest}. */
    private static final Set<String> BETTER_HERE = Set.of(
            "multigroup_44_groups_lost",
            "raw_connect_split",
            "raw_auth_short",
            "raw_name_length_mismatch",
            "slow_reader_killed");

    private static final Set<String> WITH_ACCESS_FILE = Set.of("auth_client_picks_ip", "auth_client_picks_null_and_ip");

    /** Short timers: a daemon alone needs no patience to find that out. */
    static final String FAST_TIMERS = """
            TokenTimeout = 1000
            HurryTimeout = 250
            AliveTimeout = 10
            JoinTimeout = 10
            RepTimeout = 50
            SegTimeout = 20
            GatherTimeout = 40
            FormTimeout = 500
            LookupTimeout = 30000
            """;

    @TempDir
    Path folder;

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    List<DynamicTest> theDaemonAnswersAsRecorded() {
        List<String> names = CapturedSession.names().stream()
                .filter(name -> {
                    String scenario = name.substring(0, name.indexOf('.'));
                    return !SEVERAL_DAEMONS.contains(scenario) && !BETTER_HERE.contains(scenario);
                })
                .toList();
        assertThat(names).hasSizeGreaterThan(200);
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> replay(CapturedSession.load(name))))
                .toList();
    }

    private void replay(CapturedSession session) throws Exception {
        int port = FreePorts.next();
        String configuration = configuration(session, port);
        Path own = Files.createTempDirectory(folder, "daemon");
        if (session.scenario().equals("daemon_killed_sigkill")) {
            try (DaemonProcess daemon = DaemonProcess.start(own, configuration, "d1")) {
                compare(session, port, daemon::crash);
            }
        } else if (WITH_ACCESS_FILE.contains(session.scenario())) {
            Files.writeString(own.resolve("spread.access_ip"), "local\n");
            try (DaemonProcess daemon = DaemonProcess.start(own, configuration, "d1")) {
                compare(session, port, SessionReplay.DaemonEnd.NONE);
                assertThat(daemon.terminate()).isZero();
            }
        } else {
            try (EmbeddedDaemon daemon = EmbeddedDaemon.start(configuration, "d1")) {
                boolean ends = session.scenario().equals("daemon_killed_sigterm");
                compare(session, port, ends ? daemon::close : SessionReplay.DaemonEnd.NONE);
            }
        }
    }

    private static void compare(CapturedSession session, int port, SessionReplay.DaemonEnd daemonEnd)
            throws IOException {
        try (SessionReplay replay = new SessionReplay(session, port, daemonEnd)) {
            replay.run();
            for (int connection = 1; connection <= session.connectionCount(); connection++) {
                assertThat(replay.replayed(connection))
                        .as("what the daemon wrote to connection %d of %s", connection, session)
                        .containsExactly(replay.recorded(connection));
            }
        }
    }

    private static String configuration(CapturedSession session, int port) {
        String configuration = DaemonProcess.loneConfiguration(port) + FAST_TIMERS;
        if (session.daemon().equals("d440")) {
            configuration += "#+ RingProtocol = 4\n";
        }
        return configuration
                + switch (session.scenario()) {
                    case "auth_client_picks_ip", "auth_client_picks_null_and_ip", "auth_method_not_offered" ->
                        "AllowedAuthMethods = \"NULL IP\"\n";
                    case "auth_nothing_allowed" -> "RequiredAuthMethods = \"NULL\"\n";
                    default -> "";
                };
    }
}
