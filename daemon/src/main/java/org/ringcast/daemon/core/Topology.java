package org.ringcast.daemon.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The configured daemons as the core sees them, in configuration order, addressed by their index 0..daemonCount()-1.
 * Ascending index is configuration order, the only order of daemons that exists. Immutable; a reload makes a new one.
 *
 * <p>After a reload there may be former daemons behind the configured ones: daemons that the new file does not name any more
 * but from which messages are still to be delivered. They are in no segment, and nothing is accepted from them or sent to them.
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

    /** Where a former daemon is. */
    public static final int NO_SEGMENT = -1;

    private static final int NO_ADDRESS = -1;

    private final List<Daemon> daemons;
    private final int segmentCount;
    private final int self;
    private final int[] sortedIds;
    private final int[] indexBySortedId;
    private final List<String> segmentTexts;
    private final List<String> addressTexts;
    private final List<Daemon> former;

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
        this(daemons, segmentCount, self, segmentTexts, addressTexts, List.of());
    }

    private Topology(
            List<Daemon> daemons,
            int segmentCount,
            int self,
            List<String> segmentTexts,
            List<String> addressTexts,
            List<Daemon> former) {
        this.former = List.copyOf(former);
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

    /** Configured and former daemons: all indexes are below. */
    public int indexCount() {
        return daemons.size() + former.size();
    }

    public Daemon daemon(int index) {
        return index < daemons.size() ? daemons.get(index) : former.get(index - daemons.size());
    }

    public int id(int index) {
        return daemon(index).id();
    }

    public String name(int index) {
        return daemon(index).name();
    }

    /** Index of its segment; {@link #NO_SEGMENT} for a former daemon. */
    public int segmentOf(int index) {
        return daemon(index).segment();
    }

    /**
     * This topology after a reload.
     *
     * @param before the one in force until now
     * @param needed daemons of that one, by its indexes, from which something may still have to be delivered
     * @return this one, with those of them as former daemons that are not configured any more
     */
    public Topology succeeding(Topology before, IntPredicate needed) {
        List<Daemon> left = new ArrayList<>();
        for (int i = 0; i < before.indexCount(); i++) {
            Daemon daemon = before.daemon(i);
            if (needed.test(i) && indexOfId(daemon.id()) < 0) {
                left.add(new Daemon(daemon.name(), daemon.id(), NO_SEGMENT, NO_ADDRESS));
            }
        }
        return new Topology(daemons, segmentCount, self, segmentTexts, addressTexts, left);
    }

    /** Whether the other one has the same daemons in the same order, segments and places. */
    public boolean isSameAs(Topology other) {
        return daemons.equals(other.daemons)
                && segmentCount == other.segmentCount
                && segmentTexts.equals(other.segmentTexts)
                && addressTexts.equals(other.addressTexts);
    }

    /** Index of the daemon with this wire id, or -1 when it is not configured. */
    public int indexOfId(int id) {
        int at = Arrays.binarySearch(sortedIds, id);
        return at < 0 ? -1 : indexBySortedId[at];
    }

    /** As {@link #indexOfId}, former daemons included. */
    public int indexOfPresentOrFormerId(int id) {
        int index = indexOfId(id);
        for (int i = 0; index < 0 && i < former.size(); i++) {
            if (former.get(i).id() == id) {
                index = daemons.size() + i;
            }
        }
        return index;
    }

    /** Index of the daemon with this name, former ones included, or -1. */
    public int indexOfName(String name) {
        for (int i = 0; i < indexCount(); i++) {
            if (name(i).equals(name)) {
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
