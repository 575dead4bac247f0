package org.ringcast.daemon.core.session;

import io.netty.buffer.ByteBuf;

/** Decides whether a JOIN may go to the ring, by what there is already. */
@FunctionalInterface
public interface JoinLimit {
    /**
     * Why the session may not join, in words that begin with what there is too much of; null when it may.
     *
     * @param frame whole JOIN in little-endian order from its reader index; not to be changed or kept
     */
    String refusal(Session session, ByteBuf frame);
}
