package org.ringcast.daemon.core;

import org.ringcast.daemon.core.session.Session;
import org.ringcast.daemon.wire.PacketKind;

/**
 * Structured events of the protocol for whoever watches: checkers of the simulator, flight recorder, tests. The core
 * works the same whether anybody looks. All methods do nothing by default.
 */
public interface CoreObserver {
    /** Watches nothing. */
    CoreObserver NONE = new CoreObserver() {};

    /** The membership machine changed state; numbers are those of the status packet (1 OP .. 6 EVS). */
    default void onStateChange(int oldState, int newState, String reason, long nowNs) {}

    /** A new packet of ours got its sequence number in the ring {@code ring}. */
    default void onSend(MembershipId ring, int seq, int packetType) {}

    /** A packet of the ring {@code ring} was handed up; called once per packet, before its messages. */
    default void onDeliverPacket(MembershipId ring, int seq, int originator, int packetType) {}

    /** The transitional configuration was handed up. */
    default void onTransitional(RingMembers transitional) {}

    /** The regular configuration was handed up: the ring is installed. */
    default void onRegular(RingMembers regular) {}

    /** Another configuration is in force: from now on indexes are those of this topology. */
    default void onReload(Topology topology) {}

    /**
     * A datagram passed the gate and is about to be used.
     *
     * @param transmitter topology index; -1 for a monitor that is no daemon
     */
    default void onDatagram(PacketKind kind, int transmitter, int lengthBytes, long nowNs) {}

    /**
     * A token was processed.
     *
     * @param rotationNs time since the token before it in the same ring; -1 for the first one
     * @param seq highest sequence number, as passed on
     * @param aru as passed on
     */
    default void onToken(long rotationNs, int seq, int aru) {}

    /** The last token was sent again, in {@code copies} datagrams. */
    default void onTokenResent(int copies) {}

    /**
     * A packet that somebody asked for was sent again.
     *
     * @param requester topology index; -1 when nobody in particular asked
     */
    default void onRetransmission(int seq, int requester) {}

    /**
     * A new data packet of another daemon was stored.
     *
     * @param requested whether it was missing and had been asked for
     */
    default void onStored(int originator, int seq, boolean requested) {}

    /** A timer runs. */
    default void onTimer(TimerKind kind, long nowNs) {}

    /** A datagram or token was not used; {@code reason} is the counter's name. */
    default void onDrop(String reason) {}

    /** The groups layer changed state; numbers are those of the status packet (1 GOP .. 4 GGT). */
    default void onGroupState(int oldState, int newState) {}

    /** A session became operational. */
    default void onSessionOpened(Session session, int highestSeq) {}

    /** An operational session ended; its KILL goes to the ring. */
    default void onSessionEnded(Session session, int highestSeq, int queuedMessages, String reason) {}
}
