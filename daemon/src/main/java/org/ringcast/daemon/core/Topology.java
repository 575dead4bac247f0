package org.ringcast.daemon.core;

import java.util.Arrays;
import java.util.List;

/**
 * The configured daemons as the core sees them, in configuration order, addressed by their index 0..daemonCount()-1.
 * Ascending index is configuration order, the only order of daemons that exists. Immutable; a reload makes a new one.
 */
public final class Topology {
    /**
     * One configured daemon.
     *
     * @param name name as used in private groups, 1..19 bytes
     * @param id daemon id on the wire
     * @param segment index of its segment, 0-based, in file order
     * @param addressKey names the configured address: datagrams arrive with the key of their source address, and two
     *     daemons share a key exactly when they are configured with the same address
     */
    public record Daemon(String name, int id, int segment, int addressKey) {}

    private final List<Daemon> daemons;
    private final int segmentCount;
    private final int self;
    private final int[] sortedIds;
    private final int[] indexBySortedId;
    private final List<String> segmentTexts;
    private final List<String> addressTexts;

    /**
     * A topology whose printout names no addresses.
     *
     * @param daemons in configuration order, segments ascending
     * @param segmentCount configured segments
     * @param self index of the daemon that this process is
     */
    public Topology(List<Daemon> daemons, int segmentCount, int self) {
        this(daemons, segmentCount, self, List.of(), List.of());
    }

    /**
     * A topology with what the printout of a membership shows.
     *
     * @param daemons in configuration order, segments ascending
     * @param segmentCount configured segments
     * @param self index of the daemon that this process is
     * @param segmentTexts for each segment its addresses and port as printed: level 5 {@code [10.88.0.255]:4803}, level 4 the
     *     address padded to 16 characters, two blanks, the port; empty: none
     * @param addressTexts for each daemon its address as printed; empty: none
     */
    public Topology(
            List<Daemon> daemons, int segmentCount, int self, List<String> segmentTexts, List<String> addressTexts) {
        this.segmentTexts = List.copyOf(segmentTexts);
        this.addressTexts = List.copyOf(addressTexts);
        this.daemons = List.copyOf(daemons);
        this.segmentCount = segmentCount;
        this.self = self;
        Integer[] order = new Integer[daemons.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) -> Integer.compare(daemons.get(a).id(), daemons.get(b).id()));
        sortedIds = new int[order.length];
        indexBySortedId = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sortedIds[i] = daemons.get(order[i]).id();
            indexBySortedId[i] = order[i];
        }
    }

    /** Index of this daemon. */
    public int self() {
        return self;
    }

    /** Wire id of this daemon. */
    public int selfId() {
        return id(self);
    }

    public int daemonCount() {
        return daemons.size();
    }

    public int segmentCount() {
        return segmentCount;
    }

    public Daemon daemon(int index) {
        return daemons.get(index);
    }

    public int id(int index) {
        return daemons.get(index).id();
    }

    public String name(int index) {
        return daemons.get(index).name();
    }

    public int segmentOf(int index) {
        return daemons.get(index).segment();
    }

    /** Index of the daemon with this wire id, or -1 when it is not configured. */
    public int indexOfId(int id) {
        int at = Arrays.binarySearch(sortedIds, id);
        return at < 0 ? -1 : indexBySortedId[at];
    }

    /** Index of the daemon with this name, or -1. */
    public int indexOfName(String name) {
        for (int i = 0; i < daemons.size(); i++) {
            if (daemons.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Number of daemons configured in a segment; a segment of one is never sent to by its segment address. */
    public int segmentSize(int segment) {
        int size = 0;
        for (Daemon daemon : daemons) {
            if (daemon.segment() == segment) {
                size++;
            }
        }
        return size;
    }

    /** Addresses and port of a segment as the printout of a membership shows them. */
    public String segmentText(int segment) {
        return segment < segmentTexts.size() ? segmentTexts.get(segment) : "[]:0";
    }

    /** Address of a daemon as the printout of a membership shows it. */
    public String addressText(int index) {
        return index < addressTexts.size() ? addressTexts.get(index) : "";
    }
}
