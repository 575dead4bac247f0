package org.ringcast.harness.interop;

import java.util.ArrayList;
import java.util.List;

/**
 * A ring to build.
 *
 * @param level ring protocol level, 5 or 4
 * @param accelerated whether the accelerated ring protocol runs, else the original one
 * @param ipv6 whether daemons talk over IPv6; level 5 only
 * @param kinds the daemons d1, d2, ... in the order of the configuration, which is that of the ring
 */
public record RingPlan(Layout layout, int level, boolean accelerated, boolean ipv6, List<Kind> kinds) {
    /** Largest ring that the harness builds. */
    public static final int MAX_DAEMONS = 8;

    public RingPlan {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty() || kinds.size() > MAX_DAEMONS) {
            throw new IllegalArgumentException("a ring has 1 to " + MAX_DAEMONS + " daemons here");
        }
        if (ipv6 && !canIpv6(layout, level)) {
            throw new IllegalArgumentException("IPv6 takes level 5 and namespaces");
        }
    }

    static boolean canIpv6(Layout layout, int level) {
        return level == 5 && layout.needsNamespaces();
    }

    /** How many of its daemons are of a kind. */
    long count(Kind kind) {
        return kinds.stream().filter(k -> k == kind).count();
    }

    /** A plan over IPv4 with the original ring protocol; {@code letters} has one R or S for each daemon. */
    public static RingPlan of(Layout layout, int level, String letters) {
        return new RingPlan(layout, level, false, false, kinds(letters));
    }

    static List<Kind> kinds(String letters) {
        List<Kind> kinds = new ArrayList<>();
        letters.chars().forEach(c -> kinds.add(Kind.ofLetter((char) c)));
        return kinds;
    }

    int size() {
        return kinds.size();
    }

    int segmentOf(int daemon) {
        return layout.segmentOf(daemon, size());
    }

    /** For example {@code RSS}. */
    public String letters() {
        StringBuilder text = new StringBuilder();
        kinds.forEach(kind -> text.append(kind.letter()));
        return text.toString();
    }

    /** For example {@code 5, accelerated, IPv6}. */
    public String protocol() {
        return level + (accelerated ? ", accelerated" : "") + (ipv6 ? ", IPv6" : "");
    }

    @Override
    public String toString() {
        return layout.label() + " " + letters() + " level " + protocol();
    }
}
