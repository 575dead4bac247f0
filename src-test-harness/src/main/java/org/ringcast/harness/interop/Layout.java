package org.ringcast.harness.interop;

/** Where the daemons are. */
public enum Layout {
    /** All on the loopback interface, each in a segment of its own with a port of its own. */
    LOOPBACK(false),
    /** Each in a network namespace, together in one multicast segment. */
    ONE_SEGMENT(true),
    /** Each in a network namespace and in a segment of its own. */
    SEGMENT_EACH(true),
    /** Each in a network namespace; the first half in one multicast segment, the others behind a router in a second one. */
    TWO_SEGMENTS(true),
    /** Like one segment, but all datagrams go through a switch of the harness. For faults of single datagrams. */
    SWITCHED(true);

    private final boolean namespaces;

    Layout(boolean namespaces) {
        this.namespaces = namespaces;
    }

    /** Whether it takes network namespaces: root on Linux, with {@code ip} and {@code nft}. */
    public boolean needsNamespaces() {
        return namespaces;
    }

    /** Segment of a daemon, both from 0. */
    int segmentOf(int daemon, int numDaemons) {
        return switch (this) {
            case ONE_SEGMENT, SWITCHED -> 0;
            case TWO_SEGMENTS -> daemon < (numDaemons + 1) / 2 ? 0 : 1;
            case LOOPBACK, SEGMENT_EACH -> daemon;
        };
    }

    /** Whether segments have a multicast address; otherwise that of their one daemon. */
    boolean isMulticast() {
        return this != LOOPBACK && this != SEGMENT_EACH;
    }

    /** For tables. */
    public String label() {
        return switch (this) {
            case LOOPBACK -> "loopback";
            case ONE_SEGMENT -> "one segment";
            case SEGMENT_EACH -> "segment each";
            case TWO_SEGMENTS -> "two segments";
            case SWITCHED -> "own switch";
        };
    }
}
