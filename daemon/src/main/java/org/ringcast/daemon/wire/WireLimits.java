package org.ringcast.daemon.wire;

/** Sizes and bounds of the ring protocol; bytes unless the name says otherwise. See docs/protocol/packets.md. */
public final class WireLimits {
    /** Largest datagram on the data port, unless a configuration says otherwise for packets of data. */
    public static final int MAX_PACKET_BYTES = 1472;
    /** Largest packet of data that a configuration may ask for: nearly a full IPv4 datagram, its body a multiple of 8. */
    public static final int MAX_LARGE_PACKET_BYTES = 65_504;
    /** Header of everything on the data port; contains the header of the first fragment. */
    public static final int PACKET_HEADER_BYTES = 40;
    /** Largest body of a packet on the data port. */
    public static final int MAX_PACKET_BODY_BYTES = MAX_PACKET_BYTES - PACKET_HEADER_BYTES;
    /** Header of everything on the token port. */
    public static final int TOKEN_HEADER_BYTES = 40;
    /** Most bytes after a token's header: a full IPv4 datagram. */
    public static final int MAX_TOKEN_BODY_BYTES = 65535 - 20 - 8 - TOKEN_HEADER_BYTES;
    /** Largest datagram on the token port. */
    public static final int MAX_TOKEN_BYTES = TOKEN_HEADER_BYTES + MAX_TOKEN_BODY_BYTES;

    /** Header of a fragment behind the first one. */
    public static final int FRAGMENT_HEADER_BYTES = 4;
    /** Fragments behind the first start at multiples of this, counted from the start of the body. */
    public static final int FRAGMENT_ALIGNMENT = 4;
    /** Packets of one message that a 5.0 daemon can take. */
    public static final int MAX_FRAGMENTS_PER_MESSAGE = 100;

    /** Header of a message: type, sender, number of groups, hint, length. */
    public static final int MESSAGE_HEADER_BYTES = 48;
    /** Group, member and daemon names. */
    public static final int NAME_BYTES = 32;
    /** Destinations of one message. */
    public static final int MAX_GROUPS_PER_MESSAGE = 100;
    /** Largest message, header and names included, that fits the fragments of a 5.0 daemon. */
    public static final int MAX_MESSAGE_BYTES = MAX_FRAGMENTS_PER_MESSAGE * MAX_PACKET_BODY_BYTES;

    /** Daemons in a configuration, and entries of the member table of a form token. */
    public static final int MAX_DAEMONS = 128;
    /** Most members of a ring: a 5.0 daemon refuses a form2 token with 128. */
    public static final int MAX_RING_MEMBERS = 127;
    /** Segments in a configuration. */
    public static final int MAX_SEGMENTS = 20;
    /** Entries of a list of representatives. */
    public static final int MAX_REPS = 25;
    /** Old rings on one form token. */
    public static final int MAX_FORM_RINGS = 20;
    /** Holes of one old ring on a form token. */
    public static final int MAX_HOLES = 1600;

    /** {@code proc_id} or {@code seg_index} of a request that comes from several daemons. */
    public static final int NOBODY_IN_PARTICULAR = -1;

    private WireLimits() {}
}
