package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;

/**
 * The one totally ordered stream of events that the ring hands up: messages, transitional and regular configurations,
 * strictly {@code TRANS msg* REG msg* TRANS ...}, starting with TRANS({self}). Implemented by the groups layer.
 */
public interface RingUpcalls {
    /**
     * A whole message: 48-byte header, group names, data.
     *
     * @param originator topology index of the daemon whose client (or groups layer) sent it
     * @param message readable bytes are the message; lent for the call only; header integers in the byte order that the
     *     message's own endian mark tells
     */
    void onMessage(int originator, ByteBuf message);

    /** The daemons of my old ring that go on together with me. */
    void onTransitional(RingMembers transitional);

    /** The new ring. */
    void onRegular(RingMembers regular);
}
