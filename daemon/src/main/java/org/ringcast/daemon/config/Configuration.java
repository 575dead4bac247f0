package org.ringcast.daemon.config;

import java.util.List;
import java.util.Optional;

/**
 * A {@code spread.conf} that has been read and found usable. Immutable; a reload makes a new one, and nothing of the old
 * one enters it.
 *
 * @param file name of the file it comes from
 * @param family address family of the ring
 * @param segments in file order, 1..20
 * @param daemons all of them in configuration order, 1..128
 * @param options of Spread
 * @param extensions options of Ringcast
 * @param warnings what is probably not meant, in the order in which it was found
 */
public record Configuration(
        String file,
        IpFamily family,
        List<Segment> segments,
        List<Daemon> daemons,
        Options options,
        ExtensionSettings extensions,
        List<ConfigWarning> warnings) {
    public static final int MAX_SEGMENTS = 20;
    public static final int MAX_DAEMONS = 128;
    public static final int MAX_SEGMENT_ADDRESSES = 5;
    public static final int MAX_INTERFACES = 10;

    public Configuration {
        segments = List.copyOf(segments);
        daemons = List.copyOf(daemons);
        warnings = List.copyOf(warnings);
    }

    /** Level of the ring protocol: what ids and hash are in force. */
    public ProtocolLevel level() {
        return extensions.ringProtocol();
    }

    /** The segment of a daemon. */
    public Segment segmentOf(Daemon daemon) {
        return segments.get(daemon.segmentIndex());
    }

    /** The daemon with a name, one char per byte, if there is one. */
    public Optional<Daemon> daemonNamed(String name) {
        return daemons.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The daemon with an id of the level in force, if there is one. */
    public Optional<Daemon> daemonWithId(int id) {
        return daemons.stream().filter(d -> d.id(level()) == id).findFirst();
    }

    /**
     * Whether an absent {@code WideAreaNetwork} would mean a wide-area network: at level 5 if there is more than one segment,
     * at level 4 if the first daemons of two segments differ in the upper 16 bits of their addresses.
     */
    public boolean spansNetworks() {
        if (level() == ProtocolLevel.LEVEL_5) {
            return segments.size() > 1;
        }
        int first = DaemonId.ofAddress(daemons.get(0).address()) >>> 16;
        return segments.stream()
                .anyMatch(s -> DaemonId.ofAddress(s.daemons().get(0).address()) >>> 16 != first);
    }

    /** Whether it is a wide-area network: what the file says, else {@link #spansNetworks()}. */
    public boolean isWideArea() {
        return options.wideAreaNetwork().orElseGet(this::spansNetworks);
    }
}
