package org.ringcast.harness.sim;

import java.util.EnumSet;
import java.util.Set;
import org.ringcast.daemon.wire.PacketKind;

/** Looks at each datagram when it is sent, and may drop or delay it. */
@FunctionalInterface
public interface PacketFilter {
    /** Answer: nothing to say about this one. */
    long PASS = 0;

    /** Answer: it gets lost. */
    long DROP = -1;

    /** {@link #PASS}, {@link #DROP}, or nanoseconds that the datagram is late, overtaken by others meanwhile. */
    long judge(Datagram datagram);

    /** Drops packets of these kinds. */
    static PacketFilter drop(PacketKind first, PacketKind... more) {
        Set<PacketKind> kinds = EnumSet.of(first, more);
        return datagram -> kinds.contains(datagram.kind()) ? DROP : PASS;
    }

    /** Drops what is longer than this, as a path does whose largest packets vanish. */
    static PacketFilter dropLongerThan(int lengthBytes) {
        return datagram -> datagram.lengthBytes() > lengthBytes ? DROP : PASS;
    }

    /** Drops everything. */
    static PacketFilter dropAll() {
        return datagram -> DROP;
    }

    /** Delays everything by this much; later datagrams are delayed as well, so their order is kept. */
    static PacketFilter delay(long delayNs) {
        return datagram -> delayNs;
    }

    /** Only for datagrams of one direction of one link; others pass. */
    default PacketFilter onLink(int from, int to) {
        return datagram -> datagram.from() == from && datagram.to() == to ? judge(datagram) : PASS;
    }

    /** Only for what one daemon sends. */
    default PacketFilter from(int from) {
        return datagram -> datagram.from() == from ? judge(datagram) : PASS;
    }

    /** Only for what one daemon would get. */
    default PacketFilter to(int to) {
        return datagram -> datagram.to() == to ? judge(datagram) : PASS;
    }

    /** Only for one kind of packet. */
    default PacketFilter only(PacketKind kind) {
        return datagram -> datagram.kind() == kind ? judge(datagram) : PASS;
    }

    /** Only for the first {@code count} datagrams that it does not let pass. */
    default PacketFilter times(int count) {
        int[] left = {count};
        return datagram -> {
            if (left[0] == 0) {
                return PASS;
            }
            long answer = judge(datagram);
            if (answer != PASS) {
                left[0]--;
            }
            return answer;
        };
    }
}
