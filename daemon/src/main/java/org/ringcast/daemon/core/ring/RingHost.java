package org.ringcast.daemon.core.ring;

import org.ringcast.daemon.wire.DataPacket;

/** What the ring tells the membership, which decides. */
public interface RingHost {
    /** A data packet of another ring. The packet is good for the call only. */
    void onForeignData(DataPacket packet);

    /** Recovery: I have everything of my old ring. */
    void onOldRingComplete();

    /** Recovery: everybody has everything, as two rotations showed. The ring is to be installed. */
    void onRecoveryComplete();

    /** Recovery goes round and round without end. */
    void onRecoveryStuck(String reason);

    /**
     * I miss a packet that I cannot get, the token names me, and the ring does not get further because of me.
     *
     * @param notHeard a member of which nothing came meanwhile; -1: none
     * @param onlySmall something came of it, but no large packet
     */
    void onUnreachable(int notHeard, boolean onlySmall);

    /** I miss a packet that I cannot get, and the ring does not get further. It is to be given up. */
    void onStalled(String what);

    /** Own state contradicts itself; this daemon is to leave the ring, be a ring of its own, and come back. */
    void onInternalFault(String what);
}
