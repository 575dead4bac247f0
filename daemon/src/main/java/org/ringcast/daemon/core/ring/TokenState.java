package org.ringcast.daemon.core.ring;

/**
 * What a daemon remembers of the tokens it passed on. "Last token" is the header as it was sent, or would have been sent when
 * the leader held it.
 */
public final class TokenState {
    int lastArq;
    int lastRetrans;
    int lastSeq;
    int lastAru;
    int lastAruId;
    int lastFlowControl;
    /** Whether there is a last token of the active ring at all. */
    boolean sentAny;
    /** Tokens processed in the active ring; one more at the daemon that made the first token. */
    int rounds;
    /** Tokens accepted in the active ring. */
    int receivedRounds;
    /** New packets of the visit before. */
    int lastNumSent;
    /** Retransmissions of the visit before. */
    int lastNumRetrans;
    /** New packets of all members between the last two visits, those of a leader that kept the token meanwhile included. */
    int lastNew;
    /** {@link #lastSeq} as it was when the last visit ended. */
    private int seqOfVisit;
    /** Consecutive visits at which nothing was outstanding. */
    int idleVisits;
    /** The ring was installed and no token was processed since: the aru seen last belongs to the recovery. */
    boolean justInstalled;
    /** Highest sequence number of the current ring that this daemon has asked for; 0 for none. */
    int requestedUpTo;
    /** When a token was accepted last, nanoseconds. */
    long lastAcceptedNs;

    TokenState() {}

    /** Tokens processed in the active ring. */
    public int rounds() {
        return rounds;
    }

    public int lastAru() {
        return lastAru;
    }

    /** When a token was accepted last, nanoseconds; 0 before the first one. */
    public long lastAcceptedNs() {
        return lastAcceptedNs;
    }

    /** A visit ends, and the token has this number. */
    void noteVisit(int seq) {
        lastNew = seq - seqOfVisit;
        seqOfVisit = seq;
    }

    /** The ring is lost: round numbers begin anew. */
    public void forgetLast() {
        lastArq = 0;
        lastRetrans = 0;
        lastSeq = 0;
        seqOfVisit = 0;
        lastAru = 0;
        lastAruId = 0;
        lastFlowControl = 0;
        sentAny = false;
    }

    /**
     * FORM2 was accepted.
     *
     * @param madeFirstToken whether this daemon built the ring's first regular token
     */
    public void beginRing(boolean madeFirstToken) {
        forgetLast();
        rounds = madeFirstToken ? 1 : 0;
        receivedRounds = 0;
        lastNumSent = 0;
        lastNumRetrans = 0;
        justInstalled = false;
    }

    /** The ring was installed; counts of tokens go on. */
    public void ringInstalled() {
        justInstalled = true;
        idleVisits = 0;
        requestedUpTo = 0;
    }
}
