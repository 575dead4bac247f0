package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/** Decides about each message of a session before it goes to the ring; a denied one comes back to its sender as a reject. */
@FunctionalInterface
public interface AccessPolicy {
    /** Permits everything: what stock daemons do. */
    AccessPolicy PERMIT = (session, type, frame) -> true;

    /**
     * Whether the session may send this.
     *
     * @param type type word of the frame with the little-endian mark
     * @param frame whole frame in little-endian order from its reader index; not to be changed or kept
     */
    boolean permits(Session session, int type, ByteBuf frame);
}
