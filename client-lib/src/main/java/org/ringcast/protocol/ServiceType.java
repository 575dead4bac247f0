package org.ringcast.protocol;

/**
 * Bits of the {@code type} word and what they mean. All methods take the word in host order; the byte order mark may be
 * present and is ignored.
 *
 * <p>Source: docs/client-protocol.md, service type bits.
 */
public final class ServiceType {
    public static final int UNRELIABLE = 0x00000001;
    public static final int RELIABLE = 0x00000002;
    public static final int FIFO = 0x00000004;
    public static final int CAUSAL = 0x00000008;
    public static final int AGREED = 0x00000010;
    public static final int SAFE = 0x00000020;
    /** Mask of the six services; a message carries exactly one. */
    public static final int REGULAR_MASK = 0x0000003f;

    /** Option: the sending session gets no copy. */
    public static final int SELF_DISCARD = 0x00000040;

    public static final int CAUSED_BY_JOIN = 0x00000100;
    /** Cause of a membership; alone it is the self-leave message. */
    public static final int CAUSED_BY_LEAVE = 0x00000200;

    public static final int CAUSED_BY_DISCONNECT = 0x00000400;
    public static final int CAUSED_BY_NETWORK = 0x00000800;
    public static final int REG_MEMB = 0x00001000;
    public static final int TRANSITION = 0x00002000;
    /** Mask of everything that makes a message a membership message. */
    public static final int MEMBERSHIP_MASK = 0x00003f00;

    /** Daemon internal: never on a client connection. */
    public static final int RETRANS = 0x00004000;
    /** Special builds only. */
    public static final int LATENCY_PROBE = 0x00008000;

    public static final int JOIN = 0x00010000;
    public static final int LEAVE = 0x00020000;
    public static final int KILL = 0x00040000;
    /** Mask of the three session requests. */
    public static final int REQUEST_MASK = 0x00070000;

    /** Daemon to daemon: group state. */
    public static final int GROUPS = 0x00080000;

    public static final int DUMMY = 0x00100000;
    public static final int STATETRANS = 0x00200000;
    public static final int REJECT = 0x00400000;

    /** Flag of a library's receive call; harmless on the wire. */
    public static final int DROP_RECV = 0x01000000;
    /** Flags of the flush layer; daemons carry bits 24..30 end to end. */
    public static final int DONT_BLOCK = 0x10000000;

    public static final int FLUSH_REQ = 0x20000000;
    public static final int SUBGROUP_CAST = 0x40000000;

    /** Bits 24..30, carried end to end. */
    public static final int PASSED_THROUGH_MASK = 0x7f000000;

    private static final int LEGAL_FROM_CLIENT = REGULAR_MASK | SELF_DISCARD | REQUEST_MASK | PASSED_THROUGH_MASK;

    private ServiceType() {}

    /** A message from an application, as the libraries judge it. */
    public static boolean isRegular(int type) {
        return (type & REGULAR_MASK) != 0 && (type & REJECT) == 0;
    }

    /** A membership, transitional or self-leave message, as the libraries judge it. */
    public static boolean isMembership(int type) {
        return (type & MEMBERSHIP_MASK) != 0 && (type & REJECT) == 0;
    }

    public static boolean isReject(int type) {
        return (type & REJECT) != 0;
    }

    public static boolean isRegularMembership(int type) {
        return isMembership(type) && (type & REG_MEMB) != 0;
    }

    public static boolean isTransition(int type) {
        return isMembership(type) && (type & TRANSITION) != 0;
    }

    /** Caused by leave, and neither a regular nor a transitional membership. */
    public static boolean isSelfLeave(int type) {
        return isMembership(type) && (type & CAUSED_BY_LEAVE) != 0 && (type & (REG_MEMB | TRANSITION)) == 0;
    }

    public static boolean isJoin(int type) {
        return (type & JOIN) != 0;
    }

    public static boolean isLeave(int type) {
        return (type & LEAVE) != 0;
    }

    public static boolean isKill(int type) {
        return (type & KILL) != 0;
    }

    /**
     * May a client send this type? Exactly one of the services, JOIN, LEAVE and KILL, and no bit but these,
     * SELF_DISCARD and bits 24..30. The bits left out are the ones with which a client could forge notifications and
     * rejects or upset other daemons; the reference lets them pass.
     */
    public static boolean isLegalFromClient(int type) {
        int bits = EndianMark.strip(type);
        return (bits & ~LEGAL_FROM_CLIENT) == 0 && Integer.bitCount(bits & (REGULAR_MASK | REQUEST_MASK)) == 1;
    }

    /**
     * Is this the type of an application's message that may be delivered when it comes from the ring? Other daemons
     * may let clients set bits that only daemons should set (8..15, 19..23); such messages are to be dropped.
     */
    public static boolean isDeliverableFromRing(int type) {
        int bits = EndianMark.strip(type);
        return (bits & ~(REGULAR_MASK | SELF_DISCARD | PASSED_THROUGH_MASK)) == 0
                && Integer.bitCount(bits & REGULAR_MASK) == 1;
    }

    /** The order in which the ring carries a message of this type, or null when the type names no service. */
    public static RingService ringService(int type) {
        if ((type & (UNRELIABLE | RELIABLE)) != 0) {
            return RingService.RELIABLE;
        }
        if ((type & FIFO) != 0) {
            return RingService.FIFO;
        }
        if ((type & (CAUSAL | AGREED)) != 0) {
            return RingService.AGREED;
        }
        if ((type & SAFE) != 0) {
            return RingService.SAFE;
        }
        return (type & REQUEST_MASK) != 0 ? RingService.AGREED : null;
    }
}
