package org.ringcast.daemon.config;

import java.util.List;

/** The nine membership timers in force, nanoseconds; named after the options that set them. */
public record MembershipTimers(
        long tokenNs,
        long hurryNs,
        long aliveNs,
        long joinNs,
        long repNs,
        long segNs,
        long gatherNs,
        long formNs,
        long lookupNs) {
    private static final long NS_PER_MS = 1_000_000L;

    /** Defaults on one network. */
    static final MembershipTimers LAN = ofMillis(List.of(1250, 500, 250, 250, 625, 500, 1250, 1250, 30000));

    /** Defaults of a wide-area network. */
    static final MembershipTimers WAN = ofMillis(List.of(5000, 1500, 250, 250, 1250, 500, 2500, 2500, 45000));

    private static MembershipTimers ofMillis(List<Integer> ms) {
        return new MembershipTimers(
                ms.get(0) * NS_PER_MS,
                ms.get(1) * NS_PER_MS,
                ms.get(2) * NS_PER_MS,
                ms.get(3) * NS_PER_MS,
                ms.get(4) * NS_PER_MS,
                ms.get(5) * NS_PER_MS,
                ms.get(6) * NS_PER_MS,
                ms.get(7) * NS_PER_MS,
                ms.get(8) * NS_PER_MS);
    }

    /** The values of the file if it has them, which then are all nine, else the defaults. */
    static MembershipTimers of(Options options, boolean wideArea) {
        if (options.isExplicit(SpreadOption.TOKEN_TIMEOUT)) {
            return ofMillis(SpreadOption.TIMEOUTS.stream().map(options::number).toList());
        }
        return wideArea ? WAN : LAN;
    }

    /** Milliseconds, in the order of {@link SpreadOption#TIMEOUTS}. */
    List<Long> toMillis() {
        return List.of(tokenNs, hurryNs, aliveNs, joinNs, repNs, segNs, gatherNs, formNs, lookupNs).stream()
                .map(ns -> ns / NS_PER_MS)
                .toList();
    }
}
