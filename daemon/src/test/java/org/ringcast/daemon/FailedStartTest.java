package org.ringcast.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.observe.EventLog;
import org.ringcast.daemon.runtime.StartException;

/** A daemon that cannot start gives back what it had taken; that all buffers are back is judged when the class is over. */
@Timeout(60)
final class FailedStartTest {
    @TempDir
    private Path folder;

    @Test
    void aTakenClientPort() throws Exception {
        int port = FreePort.next();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Daemon.start(setup(port)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("likely already bound by another process");
            assertThat(taken.isBound()).isTrue();
        }
    }

    private DaemonSetup setup(int port) throws Exception {
        var configuration = new ConfigurationLoader(
                        HostResolver.system(), ExtensionSettings.parseOverrides(List.of("UnixSocketDir=" + folder)))
                .parse(
                        "d1.conf",
                        ("Spread_Segment 127.0.0.255:" + port + " {\n\td1 127.0.0.1 { D 127.0.0.1\n C 127.0.0.1 }\n}\n")
                                .getBytes(StandardCharsets.US_ASCII));
        Identity identity = Identity.find(configuration, LocalAddresses.ofThisMachine(), Optional.of("d1"));
        return DaemonSetup.of(configuration, identity, new EventLog((level, line) -> {}, InstantSource.system()));
    }
}
