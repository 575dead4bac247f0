package org.ringcast.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringcast.daemon.wire.WireLimits;

/**
 * A hash that daemons have which run with nearly this configuration: what to tell an operator when a daemon's hash is another
 * one.
 *
 * @param hash 32 bits without sign
 * @param text what it is the hash of, as in "that is the hash of ..."
 */
public record HashVariant(int hash, String text) {
    /** The likely ones, the likeliest first. Those of the configuration itself are among them. */
    public static List<HashVariant> of(Configuration configuration) {
        List<HashVariant> variants = new ArrayList<>();
        add(variants, configuration, configuration.level(), "");
        for (ProtocolLevel level : ProtocolLevel.values()) {
            if (level != configuration.level()) {
                add(variants, configuration, level, " in a ring of level " + level.number());
            }
        }
        addSegmentAddresses(variants, configuration);
        addUsualPackets(variants, configuration);
        return variants;
    }

    /** What a hash is of; empty when it is not known. */
    public static String explain(List<HashVariant> variants, int hash) {
        return variants.stream()
                .filter(variant -> variant.hash() == hash)
                .map(HashVariant::text)
                .findFirst()
                .orElse("");
    }

    private static void add(
            List<HashVariant> variants, Configuration configuration, ProtocolLevel level, String inWhichRing) {
        for (boolean accelerated : new boolean[] {true, false}) {
            Optional<Integer> hash = ConfigurationHash.at(level, configuration, accelerated);
            hash.ifPresent(value -> variants.add(new HashVariant(
                    value,
                    "this file with AcceleratedRing = " + accelerated + inWhichRing
                            + origin(configuration, accelerated))));
        }
    }

    /** Without an {@code AcceleratedRing} line daemons begin with the original ring, and a reload may change that. */
    private static String origin(Configuration configuration, boolean accelerated) {
        if (configuration.options().acceleratedRing().isPresent()) {
            return "";
        }
        return accelerated
                ? ", as daemons have it that have reloaded the file, for it has no AcceleratedRing line"
                : ", as daemons have it that were started with the file and have not reloaded it";
    }

    private static void addSegmentAddresses(List<HashVariant> variants, Configuration configuration) {
        if (configuration.level() != ProtocolLevel.LEVEL_5) {
            return;
        }
        boolean excluded = configuration.options().excludesSegmentAddressesFromHash();
        for (boolean accelerated : new boolean[] {true, false}) {
            String text = ConfigurationHash.textLevel5(configuration, excluded, accelerated);
            variants.add(new HashVariant(
                    ConfigurationHash.level5(Text.bytes(text)),
                    "this file with ExcludeSegAddrsFromHash = " + !excluded + " and AcceleratedRing = " + accelerated));
        }
    }

    /** What a daemon has that runs since before the file got its line: a reload does not put that into force. */
    private static void addUsualPackets(List<HashVariant> variants, Configuration configuration) {
        if (configuration.extensions().intNumber(ExtensionOption.MAX_PACKET_SIZE) == WireLimits.MAX_PACKET_BYTES) {
            return;
        }
        for (boolean accelerated : new boolean[] {true, false}) {
            variants.add(new HashVariant(
                    ConfigurationHash.of(configuration, accelerated, WireLimits.MAX_PACKET_BYTES),
                    "this file without MaxPacketSize and with AcceleratedRing = " + accelerated
                            + ", as Spread daemons have it, and those that were started before it was set"));
        }
    }
}
