package org.ringcast.monitor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ringcast.daemon.config.ConfigError;
import org.ringcast.daemon.config.ConfigFiles;
import org.ringcast.daemon.config.ConfigLogLines;
import org.ringcast.daemon.config.Configuration;
import org.ringcast.daemon.config.ConfigurationHash;
import org.ringcast.daemon.config.ConfigurationLoader;
import org.ringcast.daemon.config.Daemon;
import org.ringcast.daemon.config.EffectiveSettings;
import org.ringcast.daemon.config.EventPriority;
import org.ringcast.daemon.config.ExtensionOption;
import org.ringcast.daemon.config.ExtensionSettings;
import org.ringcast.daemon.config.HostResolver;
import org.ringcast.daemon.config.Identity;
import org.ringcast.daemon.config.LocalAddresses;
import org.ringcast.daemon.config.LogLine;
import org.ringcast.daemon.wire.MonitorSender;
import org.ringcast.daemon.wire.ProtocolLevel;

/**
 * The daemons that a monitor looks at, from one reading of the configuration. Immutable; a reload makes a new one.
 *
 * @param configuration as read
 * @param identity which of its daemons the monitor poses as
 * @param level of the ring
 * @param hash that its requests carry, of daemons that have been started with this file
 */
record MonitorSite(Configuration configuration, Identity identity, ProtocolLevel level, int hash) {
    /**
     * Reads the configuration and finds out as which of its daemons to pose.
     *
     * @throws ConfigError when it cannot be used, or no daemon of it is on this machine
     */
    static MonitorSite load(MonitorOptions options) throws ConfigError {
        List<String> overrides =
                options.level().map(level -> List.of("RingProtocol=" + level)).orElse(List.of());
        ConfigurationLoader loader =
                new ConfigurationLoader(HostResolver.system(), ExtensionSettings.parseOverrides(overrides));
        Configuration configuration = loader.load(options.file(), ConfigFiles.standard());
        Identity identity = identity(configuration, options.name());
        int hash = EffectiveSettings.atStart(configuration, identity.me()).hash();
        return new MonitorSite(
                configuration,
                identity,
                ProtocolLevel.of(configuration.level() == org.ringcast.daemon.config.ProtocolLevel.LEVEL_4 ? 4 : 5),
                hash);
    }

    /** A monitor of level 4 may pose as a daemon of another machine: it only gets no replies then. */
    private static Identity identity(Configuration configuration, Optional<String> name) throws ConfigError {
        LocalAddresses local = LocalAddresses.ofThisMachine();
        if (name.isPresent() && configuration.level() == org.ringcast.daemon.config.ProtocolLevel.LEVEL_4) {
            Optional<Daemon> named = configuration.daemons().stream()
                    .filter(d -> d.name().equals(name.get()) && !local.isLocal(d.address()))
                    .findFirst();
            if (named.isPresent()) {
                return new Identity(named.get(), 0, List.of(), List.of());
            }
        }
        return Identity.find(configuration, local, name);
    }

    Daemon me() {
        return identity.me();
    }

    /** In the order of the configuration. */
    List<Daemon> daemons() {
        return configuration.daemons();
    }

    int daemonCount() {
        return configuration.daemons().size();
    }

    int id(Daemon daemon) {
        return daemon.id(configuration.level());
    }

    Optional<Daemon> withId(int id) {
        return configuration.daemonWithId(id);
    }

    Optional<Daemon> named(String name) {
        return daemons().stream()
                .filter(d -> d.name().equals(name) || d.displayName().equals(name))
                .findFirst();
    }

    boolean isLevel4() {
        return level == ProtocolLevel.LEVEL_4;
    }

    /** Where a daemon takes requests. */
    InetSocketAddress addressOf(Daemon daemon) {
        return new InetSocketAddress(identity.withMyScope(daemon.address()), daemon.port());
    }

    /** The address that replies come to. */
    InetAddress myAddress() {
        return identity.withMyScope(me().address());
    }

    /** What requests say about where they come from. */
    MonitorSender sender(int replyPort) {
        return sender(replyPort, hash);
    }

    /** As {@link #sender(int)}, with another hash than that of the file. */
    MonitorSender sender(int replyPort, int otherHash) {
        return new MonitorSender(level, id(me()), otherHash, replyPort);
    }

    /**
     * The hash of daemons that have reloaded this file without an {@code AcceleratedRing} line in it, which switches their ring
     * protocol.
     */
    int hashAfterReload() {
        return ConfigurationHash.of(configuration, true);
    }

    /** Hash with the accelerated or the original ring, whatever the file says. */
    int hash(boolean accelerated) {
        return ConfigurationHash.of(configuration, accelerated);
    }

    /** Whether the file itself asks for the accelerated ring. */
    boolean isExplicitlyAccelerated() {
        return configuration.options().acceleratedRing().orElse(false);
    }

    /** Whether daemons with this file obey partition, flow control and terminate requests. */
    boolean isDangerousMonitor() {
        return configuration.options().isDangerousMonitor();
    }

    /** What operators are used to see of the options when the file is read. */
    List<String> optionLines() {
        return ConfigLogLines.progress(configuration, hash).stream()
                .filter(line ->
                        line.priority() == EventPriority.FATAL && !line.text().contains("Dangerous Monitor"))
                .map(LogLine::text)
                .toList();
    }

    /** Secret for signing; empty for none. */
    String secret() {
        return configuration.extensions().text(ExtensionOption.MONITOR_SECRET);
    }
}
