package org.ringcast.harness.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.ringcast.harness.sim.Datagram.Port;

/**
 * Turns what a daemon sends into what a daemon on a big-endian machine would send, field by field as docs/protocol/packets.md
 * has them; shares no code with the codecs of the daemon. What is big-endian already is left alone.
 *
 * <p>The originator's order also holds in the messages of its packets: those that fit one fragment are turned, headers as well
 * as the state of groups. Longer messages stay as they are, which their own marks tell.
 */
final class ForeignOrder {
    private static final int MARK = 0x80000080;
    private static final int DATA_TYPES = 0x1f;
    private static final int ALIVE = 0x100;
    private static final int JOIN = 0x200;
    private static final int CONTROL = 0x0f000000;
    private static final int FORM1 = 0x1000;
    private static final int FORM2 = 0x2000;
    private static final int GROUPS_MESSAGE = 0x00080000;
    private static final int HEADER_BYTES = 40;
    private static final int MEMBERS_BYTES = 516;
    private static final int REPS = 25;
    private static final int NAME_BYTES = 32;
    private static final int HINT_OFFSET = 40;
    private static final int MESSAGE_HEADER_BYTES = 48;

    private final ByteBuf bytes;
    private int at;

    private ForeignOrder(byte[] datagram) {
        bytes = Unpooled.wrappedBuffer(datagram);
    }

    /**
     * A datagram in big-endian order.
     *
     * @param self id of the daemon that sends it
     */
    static byte[] bigEndian(byte[] datagram, Port port, int self) {
        byte[] turned = datagram.clone();
        ForeignOrder order = new ForeignOrder(turned);
        if ((order.bytes.getIntLE(0) & MARK) == MARK) {
            if (port == Port.DATA) {
                order.packet(self);
            } else {
                order.token();
            }
        }
        return turned;
    }

    // ---- Data port -----------------------------------------------------------------------------------------------

    private void packet(int self) {
        int type = mark();
        ints(1);
        boolean own = nextInt() == self;
        ints(5);
        nextShort();
        at += 2;
        nextShort();
        int fragmentLength = nextShort();
        if ((type & CONTROL) != 0) {
            throw new IllegalArgumentException("a daemon does not send requests of monitors: " + type);
        }
        if ((type & ALIVE) != 0) {
            ints(members());
        } else if ((type & JOIN) != 0) {
            ints(members());
            int reps = nextShort();
            nextShort();
            reps(reps);
        } else if ((type & DATA_TYPES) != 0) {
            fragments(fragmentLength, own);
        }
    }

    private void fragments(int firstLength, boolean own) {
        int index = bytes.getShort(HEADER_BYTES - 4);
        int length = firstLength;
        while (true) {
            int start = at;
            if (own && index == -1) {
                message();
            }
            at = start + length;
            at += -(at - HEADER_BYTES) & 3;
            if (at >= bytes.capacity()) {
                return;
            }
            index = (short) nextShort();
            length = nextShort();
        }
    }

    private void message() {
        int start = at;
        if ((bytes.getIntLE(start) & MARK) != MARK) {
            return;
        }
        boolean groups = (mark() & GROUPS_MESSAGE) != 0;
        at += NAME_BYTES;
        ints(1);
        at += 4; // the hint keeps the order of the client
        int length = nextInt();
        if (groups) {
            at = start + NAME_BYTES; // the last word of the sender field is a number here
            ints(1);
            at = start + HINT_OFFSET;
            mark(); // there is no client
            at = start + MESSAGE_HEADER_BYTES;
            state(at + length);
        }
    }

    private void state(int end) {
        ints(2);
        boolean first = bytes.getByte(at++) != 0;
        if (first) {
            ints(nextInt());
        }
        while (at < end) {
            at += NAME_BYTES;
            ints(3);
            at += 2; // changed has no order
            for (int daemons = nextShort(); daemons > 0; daemons--) {
                ints(3);
                int members = nextShort();
                at += NAME_BYTES * members;
            }
        }
    }

    // ---- Token port ----------------------------------------------------------------------------------------------

    private void token() {
        int type = mark();
        ints(7);
        nextShort();
        nextShort();
        ints(1);
        if ((type & FORM1) != 0) {
            memberTable();
            nextShort();
            nextShort();
            reps(REPS);
            rings();
        } else if ((type & FORM2) != 0) {
            memberTable();
            ints(2);
            rings();
        } else {
            while (at < bytes.capacity()) {
                ints(3);
                nextShort();
                ints(nextShort());
            }
        }
    }

    private void memberTable() {
        members();
        ints((MEMBERS_BYTES - 4) / 4);
    }

    private void rings() {
        for (int rings = nextInt(); rings > 0; rings--) {
            ints(5);
            int holes = nextInt();
            int commit = nextShort();
            nextShort();
            ints(holes + commit);
        }
    }

    // ---- Parts ---------------------------------------------------------------------------------------------------

    /** A word that bears the mark: without it, as a big-endian sender has it. */
    private int mark() {
        int type = bytes.getIntLE(at) & ~MARK;
        bytes.setInt(at, type);
        at += 4;
        return type;
    }

    /** Both numbers of a member list; the first counts. */
    private int members() {
        int members = nextShort();
        nextShort();
        return members;
    }

    private void reps(int count) {
        for (int i = 0; i < count; i++) {
            ints(1);
            nextShort();
            nextShort();
        }
    }

    private void ints(int count) {
        for (int i = 0; i < count; i++) {
            nextInt();
        }
    }

    private int nextInt() {
        int value = bytes.getIntLE(at);
        bytes.setInt(at, value);
        at += 4;
        return value;
    }

    private int nextShort() {
        int value = bytes.getUnsignedShortLE(at);
        bytes.setShort(at, value);
        at += 2;
        return value;
    }
}
