package org.ringcast.monitor;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.ringcast.daemon.wire.StatusReply;
import org.ringcast.daemon.wire.StatusReply.Field;

/** One status report of a daemon. */
final class DaemonStatus {
    private static final String[] STATES = {"OP", "SEG", "REPRESENTED", "GATHER", "FORM", "EVS"};
    private static final String[] GROUP_STATES = {"GOP", "GTRANS", "GGATHER", "GGT"};

    private final int[] values = new int[Field.values().length];
    private final int hash;

    private DaemonStatus(StatusReply reply) {
        int i = 0;
        for (Field field : Field.values()) {
            values[i] = reply.get(field);
            i++;
        }
        hash = reply.confHash();
    }

    /** Reads a reply; empty when the datagram is none. */
    static Optional<DaemonStatus> read(ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (!StatusReply.validate(datagram, datagram.readerIndex(), length).isOk()) {
            return Optional.empty();
        }
        StatusReply reply = new StatusReply();
        reply.wrap(datagram, datagram.readerIndex(), length);
        return Optional.of(new DaemonStatus(reply));
    }

    /** A field as it was on the wire: signed. */
    @SuppressWarnings("EnumOrdinal") // the array is filled in the same order
    int get(Field field) {
        return values[field.ordinal()];
    }

    /** A count of 32 or 16 bits without sign. */
    long count(Field field) {
        int value = get(field);
        return field.sizeBytes() == Integer.BYTES ? Integer.toUnsignedLong(value) : value & 0xffff;
    }

    int id() {
        return get(Field.MY_ID);
    }

    int leaderId() {
        return get(Field.LEADER_ID);
    }

    boolean isAccelerated() {
        return get(Field.ACCELERATED_RING) != 0;
    }

    boolean isOperational() {
        return get(Field.STATE) == 1 && get(Field.GSTATE) == 1;
    }

    /** Configuration hash; 0 when the daemon does not tell. */
    int hash() {
        return hash;
    }

    /** The membership state by name. */
    String state() {
        return name(STATES, get(Field.STATE));
    }

    /** The state of the groups by name. */
    String groupState() {
        return name(GROUP_STATES, get(Field.GSTATE));
    }

    private static String name(String[] names, int number) {
        return number >= 1 && number <= names.length ? names[number - 1] : Integer.toString(number);
    }

    /** Version of Spread that the daemon says it is. */
    String version() {
        return get(Field.MAJOR_VERSION) + "." + get(Field.MINOR_VERSION) + "." + get(Field.PATCH_VERSION);
    }
}
