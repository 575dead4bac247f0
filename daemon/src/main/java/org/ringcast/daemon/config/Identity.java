package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which of the configured daemons this one is.
 *
 * @param me the daemon
 * @param scope IPv6: index of the interface for everything that is sent, from the file or the interface that has the address;
 *     0 for none and for IPv4
 * @param unbindable interfaces of {@code me} for the ring or for clients whose address this machine does not have; binding
 *     them will most likely fail
 * @param warnings one for each interface that is not an address of this machine
 */
public record Identity(Daemon me, int scope, List<DaemonInterface> unbindable, List<ConfigWarning> warnings) {
    public Identity {
        unbindable = List.copyOf(unbindable);
        warnings = List.copyOf(warnings);
    }

    /**
     * Finds out.
     *
     * @param name the daemon's name from the command line; without one it is the first whose address is local
     * @throws ConfigError if no daemon fits, or the named one has not an address of this machine
     */
    public static Identity find(Configuration configuration, LocalAddresses local, Optional<String> name)
            throws ConfigError {
        Daemon me = name.isPresent() ? byName(configuration, name.get()) : byAddress(configuration, local);
        if (!local.isLocal(me.address())) {
            throw error(
                    configuration,
                    "Conf_load_conf_file: None of this machine's internet addresses match this daemon's address "
                            + AddressText.display(me.address()) + "!",
                    "daemon " + me.displayName() + " runs on another machine, or its address has changed");
        }
        List<DaemonInterface> unbindable = new ArrayList<>();
        List<ConfigWarning> warnings = new ArrayList<>();
        List<InetAddress> segmentAddresses = configuration.segmentOf(me).addresses();
        for (DaemonInterface entry : me.interfaces()) {
            InetAddress address = entry.address();
            if (local.isBindable(address) || segmentAddresses.contains(address)) {
                continue;
            }
            boolean binds = entry.daemon() || entry.client();
            if (binds) {
                unbindable.add(entry);
            }
            warnings.add(new ConfigWarning(
                    ConfigWarning.Kind.INTERFACE_NOT_LOCAL,
                    Position.NONE,
                    AddressText.display(address),
                    "Conf_load_conf_file: none of this machine's addresses match configured interface "
                            + AddressText.display(address),
                    binds ? "(" + entry.letters() + " of " + me.displayName() + "): it cannot be bound." : ""));
        }
        return new Identity(me, scope(me, local), unbindable, warnings);
    }

    /**
     * Finds a daemon that runs in a configuration that was read again: it is who it was, whatever addresses others have. It may
     * have got another address, which is then not looked for on this machine, because the daemon has to start anew.
     *
     * @param local asked only when the daemon has other interfaces: a look at a machine's addresses may take long
     * @param known as the configuration in force has it
     * @return empty when the daemon is not in the configuration any more
     */
    public static Optional<Identity> findAgain(
            Configuration configuration, Supplier<LocalAddresses> local, Identity known) throws ConfigError {
        Daemon me = known.me();
        Optional<Daemon> found =
                configuration.daemonNamed(me.name()).or(() -> configuration.daemonWithId(me.id(configuration.level())));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().address().equals(me.address())) {
            return Optional.of(new Identity(found.get(), 0, List.of(), List.of()));
        }
        if (found.get().interfaces().equals(me.interfaces())) {
            return Optional.of(new Identity(found.get(), known.scope, known.unbindable, List.of()));
        }
        return Optional.of(
                find(configuration, local.get(), Optional.of(found.get().name())));
    }

    private static Daemon byName(Configuration configuration, String name) throws ConfigError {
        return configuration.daemons().stream()
                .filter(d -> d.isNamed(name))
                .findFirst()
                .orElseThrow(() -> error(
                        configuration,
                        "Conf_load_conf_file: My proc " + name + " is not in configuration!",
                        "it has " + someNames(configuration)));
    }

    private static Daemon byAddress(Configuration configuration, LocalAddresses local) throws ConfigError {
        return configuration.daemons().stream()
                .filter(d -> local.isLocal(d.address()))
                .findFirst()
                .orElseThrow(() -> error(
                        configuration,
                        "Conf_load_conf_file: None of this machine's internet addresses match any daemon's address in"
                                + " configuration!",
                        "it has " + someNames(configuration)));
    }

    /** Daemons of the file besides {@link #me} whose address this machine has, in file order. */
    public List<Daemon> others(Configuration configuration, LocalAddresses local) {
        return configuration.daemons().stream()
                .filter(d -> d.index() != me.index() && local.isLocal(d.address()))
                .toList();
    }

    private static String someNames(Configuration configuration) {
        int shown = 5;
        List<String> names = configuration.daemons().stream()
                .limit(shown)
                .map(d -> d.displayName() + " (" + AddressText.display(d.address()) + ")")
                .toList();
        int more = configuration.daemons().size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }

    private static int scope(Daemon me, LocalAddresses local) {
        if (IpFamily.of(me.address()) == IpFamily.IPV4) {
            return 0;
        }
        int written = AddressText.scopeOf(me.address());
        return written != 0 ? written : local.interfaceIndex(me.address());
    }

    private static ConfigError error(Configuration configuration, String text, String hint) {
        return new ConfigError(ConfigError.Stage.IDENTITY, configuration.file(), text, hint);
    }

    /** The address with my interface index if it is an IPv6 address without one: how it is to be sent to. */
    public InetAddress withMyScope(InetAddress address) {
        return AddressText.scopeOf(address) == 0 ? AddressText.withScope(address, scope) : address;
    }

    /** Addresses of my segment, as they are to be sent to. */
    public List<InetAddress> segmentAddresses(Configuration configuration) {
        return configuration.segmentOf(me).addresses().stream()
                .map(this::withMyScope)
                .toList();
    }
}
