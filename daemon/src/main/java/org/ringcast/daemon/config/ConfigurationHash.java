package org.ringcast.daemon.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ringcast.daemon.wire.WireLimits;

/**
 * The hash that every packet carries, so that daemons with different files do not mix, and the text that is hashed (see
 * docs/configuration.md, "Ids and hash"). Strings have one char per byte.
 */
public final class ConfigurationHash {
    /** Longest text at level 5. */
    static final int MAX_BYTES_LEVEL_5 = 100_000;

    /** Longest text at level 4. */
    static final int MAX_BYTES_LEVEL_4 = 20_000;

    private ConfigurationHash() {}

    /**
     * The one-at-a-time hash, with bytes above 0x7F as negative numbers.
     *
     * @param seed starting value
     */
    static int oneAtATime(byte[] bytes, int seed) {
        int hash = seed;
        for (byte b : bytes) {
            hash += b;
            hash += hash << 10;
            hash ^= hash >>> 6;
        }
        hash += hash << 3;
        hash ^= hash >>> 11;
        return hash + (hash << 15);
    }

    /** Hash of level 5: over the bytes and a NUL, seeded with the length including the NUL. */
    public static int level5(byte[] bytes) {
        return oneAtATime(Arrays.copyOf(bytes, bytes.length + 1), bytes.length + 1);
    }

    /** Hash of level 4: over the bytes alone, seeded with the length in each of the four bytes. */
    public static int level4(byte[] bytes) {
        int length = bytes.length;
        return oneAtATime(bytes, length ^ length << 8 ^ length << 16 ^ length << 24);
    }

    /**
     * Hash of a configuration at the level in force, 32 bits without sign.
     *
     * @param accelerated whether the accelerated ring protocol is in force
     */
    public static int of(Configuration configuration, boolean accelerated) {
        return at(configuration.level(), configuration, accelerated).orElseThrow();
    }

    /**
     * As {@link #of(Configuration, boolean)}, of daemons that run with another size of packets than the configuration has now.
     *
     * @param maxPacketBytes in force
     */
    static int of(Configuration configuration, boolean accelerated, int maxPacketBytes) {
        String text = text(configuration.level(), configuration, accelerated, maxPacketBytes)
                .orElseThrow();
        return hash(configuration.level(), Text.bytes(text));
    }

    private static int hash(ProtocolLevel level, byte[] bytes) {
        return level == ProtocolLevel.LEVEL_4 ? level4(bytes) : level5(bytes);
    }

    /**
     * Hash at a given level.
     *
     * @return empty if the configuration cannot exist at that level
     */
    public static Optional<Integer> at(ProtocolLevel level, Configuration configuration, boolean accelerated) {
        return text(level, configuration, accelerated).map(Text::bytes).map(bytes -> hash(level, bytes));
    }

    /**
     * The text that is hashed at a given level.
     *
     * @return empty if the configuration cannot exist at that level: level 4 has IPv4 and one address per segment only
     */
    public static Optional<String> text(ProtocolLevel level, Configuration configuration, boolean accelerated) {
        return text(level, configuration, accelerated, packetBytes(configuration));
    }

    /** Largest packet of data that a configuration asks for. */
    private static int packetBytes(Configuration configuration) {
        return configuration.extensions().intNumber(ExtensionOption.MAX_PACKET_SIZE);
    }

    /** What the text ends with in rings that no Spread daemon can be in; nothing in all others. */
    private static String ofPackets(int maxPacketBytes) {
        return maxPacketBytes == WireLimits.MAX_PACKET_BYTES ? "" : "MaxPacketSize: " + maxPacketBytes + "\n";
    }

    private static Optional<String> text(
            ProtocolLevel level, Configuration configuration, boolean accelerated, int maxPacketBytes) {
        String end = ofPackets(maxPacketBytes);
        if (level == ProtocolLevel.LEVEL_5) {
            boolean withAddresses = !configuration.options().excludesSegmentAddressesFromHash();
            return Optional.of(textLevel5(configuration.segments(), withAddresses, accelerated) + end);
        }
        boolean possible = configuration.family() == IpFamily.IPV4
                && configuration.segments().stream().allMatch(s -> s.addresses().size() == 1)
                && configuration.daemons().stream()
                        .flatMap(d -> d.interfaces().stream())
                        .allMatch(i -> IpFamily.of(i.address()) == IpFamily.IPV4);
        return possible ? Optional.of(textLevel4(configuration.segments(), accelerated) + end) : Optional.empty();
    }

    /**
     * Hash of what decides where datagrams go: segments, daemons, addresses, ports. Two daemons have the same one whatever level
     * and ring protocol they run with.
     */
    public static int ofNetwork(Configuration configuration) {
        return level5(Text.bytes(textLevel5(configuration.segments(), true, false)));
    }

    /** Text at level 5 with the segments' addresses, or without them, whatever the configuration says about that. */
    static String textLevel5(Configuration configuration, boolean withSegmentAddresses, boolean accelerated) {
        return textLevel5(configuration.segments(), withSegmentAddresses, accelerated)
                + ofPackets(packetBytes(configuration));
    }

    static String textLevel5(List<Segment> segments, boolean withSegmentAddresses, boolean accelerated) {
        StringBuilder out = new StringBuilder();
        for (Segment segment : segments) {
            out.append("Segment: port = ").append(segment.port()).append(';');
            if (withSegmentAddresses) {
                for (InetAddress address : segment.addresses()) {
                    out.append(" [").append(AddressText.canonical(address)).append(']');
                }
            }
            out.append('\n');
            for (Daemon daemon : segment.daemons()) {
                out.append("\t'").append(daemon.name()).append("' [");
                out.append(AddressText.canonical(daemon.address())).append("] [");
                out.append(Integer.toUnsignedString(daemon.virtualId())).append("]\n");
            }
            out.append('\n');
        }
        out.append("Version: 5\nProtocol: ")
                .append(accelerated ? "Accelerated" : "Original")
                .append(" Ring\n");
        return out.toString();
    }

    static String textLevel4(List<Segment> segments, boolean accelerated) {
        StringBuilder out = new StringBuilder();
        for (Segment segment : segments) {
            out.append("Segment ")
                    .append(AddressText.canonical(segment.addresses().get(0)));
            out.append(':').append(segment.port()).append(' ');
            for (Daemon daemon : segment.daemons()) {
                out.append(daemon.name()).append(' ');
                out.append(AddressText.canonical(daemon.address())).append(' ');
                for (DaemonInterface entry : daemon.interfaces()) {
                    out.append(entry.implicit() ? "ANY " : "")
                            .append(entry.letters())
                            .append(' ');
                    out.append(AddressText.canonical(entry.address())).append(' ');
                }
            }
            out.append('\n');
        }
        out.append("Version: 4.4\n").append(accelerated ? '1' : '0');
        return out.toString();
    }
}
