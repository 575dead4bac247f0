package org.ringcast.daemon.core;

/**
 * The timers of the core; at most one of each kind is pending. Due ones run in deadline order, and in the order given here when
 * their deadlines are the same: a state that ends does not repeat its packet first.
 */
public enum TimerKind {
    /** The token is lost, or (states FORM and before) the attempt to form a ring failed. */
    TOKEN,
    /** Leader: send the token again. */
    HURRY,
    /** Others: ask the leader again to release the token it holds. */
    HURRY_REPEAT,
    /** Leader: pass on the token that it keeps for a moment. */
    TOKEN_REST,
    /** State SEG: decide who gathers. */
    SEG,
    /** State SEG: send an ALIVE. */
    ALIVE,
    /** State REPRESENTED: the representative has gone silent. */
    REP,
    /** State GATHER: form a ring or fail. */
    GATHER,
    /** State GATHER: send a JOIN. */
    JOIN,
    /** Ring leader: look for daemons that are not in the ring. */
    LOOKUP,
    /** Monitor partitions end. */
    PARTITION,
    /** A daemon that keeps to itself looks whether it can stop. */
    ISOLATION,
    /** Deliveries held back by a threshold that was lowered. */
    DELIVER,
    /** The ring is given up on request of an upper layer. */
    GIVE_UP,
    /** A configuration that was read again is put into force. */
    RELOAD,
    /** Work of the session layer: slow readers, back-pressure. */
    SESSIONS,
    /** Work of the groups layer. */
    GROUPS
}
