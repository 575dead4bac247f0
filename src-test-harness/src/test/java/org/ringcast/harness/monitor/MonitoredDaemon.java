package org.ringcast.harness.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.harness.process.EmbeddedDaemon;
import org.ringcast.harness.process.FreePorts;

/** The second of three configured daemons, the only one that runs; or several of them. */
final class MonitoredDaemon implements AutoCloseable {
    /** Short: nothing is to be waited for on one machine. */
    static final String FAST_TIMERS = """
            TokenTimeout = 1000
            HurryTimeout = 250
            AliveTimeout = 10
            JoinTimeout = 10
            RepTimeout = 50
            SegTimeout = 20
            GatherTimeout = 40
            FormTimeout = 500
            LookupTimeout = 300
            """;

    /** The same for a daemon that stays alone: it does not look for others all the time. */
    static final String CALM_TIMERS = FAST_TIMERS.replace("LookupTimeout = 300", "LookupTimeout = 30000");

    private final EmbeddedDaemon daemon;
    private final int index;
    private final int level;
    private final Path sockets;

    private MonitoredDaemon(EmbeddedDaemon daemon, int index, int level, Path sockets) {
        this.daemon = daemon;
        this.index = index;
        this.level = level;
        this.sockets = sockets;
    }

    /** Three daemons on 127.0.0.1, .2 and .3, in segments of their own, with ids 1, 2 and 3 at level 5. */
    static String three(int port, String options) {
        StringBuilder text = new StringBuilder(options).append('\n').append(FAST_TIMERS);
        for (int i = 1; i <= 3; i++) {
            boolean level4 = options.contains("RingProtocol = 4");
            text.append("Spread_Segment 127.0.0.%d:%d {\n\td%d 127.0.0.%d %s{ D 127.0.0.%d\n C 127.0.0.%d }\n}\n"
                    .formatted(i, port, i, i, level4 ? "" : "VirtualID = " + i + " ", i, i));
        }
        return text.toString();
    }

    static MonitoredDaemon start(String name, String options, String... settings) throws Exception {
        return startConfigured(name, three(FreePorts.next(), options), settings);
    }

    static MonitoredDaemon startConfigured(String name, String text, String... settings) throws Exception {
        // Daemons of one port in one file system: the Unix sockets of all would have the same name.
        Path sockets = Files.createTempDirectory("monitor");
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("UnixSocketDir=" + sockets);
        EmbeddedDaemon daemon = EmbeddedDaemon.launch(text, name, all.toArray(String[]::new));
        daemon.awaitReady();
        var configuration = daemon.configuration();
        return new MonitoredDaemon(
                daemon,
                configuration.daemonNamed(name).orElseThrow().index(),
                configuration.level().number(),
                sockets);
    }

    EmbeddedDaemon daemon() {
        return daemon;
    }

    int id(int daemonIndex) {
        return daemon.configuration()
                .daemons()
                .get(daemonIndex)
                .id(daemon.configuration().level());
    }

    int hash() {
        var configuration = daemon.configuration();
        return EffectiveSettings.atStart(configuration, configuration.daemons().get(index))
                .hash();
    }

    InetSocketAddress address() {
        var me = daemon.configuration().daemons().get(index);
        return new InetSocketAddress(me.address(), me.port());
    }

    /** A monitor that poses as a daemon and has its address. */
    RawMonitor monitor(int posedIndex) throws Exception {
        return monitor(posedIndex, "127.0.0." + (posedIndex + 1));
    }

    RawMonitor monitor(int posedIndex, String address) throws Exception {
        return new RawMonitor(address, address(), level, id(posedIndex), hash());
    }

    List<String> log() {
        return daemon.log();
    }

    long logged(String text) {
        return log().stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() {
        daemon.close();
        try {
            Files.deleteIfExists(sockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
