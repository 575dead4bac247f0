package org.ringcast.daemon.core;

import io.netty.buffer.ByteBuf;

/** What the groups and session layers may ask of the ring. */
public interface RingServices {
    /** The two send queues; exactly one is active, everything submitted is appended to the active one. */
    enum QueueKind {
        /** Client messages. */
        NORMAL,
        /** Group state exchange: active while it runs, the normal queue waits. */
        GROUPS
    }

    /** Below which service nothing is delivered except by stability. */
    enum Threshold {
        /** Everything. */
        UNRELIABLE,
        /** In-order delivery on, early RELIABLE delivery off. */
        AGREED,
        /** Only stable messages and recovery deliver. */
        BLOCK
    }

    /** Told when the last fragment of a submitted message has got its sequence number. */
    @FunctionalInterface
    interface Submitter {
        void onPacketised(int messageBytes);

        /** For messages of the daemon itself. */
        Submitter NOBODY = bytes -> {};
    }

    /**
     * Appends a message to the active queue.
     *
     * @param packetType one of the data bits of the packet type word: RELIABLE 0x02, FIFO 0x04, AGREED 0x08, SAFE 0x10
     * @param message readable bytes are the whole message in this daemon's byte order, 48..143200 bytes; copied
     */
    void submit(int packetType, ByteBuf message, Submitter submitter);

    /** Messages in the active queue not yet wholly packetised. */
    int queuedMessages();

    void activate(QueueKind queue);

    /** Drops what waits in the queue of the state exchange; done when a further ring change makes it stale. */
    void purgeGroupsQueue();

    /** Lowering it delivers what was held back, not recursively but from the next turn of the duty cycle. */
    void setThreshold(Threshold threshold);

    /** Gives the ring up and forms a new one; the way out of states that only a defect or foul input can bring. */
    void forceMembershipChange(String reason);

    /**
     * Leaves the ring for one of its own, then comes back. To the others this daemon then comes from another ring, so that
     * they ask for its state and drop what they believe to know of it: the way out when states may differ.
     */
    default void leaveRing(String reason) {
        forceMembershipChange(reason);
    }

    /** Highest sequence number seen in the current ring; for the session log. */
    int highestSeq();
}
