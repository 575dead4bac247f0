package org.ringcast.harness.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;

/**
 * Two configured daemons with web servers.
 *
 * @param folder for sockets and dumps
 */
record Ring(Path folder, String configuration) {
    /** Gathering takes long enough to be seen from outside. */
    private static final String TIMERS = """
            TokenTimeout = 1000
            HurryTimeout = 250
            AliveTimeout = 10
            JoinTimeout = 10
            RepTimeout = 1000
            SegTimeout = 20
            GatherTimeout = 700
            FormTimeout = 500
            LookupTimeout = 300
            """;

    static Ring of(Path folder, String options) throws IOException {
        int port = FreePorts.next();
        StringBuilder text = new StringBuilder(options).append('\n').append(TIMERS);
        for (int i = 1; i <= 2; i++) {
            text.append("Spread_Segment 127.0.0.%d:%d {\n\td%d 127.0.0.%d { D 127.0.0.%d\n C 127.0.0.%d }\n}\n"
                    .formatted(i, port, i, i, i, i));
        }
        return new Ring(folder, text.toString());
    }

    /** The same for a daemon that stays alone: it does not look for the other one all the time. */
    Ring calm() {
        return new Ring(folder, configuration.replace("LookupTimeout = 300", "LookupTimeout = 60000"));
    }

    /** Starts one of them and does not wait for its ring. */
    EmbeddedDaemon launch(int number) throws Exception {
        return EmbeddedDaemon.launch(
                configuration,
                "d" + number,
                "UnixSocketDir=" + Files.createTempDirectory(folder, "sockets"),
                "MetricsAddress=127.0.0.1:0",
                "DumpDirectory=" + folder);
    }
}
