package org.ringcast.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * A monitor's request to change the windows: a pair for each daemon, then the window of the ring in the first half of one pair
 * more. See docs/protocol/packets.md, "Flow control".
 */
public final class FlowControlRequest extends PacketHeader {
    public static final int PAIRS_OFFSET = BODY_OFFSET;
    public static final int PAIR_BYTES = 4;
    /** Pairs that monitors send, whatever the number of daemons. */
    public static final int PAIRS_SENT = WireLimits.MAX_DAEMONS;
    /** Leave as it is. */
    public static final int UNCHANGED = -1;

    /**
     * Checks a request. With 128 daemons the pair with the window of the ring does not fit into what monitors send; then it may
     * be missing.
     *
     * @param numDaemons daemons in the configuration
     */
    public static Verdict validate(int numDaemons, ByteBuf buffer, int offset, int lengthBytes) {
        Verdict header = validateHeaderOf(PacketKind.FLOW_CONTROL, buffer, offset, lengthBytes);
        if (!header.isOk()) {
            return header;
        }
        int pairs = Math.min(numDaemons + 1, PAIRS_SENT);
        return lengthBytes < PAIRS_OFFSET + PAIR_BYTES * pairs ? Verdict.BODY_TOO_SHORT : Verdict.OK;
    }

    /** Starts a request with {@link #PAIRS_SENT} pairs of 0; 0 is a window, see {@link #UNCHANGED}. */
    public void wrapNew(ByteBuf buffer, int offset, Endian endian) {
        wrapNew(buffer, offset, endian, PacketType.FLOW_CONTROL, PAIR_BYTES * PAIRS_SENT);
    }

    /** Personal window for the daemon at {@code daemonIndex}; signed. */
    public int personalWindow(int daemonIndex) {
        return getShort(PAIRS_OFFSET + PAIR_BYTES * daemonIndex);
    }

    public void setPersonalWindow(int daemonIndex, int packets) {
        setShort(PAIRS_OFFSET + PAIR_BYTES * daemonIndex, packets);
    }

    /** Accelerated window for the daemon at {@code daemonIndex}; signed. */
    public int acceleratedWindow(int daemonIndex) {
        return getShort(PAIRS_OFFSET + PAIR_BYTES * daemonIndex + Short.BYTES);
    }

    public void setAcceleratedWindow(int daemonIndex, int packets) {
        setShort(PAIRS_OFFSET + PAIR_BYTES * daemonIndex + Short.BYTES, packets);
    }

    /** Window of the ring; signed. {@link #UNCHANGED} when the body ends before it. */
    public int window(int numDaemons) {
        int at = PAIRS_OFFSET + PAIR_BYTES * numDaemons;
        return at + Short.BYTES > lengthBytes() ? UNCHANGED : getShort(at);
    }

    /** Does nothing when the body has no place for it. */
    public void setWindow(int numDaemons, int packets) {
        int at = PAIRS_OFFSET + PAIR_BYTES * numDaemons;
        if (at + Short.BYTES <= lengthBytes()) {
            setShort(at, packets);
        }
    }
}
