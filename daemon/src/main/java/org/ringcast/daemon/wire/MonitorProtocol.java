package org.ringcast.daemon.wire;

/** How a monitor makes itself known at level 4; at level 5 it poses as a configured daemon. See docs/protocol/packets.md. */
public final class MonitorProtocol {
    /** In place of the daemon in the ring id of a request. */
    public static final int LEVEL_4_MAGIC = 15_051_963;
    /** In place of the configuration hash; daemons of level 4 accept their own hash too. */
    public static final int LEVEL_4_HASH = 1100;
    /** Replies go to the port in the low bits of the request's sequence number. */
    public static final int REPLY_PORT_MASK = 0xffff;

    private MonitorProtocol() {}
}
