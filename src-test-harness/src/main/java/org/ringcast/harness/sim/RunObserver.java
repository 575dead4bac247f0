package org.ringcast.harness.sim;

import org.ringcast.daemon.core.MembershipId;
import org.ringcast.daemon.core.RingMembers;

/** Who watches a run as it happens: checkers and invariants. All methods do nothing by default. */
public interface RunObserver {
    /** Watches nothing. */
    RunObserver NONE = new RunObserver() {};

    /** How a client's connection ended. */
    enum ClientEnd {
        DISCONNECTED,
        CRASHED,
        BY_DAEMON
    }

    /** Nothing has happened yet. */
    default void onBegin(SimCluster cluster) {}

    /** A daemon was started. */
    default void onStarted(SimProcess process) {}

    /** A daemon's process is gone. */
    default void onStopped(SimProcess process) {}

    /** A transitional configuration was handed up. */
    default void onTransitional(SimProcess process, RingMembers transitional) {}

    /** A ring was installed. */
    default void onRegular(SimProcess process, RingMembers regular) {}

    /** A new packet got its sequence number. */
    default void onPacketSent(SimProcess process, MembershipId ring, int seq, int packetType) {}

    /** A packet was handed up. */
    default void onPacketDelivered(SimProcess process, MembershipId ring, int seq, int originator, int packetType) {}

    /** The membership machine changed state; numbers 1 OP .. 6 EVS. */
    default void onStateChange(SimProcess process, int oldState, int newState, String reason) {}

    /** The groups layer changed state; numbers 1 GOP .. 4 GGT. */
    default void onGroupState(SimProcess process, int newState) {}

    /** A daemon has run one turn of its duty cycle. */
    default void afterTurn(SimProcess process) {}

    /** The network became faultless, or ceased to be. */
    default void onNetwork(boolean faultFree) {}

    /** A client was let in. */
    default void onConnected(SimClient client) {}

    /** A client asked to be in a group. */
    default void onJoinRequested(SimClient client, String group) {}

    /** A client asked to be out of a group. */
    default void onLeaveRequested(SimClient client, String group) {}

    /** A client sent a message. */
    default void onMessageSent(SimClient client, SentMessage message) {}

    /** A frame came to a client. */
    default void onFrame(SimClient client, ClientFrame frame) {}

    /** The connection of a client is over; nothing of it follows. */
    default void onEnded(SimClient client, ClientEnd how) {}
}
